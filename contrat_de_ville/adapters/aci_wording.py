"""How the harmonised financing is said in French: spreads, changes, totals."""

from __future__ import annotations

from decimal import Decimal

from contrat_de_ville.adapters.wording import percent
from contrat_de_ville.domain.aci.harmonisation import Harmonisation, Spread
from contrat_de_ville.domain.money import format_euros
from contrat_de_ville.domain.steps import plural


def signed_percent(value: Decimal | None) -> str:
    """Write a change the French way, its sign always said; no base is a dash.

    >>> signed_percent(Decimal("16.7"))[:5], signed_percent(None)
    ('+16,7', '–')
    """
    sign = "+" if value is not None and value > 0 else ""
    return f"{sign}{percent(value)}"


def signed_euros(centimes: int | None) -> str:
    """Write what is won or lost, its sign always said; nothing known is a dash.

    >>> signed_euros(500_00)[:4], signed_euros(None), signed_euros(0)[:1]
    ('+500', '–', '0')
    """
    sign = "+" if centimes is not None and centimes > 0 else ""
    return f"{sign}{format_euros(centimes)}"


def spread_text(spread: Spread) -> str:
    """Say how far structures differ: lowest, highest, gap, median."""
    low = format_euros(spread.lowest_centimes)
    high = format_euros(spread.highest_centimes)
    return (
        f"de {low} à {high} par salarié, écart {format_euros(spread.gap_centimes)}, "
        f"médiane {format_euros(spread.median_centimes)}"
    )


def balance_text(found: Harmonisation) -> str:
    """Say how many chantiers win and lose against the year before, and how much."""
    winners = plural(len(found.winners), "chantier gagne", "chantiers gagnent")
    losers = plural(len(found.losers), "chantier perd", "chantiers perdent")
    return (
        f"{winners} {format_euros(found.won_centimes)} en tout, "
        f"{losers} {format_euros(found.lost_centimes)}."
    )
