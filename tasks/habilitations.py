"""Hold an act to the function that signs it, and tell the journal of a refusal."""

from __future__ import annotations

from datetime import datetime

from contrat_de_ville.adapters.store.acts import acting, reading
from contrat_de_ville.domain.habilitations import (
    UnauthorisedError,
    function_of,
    require_role,
)
from contrat_de_ville.domain.steps import CycleRef


UNKNOWN_FUNCTION = "fonction inconnue"


def signed_by(
    ref: CycleRef, power: str, author: str, *, step: str, at: datetime, a_blanc: bool
) -> str:
    """Return the code of the function that signs, once it is allowed to.

    A refusal is told in the journal, in a transaction of its own: the act it stops
    leaves nothing else. What was typed may be a person's name: it is not written
    there, only a function the campaign knows.

    Raises:
        UnauthorisedError: the campaign does not empower this function.
    """
    with reading(ref) as (_, _, frozen):
        campaign = frozen.campaign
    try:
        return require_role(campaign, power, author)
    except UnauthorisedError:
        known = function_of(campaign, author)
        with acting(ref, step=step, at=at, a_blanc=a_blanc) as act:
            act.tell(
                "habilitation.refusee",
                f"cycle:{act.cycle.code}",
                actor=known.code if known else UNKNOWN_FUNCTION,
                data={"acte": power},
            )
        raise
