"""One act on a cycle: its facts, its journal lines and its letters, in one transaction.

All three are committed or none is; in a rehearsal everything is done, then undone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from functools import cached_property

from sqlalchemy.orm import Session

from contrat_de_ville.adapters.store.finding import require_cycle
from contrat_de_ville.adapters.store.journal import JournalWriter
from contrat_de_ville.adapters.store.models import Cycle
from contrat_de_ville.adapters.store.outbox import Outbox
from contrat_de_ville.adapters.workspace import current_workspace
from contrat_de_ville.domain.calendar import french_instant
from contrat_de_ville.domain.deposit_text import one_line
from contrat_de_ville.domain.frozen import Frozen, frozen_from
from contrat_de_ville.domain.journal import SYSTEM, Fact, Plain
from contrat_de_ville.domain.messages import Letter
from contrat_de_ville.domain.steps import CycleRef
from contrat_de_ville.errors import BadInputError


# A function, not a speech: what is typed there stands in the journal for ever.
LONGEST_ACTOR = 120


class Act:
    """The open transaction of one act, as of one instant."""

    def __init__(self, session: Session, cycle: Cycle, step: str, at: datetime) -> None:
        self.session, self.cycle, self.step, self.at = session, cycle, step, at
        self.effects_count = 0

    @cached_property
    def frozen(self) -> Frozen:
        """The campaign as frozen with the cycle."""
        return frozen_of(self.cycle)

    @cached_property
    def journal(self) -> JournalWriter:
        """The cycle's journal, from its present head."""
        return JournalWriter(self.session, self.cycle, self.at)

    @cached_property
    def outbox(self) -> Outbox:
        """The cycle's outbox."""
        campaign = self.frozen.campaign
        return Outbox(self.session, self.cycle, campaign, self.journal, self.at)

    def tell(
        self,
        act: str,
        about: str,
        *,
        actor: str = SYSTEM,
        rule: str = "",
        inputs: tuple[str, ...] = (),
        outputs: tuple[str, ...] = (),
        data: Mapping[str, Plain] | None = None,
    ) -> None:
        """Write one journal line of this act."""
        self.journal.tell(
            Fact(
                act=act,
                about=about,
                step=self.step,
                actor=one_line(actor)[:LONGEST_ACTOR],
                rule=rule,
                inputs=inputs,
                outputs=outputs,
                data=data or {},
            )
        )
        self.effects_count += 1

    def write(self, letter: Letter) -> bool:
        """Put a letter in the outbox; tell whether it was not there yet."""
        is_new = self.outbox.write(letter, step=self.step)
        self.effects_count += is_new
        return is_new


@contextmanager
def acting(
    ref: CycleRef, *, step: str, at: datetime, a_blanc: bool = False
) -> Iterator[Act]:
    """Open the transaction of one act on an open cycle.

    Raises:
        UnknownCycleError: the cycle was never opened.
        BadInputError: *at* is before it opened.
        OverEnvelopeError: an envelope would be exceeded.
    """
    store = current_workspace().store()
    with store.writing(a_blanc=a_blanc) as session:
        cycle = require_cycle(session, ref)
        if at < cycle.opened_at:
            raise BadInputError(
                f"Le cycle {cycle.code} n'est ouvert que depuis le "
                f"{french_instant(cycle.opened_at)} : rien ne peut être daté d'avant.",
                "Vérifiez la date donnée.",
            )
        yield Act(session, cycle, step, at)


@contextmanager
def reading(ref: CycleRef) -> Iterator[tuple[Session, Cycle, Frozen]]:
    """Open a session to read an open cycle and what was frozen with it.

    Raises:
        UnknownCycleError: the cycle was never opened.
    """
    with current_workspace().store().reading() as session:
        cycle = require_cycle(session, ref, lock=False)
        yield session, cycle, frozen_of(cycle)


# A frozen campaign never changes: its hash says which one it is.
_frozen: dict[str, Frozen] = {}


def frozen_of(cycle: Cycle) -> Frozen:
    """Return what was frozen with a cycle, rebuilt once a process."""
    if cycle.campaign_sha256 not in _frozen:
        _frozen[cycle.campaign_sha256] = frozen_from(cycle.campaign)
    return _frozen[cycle.campaign_sha256]
