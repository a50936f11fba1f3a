"""Show the versions of a deposit, and what each changed of the one before."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise

from contrat_de_ville.adapters.call_pack import deposit_form
from contrat_de_ville.adapters.store.acts import reading
from contrat_de_ville.adapters.store.finding import require_depot
from contrat_de_ville.adapters.store.models import VersionDepot
from contrat_de_ville.domain.deposit_records import form_from_dict
from contrat_de_ville.domain.differences import Change, differences, form_labels
from contrat_de_ville.domain.identifiers import masked_iban
from contrat_de_ville.domain.steps import CycleRef
from tasks.running import step_task


ACCOUNT = "porteur_iban"


@dataclass(frozen=True, kw_only=True)
class VersionShown:
    """One version: when and how it came, what it changed; nothing for the first.

    ``deposited_at`` is the instant the channel says, where it says one.
    """

    version: int
    received_at: datetime
    deposited_at: datetime | None
    channel: str
    reference: str
    file_name: str
    place: str
    piece_sha256: str
    is_late: bool
    window: str
    notes: tuple[str, ...]
    changes: tuple[Change, ...]


@step_task("montrer-versions")
def read_versions(ref: CycleRef, numero: str) -> list[VersionShown]:
    """Return every version of a deposit, the first one first.

    Raises:
        UnknownCycleError: the cycle was never opened.
        BadInputError: the cycle has no such deposit.
    """
    with reading(ref) as (session, cycle, _):
        versions = require_depot(session, cycle, numero).versions
        labels = form_labels(deposit_form())
        forms = [form_from_dict(one.form) for one in versions]
        changes = [()] + [
            tuple(map(_hidden, differences(before, after, labels)))
            for before, after in pairwise(forms)
        ]
        return [
            _shown(one, changed) for one, changed in zip(versions, changes, strict=True)
        ]


def _hidden(change: Change) -> Change:
    """Hide a bank account: that it changed is told, never which one it is."""
    if change.field != ACCOUNT:
        return change
    before, after = masked_iban(change.before), masked_iban(change.after)
    return replace(change, before=before, after=after)


def _shown(one: VersionDepot, changes: tuple[Change, ...]) -> VersionShown:
    return VersionShown(
        version=one.version,
        received_at=one.received_at,
        deposited_at=one.deposited_at,
        channel=one.channel,
        reference=one.reference,
        file_name=one.file_name,
        place=one.place,
        piece_sha256=one.piece_sha256,
        is_late=one.is_late,
        window=one.fenetre,
        notes=tuple(one.notes),
        changes=changes,
    )
