"""The dates of the demonstration year, legal time in Paris."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time

from contrat_de_ville.domain.calendar import END_OF_DAY, paris


OUVERTURE: datetime = paris(date(2016, 10, 17), time(9, 0))
#: Deposits received at this very second are on time.
CLOTURE: datetime = paris(date(2016, 12, 16), END_OF_DAY)
FIN_CORRECTIONS: datetime = paris(date(2017, 1, 13), END_OF_DAY)
CONSEIL_COMMUNAUTAIRE = date(2017, 4, 10)

Event = tuple[datetime, str, Callable[[datetime], None]]
"""Something people do: when, what it is called, and how it is done then."""
