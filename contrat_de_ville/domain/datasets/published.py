"""The programming as published: one row per action, read again from its lines."""

from __future__ import annotations

from collections.abc import Mapping

from contrat_de_ville.domain.money import format_euros
from contrat_de_ville.domain.overview import ActionRow


def published_rows(
    actions: tuple[ActionRow, ...], frozen: Mapping[str, int]
) -> dict[str, dict[str, object]]:
    """Return one row per action of the published table.

    Args:
        actions: the actions as the table shows them.
        frozen: what was frozen of each action, all funders together, by number;
            empty while nothing is frozen.
    """
    return {one.numero: _row(one, frozen) for one in actions}


def _row(one: ActionRow, frozen: Mapping[str, int]) -> dict[str, object]:
    programmed = one.programmed_centimes()
    return {
        "intitule": one.title or None,
        "porteur": one.porteur or None,
        "siret": one.siret or None,
        "axe": one.axe,
        "cout_total_centimes": one.total_centimes,
        "demande_centimes": one.asked_centimes(),
        "programme_centimes": programmed,
        "autre_que_fige": _other_than_frozen(one.numero, programmed, frozen),
        "decide_autre_qu_arbitre": _decided_otherwise(one),
    }


def _other_than_frozen(numero: str, programmed: int, frozen: Mapping[str, int]) -> str:
    """Say both amounts when the table shows another one than the frozen version."""
    if not frozen or frozen.get(numero, 0) == programmed:
        return ""
    return (
        f"{format_euros(programmed)} pour {format_euros(frozen.get(numero, 0))} figés"
    )


def _decided_otherwise(one: ActionRow) -> str:
    """Name the funders whose act departs from the arbitration, with both amounts."""
    return ", ".join(
        f"{line.funder} : {format_euros(line.decided_centimes)} pour "
        f"{format_euros(line.arbitrated_centimes)}"
        for line in one.lines
        if line.decided_centimes is not None
        and line.decided_centimes != line.arbitrated_centimes
    )
