"""The first sheet of a workbook sent back: what is to be mended, and where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from xlsxwriter.worksheet import Worksheet

from contrat_de_ville.adapters.deposit_answers import Leftover
from contrat_de_ville.adapters.deposit_book import DepositBook
from contrat_de_ville.adapters.deposit_layout import FIRST_ROW, Place
from contrat_de_ville.adapters.deposit_style import add_headings, height_for
from contrat_de_ville.adapters.wording import safe_text
from contrat_de_ville.domain.depots import Finding, Severity


CORRECTIONS_SHEET = "À corriger"
_TITLE = "Ce qu'il reste à corriger"
_HEADINGS = [
    "N°", "Gravité", "Cellule", "Question", "Ce qui ne va pas", "Ce qu'il faut faire",
]  # fmt: skip
_WIDTHS = (6, 14, 22, 36, 58, 60)
_NO_CELL = "Pas de case dans le formulaire"
_LEFT = "Non repris dans le formulaire"
_LEFT_HEADINGS = ["", "", "Où c'est écrit", "Rubrique", "Ce qui est écrit", ""]
_NAMES = {Severity.BLOQUANT: "Bloquant", Severity.A_VERIFIER: "À vérifier"}
_LONGEST_SHOWN = 500


@dataclass(frozen=True, kw_only=True)
class Correction:
    """A finding, the code of its answer, and its cell in the form, if it has one."""

    finding: Finding
    code: str
    place: Place | None


def write_corrections(
    book: DepositBook,
    corrections: Sequence[Correction],
    leftovers: Sequence[Leftover],
) -> None:
    """Write the findings one by one, then what the form has no cell for."""
    sheet = book.add_sheet(CORRECTIONS_SHEET, _TITLE, *_WIDTHS)
    sheet.set_landscape()
    sheet.write_string(1, 0, _summary(corrections), book.styles["version"])
    add_headings(sheet, book.styles, _HEADINGS)
    row = FIRST_ROW
    for number, one in enumerate(corrections, start=1):
        _write_correction(book, sheet, row, number, one)
        row += 1
    if leftovers:
        _write_leftovers(book, sheet, row + 1, leftovers)


def _summary(corrections: Sequence[Correction]) -> str:
    if not corrections:
        return "Aucune remarque sur les réponses de ce classeur."
    blocking = sum(one.finding.severity is Severity.BLOQUANT for one in corrections)
    counted = f"{len(corrections)} remarque{_s(len(corrections))}, dont {blocking} "
    return (
        f"{counted}bloquante{_s(blocking)}. Corrigez les cellules en couleur, "
        "enregistrez, puis renvoyez ce classeur : cette feuille n'est pas relue."
    )


def _s(count: int) -> str:
    return "s" if count > 1 else ""


def _write_correction(
    book: DepositBook, sheet: Worksheet, row: int, number: int, one: Correction
) -> None:
    finding, styles = one.finding, book.styles
    where, question = _where(one)
    texts = (where, question, safe_text(finding.sentence), safe_text(finding.remedy))
    pairs = zip(texts, _WIDTHS[2:], strict=True)
    sheet.set_row(row, max(height_for(text, width) for text, width in pairs))
    sheet.write_number(row, 0, number, styles["count"])
    severity = finding.severity
    sheet.write_string(row, 1, _NAMES[severity], styles[f"severity{severity}"])
    for column, text in enumerate(texts, start=2):
        sheet.write_string(row, column, text, styles["label"])
    if one.place is not None:
        target = f"internal:{one.place.reference}"
        sheet.write_url(row, 2, target, styles["cell_link"], string=where)


def _where(one: Correction) -> tuple[str, str]:
    """Name the cell and the question it answers, or where the deposit said it."""
    if one.place is None:
        return safe_text(one.finding.cell or one.finding.field), _NO_CELL
    return f"{one.place.sheet}, {one.place.cell}", one.place.label


def _write_leftovers(
    book: DepositBook, sheet: Worksheet, row: int, leftovers: Sequence[Leftover]
) -> None:
    """List what came by another channel and has no cell, so that nothing is lost."""
    styles = book.styles
    sheet.write_row(row, 0, [_LEFT] + [""] * 5, styles["band"])
    sheet.write_row(row + 1, 0, _LEFT_HEADINGS, styles["header"])
    for number, one in enumerate(leftovers, start=row + 2):
        written = safe_text(one.text)
        if len(written) > _LONGEST_SHOWN:
            written = f"{written[:_LONGEST_SHOWN]}…"
        texts = (safe_text(one.place), safe_text(one.label), written)
        pairs = zip(texts, _WIDTHS[2:5], strict=True)
        sheet.set_row(number, max(height_for(text, width) for text, width in pairs))
        sheet.write_row(number, 0, [""] * 6, styles["label"])
        for column, text in enumerate(texts, start=2):
            sheet.write_string(number, column, text, styles["label"])
