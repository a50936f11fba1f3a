"""Reading what a committee wrote in the cells to fill, each mistake with its cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from contrat_de_ville.domain.committee import (
    AVIS,
    AVIS_TECHNIQUE_LABELS,
    COMMENTAIRE,
    MONTANT_ARBITRE,
    MONTANT_PROPOSE,
    MOTIF,
    AvisTechnique,
    CommitteeKind,
    Filled,
    Problem,
)
from contrat_de_ville.domain.committee_rows import FoundRow
from contrat_de_ville.domain.deposit_text import clean, fold
from contrat_de_ville.domain.money import format_euros


_TYPE_IT = "Tapez la valeur elle-même à la place."
_BY_LABEL = {fold(label): kind for kind, label in AVIS_TECHNIQUE_LABELS.items()}
_LISTED = ", ".join(AVIS_TECHNIQUE_LABELS.values())


@dataclass(frozen=True, kw_only=True)
class _Headings:
    """Where the amount and its reason stand in one kind of workbook."""

    amount: str
    reason: str


_HEADINGS = {
    CommitteeKind.TECHNIQUE: _Headings(amount=MONTANT_PROPOSE, reason=COMMENTAIRE),
    CommitteeKind.COPIL: _Headings(amount=MONTANT_ARBITRE, reason=MOTIF),
}


def read_filled(
    kind: CommitteeKind, rows: Sequence[FoundRow]
) -> tuple[tuple[Filled, ...], tuple[Problem, ...]]:
    """Return what was filled, row by row, and all that cannot be taken as it is."""
    filled: list[Filled] = []
    problems: list[Problem] = []
    for row in rows:
        one, mistakes = _read_row(kind, row)
        problems += mistakes
        if not mistakes and (one.avis or one.text or one.amount_centimes is not None):
            filled.append(one)
    return tuple(filled), tuple(problems)


def _read_row(kind: CommitteeKind, row: FoundRow) -> tuple[Filled, list[Problem]]:
    headings, problems = _HEADINGS[kind], list[Problem]()
    text = _text(row, headings.reason, problems)
    amount = _amount(row, headings.amount, problems)
    avis = _avis(row, problems) if kind is CommitteeKind.TECHNIQUE else ""
    filled = Filled(
        numero=row.line.numero,
        funder=row.line.funder,
        place=row.place(headings.amount),
        amount_centimes=amount,
        avis=avis,
        text=text,
    )
    if not problems:
        problems += _reason_problems(kind, row, filled)
    return filled, problems


def _text(row: FoundRow, heading: str, problems: list[Problem]) -> str:
    cell = row.cell(heading)
    if cell.is_formula:
        problems.append(_formula(row, heading))
        return ""
    return clean(cell.text)


def _amount(row: FoundRow, heading: str, problems: list[Problem]) -> int | None:
    """Read an amount: a number of the spreadsheet, from zero to the demand.

    A text that looks like an amount is refused: the spreadsheet did not count it, and
    the committee read an envelope in which it was not.
    """
    cell = row.cell(heading)
    if cell.is_formula:
        problems.append(_formula(row, heading))
        return None
    if cell.is_empty:
        return None
    asked = row.line.standing.asked_centimes
    mistake = _amount_mistake(cell.text, cell.number, asked)
    if mistake:
        found, remedy = mistake
        problems.append(Problem(place=row.place(heading), found=found, remedy=remedy))
        return None
    return int(Decimal(cell.number) * 100)


def _amount_mistake(text: str, number: str, asked: int) -> tuple[str, str] | None:
    if not number:
        return (
            (
                f"« {text.strip()[:60]} » est un texte, pas un montant : le tableur ne "
                "l'a pas compté."
            ),
            "Tapez-le en chiffres, sans unité ni espace, par exemple 4200,50.",
        )
    centimes = Decimal(number) * 100
    written = number.replace(".", ",")
    if centimes < 0:
        return f"{written} est négatif.", "Un refus s'écrit 0, avec son motif."
    if centimes != int(centimes):
        return f"{written} a plus de deux décimales.", "Arrondissez-le au centime."
    if centimes > asked:
        return (
            f"{format_euros(int(centimes))} pour une demande de {format_euros(asked)}.",
            "Le montant va de 0 à la demande.",
        )
    return None


def _avis(row: FoundRow, problems: list[Problem]) -> str:
    cell = row.cell(AVIS)
    if cell.is_formula:
        problems.append(_formula(row, AVIS))
        return ""
    if cell.is_empty:
        return ""
    known = _BY_LABEL.get(fold(cell.text))
    if known is None:
        problems.append(
            Problem(
                place=row.place(AVIS),
                found=f"« {cell.text.strip()[:60]} » n'est pas un avis.",
                remedy=f"Choisissez dans la liste : {_LISTED}.",
            )
        )
        return ""
    return known.value


def _reason_problems(
    kind: CommitteeKind, row: FoundRow, filled: Filled
) -> list[Problem]:
    """Ask for the words that an amount or an avis needs, and for what words lack."""
    headings, amount = _HEADINGS[kind], filled.amount_centimes
    is_reduced = amount is not None and amount < row.line.standing.asked_centimes
    if is_reduced and not filled.text:
        found = f"un refus ou une réduction sans {headings.reason.lower()}."
        remedy = "Écrivez le motif : il sera écrit au porteur."
    elif filled.avis == AvisTechnique.DEFAVORABLE and not filled.text:
        found = "un avis défavorable sans commentaire."
        remedy = "Écrivez ce qui le fonde."
    elif filled.text and amount is None and not filled.avis:
        found = f"{headings.reason.lower()} écrit, sans {_wanted(kind)}."
        remedy = "Un refus s'écrit 0 ; effacez le texte si la ligne n'a pas été vue."
    else:
        return []
    place = row.place(headings.reason)
    return [Problem(place=place, found=found, remedy=remedy)]


def _wanted(kind: CommitteeKind) -> str:
    return "montant" if kind is CommitteeKind.COPIL else "avis ni montant"


def _formula(row: FoundRow, heading: str) -> Problem:
    return Problem(
        place=row.place(heading),
        found=f"« {heading} » contient une formule.",
        remedy=_TYPE_IT,
    )
