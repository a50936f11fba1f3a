"""What every step of the year leaves to be read: a sentence, a table, a count."""

from __future__ import annotations

from dataclasses import dataclass, replace


Cell = str | int | None


@dataclass(frozen=True, kw_only=True)
class CycleRef:
    """Which cycle: one contrat, one year."""

    contrat: str
    annee: int

    @property
    def code(self) -> str:
        """Name of the cycle in the journal and in keys: ``CV195-2017``."""
        return f"{self.contrat}-{self.annee}"


@dataclass(frozen=True, kw_only=True)
class StepReport:
    """What a step did, said to the coordinator.

    Attributes:
        step: code of the step; ``title`` is its French name.
        summary: one sentence.
        columns, rows: the table shown; amounts already written in French.
        notes: what is too long for a cell, under the table.
        effects_count: how many facts were recorded; zero means nothing changed.
        a_blanc: whether everything was undone after being tried.
    """

    step: str
    title: str
    summary: str
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()
    notes: tuple[str, ...] = ()
    effects_count: int = 0
    a_blanc: bool = False

    def followed_by(self, other: StepReport) -> StepReport:
        """Return this report with the sentence of what was done right after."""
        return replace(self, summary=f"{self.summary} {other.summary}")

    def as_markdown(self) -> str:
        """Write the report for the Prefect screen."""
        lines = [f"## {self.title}", "", self.summary]
        if self.a_blanc:
            lines += ["", "*Passage à blanc : rien n'a été enregistré ni envoyé.*"]
        if self.rows:
            lines += ["", _row(self.columns), _row(["---"] * len(self.columns))]
            lines += [_row(row) for row in self.rows]
        for note in self.notes:
            lines += ["", note.replace("\n", " ")]
        return "\n".join(lines)


def _row(cells: tuple[Cell, ...] | tuple[str, ...] | list[str]) -> str:
    texts = ("" if cell is None else str(cell) for cell in cells)
    # A bar or a line end would break the table.
    kept = (text.replace("|", "/").replace("\n", " ") for text in texts)
    return "| " + " | ".join(kept) + " |"


def plural(count: int, one: str, many: str | None = None) -> str:
    """Agree a French noun with its number.

    >>> plural(1, "dépôt"), plural(2, "dépôt"), plural(0, "aval", "avals")
    ('1 dépôt', '2 dépôts', '0 aval')
    """
    return f"{count} {one if count in {0, 1} else many or one + 's'}"
