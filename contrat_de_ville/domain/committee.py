"""What a committee is given to fill, what it filled, and where a line stands.

One line is one action and one funder. The technical committee gives the avis of the
services and may change what is proposed; the COPIL arbitrates. Amounts are centimes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from contrat_de_ville.domain.habilitations import Power
from contrat_de_ville.errors import ContratDeVilleError


Key = tuple[str, str]
"""A line: the number of the deposit, the code of the funder."""


class CommitteeKind(StrEnum):
    """Which committee a workbook is for."""

    TECHNIQUE = "technique"
    COPIL = "copil"


class AvisTechnique(StrEnum):
    """What the services think of a line: neither a proposal nor a decision."""

    FAVORABLE = "FAVORABLE"
    RESERVE = "RESERVE"
    DEFAVORABLE = "DEFAVORABLE"
    AJOURNE = "AJOURNE"


COMMITTEE_LABELS = {
    CommitteeKind.TECHNIQUE: "Comité technique",
    CommitteeKind.COPIL: "Comité de pilotage",
}
COMMITTEE_POWERS = {
    CommitteeKind.TECHNIQUE: Power.AVIS_TECHNIQUE,
    CommitteeKind.COPIL: Power.ARBITRAGE,
}
AVIS_TECHNIQUE_LABELS = {
    AvisTechnique.FAVORABLE: "favorable",
    AvisTechnique.RESERVE: "réservé",
    AvisTechnique.DEFAVORABLE: "défavorable",
    AvisTechnique.AJOURNE: "ajourné",
}

NUMERO, FINANCEUR = "N°", "Financeur"
AVIS, MONTANT_PROPOSE, COMMENTAIRE = (
    "Avis technique",
    "Montant proposé par le comité",
    "Commentaire",
)
MONTANT_ARBITRE, MOTIF = "Montant arbitré", "Motif"
TO_FILL = {
    CommitteeKind.TECHNIQUE: (AVIS, MONTANT_PROPOSE, COMMENTAIRE),
    CommitteeKind.COPIL: (MONTANT_ARBITRE, MOTIF),
}
"""The cells to fill, by their heading: the only ones that are read."""

Shown = str | int | None
"""What a locked cell shows: a text, centimes, or nothing."""


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Where a line stands: what is asked, thought, proposed, arbitrated."""

    part: str
    asked_centimes: int
    avis: str = ""
    avis_text: str = ""
    proposed_centimes: int | None = None
    proposed_reason: str = ""
    arbitrated_centimes: int | None = None
    arbitrated_reason: str = ""


@dataclass(frozen=True, kw_only=True)
class ExportedLine:
    """One row as it left: its line, where the line stood, what the row showed.

    ``shown`` holds the locked cells by heading; the funder is shown by its name.
    """

    numero: str
    funder: str
    standing: Standing
    shown: Mapping[str, Shown]

    @property
    def key(self) -> Key:
        """The line it is about."""
        return self.numero, self.funder

    @property
    def name(self) -> str:
        """How the row is named to a person."""
        return f"{self.numero}, {self.shown[FINANCEUR]}"


@dataclass(frozen=True, kw_only=True)
class Filled:
    """What a committee wrote on one row; an empty amount says nothing of it."""

    numero: str
    funder: str
    place: str
    amount_centimes: int | None = None
    avis: str = ""
    text: str = ""

    @property
    def key(self) -> Key:
        """The line it is about."""
        return self.numero, self.funder


@dataclass(frozen=True, kw_only=True)
class Problem:
    """Something to mend in a workbook: where, what was found, what to do."""

    place: str
    found: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.place} : {self.found} {self.remedy}"


class WorkbookRefusedError(ContratDeVilleError):
    """A committee's workbook cannot be recorded; every problem is listed."""

    def __init__(self, file_name: str, problems: tuple[str, ...]) -> None:
        super().__init__(file_name, problems)
        self.file_name, self.problems = file_name, problems

    def __str__(self) -> str:
        count = len(self.problems)
        listed = "\n".join(f"- {one}" for one in self.problems)
        return (
            f"Fichier « {self.file_name} » : rien n'a été enregistré, "
            f"{count} {'point est' if count == 1 else 'points sont'} à reprendre.\n"
            f"{listed}"
        )


def refuse(file_name: str, problems: Sequence[Problem]) -> None:
    """Refuse a workbook that has problems, naming them all.

    Raises:
        WorkbookRefusedError: there is at least one.
    """
    if problems:
        raise WorkbookRefusedError(file_name, tuple(str(one) for one in problems))


def lines_as_rows(lines: Iterable[ExportedLine]) -> list[dict[str, Any]]:
    """Return the lines as the JSON kept with an export."""
    return [
        {
            "numero": one.numero,
            "financeur": one.funder,
            "etat": vars(one.standing),
            "montre": dict(one.shown),
        }
        for one in lines
    ]


def lines_from_rows(rows: Iterable[Mapping[str, Any]]) -> tuple[ExportedLine, ...]:
    """Rebuild the lines of an export from its JSON."""
    return tuple(
        ExportedLine(
            numero=one["numero"],
            funder=one["financeur"],
            standing=Standing(**one["etat"]),
            shown=one["montre"],
        )
        for one in rows
    )
