"""The chantiers of a cycle: whose figure serves each, which headcount was kept."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from contrat_de_ville.adapters.store.acts import frozen_of
from contrat_de_ville.adapters.store.models import (
    AideAci,
    Cycle,
    Depot,
    EffectifAci,
    UtiliteSociale,
)
from contrat_de_ville.domain.aci.choices import (
    BaseEffectif,
    FixationUtilite,
    Territoire,
)
from contrat_de_ville.domain.aci.errors import (
    ChoiceNotImplementedError,
    InconsistentChoicesError,
)
from contrat_de_ville.domain.aci.headcount import DEPOSIT, Effectif, counted
from contrat_de_ville.domain.aci.terms import choices_of
from contrat_de_ville.domain.calendar import PARIS
from contrat_de_ville.domain.deposit_records import action_from_dict
from contrat_de_ville.domain.depots import Chantier


def figures(session: Session, cycle: Cycle) -> dict[int, UtiliteSociale]:
    """Return the committee's figure that serves each chantier, by key of the deposit.

    Where the campaign has one set for a structure, it serves all its chantiers,
    whatever became of the one it was recorded on.
    """
    rows = session.execute(
        select(UtiliteSociale, Depot.porteur_siret)
        .join(Depot, UtiliteSociale.depot_id == Depot.id)
        .where(Depot.cycle_id == cycle.id)
        .order_by(UtiliteSociale.id)
    ).all()
    own = {figure.depot_id: figure for figure, _ in rows}
    choice = frozen_of(cycle).campaign.choices.get("aci.fixation_utilite")
    if choice is None or choice.value != FixationUtilite.COMITE_PAR_STRUCTURE:
        return own
    by_structure: dict[str, UtiliteSociale] = {}
    for figure, siret in rows:
        by_structure.setdefault(siret, figure)
    chantiers = session.execute(
        select(Depot.id, Depot.porteur_siret).where(
            Depot.cycle_id == cycle.id, Depot.is_chantier
        )
    )
    shared = {
        key: by_structure[siret] for key, siret in chantiers if siret in by_structure
    }
    return shared | own


def without_figure(session: Session, cycle: Cycle) -> list[Depot]:
    """Return the chantiers for which the committee has a figure to set.

    One that has its grant, or that the note refuses whatever the figure, has none
    to wait for.
    """
    known = figures(session, cycle)
    return [one for one, _ in _to_grant(session, cycle) if one.id not in known]


def without_headcount(session: Session, cycle: Cycle) -> list[Depot]:
    """Return the chantiers whose headcount, as the campaign counts it, is not known.

    Nothing where the campaign's choices cannot be applied: nobody can tell then.
    """
    waiting = _to_grant(session, cycle)
    if not waiting:
        return []
    try:
        choices = choices_of(frozen_of(cycle).campaign)
    except (ChoiceNotImplementedError, InconsistentChoicesError):
        return []
    kept = headcounts_kept(session, cycle)
    return [
        depot
        for depot, chantier in waiting
        if chantier is not None
        and counted(chantier.salaries_count, kept.get(depot.numero), choices) is None
    ]


def _to_grant(session: Session, cycle: Cycle) -> list[tuple[Depot, Chantier | None]]:
    """Return the chantiers that have no grant, but those that the note refuses."""
    depots = session.scalars(
        select(Depot)
        .outerjoin(AideAci, AideAci.depot_id == Depot.id)
        .where(Depot.cycle_id == cycle.id, Depot.is_chantier, AideAci.id.is_(None))
        .order_by(Depot.numero)
        .options(selectinload(Depot.versions))
    )
    read = ((one, action_from_dict(one.versions[-1].action).chantier) for one in depots)
    return [
        (depot, chantier)
        for depot, chantier in read
        if chantier is None or not chantier.is_unjustified
    ]


def headcounts_kept(session: Session, cycle: Cycle) -> dict[str, Effectif]:
    """Return the last headcount kept for each chantier, by number of deposit.

    One whose last act was to go back to the deposit's is among them, with that
    source: who went back to it, and when.
    """
    rows = session.execute(
        select(Depot.numero, EffectifAci)
        .join(Depot, EffectifAci.depot_id == Depot.id)
        .where(Depot.cycle_id == cycle.id)
        .order_by(EffectifAci.id)
    )
    return {numero: effectif_of(kept) for numero, kept in rows}


def headcount_acts(session: Session, depot: Depot) -> Iterable[EffectifAci]:
    """Return every act on a chantier's headcount, the first one first."""
    return session.scalars(
        select(EffectifAci)
        .where(EffectifAci.depot_id == depot.id)
        .order_by(EffectifAci.id)
    )


def is_back(kept: EffectifAci) -> bool:
    """Tell the contrary act: a deposit dates no headcount, the campaign does."""
    return kept.date_reference is None


def effectif_of(kept: EffectifAci) -> Effectif:
    """Return the headcount an act kept, or went back to."""
    on = kept.decided_at.astimezone(PARIS).date()
    return Effectif(
        centiemes=kept.effectif_centiemes,
        base=BaseEffectif(kept.base),
        territoire=Territoire(kept.territoire),
        date_reference=kept.date_reference or on,
        source=DEPOSIT if is_back(kept) else kept.source,
        annexes=tuple(kept.annexes),
        author=kept.author,
        accepted_on=on,
    )
