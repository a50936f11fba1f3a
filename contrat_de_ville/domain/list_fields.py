"""Checks the cells of a row by what each column holds: SIRET, date, share, yes or no.

A cell that reads is kept in one form (SIRET without spaces, ISO date); one that does
not stays as it is written and says why, refusing the row or leaving it to verify as
the map declares.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache, partial

from contrat_de_ville.domain.deposit_text import fold
from contrat_de_ville.domain.identifiers import is_rna
from contrat_de_ville.domain.list_dates import (
    FIRST_YEAR,
    LAST_YEAR,
    DateConvention,
    date_texts,
)
from contrat_de_ville.domain.list_identifiers import read_siret
from contrat_de_ville.domain.list_numbers import (
    AmbiguousCellError,
    ContraryCellError,
)
from contrat_de_ville.domain.lists import RowLabel
from contrat_de_ville.errors import BadInputError


Found = tuple[RowLabel, str]
# A column of a list holds the same few words over and over.
_folded = lru_cache(maxsize=1024)(fold)
_SHARE = re.compile(r"[0-9]{1,3}(?:[.,][0-9]{1,15})?")
_LEAST_SHARE, _WHOLE = Decimal("0.01"), Decimal(1)


@dataclass(frozen=True, kw_only=True)
class FieldRules:
    """What each column holds, by its code.

    ``required``: an empty cell refuses the row. ``one_of``: so does a group none of
    whose cells can be used. ``sirets`` that cannot be read refuse it too; those of
    ``sirets_to_verify`` and everything else are left to verify.
    """

    dates: Mapping[str, DateConvention] = field(default_factory=dict)
    periods: Mapping[str, DateConvention] = field(default_factory=dict)
    sirets: tuple[str, ...] = ()
    sirets_to_verify: tuple[str, ...] = ()
    rnas: tuple[str, ...] = ()
    years: tuple[str, ...] = ()
    yes_no: tuple[str, ...] = ()
    shares: tuple[str, ...] = ()
    longest: Mapping[str, int] = field(default_factory=dict)
    expected: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    required: tuple[str, ...] = ()
    one_of: tuple[tuple[str, ...], ...] = ()


@dataclass(kw_only=True)
class FieldsRead:
    """The cells of a row once read: in one form, and what is wrong with which."""

    values: dict[str, str]
    found: list[tuple[str, Found]] = field(default_factory=list)
    blocking: set[str] = field(default_factory=set)
    unusable: set[str] = field(default_factory=set)
    refusals: list[Found] = field(default_factory=list)

    def refused(self) -> list[Found]:
        """Say why the row is refused, if it is."""
        return [
            *self.refusals,
            *(one for code, one in self.found if code in self.blocking),
        ]

    def to_verify(self) -> list[Found]:
        """Say what a person should look at on an accepted row."""
        return [one for code, one in self.found if code not in self.blocking]


def read_fields(
    values: Mapping[str, str],
    rules: FieldRules,
    titles: Mapping[str, str],
    natives: Mapping[str, str],
) -> FieldsRead:
    """Read the cells of a row; *natives* are those a workbook holds as numbers."""
    reader = _Reader(
        rules=rules, titles=titles, natives=natives, read=FieldsRead(values={**values})
    )
    reader.identifiers()
    reader.days()
    reader.texts()
    reader.presence()
    return reader.read


@dataclass(kw_only=True)
class _Reader:
    rules: FieldRules
    titles: Mapping[str, str]
    natives: Mapping[str, str]
    read: FieldsRead

    def identifiers(self) -> None:
        for code in (*self.rules.sirets, *self.rules.sirets_to_verify):
            text = self.read.values[code]
            found = read_siret(text) if text else None
            if found is None:
                continue
            self.read.values[code] = found.siret or text
            if found.label is None:
                continue
            self.say(code, found.label, found.sentence, is_unusable=not found.siret)
            if not found.siret and code in self.rules.sirets:
                self.read.blocking.add(code)
        for code in self.rules.rnas:
            text = self.read.values[code]
            if text and not is_rna("".join(text.split()).upper()):
                said = f"« {text} » n'a pas la forme d'un RNA (W et neuf caractères)."
                self.say(code, RowLabel.RNA, said, is_unusable=True)

    def days(self) -> None:
        for code, convention in self.rules.dates.items():
            self.keep(code, partial(_one_day, convention))
        for code, convention in self.rules.periods.items():
            self.keep(code, partial(_period, convention))
        for code in self.rules.years:
            text = self.read.values[code]
            is_year = re.fullmatch("[0-9]{4}", text)
            if text and not (is_year and FIRST_YEAR <= int(text) <= LAST_YEAR):
                said = f"« {text} » n'est pas une année."
                self.say(code, RowLabel.EXERCICE, said, is_unusable=True)

    def keep(self, code: str, read: Callable[[str], str]) -> None:
        """Keep what *read* makes of a cell, or say why it makes nothing of it."""
        text = self.natives.get(code, self.read.values[code])
        try:
            self.read.values[code] = read(text)
        except BadInputError as error:
            self.say(code, date_label(error), error.found, is_unusable=True)

    def texts(self) -> None:
        for code in self.rules.yes_no:
            answer = _folded(self.read.values[code])
            if answer in {"oui", "non"}:
                self.read.values[code] = answer
            elif answer:
                said = f"« {self.read.values[code]} » n'est ni oui ni non."
                self.say(code, RowLabel.OUI_NON, said)
        for code in self.rules.shares:
            for label, said in _share(self.natives.get(code, self.read.values[code])):
                self.say(code, label, said)
        for code, longest in self.rules.longest.items():
            if (length := len(self.read.values[code])) > longest:
                said = f"{length} caractères, {longest} au plus."
                self.say(code, RowLabel.LONGUEUR, said)
        for code, allowed in self.rules.expected.items():
            text = self.read.values[code]
            if text and _folded(text) not in map(_folded, allowed):
                said = f"« {text[:60]} » n'est pas prévu ({', '.join(allowed)})."
                self.say(code, RowLabel.INATTENDUE, said)

    def presence(self) -> None:
        """Refuse a row that lacks what it cannot do without."""
        for code in self.rules.required:
            if not self.read.values[code]:
                said = f"« {self.titles[code]} » est vide."
                self.read.refusals.append((RowLabel.OBLIGATOIRE, said))
        for group in self.rules.one_of:
            written = [code for code in group if self.read.values[code]]
            if not written:
                listed = ", ".join(f"« {self.titles[code]} »" for code in group)
                said = f"Rien dans {listed}."
                self.read.refusals.append((RowLabel.OBLIGATOIRE, said))
            elif self.read.unusable.issuperset(written):
                # What is wrong with each of them is already said.
                self.read.blocking.update(group)

    def say(
        self, code: str, label: RowLabel, sentence: str, *, is_unusable: bool = False
    ) -> None:
        self.read.found.append((code, (label, f"« {self.titles[code]} » : {sentence}")))
        if is_unusable:
            self.read.unusable.add(code)


def date_label(error: BadInputError) -> RowLabel:
    """Name what is wrong with a date."""
    if isinstance(error, AmbiguousCellError):
        return RowLabel.DATE_AMBIGUE
    if isinstance(error, ContraryCellError):
        return RowLabel.DATE_CONTRAIRE
    return RowLabel.PERIODE if isinstance(error, _BadPeriodError) else RowLabel.DATE


class _BadPeriodError(BadInputError):
    """A period that cannot be read, or ends before it begins."""


def _one_day(convention: DateConvention, text: str) -> str:
    day = convention.read(text)
    return day.isoformat() if day else ""


def _period(convention: DateConvention, text: str) -> str:
    """Read one date or two; a period is kept as « first/last »."""
    parts = date_texts(text)
    if len(parts) == 2:  # noqa: PLR2004 (first and last day)
        first, last = (_one_day(convention, part) for part in parts)
        if first <= last:
            return f"{first}/{last}"
        found = f"« {text[:60]} » finit avant de commencer."
        raise _BadPeriodError(found, "Vérifiez les deux dates.")
    try:
        return _one_day(convention, text)
    except (AmbiguousCellError, ContraryCellError):
        raise
    except BadInputError as error:
        raise _BadPeriodError(
            f"« {text[:60]} » n'est ni une date ni une période.", error.remedy
        ) from None


def _share(text: str) -> list[Found]:
    if not text:
        return []
    if not _SHARE.fullmatch(text):
        return [(RowLabel.PART, f"« {text[:40]} » n'est pas une part de 0,01 à 1.")]
    if not _LEAST_SHARE <= Decimal(text.replace(",", ".")) <= _WHOLE:
        said = f"« {text} » n'est pas entre 0,01 et 1 : c'est la part de la subvention "
        said += "versée à ce bénéficiaire (1 s'il est seul), pas un taux."
        return [(RowLabel.PART, said)]
    if "," in text:
        return [(RowLabel.VIRGULE, f"« {text} » : le schéma demande un point.")]
    return []
