"""Which lines the annex of one act has: those it decided, as it decided them.

A later act replaces the decision of a line: the line then holds the new one, and the
journal keeps the old. The annex of the first act still has what it voted.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from contrat_de_ville.domain.balance import is_admissible
from contrat_de_ville.domain.criteria_paths import Path
from contrat_de_ville.domain.decision_ways import INSCRIPTION
from contrat_de_ville.domain.overview import FunderLine, Overview


@dataclass(frozen=True, kw_only=True)
class FunderAct:
    """An act by which a funder decides: its reference and its day."""

    funder: str
    reference: str
    on: date

    @property
    def label(self) -> str:
        """Name it with its day, as the lines of a table do."""
        return f"{self.reference} du {self.on:%d/%m/%Y}"


@dataclass(frozen=True, kw_only=True)
class ReplacedDecision:
    """What an act had decided of a line, that a later act replaced. In centimes."""

    act: FunderAct
    numero: str
    amount_centimes: int | None


def act_named(funder: str, acte: str, on: date) -> FunderAct:
    """Return the act of a line: an entry of the budget is by the same délibération."""
    reference = acte.removeprefix(f"{INSCRIPTION} : ")
    return FunderAct(funder=funder, reference=reference, on=on)


def act_of(line: FunderLine) -> FunderAct | None:
    """Return the act whose decision a line holds, or nothing."""
    if line.acted_on is None or line.decided_centimes is None:
        return None
    return act_named(line.funder, line.act_reference, line.acted_on)


def acts_in_order(
    overview: Overview,
    recorded: Sequence[FunderAct],
    replaced: Sequence[ReplacedDecision],
) -> tuple[FunderAct, ...]:
    """Return every act, in the order it was recorded.

    Args:
        overview: the year, whose lines have their act.
        recorded: the acts the journal tells of, in its order.
        replaced: what acts had decided and no longer stands.
    """
    held = {
        act for one in overview.actions for line in one.lines if (act := act_of(line))
    }
    known = held | {one.act for one in replaced}
    told = [one for one in dict.fromkeys(recorded) if one in known]
    others = known.difference(told)
    return (*told, *sorted(others, key=lambda one: (one.on, one.reference)))


def file_stem(act: FunderAct, acts: Sequence[FunderAct], annee: int) -> str:
    """Name the files of an act's annex by its day, and its rank within the day."""
    same = [one for one in acts if (one.funder, one.on) == (act.funder, act.on)]
    rank = same.index(act) + 1
    ranked = f"-{rank}" if rank > 1 else ""
    return f"annexe-{act.funder}-{annee}-{act.on.isoformat()}{ranked}"


def as_voted(
    overview: Overview,
    act: FunderAct,
    replaced: Sequence[ReplacedDecision],
    *,
    is_first: bool,
) -> Overview:
    """Return the year as an act decided it, without what others decided.

    Args:
        overview: the year.
        act: the act.
        replaced: what later acts replaced, of any act.
        is_first: whether it is its funder's first, that also tells for information
            what no act decides (TFPB, own actions without a line).
    """
    before = {one.numero: one for one in replaced if one.act == act}

    def voted(numero: str, line: FunderLine) -> FunderLine | None:
        if numero in before:
            return _as_it_was(line, act, before[numero].amount_centimes)
        return line if act_of(line) == act else None

    return _only(overview, act.funder, voted, is_informing=is_first)


def still_to_vote(overview: Overview, funder: str) -> Overview | None:
    """Return the year with what a funder's next act would decide, if anything."""

    def waiting(_: str, line: FunderLine) -> FunderLine | None:
        if line.arbitrated_centimes in {None, line.decided_centimes}:
            return None
        return replace(line, decided_centimes=None, act="", act_reference="")

    reduced = _only(overview, funder, waiting, is_informing=False)
    # The council of the calendar voted the first act: the next one has no date yet.
    return replace(reduced, council_at=None) if reduced.actions else None


def replaced_numeros(
    act: FunderAct, replaced: Sequence[ReplacedDecision]
) -> tuple[str, ...]:
    """Return the deposits of an act that a later act decided anew, by number."""
    return tuple(sorted({one.numero for one in replaced if one.act == act}))


def amounts_voted(overview: Overview, act: FunderAct) -> Mapping[str, int | None]:
    """Return what an act decides, by number, of the year as it decided it."""
    return {
        one.numero: line.decided_centimes
        for one in overview.actions
        for line in one.lines
        if act_of(line) == act
    }


def _only(
    overview: Overview,
    funder: str,
    kept: Callable[[str, FunderLine], FunderLine | None],
    *,
    is_informing: bool,
) -> Overview:
    """Keep the lines of a funder that *kept* returns, and what is told besides."""
    actions = []
    for one in overview.actions:
        own = [line for line in one.lines if line.funder == funder]
        lines = tuple(new for line in own if (new := kept(one.numero, line)))
        is_told = is_admissible(one) and (not own or one.path == Path.TFPB)
        if lines or (is_informing and is_told):
            actions.append(replace(one, lines=lines))
    return replace(overview, actions=tuple(actions))


def _as_it_was(line: FunderLine, act: FunderAct, amount: int | None) -> FunderLine:
    return replace(
        line,
        arbitrated_centimes=amount,
        decided_centimes=amount,
        act=act.label,
        act_reference=act.reference,
        acted_on=act.on,
    )
