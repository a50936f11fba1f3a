"""Fund the ateliers et chantiers d'insertion by the rule of the note."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime

from contrat_de_ville.adapters.store.acts import Act, acting, reading
from contrat_de_ville.adapters.store.finding import require_depot
from contrat_de_ville.adapters.store.models import AideAci
from contrat_de_ville.domain.aci import (
    ChantierRequest,
    ChoiceNotImplementedError,
    ChoixAci,
    GrantAci,
    InconsistentChoicesError,
    choices_of,
    grant_aci,
    terms_of,
)
from contrat_de_ville.domain.campaign import Campaign
from contrat_de_ville.domain.money import format_euros
from contrat_de_ville.domain.steps import CycleRef, StepReport, plural
from tasks.aci_credit import fitted
from tasks.aci_figures import FigureGiven, record_figure
from tasks.aci_requests import gather_requests
from tasks.running import step_task


STEP = "fund_aci"
TITLE = "Financement des ACI"


@step_task("lire-chantiers")
def read_chantiers(ref: CycleRef) -> list[ChantierRequest]:
    """Return the admissible chantiers without a grant whose file is complete.

    The committee spoke, and what the campaign counts is known; a new chantier
    without its written justification waits for nothing.
    """
    with reading(ref) as (session, cycle, frozen):
        choices = _choices_or_usual(frozen.campaign)
        return list(gather_requests(session, cycle, choices).ready)


@step_task("calculer-aides-aci")
def compute_aci_grants(
    ref: CycleRef, requests: Sequence[ChantierRequest]
) -> list[GrantAci]:
    """Apply the note's rule to each chantier, as the campaign chose to.

    Raises:
        ChoiceNotImplementedError: the campaign chose what the rule cannot do.
        InconsistentChoicesError: its choices lack a figure, or contradict.
    """
    with reading(ref) as (_, _, frozen):
        terms = terms_of(frozen)
    return [grant_aci(one, terms) for one in requests]


@step_task("enregistrer-aides-aci")
def record_aci_grants(
    ref: CycleRef, grants: Sequence[GrantAci], at: datetime, *, a_blanc: bool
) -> StepReport:
    """Record each grant with its explanation, within the agglomération's envelope."""
    with acting(ref, step=STEP, at=at, a_blanc=a_blanc) as act:
        granted = fitted(act, grants)
        for one in granted:
            _record(act, one)
        act.session.flush()
        choices = _choices_or_usual(act.frozen.campaign)
        waiting = gather_requests(act.session, act.cycle, choices).waiting
        return StepReport(
            step=STEP,
            title=TITLE,
            summary=_summary(granted, waiting),
            columns=("Dépôt", "Calcul", "Aide"),
            rows=tuple(
                (one.numero, one.formula, format_euros(one.amount_centimes))
                for one in granted
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
    """Record the figure the committee set for one chantier, or for its structure.

    Raises:
        BadInputError: the deposit is no chantier, or already has a figure; nobody
            signs; the campaign has a grid (:func:`record_figure` takes the points).
        UtiliteSocialeOutOfRangeError: the figure is out of the note's range.
    """
    figure = FigureGiven(
        numero=numero, amount_centimes=amount_centimes, author=author, reason=reason
    )
    return record_figure(ref, figure, at, a_blanc=a_blanc)


def _choices_or_usual(campaign: Campaign) -> ChoixAci:
    """Return the campaign's choices; to tell who waits, those it cannot apply as usual.

    What cannot be applied is said when it is to be applied, and only then.
    """
    try:
        return choices_of(campaign)
    except (ChoiceNotImplementedError, InconsistentChoicesError):
        return ChoixAci(date_reference=campaign.calendar.ouverture.date())


def _summary(granted: Sequence[GrantAci], waiting: Mapping[str, str]) -> str:
    total = sum(one.amount_centimes for one in granted)
    said = f"{plural(len(granted), 'chantier')}, {format_euros(total)} au total."
    if waiting:
        asked = " ".join(f"{numero} : {one}" for numero, one in waiting.items())
        said += f" {plural(len(waiting), 'chantier')} en attente. {asked}"
    return said


def _record(act: Act, grant: GrantAci) -> None:
    depot = require_depot(act.session, act.cycle, grant.numero)
    explanation = asdict(grant)
    explanation["campaign_sha256"] = act.cycle.campaign_sha256
    act.session.add(
        AideAci(
            depot=depot,
            montant_centimes=grant.amount_centimes,
            is_refused=grant.is_refused,
            explanation=explanation,
            computed_at=act.at,
        )
    )
    act.tell(
        "aide_aci.refusee" if grant.is_refused else "aide_aci.calculee",
        f"depot:{grant.numero}",
        rule=grant.rule,
        inputs=(depot.versions[-1].piece_sha256, act.cycle.campaign_sha256),
        data={**grant.inputs, "aide_centimes": grant.amount_centimes},
    )
