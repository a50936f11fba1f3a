"""What a declared map says of the rows of a list, and how it reads a cell."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from contrat_de_ville.domain.list_fields import FieldRules
from contrat_de_ville.domain.list_headers import header_key
from contrat_de_ville.domain.list_numbers import NumberConvention
from contrat_de_ville.errors import BadInputError


_LONGEST_AMOUNT = 32
_LARGEST_CENTIMES = 10**13
_NUMBER = NumberConvention(decimal_mark=".")
T = TypeVar("T")


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
    """What tells a total from a request: a word, or an amount standing alone.

    ``text`` and ``words`` are the words, one of which is alone in one of ``columns``;
    a total leaves every one of ``blank`` empty (the structure's name by default).
    """

    text: str
    columns: tuple[str, ...]
    lone_amount: bool
    words: tuple[str, ...] = ()
    blank: tuple[str, ...] = ()

    def keys(self) -> frozenset[str]:
        """Return the words of totals, reduced as headers are."""
        return frozenset(header_key(one) for one in (self.text, *self.words) if one)


@dataclass(frozen=True, kw_only=True)
class RowRules:
    """The rules of one list; the columns are named by their codes.

    ``columns``: the header of each column. ``variants``: other headers a repeated
    header row may give it. ``header_columns``: the cells that show a repeated header.
    ``some_amount``: at least one of these must be filled. ``exercice``: the column
    and the year expected, or none. ``allowed``: the values a column may take.
    ``to_verify``: columns whose empty cells are pointed out on accepted rows.
    ``keep_duplicates``: identical rows are pointed out instead of set aside.
    ``numbers``: how an amount is written, by column, where it was established;
    *convention* reads the others. ``fields``: what the other columns hold.
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
    numbers: Mapping[str, NumberConvention] = field(default_factory=dict)
    fields: FieldRules = field(default_factory=FieldRules)

    def read_amount(self, column: str, text: str, native: str = "") -> int | None:
        """Read an amount as centimes; a number of a workbook needs no convention.

        Raises:
            BadInputError: the text does not follow the column's convention.
        """
        if native:
            return _NUMBER.read(native)
        return self.numbers.get(column, self.convention).read(text)

    def header_keys(self, column: str) -> frozenset[str]:
        """Return what a repeated header may write above a column."""
        titles = (self.columns[column], *self.variants.get(column, ()))
        return frozenset(map(header_key, titles))

    def limited_to(self, present: Collection[str]) -> RowRules:
        """Return the rules that hold where only some columns are present.

        Sums are made by another column where the declared one is absent.
        """
        fields = self.fields
        groups = (self.group, self.name, self.code, *present)
        return replace(
            self,
            columns=_some(self.columns, present),
            variants=_some(self.variants, present),
            group=next((code for code in groups if code in present), self.group),
            amounts=_among(self.amounts, present),
            some_amount=_among(self.some_amount, present),
            header_columns=_among(self.header_columns, present),
            total=replace(
                self.total,
                columns=_among(self.total.columns, present),
                blank=_among(self.total.blank, present),
            ),
            exercice=self.exercice if (self.exercice or ("",))[0] in present else None,
            allowed=_some(self.allowed, present),
            to_verify=_among(self.to_verify, present),
            numbers=_some(self.numbers, present),
            fields=replace(
                fields,
                dates=_some(fields.dates, present),
                periods=_some(fields.periods, present),
                sirets=_among(fields.sirets, present),
                sirets_to_verify=_among(fields.sirets_to_verify, present),
                rnas=_among(fields.rnas, present),
                years=_among(fields.years, present),
                yes_no=_among(fields.yes_no, present),
                shares=_among(fields.shares, present),
                longest=_some(fields.longest, present),
                expected=_some(fields.expected, present),
                required=_among(fields.required, present),
                one_of=tuple(_among(one, present) for one in fields.one_of),
            ),
        )

    def spelled(self, column: str, value: str) -> str:
        """Write *value* as the map spells it, when only its case differs."""
        declared = {of.casefold(): of for of in self.allowed.get(column, ())}
        return declared.get(value.casefold(), value)


def _among(codes: tuple[str, ...], present: Collection[str]) -> tuple[str, ...]:
    return tuple(code for code in codes if code in present)


def _some(rules: Mapping[str, T], present: Collection[str]) -> dict[str, T]:
    return {code: rule for code, rule in rules.items() if code in present}
