"""Where the proposal and the COPIL's programming stand beside the constraints.

What computes a programming holds every constraint; people who arbitrate may not, and
it is then said. Read from the rows that are shown, so that it speaks of their sums.
"""

from __future__ import annotations

from collections.abc import Sequence

from contrat_de_ville.domain.assembly.constraints import (
    Constraint,
    Continuite,
    CouverturePublic,
    CouvertureQuartier,
    Enveloppe,
    MinimumUtile,
    PartEnveloppe,
    PlafondAxe,
    PlafondPorteur,
    PlancherAxe,
    Summed,
)
from contrat_de_ville.domain.assembly.dossier import AskedLine, Dossier
from contrat_de_ville.domain.assembly.tally import Amounts, Tally
from contrat_de_ville.domain.assembly.wording import share
from contrat_de_ville.domain.balance import is_admissible
from contrat_de_ville.domain.criteria_paths import Path
from contrat_de_ville.domain.known_depots import siren_of
from contrat_de_ville.domain.money import format_euros
from contrat_de_ville.domain.overview import ActionRow, ConstraintRow
from contrat_de_ville.domain.steps import plural


def constraint_rows(
    actions: Sequence[ActionRow], constraints: Sequence[Constraint]
) -> tuple[ConstraintRow, ...]:
    """Return each constraint judged on sums, with where both programmings stand."""
    admitted = [one for one in actions if is_admissible(one)]
    dossiers = [_dossier(one) for one in admitted]
    lines = [line for one in admitted for line in one.lines]
    proposed = Tally(dossiers, _proposed(admitted))
    arbitrated = Tally(dossiers, _arbitrated(admitted))
    has_proposal = any(one.proposed_centimes is not None for one in lines)
    has_decision = any(one.arbitrated_centimes is not None for one in lines)
    return tuple(
        ConstraintRow(
            name=one.name,
            limit=_limit(one),
            proposed=_stand(one, proposed) if has_proposal else "",
            is_proposed_held=one.excess(proposed) <= 0 if has_proposal else None,
            arbitrated=_stand(one, arbitrated) if has_decision else "",
            is_held=one.excess(arbitrated) <= 0 if has_decision else None,
        )
        for one in constraints
        if not isinstance(one, MinimumUtile)
    )


def _dossier(one: ActionRow) -> Dossier:
    return Dossier(
        key=one.numero,
        numero=one.numero,
        title=one.title,
        porteur=siren_of(one.siret),
        axe=one.axe,
        points=0,
        lines=tuple(
            AskedLine(
                funder=line.funder,
                asked_centimes=line.asked_centimes,
                most_centimes=line.asked_centimes,
                part=line.part,
            )
            for line in one.lines
        ),
        quartiers=one.quartiers,
        publics=one.publics,
        # What is never granted cannot be continued.
        is_renewal=one.is_renewal and one.path != Path.TFPB,
    )


def _proposed(actions: Sequence[ActionRow]) -> Amounts:
    return {
        one.numero: {line.funder: line.proposed_centimes or 0 for line in one.lines}
        for one in actions
    }


def _arbitrated(actions: Sequence[ActionRow]) -> Amounts:
    return {
        one.numero: {line.funder: line.arbitrated_centimes or 0 for line in one.lines}
        for one in actions
    }


def _limit(one: Summed) -> str:
    match one:
        case Enveloppe() | PartEnveloppe() | PlafondPorteur():
            return f"{format_euros(one.centimes)} au plus"
        case PlafondAxe():
            return f"{one.pct} % au plus"
        case PlancherAxe() | Continuite():
            return f"{one.pct} % au moins"
        case _:
            return f"{plural(one.count, 'action')} au moins"


def _stand(one: Summed, tally: Tally) -> str:
    match one:
        case Enveloppe():
            return format_euros(tally.by_funder[one.funder])
        case PartEnveloppe():
            return format_euros(tally.by_part[one.funder, one.part])
        case PlafondPorteur():
            return format_euros(max(tally.by_porteur.values(), default=0))
        case PlafondAxe() | PlancherAxe():
            return share(tally.by_axe[one.axe], tally.total)
        case Continuite():
            return share(tally.retained_renewals_count, tally.renewals_count)
        case CouvertureQuartier() | CouverturePublic():
            return plural(one.count - one.excess(tally), "action")
