"""How the money of a year spreads: by axe, quartier, public and funder.

Every spreading of amounts sums to :func:`totals`, to the centime: an action over
several quartiers (or publics) is split equally between them for its amounts, and
counted in each of them for its number.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from contrat_de_ville.domain.depots import DepotState
from contrat_de_ville.domain.money import rate, share_out
from contrat_de_ville.domain.overview import (
    ActionRow,
    EnvelopeRow,
    Overview,
)


PUBLICS = {
    "jeunes": "Jeunes et jeunes adultes (18-25 ans)",
    "jeunes_familles": "Jeunes familles",
    "femmes": "Femmes",
}
NO_QUARTIER = "Sans quartier désigné"
NO_PUBLIC = "Sans public prioritaire désigné"
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
    """Asked against programmed for one heading. Amounts in centimes."""

    key: str
    label: str
    actions_count: int
    programmed_count: int
    asked_centimes: int
    programmed_centimes: int


@dataclass(frozen=True, kw_only=True)
class Totals:
    """The whole year: how many files at each stage, and how much money."""

    deposited_count: int
    admissible_count: int
    programmed_count: int
    asked_centimes: int
    programmed_centimes: int


@dataclass(frozen=True, kw_only=True)
class FunderBalance:
    """One funder's envelope and what the lines of the actions make of it.

    ``remaining_centimes`` is nothing where no envelope was announced.
    """

    funder: str
    name: str
    envelope_centimes: int | None
    asked_centimes: int
    programmed_centimes: int
    decided_centimes: int
    remaining_centimes: int | None


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


def retained_centimes(action: ActionRow) -> int | None:
    """Sum what the COPIL retained; nothing at all while it has seen no line."""
    seen = [line.arbitrated_centimes is not None for line in action.lines]
    return action.programmed_centimes() if any(seen) else None


def retained_rate(action: ActionRow) -> Decimal | None:
    """Return in percent what was retained of the cost without contributions in kind."""
    retained = retained_centimes(action)
    return None if retained is None else rate(retained, action.cash_centimes)


def totals(overview: Overview) -> Totals:
    """Count the files and sum the money over every action of the overview."""
    return Totals(
        deposited_count=len(overview.actions),
        admissible_count=sum(map(is_admissible, overview.actions)),
        programmed_count=sum(map(is_programmed, overview.actions)),
        asked_centimes=sum(one.asked_centimes() for one in overview.actions),
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


def quartiers_of(action: ActionRow) -> tuple[str, ...]:
    """Return the quartiers of an action, each once; the empty code means none."""
    return tuple(dict.fromkeys(action.quartiers)) or ("",)


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
    return tuple(
        _balance_row(key, label, overview.actions, keys_of)
        for key, label in labels.items()
    )


def _balance_row(
    key: str,
    label: str,
    actions: Iterable[ActionRow],
    keys_of: Callable[[ActionRow], tuple[str, ...]],
) -> BalanceRow:
    here = [one for one in actions if key in keys_of(one)]
    return BalanceRow(
        key=key,
        label=label,
        actions_count=len(here),
        programmed_count=sum(map(is_programmed, here)),
        asked_centimes=sum(
            share_of(one.asked_centimes(), keys_of(one), key) for one in here
        ),
        programmed_centimes=sum(
            share_of(one.programmed_centimes(), keys_of(one), key) for one in here
        ),
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
        line for one in overview.actions for line in one.lines if line.funder == code
    ]
    programmed = sum(line.arbitrated_centimes or 0 for line in lines)
    envelope = row.envelope_centimes if row else None
    return FunderBalance(
        funder=code,
        name=row.name if row else code,
        envelope_centimes=envelope,
        asked_centimes=sum(line.asked_centimes for line in lines),
        programmed_centimes=programmed,
        decided_centimes=sum(line.decided_centimes or 0 for line in lines),
        remaining_centimes=None if envelope is None else envelope - programmed,
    )
