"""Record what the technical committee thinks of each line, and what it proposes."""

from __future__ import annotations

from collections.abc import Sequence

from contrat_de_ville.adapters.store.acts import Act
from contrat_de_ville.adapters.store.finding import require_line
from contrat_de_ville.adapters.store.models import Ligne
from contrat_de_ville.domain.committee import (
    AVIS_TECHNIQUE_LABELS,
    AvisTechnique,
    Filled,
)
from contrat_de_ville.domain.money import format_euros
from contrat_de_ville.domain.steps import Cell
from tasks.arbitrage import Signature


WHOLE_REASON = "Demande retenue en entier par le comité technique."


def record_technical(
    act: Act, filled: Sequence[Filled], signature: Signature
) -> tuple[tuple[Cell, ...], ...]:
    """Record the avis and the amounts of the technical committee, in an open act.

    An amount takes the place of what was computed, with the committee's reason; an
    empty one keeps it. Returns a row of report for each line.
    """
    return tuple(_record_one(act, one, signature) for one in filled)


def _record_one(act: Act, one: Filled, signature: Signature) -> tuple[Cell, ...]:
    line = require_line(act.session, act.cycle, one.numero, one.funder)
    if one.avis:
        _give_avis(act, line, one, signature)
    if one.amount_centimes is not None:
        _propose(act, line, one, signature)
    label = AVIS_TECHNIQUE_LABELS[AvisTechnique(one.avis)] if one.avis else "–"
    proposed = format_euros(line.propose_centimes)
    return one.numero, one.funder, label, proposed, one.text


def _give_avis(act: Act, line: Ligne, one: Filled, signature: Signature) -> None:
    line.avis_technique, line.avis_text = one.avis, one.text
    line.avis_author, line.avis_at = signature.author, act.at
    act.tell(
        "ligne.avis_technique",
        f"ligne:{one.numero}/{one.funder}",
        actor=signature.author,
        inputs=signature.inputs(),
        data={"avis": one.avis, **signature.data()},
    )


def _propose(act: Act, line: Ligne, one: Filled, signature: Signature) -> None:
    before = line.propose_centimes
    line.propose_centimes = one.amount_centimes
    line.propose_reason = one.text or WHOLE_REASON
    line.propose_author, line.propose_at = signature.author, act.at
    act.tell(
        "ligne.proposee",
        f"ligne:{one.numero}/{one.funder}",
        actor=signature.author,
        inputs=signature.inputs(),
        data={
            "montant_centimes": one.amount_centimes,
            "avant_centimes": before,
            **signature.data(),
        },
    )
