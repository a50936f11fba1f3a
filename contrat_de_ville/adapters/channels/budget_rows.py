"""Puts a channel's amounts on the budget rows of the form, or on rows of their own."""

from __future__ import annotations

from dataclasses import dataclass, replace

from contrat_de_ville.adapters.channels.json_values import Amount
from contrat_de_ville.domain.depots import BudgetText, Side
from contrat_de_ville.domain.form import FormDefinition, blank_budget, label_key


@dataclass(frozen=True, kw_only=True)
class Post:
    """Where an amount goes: an account of one side, and what names its row.

    ``row`` is the label of the form's row where the account has several; nothing
    names it where ``funder`` does. ``label`` is the channel's own, for a row of its
    own.
    """

    side: Side
    account: str
    label: str
    funder: str | None = None
    row: str = ""
    is_detail: bool = False


@dataclass
class Sum:
    """Amounts that go to one place of the form, in centimes."""

    centimes: int = 0
    first: str = ""
    count: int = 0

    def add(self, amount: Amount) -> None:
        """Add a readable amount; the place of the first is kept."""
        self.centimes += amount.centimes or 0
        self.first = self.first or amount.place
        self.count += 1

    @property
    def place(self) -> str:
        """Where the amounts stand: the first, and how many others."""
        others = self.count - 1
        if others < 1:
            return self.first
        return f"{self.first} (et {others} {'autre' if others == 1 else 'autres'})"


class BudgetRows:
    """The rows of the form filling up; codes are those of ``blank_budget``.

    Amounts that go to one row are added. One that cannot be read keeps a row of its
    own: it must be seen, not lost in a sum.
    """

    def __init__(self, definition: FormDefinition) -> None:
        self._blank = blank_budget(definition)
        self._sums: dict[str, Sum] = {}
        self._own: list[BudgetText] = []
        self.cells: dict[str, str] = {}

    def put(self, post: Post, amount: Amount) -> bool:
        """Put *amount* on the form's row for *post*; tell whether there is one.

        Nothing is put where there is none, and where nothing is written.
        """
        code = self._code(post)
        if code and amount.centimes is not None:
            row = self._sums.setdefault(code, Sum())
            row.add(amount)
            self.cells[code] = row.place
        elif code and amount.unreadable:
            self.put_own(post, amount)
        return bool(code)

    def put_own(self, post: Post, amount: Amount) -> None:
        """Put *amount* on a row of its own, as written where it cannot be read."""
        if not amount.is_written:
            return
        code = f"budget.x{len(self._own) + 1}"
        row = BudgetText(
            code=code,
            side=post.side,
            account=post.account,
            label=post.label,
            amount=amount.unreadable or euros_text(amount.centimes or 0),
            funder=post.funder,
            is_detail=post.is_detail,
        )
        self._own.append(row)
        self.cells[code] = amount.place

    def texts(self) -> tuple[BudgetText, ...]:
        """Return every row of the form, then the rows of the channel's own."""
        filled = [
            replace(row, amount=euros_text(self._sums[row.code].centimes))
            if row.code in self._sums
            else row
            for row in self._blank
        ]
        return (*filled, *self._own)

    def _code(self, post: Post) -> str:
        fitting = [
            row.code
            for row in self._blank
            if (row.side, row.account, row.funder, row.is_detail)
            == (post.side, post.account, post.funder, post.is_detail)
            and (not post.row or label_key(row.label) == label_key(post.row))
        ]
        return fitting[0] if len(fitting) == 1 else ""


def euros_text(centimes: int) -> str:
    """Write centimes as a plain number of euros, as a cell would hold it.

    >>> euros_text(917400), euros_text(-105)
    ('9174', '-1.05')
    """
    euros, cents = divmod(abs(centimes), 100)
    sign = "-" if centimes < 0 else ""
    return f"{sign}{euros}.{cents:02d}" if cents else f"{sign}{euros}"
