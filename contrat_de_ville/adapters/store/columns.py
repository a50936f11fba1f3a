"""Column types shared by every table: exact instants and dates, named constraints."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import MetaData, String
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

from contrat_de_ville.domain.calendar import as_utc


_STORED = "%Y-%m-%dT%H:%M:%S.%fZ"


class Instant(TypeDecorator[datetime]):
    """An aware instant, stored as UTC text of fixed width.

    SQLite gives back naive datetimes from its own type; text of fixed width is
    exact, sorts as time does, and reads the same on every database.
    """

    impl = String(27)
    cache_ok = True

    def process_bind_param(
        self, value: datetime | None, dialect: Dialect
    ) -> str | None:
        """Write the instant; a naive one is a fault of ours and is refused."""
        del dialect
        return None if value is None else as_utc(value).strftime(_STORED)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """Read the instant back, aware, in UTC."""
        del dialect
        if value is None:
            return None
        return datetime.strptime(value, _STORED).replace(tzinfo=UTC)


class Base(DeclarativeBase):
    """Every table; constraints are named, so that migrations can find them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
