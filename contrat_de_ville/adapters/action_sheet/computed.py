"""What the computation of the proposal says of one action, from what was kept of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any


_LIMIT = "Dossier à la limite"


def computed_of(summary: Mapping[str, Any], numero: str) -> tuple[str, ...]:
    """Return the sentences of the last computation about an action.

    Its outcome, whether it is a borderline file, and the price of what keeps it in or
    of the envelope it is just out of. Nothing where no computation knows the action.

    Args:
        summary: what a proposal kept (``domain.proposal.summary_of``).
        numero: the number of the deposit.
    """
    known = (one for one in summary.get("dossiers", ()) if one["numero"] == numero)
    found = next(known, None)
    if found is None:
        return ()
    return (
        str(found["sentence"]),
        *_borderline(summary, numero),
        *_prices(summary, numero, frozenset(found["kept_by"])),
    )


def _borderline(summary: Mapping[str, Any], numero: str) -> Iterator[str]:
    for one in summary.get("borderline", ()):
        if numero in one["last_in"]:
            yield f"{_LIMIT}, parmi les derniers entrés. {one['sentence']}"
        elif numero in one["first_out"]:
            yield f"{_LIMIT}, parmi les premiers écartés ou réduits. {one['sentence']}"


def _prices(
    summary: Mapping[str, Any], numero: str, slots: frozenset[str]
) -> Iterator[str]:
    spent = {
        one["name"]
        for one in summary.get("borderline", ())
        if numero in one["first_out"]
    }
    for one in summary.get("prices", ()):
        if one["slot"] in slots or one["name"] in spent:
            yield str(one["sentence"])
