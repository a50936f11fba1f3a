"""The trace of a deposit, and of one funder's part in it."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select

from contrat_de_ville.adapters.store.models import Depot, Enveloppe, Ligne
from contrat_de_ville.adapters.tracing.aci import grant_section
from contrat_de_ville.adapters.tracing.arrival import (
    arrival_section,
    findings_section,
    state_section,
)
from contrat_de_ville.adapters.tracing.exchanges import (
    avis_section,
    bilan_section,
    messages_about,
    messages_section,
)
from contrat_de_ville.adapters.tracing.lines import line_section, rank_section
from contrat_de_ville.adapters.tracing.record import Section, Trace, section, trace_of
from contrat_de_ville.adapters.tracing.source import Source, depot_of, unknown
from contrat_de_ville.domain.aci import FUNDER as ACI_FUNDER
from contrat_de_ville.domain.calendar import french_date
from contrat_de_ville.domain.deposit_records import action_from_dict
from contrat_de_ville.domain.depots import Action, Side
from contrat_de_ville.domain.money import format_euros


def trace_deposit(source: Source, numero: str) -> Trace:
    """Tell the whole story of one deposit, from its arrival to its bilan.

    Raises:
        BadInputError: the cycle has no such deposit.
    """
    depot = source.find_depot(numero)
    action = action_from_dict(depot.versions[-1].action)
    grant = [grant_section(source, depot)] if action.chantier else []
    return trace_of(
        title=f"Dépôt {numero} : {depot.title}",
        sections=(
            _action_section(source, depot, action),
            arrival_section(source, depot),
            findings_section(depot),
            state_section(source, depot),
            *grant,
            rank_section(source, depot),
            *(line_section(source, depot, line) for line in depot.lines),
            avis_section(source, depot, action.quartiers),
            messages_section(messages_about(source, depot)),
            bilan_section(depot),
            source.journal_section(lambda entry: depot_of(entry) == numero),
        ),
    )


def trace_line(source: Source, numero: str, funder: str) -> Trace:
    """Tell why one funder gives what it gives to one deposit.

    Raises:
        BadInputError: no such deposit, or it asks this funder for nothing.
    """
    depot, code = source.find_depot(numero), funder.upper()
    line = next((one for one in depot.lines if one.funder == code), None)
    if line is None:
        asked = ", ".join(one.funder for one in depot.lines) or "aucun"
        raise unknown(
            f"Le dépôt {numero} n'a pas de part de « {funder} » (financeurs : {asked})."
        )
    is_grant = depot.aide is not None and code == ACI_FUNDER
    abouts = {f"ligne:{numero}/{code}", f"financeur:{code}"}
    return trace_of(
        title=f"{source.funder_name(code)}, dépôt {numero} : {depot.title}",
        sections=(
            line_section(source, depot, line),
            _envelope_section(source, line),
            *([grant_section(source, depot)] if is_grant else []),
            rank_section(source, depot),
            state_section(source, depot),
            source.journal_section(lambda entry: entry["objet"] in abouts),
        ),
    )


def _action_section(source: Source, depot: Depot, action: Action) -> Section:
    return section(
        "Action", _say_action(source, depot, action), empty="Dépôt illisible."
    )


def _say_action(source: Source, depot: Depot, action: Action) -> Iterator[str]:
    yield f"Intitulé : {action.title}"
    yield f"Porteur : {action.porteur_name}, SIRET {depot.porteur_siret}"
    orientation = source.label("orientations", action.orientation)
    axe = source.frozen.axes().get(action.axe or 0, "inconnu")
    yield f"Axe {action.axe or '–'} : {axe}"
    yield f"Orientation {action.orientation} : {orientation}"
    quartiers = (source.frozen.campaign.quartier(one) for one in action.quartiers)
    names = ", ".join(one.name for one in quartiers if one is not None)
    yield f"Quartiers : {names or 'aucun'}"
    if action.starts_on and action.ends_on:
        yield (
            f"Exercice : du {french_date(action.starts_on)} au "
            f"{french_date(action.ends_on)}"
        )
    yield (
        f"Dépenses : {format_euros(action.total_centimes(Side.CHARGE))}, dont "
        f"{format_euros(action.cash_centimes())} hors contributions volontaires"
    )


def _envelope_section(source: Source, line: Ligne) -> Section:
    envelope = source.session.scalars(
        select(Enveloppe).where(
            Enveloppe.cycle_id == source.cycle.id, Enveloppe.funder == line.funder
        )
    ).first()
    amounts = source.session.scalars(
        select(Ligne.arbitre_centimes).where(
            Ligne.cycle_id == source.cycle.id, Ligne.funder == line.funder
        )
    )
    programmed = sum(amount or 0 for amount in amounts)
    said = [f"Programmé sur l'année : {format_euros(programmed)}"]
    if envelope is not None:
        credit = envelope.montant_centimes + envelope.depassement_centimes
        said = [
            f"Enveloppe : {format_euros(envelope.montant_centimes)}",
            f"Dépassement autorisé : {format_euros(envelope.depassement_centimes)}",
            *said,
            f"Reste : {format_euros(credit - programmed)}",
        ]
    return section("Enveloppe du financeur", said, empty="Aucune enveloppe annoncée.")
