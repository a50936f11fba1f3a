"""What reading an action against the note gives: verdicts with their evidence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from contrat_de_ville.domain.conseils import AvisKind


class Verdict(StrEnum):
    """Whether a criterion is met; what a person must judge is never invented."""

    OUI = "OUI"
    NON = "NON"
    A_JUGER = "A_JUGER"


class Basis(StrEnum):
    """What a verdict rests on.

    ``DECLARE``: what the porteur ticked or counted. ``CONSTATE``: what the files of
    the cycle show. ``JUGE``: what persons said. ``INDICE``: words of the deposit,
    which are never a yes.
    """

    DECLARE = "DECLARE"
    CONSTATE = "CONSTATE"
    JUGE = "JUGE"
    INDICE = "INDICE"


VERDICT_LABELS = {
    Verdict.OUI: "oui",
    Verdict.NON: "non",
    Verdict.A_JUGER: "à juger",
}
BASIS_LABELS = {
    Basis.DECLARE: "déclaré par le porteur",
    Basis.CONSTATE: "constaté dans les dossiers",
    Basis.JUGE: "apprécié par des personnes",
    Basis.INDICE: "d'après les mots du dossier",
}


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """What a verdict shows: words, and where they stand.

    ``field`` is the code of the field of the form and ``cell`` its place in the file;
    both are empty for what is not in the deposit.
    """

    text: str
    field: str = ""
    cell: str = ""


@dataclass(frozen=True, kw_only=True)
class InnovationScore:
    """What a person found of one of the note's four criteria, and from what."""

    criterion: str
    is_met: bool
    evidence: str
    author: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class CriteriaFacts:
    """What is known of an action outside its own deposit.

    Attributes:
        cells: where each field stands in the file, by field code.
        avis: name of each conseil asked, and what it said; nothing yet is ``None``.
        other_deposits_count: other deposits of the cycle on the same orientation.
        retained_last_year_count: actions retained on that orientation the year
            before; ``None`` where that year is not in the database.
        innovation: what persons scored, one entry per criterion at most.
        mutualised_with: deposits a person accepted to bring together with this one.
    """

    cells: Mapping[str, str] = field(default_factory=dict)
    avis: tuple[tuple[str, AvisKind | None], ...] = ()
    other_deposits_count: int = 0
    retained_last_year_count: int | None = None
    innovation: tuple[InnovationScore, ...] = ()
    mutualised_with: tuple[str, ...] = ()

    def declared(self, code: str, text: str) -> Evidence:
        """Return words of the deposit with the place of their field."""
        return Evidence(text=text, field=code, cell=self.cells.get(code, ""))


@dataclass(frozen=True, kw_only=True)
class CriterionReading:
    """One criterion of the note, read in one action.

    Attributes:
        code: stable code; ``innovation.experimentation`` is a part of ``innovation``.
        sentence: why this verdict, in French.
        quote: the words of the note.
        weight: what the campaign makes it weigh; ``None`` where it weighs nothing.
        points: what the ranking counts: the weight, or zero. The ranking takes a
            declaration at its word as long as nobody has judged it.
    """

    code: str
    label: str
    verdict: Verdict
    basis: Basis
    sentence: str
    quote: str
    evidence: tuple[Evidence, ...] = ()
    weight: int | None = None
    points: int | None = None

    @property
    def family(self) -> str:
        """Code of the criterion this reading is, or is a part of."""
        return self.code.partition(".")[0]

    @property
    def is_part(self) -> bool:
        """Tell whether the reading details another one."""
        return "." in self.code
