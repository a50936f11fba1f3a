"""One funder's part in an action, stage by stage, and the rank of the action."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select

from contrat_de_ville.adapters.store.models import Depot, Ligne, Rang
from contrat_de_ville.adapters.tracing.record import Section, masked, section
from contrat_de_ville.adapters.tracing.source import Source
from contrat_de_ville.domain.calendar import french_date, french_instant
from contrat_de_ville.domain.committee import AVIS_TECHNIQUE_LABELS, AvisTechnique
from contrat_de_ville.domain.habilitations import function_name
from contrat_de_ville.domain.journal import SYSTEM
from contrat_de_ville.domain.money import format_euros
from contrat_de_ville.domain.steps import plural


_CRITERIA = {
    "publics": "publics prioritaires de la note",
    "orientation": "orientation de l'année",
    "champ_inexplore": "champ que la note dit inexploré",
    "innovation": "critères d'innovation",
    "participation": "participation des usagers",
    "mutualisation": "mutualisation",
    "avis_conseil": "soutien des conseils citoyens",
}


def line_section(source: Source, depot: Depot, line: Ligne) -> Section:
    """Tell what was asked, proposed, arbitrated, decided and notified."""
    title = f"{source.funder_name(line.funder)}, {depot.numero}/{line.funder}"
    return section(title, _say_stages(source, line), empty="Rien n'est demandé.")


def rank_section(source: Source, depot: Depot) -> Section:
    """Tell the rank, and each criterion with the points it gave."""
    rank = source.session.scalars(select(Rang).where(Rang.depot_id == depot.id)).first()
    said = []
    if rank is not None:
        said = [f"Rang {rank.rank}, {plural(rank.points, 'point')}."]
        said += [
            f"{_CRITERIA.get(name, name)} : {plural(points, 'point')}"
            for name, points in sorted(rank.criteria.items())
        ]
    return section("Rang dans la proposition", said, empty="Pas encore classé.")


def _say_stages(source: Source, line: Ligne) -> Iterator[str]:
    yield f"Demandé : {format_euros(line.demande_centimes)}"
    if line.avis_technique:
        said = AVIS_TECHNIQUE_LABELS[AvisTechnique(line.avis_technique)]
        because = f", {masked(line.avis_text)}" if line.avis_text else ""
        yield f"Avis technique : {said}{because}{_signed(source, line.avis_author)}"
    proposed = _stage("Proposé", line.propose_centimes, line.propose_reason)
    yield proposed + _signed(source, line.propose_author)
    arbitrated = _stage("Arbitré", line.arbitre_centimes, line.arbitre_reason)
    if line.arbitre_at is not None:
        arbitrated += f", le {french_instant(line.arbitre_at)}"
    arbitrated += _signed(source, line.arbitre_author)
    yield arbitrated + (f" ({line.arbitre_minute})" if line.arbitre_minute else "")
    decided = _stage("Décidé", line.decide_centimes, "")
    if line.acte_on is not None:
        decided += f", par {line.acte} du {french_date(line.acte_on)}"
    yield decided
    if line.notified_at is None:
        yield "Notifié : pas encore"
    else:
        yield f"Notifié le {french_instant(line.notified_at)}"


def _signed(source: Source, author: str) -> str:
    """Say which function signed, where one did: a computed proposal has none."""
    if author in {"", SYSTEM}:
        return ""
    return f", par {function_name(source.frozen.campaign, author)}"


def _stage(name: str, amount: int | None, reason: str) -> str:
    if amount is None:
        return f"{name} : pas encore"
    # Only people refuse: a computed zero is not a decision.
    refusal = " (refus)" if amount == 0 and name != "Proposé" else ""
    # What follows goes on with a comma: a motive loses the full stop it ends with.
    because = f", motif : {masked(reason).strip().rstrip('.')}" if reason else ""
    return f"{name} : {format_euros(amount)}{refusal}{because}"
