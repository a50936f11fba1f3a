"""How the money gathers on a few porteurs: who is served, and how much the first are.

A porteur is a legal body: its establishments (SIRET) are told together by their SIREN,
never by name alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from contrat_de_ville.domain.balance import is_arbitrated, is_programmed, is_proposed
from contrat_de_ville.domain.money import rate
from contrat_de_ville.domain.overview import ActionRow, Overview


_SIREN, _SIRET = 9, 14
ASKED, PROPOSED, PROGRAMMED = "demandés", "proposés", "programmés"


@dataclass(frozen=True, kw_only=True)
class PorteurRow:
    """What one porteur asks and gets, all its actions together. In centimes.

    ``amount_centimes`` is the amount of the stage reached; ``cumulated_centimes`` adds
    those of the porteurs before it.
    """

    siren: str
    name: str
    actions_count: int
    programmed_count: int
    asked_centimes: int
    amount_centimes: int
    cumulated_centimes: int


@dataclass(frozen=True, kw_only=True)
class Concentration:
    """The porteurs, the largest first, and what they share.

    ``stage`` says which amounts are counted: programmed once the COPIL has spoken,
    else proposed, else asked.
    """

    stage: str
    total_centimes: int
    porteurs: tuple[PorteurRow, ...]

    @property
    def served_count(self) -> int:
        """Porteurs that get something."""
        return sum(one.amount_centimes > 0 for one in self.porteurs)

    @property
    def several_count(self) -> int:
        """Porteurs that deposited more than one action."""
        return sum(one.actions_count > 1 for one in self.porteurs)

    def first_centimes(self, count: int) -> int:
        """Sum what the *count* largest porteurs get."""
        return sum(one.amount_centimes for one in self.porteurs[:count])

    def first_rate(self, count: int) -> Decimal | None:
        """Return in percent the part of the *count* largest; nothing of nothing."""
        return rate(self.first_centimes(count), self.total_centimes)


def concentration_of(overview: Overview) -> Concentration:
    """Gather the actions by porteur, the largest amount first, ties by name."""
    stage = _stage(overview)
    gathered: dict[str, list[ActionRow]] = {}
    for one in overview.actions:
        gathered.setdefault(_body(one), []).append(one)
    rows = [(body, rows, _amount(rows, stage)) for body, rows in gathered.items()]
    rows.sort(key=lambda row: (-row[2], _name(row[1]), row[0]))
    porteurs: list[PorteurRow] = []
    cumulated = 0
    for body, actions, amount in rows:
        cumulated += amount
        porteurs.append(_row(body, actions, amount, cumulated))
    return Concentration(
        stage=stage, total_centimes=cumulated, porteurs=tuple(porteurs)
    )


def _stage(overview: Overview) -> str:
    if is_arbitrated(overview):
        return PROGRAMMED
    return PROPOSED if is_proposed(overview) else ASKED


def _body(action: ActionRow) -> str:
    """Return the SIREN of the porteur; a SIRET that is none stands for itself."""
    siret = action.siret
    is_whole = len(siret) == _SIRET and siret.isdigit()
    return siret[:_SIREN] if is_whole else siret or action.porteur


def _amount(actions: Sequence[ActionRow], stage: str) -> int:
    amounts = {
        ASKED: ActionRow.asked_centimes,
        PROPOSED: ActionRow.proposed_centimes,
        PROGRAMMED: ActionRow.programmed_centimes,
    }
    return sum(amounts[stage](one) for one in actions)


def _name(actions: Sequence[ActionRow]) -> str:
    """Name a body as it mostly names itself, ties by alphabet."""
    counts = Counter(one.porteur for one in actions)
    return min(counts, key=lambda name: (-counts[name], name))


def _row(
    body: str, actions: Sequence[ActionRow], amount: int, cumulated: int
) -> PorteurRow:
    return PorteurRow(
        siren=body,
        name=_name(actions),
        actions_count=len(actions),
        programmed_count=sum(map(is_programmed, actions)),
        asked_centimes=sum(one.asked_centimes() for one in actions),
        amount_centimes=amount,
        cumulated_centimes=cumulated,
    )
