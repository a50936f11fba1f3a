"""The pictures of the balance: what each heading asks and gets, who gets the most."""

from __future__ import annotations

from collections.abc import Iterable

from contrat_de_ville.adapters.charts import Bar, Caption, Pair, bars, grouped_bars
from contrat_de_ville.adapters.wording import percent
from contrat_de_ville.domain.balance import (
    BalanceRow,
    by_axis,
    by_commune,
    by_novelty,
    by_quartier,
)
from contrat_de_ville.domain.concentration import Concentration, concentration_of
from contrat_de_ville.domain.money import format_euros, rate
from contrat_de_ville.domain.overview import Overview
from contrat_de_ville.domain.reached import Reached
from contrat_de_ville.domain.steps import plural


_FIRST = (5, 10)
_LARGEST_SHOWN = 15


def draw_balance(overview: Overview) -> dict[str, str]:
    """Draw the pictures of the balance, by name."""
    spreads = {
        "axes": ("par axe", by_axis(overview)),
        "quartiers": ("par quartier", by_quartier(overview)),
        "communes": ("par commune", by_commune(overview)),
        "nouveau": ("des actions nouvelles et reconduites", by_novelty(overview)),
    }
    drawn = {
        ident: _draw_amounts(ident, spread, rows, overview)
        for ident, (spread, rows) in spreads.items()
    }
    return drawn | {"porteurs": _draw_porteurs(concentration_of(overview))}


def concentration_sentence(found: Concentration) -> str:
    """Say how much the money gathers: on the first five, on the first ten."""
    if not found.porteurs:
        return "Aucun porteur n'a déposé."
    told = [
        f"les {count} premiers représentent {percent(found.first_rate(count))} des "
        f"montants {found.stage}"
        for count in _FIRST
        if count < len(found.porteurs)
    ]
    counted = (
        f"{plural(len(found.porteurs), 'porteur')}, dont {found.several_count} avec "
        "plusieurs actions"
    )
    return "".join(f"{one[0].upper()}{one[1:]}. " for one in (counted, *told)).strip()


def _draw_amounts(
    ident: str, spread: str, rows: Iterable[BalanceRow], overview: Overview
) -> str:
    """Draw what is asked against the stages reached; the last one is the darkest."""
    reached = Reached.of(overview)
    pairs = [_pair(row, reached) for row in rows]
    proposed = ("Proposé",) if reached.is_proposed else ()
    # Before anything is proposed the second bar is missing, and its text says so.
    programmed = ("Programmé",) if reached.is_arbitrated or not proposed else ()
    legend = ("Demandé", *proposed, *programmed)
    told = " ; ".join(
        f"{one.label} : "
        + ", ".join(
            f"{name.lower()} {text}"
            for name, (_, _, text) in zip(legend, one.bars(), strict=True)
        )
        for one in pairs
    )
    title = f"Montants {spread}"
    return grouped_bars(Caption(ident=ident, title=title, text=told), legend, pairs)


def _pair(row: BalanceRow, reached: Reached) -> Pair:
    proposed = reached.proposed(row.proposed_centimes)
    programmed = reached.programmed(row.programmed_centimes)
    is_between = reached.is_proposed and reached.is_arbitrated
    last = programmed if reached.is_arbitrated else proposed
    return Pair(
        label=row.label,
        first=row.asked_centimes,
        first_text=format_euros(row.asked_centimes),
        middle=proposed if is_between else None,
        middle_text=format_euros(proposed) if is_between else "",
        second=last,
        second_text=format_euros(last),
    )


def _draw_porteurs(found: Concentration) -> str:
    """Draw the most served porteurs, then all the others together."""
    shown = [
        Bar(
            label=one.name,
            value=one.amount_centimes,
            text=_share(one.amount_centimes, one.cumulated_centimes, found),
            kind="second",
        )
        for one in found.porteurs[:_LARGEST_SHOWN]
        if one.amount_centimes
    ]
    left = found.served_count - len(shown)
    if left > 0:
        rest = found.total_centimes - found.first_centimes(len(shown))
        others = plural(left, "autre porteur", "autres porteurs")
        mean = format_euros(rest // left // 100 * 100)
        text = f"{format_euros(rest)}, {mean} en moyenne"
        shown.append(Bar(label=others, value=rest // left, text=text, kind="first"))
    told = " ; ".join(f"{one.label} : {one.text}" for one in shown)
    title = f"Porteurs les mieux servis, montants {found.stage}"
    return bars(Caption(ident="porteurs", title=title, text=told), (), shown)


def _share(amount: int, cumulated: int, found: Concentration) -> str:
    part = percent(rate(amount, found.total_centimes))
    together = percent(rate(cumulated, found.total_centimes))
    return f"{format_euros(amount)} – {part}, cumul {together}"
