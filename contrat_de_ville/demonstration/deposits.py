"""A deposit as it leaves a porteur's mailbox: a file, an instant, texts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from contrat_de_ville.domain.depots import BudgetText


@dataclass(frozen=True, kw_only=True)
class DemoDeposit:
    """One file of the year.

    Attributes:
        file_name: as the porteur named it.
        arrives_at: when it is received.
        fields: text by field code of the form, as typed; all codes are present.
        budget: lines as typed, the empty ones left out; ``code`` is empty, whoever
            reads the file gives each line its cell.
        mistake: name of what this file is there to show (a member of
            :class:`~contrat_de_ville.demonstration.mistakes.Mistake`), or nothing.
        is_correction: sent after the call closed, in answer to findings.
    """

    file_name: str
    arrives_at: datetime
    fields: dict[str, str]
    budget: tuple[BudgetText, ...]
    mistake: str = ""
    is_correction: bool = False
