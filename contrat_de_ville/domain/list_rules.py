"""What a declared map says of the rows of a list, and how it reads a cell."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from contrat_de_ville.errors import BadInputError


_LONGEST_AMOUNT = 32
_LARGEST_CENTIMES = 10**13


def squeeze(text: str) -> str:
    """Reduce every run of spaces, no-break ones included, to one plain space.

    >>> squeeze("  Montant\u00a0 proposé ")
    'Montant proposé'
    """
    return " ".join(text.split())


@dataclass(frozen=True, kw_only=True)
class AmountConvention:
    """How the amounts of a list are written: declared, never guessed.

    A space as *thousands_mark* stands for any space; an empty one for none.
    """

    decimal_mark: str
    thousands_mark: str
    symbol: str

    def read(self, text: str) -> int | None:
        """Read an amount in euros as centimes; an empty cell is nothing.

        Raises:
            BadInputError: the text does not follow the convention.
        """
        cleaned = squeeze(squeeze(text).removesuffix(self.symbol))
        if not cleaned and not squeeze(text):
            return None
        mark, decimal = re.escape(self.thousands_mark), re.escape(self.decimal_mark)
        grouped = rf"[0-9]{{1,3}}(?:{mark}[0-9]{{3}})+|" if mark else ""
        pattern = rf"(-?)({grouped}[0-9]+)(?:{decimal}([0-9]{{1,2}}))?"
        match = re.fullmatch(pattern, cleaned[:_LONGEST_AMOUNT])
        if match is None or len(cleaned) > _LONGEST_AMOUNT:
            raise self._unreadable(text)
        sign, whole, cents = match.groups()
        digits = re.sub(r"\D", "", whole) + (cents or "").ljust(2, "0")
        centimes = int(f"{sign}{digits}")
        if abs(centimes) > _LARGEST_CENTIMES:
            raise self._unreadable(text)
        return centimes

    def _unreadable(self, text: str) -> BadInputError:
        return BadInputError(
            f"« {text} » n'est pas un montant lisible.",
            f"Forme déclarée : décimales après « {self.decimal_mark} », milliers "
            f"séparés par « {self.thousands_mark} », symbole « {self.symbol} ».",
        )


@dataclass(frozen=True, kw_only=True)
class TotalMark:
    """What tells a total from a request: a word, or an amount standing alone."""

    text: str
    columns: tuple[str, ...]
    lone_amount: bool


@dataclass(frozen=True, kw_only=True)
class RowRules:
    """The rules of one list; the columns are named by their codes.

    ``columns``: the header of each column. ``variants``: other headers a repeated
    header row may give it. ``header_columns``: the cells that show a repeated header.
    ``some_amount``: at least one of these must be filled. ``exercice``: the column
    and the year expected, or none. ``allowed``: the values a column may take.
    ``to_verify``: columns whose empty cells are pointed out on accepted rows.
    ``keep_duplicates``: identical rows are pointed out instead of set aside.
    """

    columns: Mapping[str, str]
    variants: Mapping[str, tuple[str, ...]]
    code: str
    code_format: str
    name: str
    group: str
    amounts: tuple[str, ...]
    convention: AmountConvention
    some_amount: tuple[str, ...]
    header_columns: tuple[str, ...]
    total: TotalMark
    exercice: tuple[str, str] | None
    allowed: Mapping[str, tuple[str, ...]]
    to_verify: tuple[str, ...]
    keep_duplicates: bool

    def spelled(self, column: str, value: str) -> str:
        """Write *value* as the map spells it, when only its case differs."""
        declared = {of.casefold(): of for of in self.allowed.get(column, ())}
        return declared.get(value.casefold(), value)
