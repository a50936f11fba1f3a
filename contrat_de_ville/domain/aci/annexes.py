"""The State's annexes financières: what was agreed with a structure d'insertion.

Only the version in state VALIDE counts; there may be none, or several. Posts are told
in full-time equivalents (ETP), persons are those of the year before the annexe.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from contrat_de_ville.domain.aci.headcount import WHOLE_YEAR, hundredths, months_open
from contrat_de_ville.domain.money import format_euros


VALIDE = "VALIDE"


@dataclass(frozen=True, kw_only=True)
class Annexe:
    """One version of an annexe, as its line says. Amounts in centimes.

    Attributes:
        line: rank of its line in the file, the technical first one being 1.
        numero: the annexe; ``version`` its renewals and amendments (« A0M1 »).
        etp_centiemes: posts agreed, in hundredths of full-time equivalents.
        persons: people agreed over the year before; nothing where it is not said.
        intercomm_centimes: the intercommunality's own share, where it is said.
    """

    line: int
    siret: str
    numero: str
    version: str
    state: str
    starts_on: date
    ends_on: date
    etp_centiemes: int
    persons: int | None
    unit_centimes: int | None
    total_centimes: int | None
    intercomm_centimes: int | None = None

    @property
    def name(self) -> str:
        """Return the full number: « ACI059170017A0M1 »."""
        return f"{self.numero}{self.version}"

    @property
    def months(self) -> int:
        """Count the months it covers, a month begun counting whole."""
        return months_open(self.starts_on, self.ends_on)

    def covers(self, on: date) -> bool:
        """Tell whether it is in force on that day."""
        return self.starts_on <= on <= self.ends_on

    def annual_etp_centiemes(self) -> int:
        """Return its full-time equivalents over the year: pro rata of its months."""
        doubled = 2 * self.etp_centiemes * self.months + WHOLE_YEAR
        return doubled // (2 * WHOLE_YEAR)

    def expected_total_centimes(self) -> int | None:
        """Return ETP × unit amount, pro rata of the months; nothing without a unit."""
        if self.unit_centimes is None:
            return None
        whole = 100 * WHOLE_YEAR
        product = self.etp_centiemes * self.unit_centimes * self.months
        return (2 * product + whole) // (2 * whole)


def total_problem(annexe: Annexe) -> str:
    """Say where the total is not what its own figures give; nothing when it is.

    On 37 real annexes of a whole year out of 37 the equality holds to the centime.
    """
    expected, total = annexe.expected_total_centimes(), annexe.total_centimes
    if expected is None or total is None:
        return f"annexe {annexe.name} : montant unitaire ou total absent"
    if abs(expected - total) <= 1:
        return ""
    months = f" × {annexe.months}/12" if annexe.months < WHOLE_YEAR else ""
    return (
        f"annexe {annexe.name} : {hundredths(annexe.etp_centiemes)} ETP × "
        f"{format_euros(annexe.unit_centimes)}{months} = {format_euros(expected)}, "
        f"et elle écrit {format_euros(total)}"
    )


def in_year(annexes: Iterable[Annexe], year: int) -> list[Annexe]:
    """Return the annexes that begin in a year, in the order of their lines."""
    found = (one for one in annexes if one.starts_on.year == year)
    return sorted(found, key=lambda one: one.line)


def overlaps(annexes: Sequence[Annexe]) -> list[tuple[Annexe, Annexe]]:
    """Return the pairs of versions of one annexe that claim the same days."""
    return [
        (one, other)
        for one, other in combinations(annexes, 2)
        if one.numero == other.numero
        and one.starts_on <= other.ends_on
        and other.starts_on <= one.ends_on
    ]
