"""What the rule is applied to: each chantier, its figure, its headcount, its past."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from contrat_de_ville.adapters.store import chantiers
from contrat_de_ville.adapters.store.models import (
    AideAci,
    Cycle,
    Depot,
    UtiliteSociale,
)
from contrat_de_ville.domain.aci import FUNDER
from contrat_de_ville.domain.aci.choices import FixationUtilite
from contrat_de_ville.domain.aci.headcount import (
    Effectif,
    counted,
    declared,
    missing_facts,
    months_open,
)
from contrat_de_ville.domain.aci.limits import NO_BUDGET
from contrat_de_ville.domain.aci.records import ChantierRequest
from contrat_de_ville.domain.aci.terms import ChoixAci
from contrat_de_ville.domain.calendar import PARIS
from contrat_de_ville.domain.deposit_records import action_from_dict
from contrat_de_ville.domain.depots import Action, DepotState, Side


NO_FIGURE = "le comité n'a pas fixé son utilité sociale (« programmation utilite »)."
NO_COUNT = "le dépôt ne dit pas combien de salariés en insertion il accueille."


@dataclass(frozen=True, kw_only=True)
class Gathered:
    """The chantiers ready to be granted, and what each of the others waits for."""

    ready: tuple[ChantierRequest, ...]
    waiting: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class _File:
    """One chantier's file as stored; ``figure`` is its own, or its structure's."""

    depot: Depot
    action: Action
    figure: UtiliteSociale | None
    kept: Effectif | None

    @property
    def is_unjustified(self) -> bool:
        """Tell whether the note closes the door before any computation."""
        chantier = self.action.chantier
        return chantier is not None and chantier.is_unjustified


def gather_requests(session: Session, cycle: Cycle, choices: ChoixAci) -> Gathered:
    """Return the admissible chantiers without a grant, ready or waiting.

    A new chantier without its written justification needs no figure: the note
    already answers.
    """
    files = _files(session, cycle)
    ready: list[ChantierRequest] = []
    waiting: dict[str, str] = {}
    for one in files:
        if one.depot.aide is not None or one.action.chantier is None:
            continue
        count = one.action.chantier.salaries_count
        effectif = counted(count, one.kept, choices)
        request = _request(one, _sharing(one, files, choices), effectif)
        if asked := _asked(one, effectif, choices):
            waiting[one.depot.numero] = asked
        elif request is not None:
            ready.append(request)
    return Gathered(ready=tuple(ready), waiting=waiting)


def _files(session: Session, cycle: Cycle) -> list[_File]:
    figures = chantiers.figures(session, cycle)
    kept = chantiers.headcounts_kept(session, cycle)
    depots = session.scalars(
        select(Depot)
        .where(
            Depot.cycle_id == cycle.id,
            Depot.state == DepotState.RECEVABLE,
            Depot.is_chantier,
        )
        .order_by(Depot.numero)
        .options(selectinload(Depot.versions), selectinload(Depot.aide))
    )
    return [
        _File(
            depot=depot,
            action=action_from_dict(depot.versions[-1].action),
            figure=figures.get(depot.id),
            kept=kept.get(depot.numero),
        )
        for depot in depots
    ]


def _sharing(one: _File, files: Iterable[_File], choices: ChoixAci) -> Sequence[_File]:
    """Return the chantiers of the structure, where they share one figure."""
    if choices.fixation_utilite is not FixationUtilite.COMITE_PAR_STRUCTURE:
        return ()
    return [
        other
        for other in files
        if other.depot.porteur_siret == one.depot.porteur_siret
        and not other.is_unjustified
    ]


def _asked(one: _File, effectif: Effectif | None, choices: ChoixAci) -> str:
    """Say what the file waits for; nothing when it can be granted, or refused."""
    chantier = one.action.chantier
    if chantier is None or one.is_unjustified:
        return ""
    if one.figure is None:
        return NO_FIGURE
    if effectif is None and declared(0, choices) is not None:
        return NO_COUNT
    missing = missing_facts(effectif, _months(one.action), choices, one.depot.numero)
    if not missing and choices.plafond_besoin and _gap(one.action) is None:
        return NO_BUDGET
    return missing


def _request(
    one: _File, sharing: Sequence[_File], effectif: Effectif | None
) -> ChantierRequest | None:
    chantier = one.action.chantier
    if chantier is None:
        return None
    figure = one.figure
    return ChantierRequest(
        numero=one.depot.numero,
        salaries_count=chantier.salaries_count or 0,
        utilite_centimes=0 if figure is None else figure.montant_centimes,
        utilite_author="" if figure is None else figure.author,
        utilite_on=None if figure is None else _legal_day(figure.decided_at),
        shared_by=tuple(
            other.depot.numero for other in sharing if not other.depot.aide
        ),
        already_shared_centimes=_taken(sharing),
        asked_centimes=one.action.requests().get(FUNDER, 0),
        is_new=chantier.is_new,
        utilite_18_25=chantier.utilite_18_25,
        previous_centimes=chantier.previous_centimes,
        effectif=effectif,
        months=_months(one.action),
        besoin_centimes=_gap(one.action),
    )


def _taken(sharing: Iterable[_File]) -> int:
    """Sum what earlier grants of the structure took of its figure."""
    grants = (other.depot.aide for other in sharing)
    return sum(_part_of(aide) for aide in grants if aide is not None)


def _part_of(aide: AideAci) -> int:
    return int(aide.explanation["inputs"]["utilite_centimes"])


def _legal_day(at: datetime) -> date:
    return at.astimezone(PARIS).date()


def _months(action: Action) -> int | None:
    if action.starts_on is None or action.ends_on is None:
        return None
    return months_open(action.starts_on, action.ends_on)


def _gap(action: Action) -> int | None:
    """Return charges less every other produit; nothing where no charge is told."""
    if not any(line.side is Side.CHARGE for line in action.accounts()):
        return None
    asked = action.requests().get(FUNDER, 0)
    others = action.total_centimes(Side.PRODUIT) - asked
    return action.total_centimes(Side.CHARGE) - others
