"""Fund the ateliers et chantiers d'insertion by the rule of the note."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import select

from contrat_de_ville.adapters.store.acts import Act, acting, reading
from contrat_de_ville.adapters.store.finding import require_depot
from contrat_de_ville.adapters.store.models import (
    AideAci,
    Depot,
    Enveloppe,
    UtiliteSociale,
)
from contrat_de_ville.domain.aci import (
    FUNDER,
    IMPLEMENTED,
    ROUNDING_CENTIMES,
    RULE,
    BaremeAci,
    ChantierRequest,
    GrantAci,
    UtiliteSocialeOutOfRangeError,
    fit_envelope,
    grant_aci,
    require_implemented,
)
from contrat_de_ville.domain.deposit_records import action_from_dict
from contrat_de_ville.domain.depots import DepotState
from contrat_de_ville.domain.frozen import Frozen
from contrat_de_ville.domain.money import format_euros
from contrat_de_ville.domain.steps import CycleRef, StepReport, plural
from contrat_de_ville.errors import BadInputError
from tasks.running import step_task


STEP = "fund_aci"
TITLE = "Financement des ACI"


@step_task("lire-chantiers")
def read_chantiers(ref: CycleRef) -> list[ChantierRequest]:
    """Return the admissible chantiers without a grant, once the committee spoke.

    A new chantier without its written justification needs no figure: the note
    already answers.
    """
    with reading(ref) as (session, cycle, _):
        rows = session.execute(
            select(Depot, UtiliteSociale)
            .outerjoin(UtiliteSociale, UtiliteSociale.depot_id == Depot.id)
            .outerjoin(AideAci, AideAci.depot_id == Depot.id)
            .where(
                Depot.cycle_id == cycle.id,
                Depot.state == DepotState.RECEVABLE,
                Depot.is_chantier,
                AideAci.id.is_(None),
            )
            .order_by(Depot.numero)
        )
        requests = [_request(depot, figure) for depot, figure in rows]
        return [one for one in requests if one is not None]


@step_task("calculer-aides-aci")
def compute_aci_grants(
    ref: CycleRef, requests: Sequence[ChantierRequest]
) -> list[GrantAci]:
    """Apply the note's rule to each chantier."""
    with reading(ref) as (_, _, frozen):
        for code in IMPLEMENTED:
            require_implemented(frozen.campaign, code)
        bareme = bareme_of(frozen)
        capped = bool(frozen.campaign.choice("aci.plafond_demande"))
    return [grant_aci(one, bareme, capped_by_request=capped) for one in requests]


@step_task("enregistrer-aides-aci")
def record_aci_grants(
    ref: CycleRef, grants: Sequence[GrantAci], at: datetime, *, a_blanc: bool
) -> StepReport:
    """Record each grant with its explanation, within the agglomération's envelope."""
    with acting(ref, step=STEP, at=at, a_blanc=a_blanc) as act:
        fitted = _fit(act, grants)
        for one in grants:
            _record(act, one, fitted[one.numero])
        return StepReport(
            step=STEP,
            title=TITLE,
            summary=(
                f"{plural(len(grants), 'chantier')}, "
                f"{format_euros(sum(fitted.values()))} au total."
            ),
            columns=("Dépôt", "Calcul", "Aide"),
            rows=tuple(
                (one.numero, one.formula, format_euros(fitted[one.numero]))
                for one in grants
            ),
            effects_count=act.effects_count,
            a_blanc=a_blanc,
        )


@step_task("enregistrer-utilite-sociale")
def record_utilite(
    ref: CycleRef,
    numero: str,
    amount_centimes: int,
    *,
    author: str,
    reason: str,
    at: datetime,
    a_blanc: bool = False,
) -> StepReport:
    """Record the figure the committee set for one chantier.

    Raises:
        BadInputError: the deposit is no chantier, or already has a figure.
        UtiliteSocialeOutOfRangeError: the figure is out of the note's range.
    """
    with acting(ref, step=STEP, at=at, a_blanc=a_blanc) as act:
        depot = require_depot(act.session, act.cycle, numero)
        _refuse_figure(act, depot, amount_centimes)
        act.session.add(
            UtiliteSociale(
                depot_id=depot.id,
                montant_centimes=amount_centimes,
                author=author,
                reason=reason,
                decided_at=at,
            )
        )
        act.tell(
            "utilite_sociale.fixee",
            f"depot:{numero}",
            actor=author,
            data={"montant_centimes": amount_centimes},
        )
        return StepReport(
            step=STEP,
            title="Utilité sociale",
            summary=f"{numero} : {format_euros(amount_centimes)}, fixés par {author}.",
            effects_count=act.effects_count,
            a_blanc=a_blanc,
        )


def bareme_of(frozen: Frozen) -> BaremeAci:
    """Return the figures of the note, as frozen with the cycle."""
    return BaremeAci(
        par_salarie_centimes=frozen.euros("aci.montant_par_salarie"),
        utilite_plancher_centimes=frozen.euros("aci.utilite_sociale.plancher"),
        utilite_plafond_centimes=frozen.euros("aci.utilite_sociale.plafond"),
    )


def _request(depot: Depot, figure: UtiliteSociale | None) -> ChantierRequest | None:
    action = action_from_dict(depot.versions[-1].action)
    chantier = action.chantier
    if chantier is None or chantier.salaries_count is None:
        return None
    is_unjustified = chantier.is_new and not chantier.utilite_18_25.strip()
    if figure is None and not is_unjustified:
        return None
    return ChantierRequest(
        numero=depot.numero,
        salaries_count=chantier.salaries_count,
        utilite_centimes=0 if figure is None else figure.montant_centimes,
        asked_centimes=action.requests().get(FUNDER, 0),
        is_new=chantier.is_new,
        utilite_18_25=chantier.utilite_18_25,
        previous_centimes=chantier.previous_centimes,
    )


def _fit(act: Act, grants: Sequence[GrantAci]) -> dict[str, int]:
    """Bring the grants within the envelope, as the campaign chose to."""
    computed = {one.numero: one.amount_centimes for one in grants}
    credit = act.session.scalars(
        select(Enveloppe.montant_centimes).where(
            Enveloppe.cycle_id == act.cycle.id, Enveloppe.funder == FUNDER
        )
    ).first()
    if credit is None or sum(computed.values()) <= credit:
        return computed
    unit = ROUNDING_CENTIMES[act.frozen.campaign.choice("aci.arrondi")]
    return fit_envelope(computed, credit, unit_centimes=unit)


def _record(act: Act, grant: GrantAci, amount: int) -> None:
    depot = require_depot(act.session, act.cycle, grant.numero)
    explanation = asdict(grant)
    explanation["inputs"] = dict(grant.inputs)
    explanation["amount_centimes"] = amount
    if amount < grant.amount_centimes:
        explanation["formula"] += (
            f", réduit au prorata de l'enveloppe : {format_euros(amount)}"
        )
    act.session.add(
        AideAci(
            depot_id=depot.id,
            montant_centimes=amount,
            is_refused=grant.is_refused,
            explanation=explanation,
            computed_at=act.at,
        )
    )
    act.tell(
        "aide_aci.refusee" if grant.is_refused else "aide_aci.calculee",
        f"depot:{grant.numero}",
        rule=RULE,
        inputs=(depot.versions[-1].piece_sha256, act.cycle.campaign_sha256),
        data={**grant.inputs, "aide_centimes": amount},
    )


def _refuse_figure(act: Act, depot: Depot, amount_centimes: int) -> None:
    if action_from_dict(depot.versions[-1].action).chantier is None:
        raise BadInputError(
            f"Le dépôt {depot.numero} n'est pas un chantier d'insertion.",
            "Vérifiez le numéro.",
        )
    known = act.session.scalars(
        select(UtiliteSociale).where(UtiliteSociale.depot_id == depot.id)
    ).first()
    if known is not None:
        raise BadInputError(
            f"L'utilité sociale du dépôt {depot.numero} est déjà fixée à "
            f"{format_euros(known.montant_centimes)}.",
            "Un montant arrêté par le comité ne se remplace pas en silence.",
        )
    bareme = bareme_of(act.frozen)
    low, high = bareme.utilite_plancher_centimes, bareme.utilite_plafond_centimes
    if not low <= amount_centimes <= high:
        raise UtiliteSocialeOutOfRangeError(amount_centimes, low, high)
