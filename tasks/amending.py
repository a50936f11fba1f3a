"""Change a frozen programming: a new version, with its motive and its signature."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from contrat_de_ville.adapters.store.acts import Act, acting, reading
from contrat_de_ville.adapters.store.envelopes import require_room_for
from contrat_de_ville.adapters.store.finding import require_admissible
from contrat_de_ville.adapters.store.models import Cycle, Ligne, Programmation
from contrat_de_ville.domain.campaign import Campaign
from contrat_de_ville.domain.criteria_paths import decision_path
from contrat_de_ville.domain.decision_ways import refuse_valued
from contrat_de_ville.domain.deposit_records import action_from_dict
from contrat_de_ville.domain.habilitations import Power, function_name
from contrat_de_ville.domain.journal import Plain, sha256_hex
from contrat_de_ville.domain.money import format_euros
from contrat_de_ville.domain.programming_versions import (
    AmountChanged,
    changes_between,
    check_amended,
    total_of,
)
from contrat_de_ville.domain.steps import CycleRef, StepReport, plural
from contrat_de_ville.errors import BadInputError
from tasks.arbitrage import refuse_before, short_minute
from tasks.datasets import require_sound
from tasks.freezing import STEP, Signed, add_version, programmed_lines
from tasks.habilitations import signed_by
from tasks.running import step_task


TITLE = "Modification de la programmation"
Wanted = list[tuple[Ligne, int]]


@dataclass(frozen=True, kw_only=True)
class VersionKept:
    """One version of the programming; amounts in centimes, none while none is set."""

    version: int
    frozen_at: datetime
    sha256: str
    reason: str
    author: str
    minute: str
    lines_count: int
    total_centimes: int | None
    changes: tuple[AmountChanged, ...]


@step_task("modifier-programmation")
def record_amendment(
    ref: CycleRef,
    amounts: Mapping[tuple[str, str], int],
    signed: Signed,
    *,
    at: datetime,
    a_blanc: bool = False,
) -> StepReport:
    """Make a new version of the frozen programming, with these amounts and no other.

    Args:
        ref: the cycle.
        amounts: by deposit and funder, in centimes.
        signed: the motive, the function that amends, the minute that says so.
        at: when.
        a_blanc: whether it is undone after being tried.

    Raises:
        BadInputError: the programming is not frozen, the year is closed, nothing is
            said of why or under which minute, or an amount cannot be.
        UnauthorisedError: the campaign does not empower this function.
        EnvelopeExceededError: an envelope, or a part of one, would be exceeded.
    """
    _refuse_unsaid(amounts, signed)
    by = signed_by(ref, Power.AVENANT, signed.author, step=STEP, at=at, a_blanc=a_blanc)
    signed = replace(signed, author=by, minute=short_minute(signed.minute))
    with acting(ref, step=STEP, at=at, a_blanc=a_blanc) as act:
        before = _last_version(act)
        refuse_before(act, before.frozen_at, f"la version {before.version}")
        wanted = [
            (_checked(act, numero, funder, amount), amount)
            for (numero, funder), amount in sorted(amounts.items())
        ]
        require_room_for(act.session, act.cycle, wanted)
        _amend(act, wanted, signed)
        require_sound(act, ("decisions",), TITLE)
        lines, version = programmed_lines(act), before.version + 1
        after = add_version(act, lines, version, signed, a_blanc=a_blanc)
        changed = changes_between(before.rows, after.rows)
        _tell(act, (before, after), changed)
        return _report(act, after, changed, a_blanc=a_blanc)


@step_task("montrer-versions-programmation")
def read_programming_versions(ref: CycleRef) -> list[VersionKept]:
    """Return every version of the programming, each with what it changed.

    Raises:
        UnknownCycleError: the cycle was never opened.
    """
    with reading(ref) as (session, cycle, frozen):
        kept = _versions(session, cycle)
        return [
            _shown(one, kept[rank - 1] if rank else None, frozen.campaign)
            for rank, one in enumerate(kept)
        ]


@step_task("comparer-versions-programmation")
def compare_versions(
    ref: CycleRef, first: int, second: int
) -> tuple[AmountChanged, ...]:
    """Return what changed from a version of the programming to another.

    Raises:
        BadInputError: there is no such version.
    """
    with reading(ref) as (session, cycle, _):
        known = {one.version: one for one in _versions(session, cycle)}
        for asked in (first, second):
            if asked not in known:
                listed = ", ".join(map(str, known)) or "aucune"
                raise BadInputError(
                    f"La programmation n'a pas de version {asked} (versions : "
                    f"{listed}).",
                    "« programmation modifier » en donne la liste.",
                )
        return changes_between(known[first].rows, known[second].rows)


def _refuse_unsaid(amounts: Mapping[tuple[str, str], int], signed: Signed) -> None:
    if not amounts:
        raise BadInputError(
            "Aucune ligne n'est à modifier.", "Donnez NUMERO FINANCEUR MONTANT."
        )
    said = {
        "motif": signed.reason,
        "signataire": signed.author,
        "procès-verbal": signed.minute,
    }
    for name, text in said.items():
        if not text.strip():
            raise BadInputError(
                f"Une programmation figée ne change pas sans {name}.",
                "Donnez --motif, --par et --minute.",
            )


def _last_version(act: Act) -> Programmation:
    """Return the version in force, once a version can still follow it."""
    code = act.cycle.code
    if act.cycle.closed_at is not None:
        raise BadInputError(
            f"Le cycle {code} est clos.", "Sa programmation ne change plus."
        )
    kept = _versions(act.session, act.cycle)
    if act.cycle.frozen_at is None or not kept:
        raise BadInputError(
            f"La programmation {code} n'est pas encore figée.",
            "Arbitrez la ligne par « programmation decider ».",
        )
    return kept[-1]


def _versions(session: Session, cycle: Cycle) -> Sequence[Programmation]:
    return session.scalars(
        select(Programmation)
        .where(Programmation.cycle_id == cycle.id)
        .order_by(Programmation.version)
    ).all()


def _checked(act: Act, numero: str, funder: str, amount: int) -> Ligne:
    line = require_admissible(act.session, act.cycle, numero, funder)
    where = f"{numero}/{funder}"
    check_amended(
        where,
        asked_centimes=line.demande_centimes,
        current_centimes=line.arbitre_centimes,
        amount=amount,
    )
    action = action_from_dict(line.depot.versions[-1].action)
    refuse_valued(decision_path(action, act.frozen), where, amount)
    return line


def _amend(act: Act, wanted: Wanted, signed: Signed) -> None:
    """Write the amounts, what goes down first: the database judges line by line."""
    for line, amount in sorted(
        wanted, key=lambda one: one[1] - (one[0].arbitre_centimes or 0)
    ):
        act.tell(
            "ligne.arbitree",
            f"ligne:{line.depot.numero}/{line.funder}",
            actor=signed.author,
            data={
                "montant_centimes": amount,
                "avant_centimes": line.arbitre_centimes,
                "propose_centimes": line.propose_centimes,
            },
        )
        line.arbitre_centimes, line.arbitre_reason = amount, signed.reason
        line.arbitre_author, line.arbitre_minute = signed.author, signed.minute
        line.arbitre_at = act.at
        act.session.flush()


def _tell(
    act: Act,
    versions: tuple[Programmation, Programmation],
    changed: Sequence[AmountChanged],
) -> None:
    before, after = versions
    data: dict[str, Plain] = {
        "version": after.version,
        "lignes": len(after.rows),
        "lignes_changees": len(changed),
        "avant_centimes": total_of(before.rows),
        "total_centimes": total_of(after.rows),
        "proces_verbal": after.minute,
        "empreinte_motif": sha256_hex(after.reason.encode()),
    }
    for one in changed:
        data[f"{one.numero}/{one.funder}_avant_centimes"] = one.before_centimes
        data[f"{one.numero}/{one.funder}_centimes"] = one.after_centimes
    act.tell(
        "programmation.modifiee",
        f"cycle:{act.cycle.code}",
        actor=after.author,
        inputs=(before.sha256,),
        outputs=(after.sha256,),
        data=data,
    )


def _report(
    act: Act,
    after: Programmation,
    changed: Sequence[AmountChanged],
    *,
    a_blanc: bool,
) -> StepReport:
    count = plural(len(changed), "ligne changée", "lignes changées")
    return StepReport(
        step=STEP,
        title=TITLE,
        summary=(
            f"Version {after.version} : {count}, "
            f"total {format_euros(total_of(after.rows))}, empreinte "
            f"{after.sha256[:12]}."
        ),
        columns=("Dépôt", "Financeur", "Avant", "Après", "Écart"),
        rows=tuple(
            (
                one.numero,
                one.funder,
                format_euros(one.before_centimes),
                format_euros(one.after_centimes),
                format_euros(one.difference),
            )
            for one in changed
        ),
        effects_count=act.effects_count,
        a_blanc=a_blanc,
    )


def _shown(
    one: Programmation, previous: Programmation | None, campaign: Campaign
) -> VersionKept:
    return VersionKept(
        version=one.version,
        frozen_at=one.frozen_at,
        sha256=one.sha256,
        reason=one.reason,
        author=function_name(campaign, one.author),
        minute=one.minute,
        lines_count=len(one.rows),
        total_centimes=total_of(one.rows),
        changes=changes_between(previous.rows, one.rows) if previous else (),
    )
