"""What must come of a hostile file, and the shape of a case."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from contrat_de_ville.domain.deposit_parsing import understand
from contrat_de_ville.domain.received import Received
from contrat_de_ville.errors import BadFileError


Answer = Received | BadFileError


class Outcome(Protocol):
    """Something that must hold of the answer to a file."""

    def check(self, answer: Answer) -> None:
        """Fail unless it holds."""


@dataclass(frozen=True)
class Refused:
    """The file is refused, in words that hold *sentence*."""

    sentence: str

    def check(self, answer: Answer) -> None:
        """Fail unless the file is refused so, with something to do."""
        assert isinstance(answer, BadFileError)
        assert self.sentence in answer.found
        assert answer.remedy


@dataclass(frozen=True)
class Shown:
    """One answer of the form is read as the text it is."""

    field: str
    text: str

    def check(self, answer: Answer) -> None:
        """Fail unless the text is there, sign for sign."""
        assert isinstance(answer, Received), answer
        form = answer.deposits[0].form
        amounts = {row.code: row.amount for row in form.budget}
        assert self.text == {**form.fields, **amounts}[self.field]


@dataclass(frozen=True)
class Understood:
    """One answer of the form is understood as this value, without finding."""

    field: str
    name: str
    value: object

    def check(self, answer: Answer) -> None:
        """Fail unless the action holds this value."""
        assert isinstance(answer, Received), answer
        action, findings = understand(answer.deposits[0].form)
        assert self.field not in {one.field for one in findings}
        assert self.value == getattr(action, self.name)


@dataclass(frozen=True)
class Found:
    """One answer cannot be read: one finding says it, at its cell."""

    field: str
    rule: str

    def check(self, answer: Answer) -> None:
        """Fail unless there is exactly this finding for the field."""
        assert isinstance(answer, Received), answer
        form = answer.deposits[0].form
        found = [one for one in understand(form)[1] if one.field == self.field]
        assert [(self.rule, form.cells[self.field])] == [
            (one.rule, one.cell) for one in found
        ]


@dataclass(frozen=True)
class Either:
    """The file is damaged by chance: it is read or refused, nothing else."""

    def check(self, answer: Answer) -> None:
        """Fail on anything but one of our two answers."""
        assert isinstance(answer, Received | BadFileError)


@dataclass(frozen=True)
class Case:
    """One hostile file.

    Attributes:
        code: its name in the list, with a letter where there are several.
        what: what the file does, in one sentence.
        build: makes the file from a sound deposit workbook.
        outcome: what must come of it.
        file_name: the name it arrives under.
    """

    code: str
    what: str
    build: Callable[[bytes], bytes]
    outcome: Outcome
    file_name: str = "recu.xlsx"


@dataclass(frozen=True)
class Rows:
    """A list is read row by row: these are deposits, those are set aside.

    ``titles`` are the titles of the deposits; ``aside`` holds, for each other row,
    its number and words of its reason.
    """

    titles: tuple[str, ...]
    aside: tuple[tuple[int, str], ...] = ()

    def check(self, answer: Answer) -> None:
        """Fail unless every row is where it must be."""
        assert isinstance(answer, Received), answer
        titles = tuple(one.form.fields["action_intitule"] for one in answer.deposits)
        assert self.titles == titles
        assert [f"ligne {number}" for number, _ in self.aside] == [
            one.place for one in answer.aside
        ]
        for (_, words), row in zip(self.aside, answer.aside, strict=True):
            assert words in row.reason
