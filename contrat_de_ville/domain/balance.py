"""How the money of a year spreads: by axe, quartier, commune, public, funder.

Every spreading of amounts sums to :func:`totals`, to the centime: an action over
several quartiers (communes, publics) is split equally between them for its amounts, and
counted in each of them for its number. Admissible files only: the others ask nothing
that may be granted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from contrat_de_ville.domain.depots import DepotState
from contrat_de_ville.domain.money import rate, share_out
from contrat_de_ville.domain.overview import (
    ActionRow,
    EnvelopePartRow,
    EnvelopeRow,
    Overview,
)


PUBLICS = {
    "jeunes": "Jeunes et jeunes adultes (18-25 ans)",
    "jeunes_familles": "Jeunes familles",
    "femmes": "Femmes",
}
NO_QUARTIER = "Sans quartier désigné"
NO_COMMUNE = "Sans commune désignée"
NO_PUBLIC = "Sans public prioritaire désigné"
NOVELTY = {"nouvelle": "Actions nouvelles", "reconduite": "Actions reconduites"}
_NOT_ADMISSIBLE = frozenset(
    {
        DepotState.DEPOSE,
        DepotState.A_CORRIGER,
        DepotState.IRRECEVABLE,
        DepotState.HORS_DELAI,
        DepotState.DOUBLON,
    }
)


@dataclass(frozen=True, kw_only=True)
class BalanceRow:
    """Asked against proposed and programmed for one heading. Amounts in centimes."""

    key: str
    label: str
    actions_count: int
    programmed_count: int
    asked_centimes: int
    proposed_centimes: int
    programmed_centimes: int


@dataclass(frozen=True, kw_only=True)
class Totals:
    """The whole year: how many files at each stage, and how much money."""

    deposited_count: int
    admissible_count: int
    programmed_count: int
    asked_centimes: int
    proposed_centimes: int
    programmed_centimes: int


@dataclass(frozen=True, kw_only=True)
class FunderBalance:
    """One funder's envelope and what the lines of the actions make of it.

    ``remaining_centimes`` counts the overrun that an act allows, and is nothing where
    no envelope was announced. ``parts`` are within the envelope: never added to it.
    """

    funder: str
    name: str
    envelope_centimes: int | None
    asked_centimes: int
    proposed_centimes: int
    programmed_centimes: int
    decided_centimes: int
    remaining_centimes: int | None
    override_centimes: int = 0
    parts: tuple[EnvelopePartRow, ...] = ()


def is_admissible(action: ActionRow) -> bool:
    """Tell whether the file was admitted: RECEVABLE, or any state after it."""
    return action.state not in _NOT_ADMISSIBLE


def is_programmed(action: ActionRow) -> bool:
    """Tell whether at least one funder's part was retained by the COPIL."""
    return action.programmed_centimes() > 0


def is_arbitrated(overview: Overview) -> bool:
    """Tell whether the COPIL has decided anything yet, be it a refusal."""
    return any(
        line.arbitrated_centimes is not None
        for action in overview.actions
        for line in action.lines
    )


def is_proposed(overview: Overview) -> bool:
    """Tell whether anything is proposed yet, be it nothing."""
    return any(
        line.proposed_centimes is not None
        for action in overview.actions
        for line in action.lines
    )


def retained_centimes(action: ActionRow) -> int | None:
    """Sum what the COPIL retained; nothing at all while it has seen no line."""
    seen = [line.arbitrated_centimes is not None for line in action.lines]
    return action.programmed_centimes() if any(seen) else None


def retained_rate(action: ActionRow) -> Decimal | None:
    """Return in percent what was retained of the cost without contributions in kind."""
    retained = retained_centimes(action)
    return None if retained is None else rate(retained, action.cash_centimes)


def totals(overview: Overview) -> Totals:
    """Count the files, and sum the money; what is asked is that of admissible ones."""
    return Totals(
        deposited_count=len(overview.actions),
        admissible_count=sum(map(is_admissible, overview.actions)),
        programmed_count=sum(map(is_programmed, overview.actions)),
        asked_centimes=sum(
            one.asked_centimes() for one in overview.actions if is_admissible(one)
        ),
        proposed_centimes=sum(one.proposed_centimes() for one in overview.actions),
        programmed_centimes=sum(one.programmed_centimes() for one in overview.actions),
    )


def share_of(amount: int, parts: Iterable[str], key: str) -> int:
    """Return the part of *amount* that falls to *key* when *parts* share equally."""
    return share_out(amount, dict.fromkeys(parts, 1)).get(key, 0)


def by_axis(overview: Overview) -> tuple[BalanceRow, ...]:
    """Spread the year over the axes of the contrat, in their order."""
    labels = {str(axe): f"Axe {axe} – {name}" for axe, name in overview.axes.items()}
    found = sorted({one.axe for one in overview.actions} - set(overview.axes))
    labels |= {str(axe): f"Axe {axe} (inconnu du contrat)" for axe in found}
    return _spread(overview, labels, lambda action: (str(action.axe),))


def by_quartier(overview: Overview) -> tuple[BalanceRow, ...]:
    """Spread the year over the quartiers; an action over several is split equally."""
    return _spread(
        overview,
        _labels(overview.quartiers, overview, quartiers_of, NO_QUARTIER),
        quartiers_of,
    )


def by_public(overview: Overview) -> tuple[BalanceRow, ...]:
    """Spread the year over the note's priority publics, split equally."""
    return _spread(
        overview,
        _labels(PUBLICS, overview, _publics_of, NO_PUBLIC),
        _publics_of,
    )


def by_commune(overview: Overview) -> tuple[BalanceRow, ...]:
    """Spread the year over the communes its actions name, split equally."""
    return _spread(
        overview, _labels({}, overview, _communes_of, NO_COMMUNE), _communes_of
    )


def by_novelty(overview: Overview) -> tuple[BalanceRow, ...]:
    """Spread the year between new actions and renewed ones."""
    return _spread(
        overview,
        NOVELTY,
        lambda action: ("reconduite" if action.is_renewal else "nouvelle",),
    )


def quartiers_of(action: ActionRow) -> tuple[str, ...]:
    """Return the quartiers of an action, each once; the empty code means none."""
    return tuple(dict.fromkeys(action.quartiers)) or ("",)


def _communes_of(action: ActionRow) -> tuple[str, ...]:
    return tuple(dict.fromkeys(action.communes)) or ("",)


def _publics_of(action: ActionRow) -> tuple[str, ...]:
    return tuple(dict.fromkeys(action.publics)) or ("",)


def _labels(
    known: Mapping[str, str],
    overview: Overview,
    keys_of: Callable[[ActionRow], tuple[str, ...]],
    absent: str,
) -> dict[str, str]:
    """Name every heading: the known ones first, then what the actions bring."""
    found = sorted({key for one in overview.actions for key in keys_of(one)})
    extra = {key: key for key in found if key and key not in known}
    return {**known, **extra, **({"": absent} if "" in found else {})}


def _spread(
    overview: Overview,
    labels: Mapping[str, str],
    keys_of: Callable[[ActionRow], tuple[str, ...]],
) -> tuple[BalanceRow, ...]:
    admitted = tuple(filter(is_admissible, overview.actions))
    return tuple(
        _balance_row(key, label, admitted, keys_of) for key, label in labels.items()
    )


def _balance_row(
    key: str,
    label: str,
    actions: Iterable[ActionRow],
    keys_of: Callable[[ActionRow], tuple[str, ...]],
) -> BalanceRow:
    here = [one for one in actions if key in keys_of(one)]

    def part(amount: Callable[[ActionRow], int]) -> int:
        return sum(share_of(amount(one), keys_of(one), key) for one in here)

    return BalanceRow(
        key=key,
        label=label,
        actions_count=len(here),
        programmed_count=sum(map(is_programmed, here)),
        asked_centimes=part(ActionRow.asked_centimes),
        proposed_centimes=part(ActionRow.proposed_centimes),
        programmed_centimes=part(ActionRow.programmed_centimes),
    )


def by_funder(overview: Overview) -> tuple[FunderBalance, ...]:
    """Sum the lines of each funder beside its envelope.

    The sums are made again from the lines; a funder with lines and no envelope row
    comes last, under its code.
    """
    envelopes = {row.funder: row for row in overview.envelopes}
    found = {line.funder for one in overview.actions for line in one.lines}
    codes = [*envelopes, *sorted(found - set(envelopes))]
    return tuple(_funder_balance(code, envelopes.get(code), overview) for code in codes)


def _funder_balance(
    code: str, row: EnvelopeRow | None, overview: Overview
) -> FunderBalance:
    lines = [
        line
        for one in overview.actions
        for line in one.lines
        if line.funder == code and is_admissible(one)
    ]
    programmed = sum(line.arbitrated_centimes or 0 for line in lines)
    envelope = row.envelope_centimes if row else None
    override = row.override_centimes if row else 0
    return FunderBalance(
        funder=code,
        name=row.name if row else code,
        envelope_centimes=envelope,
        asked_centimes=sum(line.asked_centimes for line in lines),
        proposed_centimes=sum(line.proposed_centimes or 0 for line in lines),
        programmed_centimes=programmed,
        decided_centimes=sum(line.decided_centimes or 0 for line in lines),
        remaining_centimes=None
        if envelope is None
        else envelope + override - programmed,
        override_centimes=override,
        parts=row.parts if row else (),
    )


def room_of(part: EnvelopePartRow) -> int:
    """Return what a « dont » still holds, the overrun allowed to it included."""
    return part.envelope_centimes + part.override_centimes - part.programmed_centimes
