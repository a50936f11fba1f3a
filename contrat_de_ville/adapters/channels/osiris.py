"""Reads the exports of OSIRIS, the State's instruction system.

Three kinds go round, each with two header rows and a last row of consolidation:

- « SuiviActions »: a row is an action. It becomes a deposit, with the State's part
  (asked, proposed, granted, state of the file) and its co-funders by name. The
  export has no budget by account: the total cost and the co-funders' amount keep
  rows of their own, and no date of the action is known.
- « SuiviDossiers »: a row gathers actions without naming them. There is nothing to
  register: it is set aside, with its number, its porteur and its amounts.
- « SuiviActionsEvaluation »: a row says what became of an action already funded. It
  is a bilan, not a request: it is set aside with its amounts.
"""

from __future__ import annotations

from contrat_de_ville.adapters.channels.maps import osiris_readings
from contrat_de_ville.adapters.channels.osiris_action import ActionRow
from contrat_de_ville.adapters.channels.osiris_map import ACTION
from contrat_de_ville.adapters.channels.osiris_sheet import Export, find_export
from contrat_de_ville.adapters.channels.words import words
from contrat_de_ville.domain.money import format_euros, parse_centimes
from contrat_de_ville.domain.received import (
    Channel,
    Received,
    ReceivedDeposit,
    SetAside,
)
from contrat_de_ville.errors import BadInputError


_IDENTITY = ("numero", "siret", "intitule")
Row = tuple[str, ...]


def find_osiris(content: bytes, file_name: str) -> Export | None:
    """Find an OSIRIS export in a workbook; nothing when there is none.

    *content* was checked by the guards.

    Raises:
        BadFileError: the workbook cannot be read, or the export lacks a column.
    """
    return find_export(content, file_name, osiris_readings())


def read_osiris(export: Export, file_name: str) -> Received:
    """Read an export: every row that is not blank is a deposit, or is set aside."""
    return _Rows(export).received(file_name)


class _Rows:
    """Decides what each row of an export is."""

    def __init__(self, export: Export) -> None:
        self._export, self._map = export, export.reading
        self._seen: dict[Row, int] = {}
        self._body = tuple(export.body())
        self._data = [row for _, row in self._body if self._is_data(row)]

    def received(self, file_name: str) -> Received:
        """Return every row, accounted for."""
        read = [self._decided(number, row) for number, row in self._body]
        return Received(
            channel=Channel.OSIRIS,
            file_name=file_name,
            rows_count=len(read),
            deposits=tuple(one for one in read if isinstance(one, ReceivedDeposit)),
            aside=tuple(one for one in read if isinstance(one, SetAside)),
            conventions=self._conventions(),
        )

    def _is_data(self, row: Row) -> bool:
        return not self._is_total(row) and not self._export.is_header(row)

    def _is_total(self, row: Row) -> bool:
        """Tell a row of consolidation: the word in a cell, no number, no SIRET."""
        is_named = any(self._export.text(row, code) for code in ("numero", "siret"))
        return not is_named and any(words(cell) == self._map.total_word for cell in row)

    def _decided(self, number: int, row: Row) -> ReceivedDeposit | SetAside:
        place = f"{self._export.sheet}, ligne {number}"
        if self._is_total(row):
            return SetAside(place=place, reason=self._total_reason(row))
        if self._export.is_header(row):
            return SetAside(place=place, reason="en-tête répété.")
        if not any(self._export.text(row, code) for code in _IDENTITY):
            reason = "ni numéro, ni SIRET, ni intitulé : on ne sait pas de quoi il "
            reason += "s'agit. Demandez un nouvel export."
            return SetAside(place=place, reason=reason, is_refused=True)
        if (twin := self._seen.setdefault(row, number)) != number:
            return SetAside(place=place, reason=f"identique à la ligne {twin}.")
        if self._map.gives == ACTION:
            return ActionRow(self._export, number, row).deposit(place)
        return SetAside(place=place, reason=self._said(row))

    def _said(self, row: Row) -> str:
        """Say what a row that is no deposit holds: nothing of it is lost to view."""
        parts = [
            f"{self._map.titles[code]} : {' '.join(text.split())}"
            for code in ("numero", *self._map.notes)
            if (text := self._export.text(row, code))
        ]
        return f"{self._map.reason} ({' ; '.join(parts)})."

    def _total_reason(self, total: Row) -> str:
        """Compare the totals of the consolidation with the rows of the export."""
        stated, differing = 0, []
        for code in self._map.totals:
            amount = _centimes(self._export.text(total, code))
            if amount is None:
                continue
            stated += 1
            summed = self._summed(code)
            if amount != summed:
                differing.append(
                    f"{self._map.titles[code]} : {format_euros(amount)} annoncés, "
                    f"{format_euros(summed)} dans les lignes"
                )
        count = self._export.text(total, self._map.count)
        if count.isascii() and count.isdecimal():
            stated += 1
            if int(count) != len(self._data):
                differing.append(f"{count} lignes annoncées, {len(self._data)} lues")
        if differing:
            verdict = f"elle diffère de l'export ({' ; '.join(differing)})"
        elif stated:
            verdict = "ses totaux sont ceux des lignes"
        else:
            verdict = "elle ne porte aucun total"
        return f"ligne de consolidation, total de l'export : {verdict}."

    def _summed(self, code: str) -> int:
        amounts = (_centimes(self._export.text(row, code)) for row in self._data)
        return sum(amount for amount in amounts if amount is not None)

    def _conventions(self) -> tuple[str, ...]:
        export = self._export
        said = [
            f"export OSIRIS lu par « {self._map.version} », feuille « {export.sheet} »",
            f"en-tête aux lignes {export.header_row} et {export.header_row + 1}",
            "montants en euros ; une cellule vide n'est pas zéro",
        ]
        missing = [
            self._map.titles[one]
            for one in self._map.columns
            if one not in export.columns
        ]
        for what, listed in (("absentes", missing), ("non reprises", export.unread)):
            if listed:
                quoted = ", ".join(f"« {title} »" for title in listed)
                said.append(f"colonnes {what} : {quoted}")
        return tuple(said)


def _centimes(text: str) -> int | None:
    """Read an amount to compare it; the rows themselves say what is unreadable."""
    try:
        return parse_centimes(text) if text else None
    except BadInputError:
        return None
