"""How the sheet says things in French: typography, places, families of criteria."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from contrat_de_ville.adapters.call_pack import deposit_form
from contrat_de_ville.domain.calendar import PARIS, french_date
from contrat_de_ville.domain.criteria_records import (
    BASIS_LABELS,
    VERDICT_LABELS,
    Basis,
    CriterionReading,
    Evidence,
    Verdict,
)
from contrat_de_ville.domain.differences import form_labels
from contrat_de_ville.domain.steps import plural


_BEFORE = re.compile(r" (?=[:;!?%€»])")
_AFTER = re.compile(r"(?<=«) ")
# What is no ordinary grant is said once, above; it is no criterion to be compared on.
PATHS = frozenset({"dre", "tfpb", "maitrise_ouvrage"})


@dataclass(frozen=True, kw_only=True)
class Family:
    """A criterion with what details it."""

    whole: CriterionReading
    parts: tuple[CriterionReading, ...]


def typeset(text: str) -> str:
    r"""Give our own sentences the spaces and the apostrophes of French.

    >>> typeset("L'aide : 50 %")
    'L’aide\xa0: 50\xa0%'
    """
    kept = _AFTER.sub("\u00a0", _BEFORE.sub("\u00a0", text))
    return kept.replace("'", "’")


def french_day(instant: datetime) -> str:
    """Write the legal date of an instant in full."""
    return french_date(instant.astimezone(PARIS).date())


def families(readings: Sequence[CriterionReading]) -> tuple[Family, ...]:
    """Return the criteria in their order, each with its parts."""
    return tuple(
        Family(
            whole=one,
            parts=tuple(
                part for part in readings if part.is_part and part.family == one.code
            ),
        )
        for one in readings
        if not one.is_part and one.code not in PATHS
    )


def path_readings(readings: Sequence[CriterionReading]) -> list[CriterionReading]:
    """Return what makes the action no ordinary grant, certain or to be judged."""
    return [
        one for one in readings if one.code in PATHS and one.verdict is not Verdict.NON
    ]


def verdict_label(one: CriterionReading) -> str:
    """Say a verdict: « Oui », « Non », « À juger »."""
    return VERDICT_LABELS[one.verdict].capitalize()


def basis_label(one: CriterionReading) -> str:
    """Say what a verdict rests on."""
    return BASIS_LABELS[one.basis]


def points_text(one: CriterionReading) -> str:
    """Say what the ranking counts, and on whose word."""
    if one.weight is None or one.points is None:
        return "non pesé"
    text = f"{one.points} sur {plural(one.weight, 'point')}"
    is_taken = one.points and one.verdict is not Verdict.OUI
    return (
        f"{text}, sur déclaration" if is_taken and one.basis is Basis.DECLARE else text
    )


def place_text(one: Evidence) -> str:
    """Say where words stand: the question of the form, its cell."""
    if not one.field:
        return "hors dépôt"
    label = _labels().get(one.field, one.field)
    return f"{label}, {one.cell}" if one.cell else label


def verdict_counts(found: Sequence[Family]) -> str:
    """Count the criteria by verdict."""
    return ", ".join(_counts([one.whole.verdict for one in found]))


def _counts(verdicts: Sequence[Verdict]) -> Iterator[str]:
    for verdict, label in VERDICT_LABELS.items():
        yield f"{verdicts.count(verdict)} {label}"


@lru_cache(maxsize=1)
def _labels() -> Mapping[str, str]:
    return form_labels(deposit_form())
