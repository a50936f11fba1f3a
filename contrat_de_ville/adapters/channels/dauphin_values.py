"""Amounts, dates and years of a DAUPHIN record, with a note on what is odd.

Absent, null and zero are three answers: only what is written and cannot be read,
written as null, or written twice in two ways, is noted.
"""

from __future__ import annotations

import re
from datetime import date, datetime

from contrat_de_ville.adapters.channels.json_values import Amount, Node, read_amount
from contrat_de_ville.domain.calendar import PARIS, parse_instant
from contrat_de_ville.domain.money import format_euros
from contrat_de_ville.errors import BadInputError


_YEAR = re.compile(r"(?:19|20)[0-9]{2}")


class NotedValues:
    """Reads values and keeps, in French, what a person should know of them."""

    def __init__(self) -> None:
        self.notes: list[str] = []

    def note(self, text: str) -> None:
        """Keep one sentence, once."""
        if text not in self.notes:
            self.notes.append(text)

    def amount(self, node: Node) -> Amount:
        """Read an amount of euros."""
        amount = read_amount(node)
        if amount.unreadable:
            shown = amount.unreadable
            self.note(f"{amount.place} : « {shown} » n'est pas un montant lisible.")
        if amount.is_null:
            self.note(f"{amount.place} : montant écrit « null », lu comme absent.")
        if amount.others:
            read = format_euros(amount.centimes)
            self.note(
                f"{amount.place} : {read} retenu ; le dossier écrit aussi "
                f"{amount.others}."
            )
        return amount

    def instant(self, node: Node) -> datetime | None:
        """Read an instant, in legal time of Paris; one without time ends its day."""
        text = node.line()
        try:
            return parse_instant(text).astimezone(PARIS) if text else None
        except (BadInputError, OverflowError):
            self.note(f"{node.place} : « {text[:60]} » n'est pas une date lisible.")
            return None

    def day(self, node: Node) -> date | None:
        """Read a date of Paris: the portal writes midnight as 22 or 23 h UTC."""
        at = self.instant(node)
        return at and at.date()

    def year(self, node: Node) -> int | None:
        """Read a year, written as a number or as its text."""
        text = node.line()
        if _YEAR.fullmatch(text):
            return int(text)
        if node.is_said:
            self.note(f"{node.place} : « {text[:60]} » n'est pas une année lisible.")
        return None
