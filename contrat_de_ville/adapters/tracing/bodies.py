"""The trace of a conseil citoyen, and of a porteur."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import select

from contrat_de_ville.adapters.store.models import Avis, Depot, Message, Porteur
from contrat_de_ville.adapters.tracing.aci import say_parameter
from contrat_de_ville.adapters.tracing.exchanges import messages_section, say_avis
from contrat_de_ville.adapters.tracing.record import Section, Trace, section, trace_of
from contrat_de_ville.adapters.tracing.source import Source, depot_of, unknown
from contrat_de_ville.adapters.wording import state_label
from contrat_de_ville.domain.campaign import Conseil
from contrat_de_ville.domain.money import format_euros


def trace_conseil(source: Source, code: str) -> Trace:
    """Tell what one conseil citoyen was asked and what it answered.

    Raises:
        BadInputError: the campaign has no such conseil.
    """
    conseils = {one.code: one for one in source.frozen.campaign.conseils}
    if code not in conseils:
        raise unknown(
            f"Aucun conseil « {code} » dans la campagne {source.cycle.code} "
            f"(connus : {', '.join(conseils)})."
        )
    rows = source.session.execute(
        select(Depot.numero, Depot.title, Avis)
        .join(Avis, Avis.depot_id == Depot.id)
        .where(Avis.cycle_id == source.cycle.id, Avis.conseil == code)
        .order_by(Depot.numero)
    )
    said = [f"{numero}, {title} : {say_avis(avis)}" for numero, title, avis in rows]
    name = f"conseil:{code}"
    return trace_of(
        title=conseils[code].name,
        sections=(
            _conseil_section(source, conseils[code]),
            section("Avis", said, empty="Il n'a été consulté sur aucune action."),
            messages_section(_messages_to(source, {conseils[code].email})),
            source.journal_section(
                lambda entry: name in {entry["objet"], entry["acteur"]}
            ),
        ),
    )


def trace_siret(source: Source, siret: str) -> Trace:
    """Tell what one porteur deposited this year and what became of it.

    Raises:
        BadInputError: no deposit of the cycle carries this SIRET.
    """
    depots = source.session.scalars(
        select(Depot)
        .where(Depot.cycle_id == source.cycle.id, Depot.porteur_siret == siret)
        .order_by(Depot.numero)
    ).all()
    if not depots:
        raise unknown(f"Aucun dépôt du SIRET {siret} dans {source.cycle.code}.")
    emails = {one.action["porteur_email"] for depot in depots for one in depot.versions}
    numeros = {one.numero for one in depots}
    return trace_of(
        title=f"Porteur {siret} : {depots[0].versions[-1].action['porteur_name']}",
        sections=(
            _porteur_section(source, siret),
            section("Dépôts", [_say_depot(one) for one in depots]),
            _granted_section(source, depots),
            messages_section(_messages_to(source, emails)),
            source.journal_section(lambda entry: depot_of(entry) in numeros),
        ),
    )


def _conseil_section(source: Source, conseil: Conseil) -> Section:
    quartier = source.frozen.campaign.quartier(conseil.quartier)
    name = conseil.quartier if quartier is None else quartier.name
    constituted = "constitué" if conseil.is_constituted else "non constitué"
    return section("Conseil citoyen", [f"Quartier : {name}", f"Il est {constituted}."])


def _porteur_section(source: Source, siret: str) -> Section:
    porteur = source.session.get(Porteur, siret)
    said = []
    if porteur is not None:
        kind = source.label("types_de_porteur", porteur.kind)
        domain = porteur.email.partition("@")[2]
        said = [f"{porteur.name}, {kind}", f"Courrier au domaine {domain}"]
    return section("Annuaire", said, empty="Ce SIRET n'est pas dans l'annuaire.")


def _say_depot(depot: Depot) -> str:
    asked = sum(one.demande_centimes for one in depot.lines)
    return (
        f"{depot.numero}, {depot.title} : {state_label(depot.state).lower()}, "
        f"demandé {format_euros(asked)}, arbitré "
        f"{format_euros(_total(depot, 'arbitre_centimes'))}, décidé "
        f"{format_euros(_total(depot, 'decide_centimes'))}"
    )


def _total(depot: Depot, stage: str) -> int | None:
    """Sum one stage over the funders; nothing while none has spoken."""
    known = [getattr(one, stage) for one in depot.lines]
    spoken = [one for one in known if one is not None]
    return sum(spoken) if spoken else None


def _granted_section(source: Source, depots: Sequence[Depot]) -> Section:
    return section(
        "Décidé, par financeur",
        _say_granted(source, depots),
        empty="Aucune décision à ce jour.",
    )


def _say_granted(source: Source, depots: Sequence[Depot]) -> Iterator[str]:
    granted: dict[str, int] = {}
    for line in (line for depot in depots for line in depot.lines):
        if line.decide_centimes is not None:
            total = granted.get(line.funder, 0) + line.decide_centimes
            granted[line.funder] = total
    for funder, total in sorted(granted.items()):
        yield f"{source.funder_name(funder)} : {format_euros(total)}"
    if granted:
        yield f"Seuil de convention : {say_parameter(source, 'convention.seuil')}"


def _messages_to(source: Source, emails: set[str]) -> list[Message]:
    return list(
        source.session.scalars(
            select(Message)
            .where(Message.cycle_id == source.cycle.id, Message.recipient.in_(emails))
            .order_by(Message.id)
        )
    )
