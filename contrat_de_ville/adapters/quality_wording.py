"""How the quality report says things in French: channels, severities, waits, dates."""

from __future__ import annotations

from datetime import datetime

from markupsafe import Markup, escape

from contrat_de_ville.adapters.wording import state_label
from contrat_de_ville.domain.calendar import PARIS
from contrat_de_ville.domain.completeness import examined_by
from contrat_de_ville.domain.depots import DepotState, Severity
from contrat_de_ville.domain.quality_report import (
    FileRow,
    FindingRow,
    ImportRow,
    WaitRow,
)
from contrat_de_ville.domain.received import Channel
from contrat_de_ville.domain.steps import plural
from contrat_de_ville.domain.waiting_for import ACTOR_LABELS, Wait


CHANNELS: dict[str, str] = {
    Channel.CLASSEUR: "Classeur de dépôt",
    Channel.DAUPHIN: "DAUPHIN",
    Channel.OSIRIS: "OSIRIS",
    Channel.LISTE: "Liste déclarée",
    Channel.DEMARCHE: "Démarches simplifiées",
}
# What became of the rows of a file, as the journal counts them: one, several.
_FATES = {
    "nouveau": ("nouveau dépôt", "nouveaux dépôts"),
    "version": ("nouvelle version", "nouvelles versions"),
    "inchange": ("dépôt inchangé", "dépôts inchangés"),
    "doublon": ("doublon", "doublons"),
    "refus": ("refus", "refus"),
    "ecart": ("ligne écartée", "lignes écartées"),
    "acceptée": ("ligne acceptée", "lignes acceptées"),
    "refusée": ("ligne refusée", "lignes refusées"),
    "écartée": ("ligne écartée", "lignes écartées"),
}
SEVERITY_LABELS = {Severity.BLOQUANT: "Bloquant", Severity.A_VERIFIER: "À vérifier"}
STATE_KINDS = {
    DepotState.DEPOSE: "attend",
    DepotState.A_CORRIGER: "a-corriger",
    DepotState.RECEVABLE: "recevable",
    DepotState.IRRECEVABLE: "ecarte",
    DepotState.HORS_DELAI: "ecarte",
    DepotState.DOUBLON: "ecarte",
}
SEVERITY_KINDS = {Severity.BLOQUANT: "bloquant", Severity.A_VERIFIER: "a-verifier"}


def channel_label(channel: str) -> str:
    """Name a channel; one not known here is shown as it is."""
    return CHANNELS.get(channel, channel)


def severity_label(severity: Severity) -> str:
    """Say how a finding weighs."""
    return SEVERITY_LABELS[severity]


def outcomes_text(one: ImportRow) -> str:
    """Count the rows of a file by what became of them."""
    return ", ".join(
        plural(count, *_FATES.get(name, (name, name)))
        for name, count in one.outcomes.items()
    )


def day(instant: datetime) -> str:
    """Write the legal date of an instant, short.

    >>> from datetime import UTC
    >>> day(datetime(2016, 12, 16, 23, 30, tzinfo=UTC))
    '17/12/2016'
    """
    return f"{instant.astimezone(PARIS):%d/%m/%Y}"


def since_text(days: int) -> str:
    """Say for how long: since today, since so many days."""
    return "depuis aujourd’hui" if days < 1 else f"depuis {plural(days, 'jour')}"


def code_text(rule: str) -> Markup:
    """Write the code of a rule so that a narrow column cuts it between words."""
    return Markup("_<wbr>").join(escape(part) for part in rule.split("_"))


def actor_text(one: Wait | WaitRow) -> str:
    """Name who a file waits for: which conseil, which committee."""
    return one.name or ACTOR_LABELS[one.actor].capitalize()


def wait_text(one: Wait, at: datetime) -> str:
    """Say in one line whom a file waits for, what, and since when."""
    return f"{actor_text(one)}\u00a0: {one.what}, {since_text(one.days(at))}"


def clock_text(file: FileRow) -> str:
    """Say since when a file is complete, and until when silence is no refusal."""
    if file.complete_at is None:
        return "non complet"
    return (
        f"complet depuis le {day(file.complete_at)}, à instruire avant le "
        f"{examined_by(file.complete_at):%d/%m/%Y}"
    )


def state_text(file: FileRow) -> str:
    """Say where a file stands and since when."""
    return f"{state_label(file.state)} depuis le {day(file.state_since)}"


def life_text(one: FindingRow) -> str:
    """Say since when a finding is open, or when it was closed and by what."""
    if one.closed_at is None:
        return f"ouvert depuis le {day(one.opened_at)}"
    return (
        f"corrigé le {day(one.closed_at)} par la version {one.closed_by_version}, "
        f"ouvert le {day(one.opened_at)}"
    )
