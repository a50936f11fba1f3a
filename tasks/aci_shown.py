"""Show the chantiers of a cycle: each computation, who waits, what harmonising does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from contrat_de_ville.adapters.store.acts import reading
from contrat_de_ville.adapters.store.chantiers import headcounts_kept
from contrat_de_ville.adapters.store.models import AideAci, Depot
from contrat_de_ville.domain.aci.harmonisation import (
    ChantierCompared,
    Harmonisation,
    harmonise,
)
from contrat_de_ville.domain.aci.headcount import (
    Effectif,
    headcount_text,
    origin_text,
)
from contrat_de_ville.domain.aci.terms import ChoiceSaid, choices_of, choices_said
from contrat_de_ville.domain.steps import CycleRef
from contrat_de_ville.errors import BadInputError
from tasks.aci_requests import gather_requests
from tasks.running import step_task


READY = "le calcul est prêt : la prochaine étape « fund_aci » l'enregistre."


@dataclass(frozen=True, kw_only=True)
class ChantierShown:
    """One chantier: its grant step by step, or what it waits for.

    ``amount_centimes`` is nothing while nothing is computed; the bounds are those of
    the note for its headcount; ``headcount`` is the one someone kept, and who.
    """

    numero: str
    chantier: str
    amount_centimes: int | None
    is_refused: bool
    steps: tuple[str, ...]
    lowest_centimes: int | None
    highest_centimes: int | None
    previous_centimes: int | None
    waits_for: str
    headcount: str = ""


@dataclass(frozen=True, kw_only=True)
class AciShown:
    """What a cycle says of its chantiers."""

    annee: int
    chantiers: tuple[ChantierShown, ...]
    choices: tuple[ChoiceSaid, ...]
    harmonisation: Harmonisation


@step_task("montrer-aides-aci")
def read_aci(ref: CycleRef, numero: str = "") -> AciShown:
    """Return the admissible chantiers of a cycle, or the one of that number.

    Raises:
        UnknownCycleError: the cycle was never opened.
        ChoiceNotImplementedError: the campaign chose what the rule cannot do.
        BadInputError: the cycle has no such chantier.
    """
    with reading(ref) as (session, cycle, frozen):
        gathered = gather_requests(session, cycle, choices_of(frozen.campaign))
        ready = {one.numero: READY for one in gathered.ready}
        waiting = {**ready, **gathered.waiting}
        depots = session.scalars(
            select(Depot)
            .where(Depot.cycle_id == cycle.id, Depot.is_chantier)
            .order_by(Depot.numero)
            .options(selectinload(Depot.versions), selectinload(Depot.aide))
        )
        known = [one for one in depots if one.aide or one.numero in waiting]
        kept = headcounts_kept(session, cycle)
        shown = [
            _shown(one, waiting, kept.get(one.numero))
            for one in known
            if numero in {"", one.numero}
        ]
        if numero and not shown:
            listed = ", ".join(one.numero for one in known) or "aucun"
            raise BadInputError(
                f"Le dépôt {numero} n'est pas un chantier recevable du cycle.",
                f"Chantiers : {listed}.",
            )
        return AciShown(
            annee=cycle.annee,
            chantiers=tuple(shown),
            choices=choices_said(frozen.campaign),
            harmonisation=harmonise(
                _compared(one, one.aide) for one in known if one.aide
            ),
        )


def _shown(
    depot: Depot, waiting: Mapping[str, str], kept: Effectif | None
) -> ChantierShown:
    aide = depot.aide
    told: dict[str, Any] = aide.explanation if aide else {}
    # A grant computed before there were steps has its formula only.
    steps = [one["sentence"] for one in told.get("steps", ())]
    return ChantierShown(
        numero=depot.numero,
        chantier=_name(depot),
        amount_centimes=aide.montant_centimes if aide else None,
        is_refused=aide is not None and aide.is_refused,
        steps=tuple(steps) or ((told["formula"],) if told else ()),
        lowest_centimes=told.get("lowest_centimes"),
        highest_centimes=told.get("highest_centimes"),
        previous_centimes=_past(depot),
        waits_for="" if aide else waiting[depot.numero],
        headcount=f"{headcount_text(kept)} ({origin_text(kept)})" if kept else "",
    )


def _compared(depot: Depot, aide: AideAci) -> ChantierCompared:
    inputs = aide.explanation["inputs"]
    counted = inputs.get("effectif_centiemes")
    return ChantierCompared(
        numero=depot.numero,
        chantier=_name(depot),
        structure=depot.porteur_siret,
        effectif_centiemes=inputs["salaries"] * 100 if counted is None else counted,
        previous_centimes=inputs["aide_precedente_centimes"],
        amount_centimes=aide.montant_centimes,
    )


def _name(depot: Depot) -> str:
    return str(depot.versions[-1].action["porteur_name"])


def _past(depot: Depot) -> int | None:
    chantier = depot.versions[-1].action["chantier"] or {}
    past: int | None = chantier.get("previous_centimes")
    return past
