"""The sheets that list actions: all of them, by axe, by quartier, by funder."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from contrat_de_ville.adapters.line_wording import (
    avis_technique_text,
    line_status,
)
from contrat_de_ville.adapters.wording import quartier_names, state_label
from contrat_de_ville.adapters.workbook.book import Book
from contrat_de_ville.adapters.workbook.columns import (
    ActionColumn,
    euros,
    funder_names,
    line_of,
    short_columns,
    text,
    whole_columns,
)
from contrat_de_ville.adapters.workbook.table import Column, Kind
from contrat_de_ville.domain.balance import (
    BalanceRow,
    by_axis,
    by_quartier,
    quartiers_of,
    retained_centimes,
    share_of,
)
from contrat_de_ville.domain.overview import ActionRow, FunderLine


RATE_NOTE = (
    "* Taux : total programmé rapporté au coût hors contributions volontaires. "
    "Case vide : pas encore de décision ; 0,00 € : refus."
)
ONCE = "montant compté une fois dans la Synthèse"
_PAGES_ACROSS = 3
_QUARTIER_TOTAL = "Total, montants entiers"
_QUARTIER_NOTE = (
    "Une action menée dans plusieurs quartiers figure dans chacun pour son montant "
    "entier : n'additionnez pas les feuilles. Les deux colonnes « Part du quartier » "
    "(parts égales) s'additionnent et donnent les montants de la Synthèse."
)


@dataclass(frozen=True, kw_only=True)
class _Part:
    """One funder's line, and the action it belongs to."""

    action: ActionRow
    line: FunderLine


def write_programming(book: Book) -> None:
    """Write every action on one row, with every stage of every funder."""
    sheet = book.add_sheet("Programmation", "Toutes les actions", is_wide=True)
    sheet.write_string(3, 0, RATE_NOTE, book.styles.note)
    sheet.repeat_columns(0, 3)
    sheet.print_across()
    sheet.fit_to_pages(_PAGES_ACROSS, 0)
    columns = whole_columns(book.overview)
    book.fill(sheet, columns, book.overview.actions, "Total", frozen_columns=4)


def write_axes(book: Book) -> None:
    """Write one sheet per axe."""
    for axe in by_axis(book.overview):
        sheet = book.add_sheet(f"Axe {axe.key}", axe.label)
        sheet.write_string(3, 0, RATE_NOTE, book.styles.note)
        rows = [one for one in book.overview.actions if str(one.axe) == axe.key]
        book.fill(sheet, short_columns(book.overview), rows, "Total", 3)


def write_quartiers(book: Book) -> None:
    """Write one sheet per quartier: whole amounts, and the quartier's own part."""
    for quartier in by_quartier(book.overview):
        sheet = book.add_sheet(quartier.label, f"Quartier : {quartier.label}")
        sheet.write_string(3, 0, _QUARTIER_NOTE, book.styles.notice)
        rows = [
            one for one in book.overview.actions if quartier.key in quartiers_of(one)
        ]
        book.fill(sheet, _quartier_columns(book, quartier), rows, _QUARTIER_TOTAL, 3)


def _quartier_columns(book: Book, quartier: BalanceRow) -> list[ActionColumn]:
    key = quartier.key

    def retained(action: ActionRow) -> int | None:
        amount = retained_centimes(action)
        return None if amount is None else share_of(amount, quartiers_of(action), key)

    return [
        *short_columns(book.overview),
        euros(
            "Part du quartier\ndemandée",
            13,
            lambda row: share_of(row.asked_centimes(), quartiers_of(row), key),
        ),
        euros("Part du quartier\nprogrammée", 13, retained),
        text("Note", 18, lambda row: ONCE if len(quartiers_of(row)) > 1 else ""),
    ]


def write_funders(book: Book) -> None:
    """Write one sheet per funder; its rows carry the reference of the line."""
    for code, name in funder_names(book.overview).items():
        sheet = book.add_sheet(name, f"Financeur : {name}")
        sheet.write_string(3, 0, _trace_note(book, code), book.styles.note)
        parts = [
            _Part(action=action, line=line)
            for action in book.overview.actions
            if (line := line_of(action, code))
        ]
        book.fill(sheet, _part_columns(book), parts, "Total", 3)


def _trace_note(book: Book, code: str) -> str:
    example = next((one.numero for one in book.overview.actions), "2017-0001")
    return (
        "Pour savoir pourquoi un montant est ce qu'il est : "
        f"programmation tracer {example}/{code}. "
        "Case vide : pas encore de décision ; 0,00 € : refus."
    )


def _part_columns(book: Book) -> list[Column[_Part]]:
    overview = book.overview
    return [
        _text("Référence", 18, lambda one: f"{one.action.numero}/{one.line.funder}"),
        _text("Axe", 6, lambda one: str(one.action.axe)),
        _text("Intitulé", 34, lambda one: one.action.title),
        _text("Porteur", 24, lambda one: one.action.porteur),
        _text("SIRET", 16, lambda one: one.action.siret),
        _text("Quartiers", 20, lambda one: quartier_names(one.action, overview)),
        _euros("Coût total", lambda one: one.action.total_centimes),
        _euros("Demandé", lambda one: one.line.asked_centimes),
        _text("Avis technique", 18, lambda one: avis_technique_text(one.line)),
        _euros("Proposé", lambda one: one.line.proposed_centimes),
        _euros("Arbitré COPIL", lambda one: one.line.arbitrated_centimes),
        _euros("Décidé", lambda one: one.line.decided_centimes),
        _text("Acte", 16, lambda one: one.line.act),
        Column(
            header="Notifié le",
            width=11,
            value=lambda one: one.line.notified_at,
            kind=Kind.DATE,
        ),
        _text("Statut", 11, lambda one: line_status(one.line)),
        _text("État", 12, lambda one: state_label(one.action.state)),
        _text("Motif", 40, lambda one: one.line.reason),
    ]


def _text(header: str, width: int, value: Callable[[_Part], str]) -> Column[_Part]:
    return Column(header=header, width=width, value=value)


def _euros(header: str, value: Callable[[_Part], int | None]) -> Column[_Part]:
    return Column(header=header, width=13, value=value, kind=Kind.EUROS, is_summed=True)
