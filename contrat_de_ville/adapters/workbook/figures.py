"""The columns of figures that the tables of a year share: counts, amounts, rates."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from contrat_de_ville.adapters.workbook.table import Column, Kind, Row
from contrat_de_ville.domain.balance import BalanceRow
from contrat_de_ville.domain.reached import Reached


@dataclass(frozen=True, kw_only=True)
class Figures:
    """How wide the figures of a sheet are, in characters."""

    count_width: int
    euros_width: int
    rate_width: int

    def euros(
        self, header: str, value: Callable[[Row], int | None], *, is_summed: bool = True
    ) -> Column[Row]:
        """Make a column of amounts."""
        return Column(
            header=header,
            width=self.euros_width,
            value=value,
            kind=Kind.EUROS,
            is_summed=is_summed,
        )

    def count(
        self,
        header: str,
        value: Callable[[Row], int | None],
        *,
        is_summed: bool = False,
    ) -> Column[Row]:
        """Make a column of counts; what counts in several headings is not summed."""
        return Column(
            header=header,
            width=self.count_width,
            value=value,
            kind=Kind.COUNT,
            is_summed=is_summed,
        )

    def rate(self, header: str, value: Callable[[Row], Decimal | None]) -> Column[Row]:
        """Make a column of rates, in percent."""
        return Column(header=header, width=self.rate_width, value=value, kind=Kind.RATE)

    def spread(
        self, label: Column[BalanceRow], reached: Reached, *, counts_are_summed: bool
    ) -> list[Column[BalanceRow]]:
        """Show a spreading, each stage once it is reached."""
        return [
            label,
            self.count(
                "Actions recevables",
                lambda row: row.actions_count,
                is_summed=counts_are_summed,
            ),
            self.count(
                "dont programmées",
                lambda row: row.programmed_count,
                is_summed=counts_are_summed,
            ),
            self.euros("Demandé", lambda row: row.asked_centimes),
            self.euros("Proposé", lambda row: reached.proposed(row.proposed_centimes)),
            self.euros(
                "Programmé", lambda row: reached.programmed(row.programmed_centimes)
            ),
            self.rate(
                "Programmé / demandé",
                lambda row: reached.rate(row.programmed_centimes, row.asked_centimes),
            ),
        ]
