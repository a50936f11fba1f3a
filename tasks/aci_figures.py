"""The committee's figures: who set them, on what, and never twice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from contrat_de_ville.adapters.store.acts import Act, acting
from contrat_de_ville.adapters.store.chantiers import figures
from contrat_de_ville.adapters.store.finding import require_depot
from contrat_de_ville.adapters.store.models import Depot, UtiliteSociale
from contrat_de_ville.domain.aci import (
    UtiliteSocialeOutOfRangeError,
    bareme_of,
    choices_of,
)
from contrat_de_ville.domain.aci.grid import Grille, points_text, require_figure
from contrat_de_ville.domain.deposit_records import action_from_dict
from contrat_de_ville.domain.money import format_euros
from contrat_de_ville.domain.steps import CycleRef, StepReport
from contrat_de_ville.errors import BadInputError
from tasks.running import step_task


STEP = "fund_aci"


@dataclass(frozen=True, kw_only=True)
class FigureGiven:
    """What the committee set. Amount in centimes.

    ``numero`` is a chantier; where the figure is its structure's, any of them.
    ``points`` are those of the grid, by criterion, where the campaign has one.
    """

    numero: str
    amount_centimes: int
    author: str
    reason: str
    points: Mapping[str, int] = field(default_factory=dict)


@step_task("enregistrer-montant-du-comite")
def record_figure(
    ref: CycleRef, figure: FigureGiven, at: datetime, *, a_blanc: bool = False
) -> StepReport:
    """Record the committee's figure, signed, dated, with the points it rests on.

    Raises:
        BadInputError: the deposit is no chantier, or already has a figure; nobody
            signs; the points are not those of the grid, or give another amount.
        UtiliteSocialeOutOfRangeError: the figure is out of the note's range.
    """
    with acting(ref, step=STEP, at=at, a_blanc=a_blanc) as act:
        depot = require_depot(act.session, act.cycle, figure.numero)
        choices = choices_of(act.frozen.campaign)
        _refuse_unsigned(figure)
        _refuse_figure(act, depot, figure.amount_centimes)
        grid = _grid_reason(act, choices.grille, figure)
        author = figure.author.strip()
        act.session.add(
            UtiliteSociale(
                depot_id=depot.id,
                montant_centimes=figure.amount_centimes,
                author=author,
                reason=f"{figure.reason.strip()}{grid}",
                decided_at=at,
            )
        )
        act.tell(
            "utilite_sociale.fixee",
            f"depot:{figure.numero}",
            actor=author,
            data={
                "montant_centimes": figure.amount_centimes,
                **{f"points_{code}": given for code, given in figure.points.items()},
            },
        )
        fixed = format_euros(figure.amount_centimes)
        return StepReport(
            step=STEP,
            title="Utilité sociale",
            summary=f"{figure.numero} : {fixed}, fixés par {author}.",
            effects_count=act.effects_count,
            a_blanc=a_blanc,
        )


def _refuse_unsigned(figure: FigureGiven) -> None:
    if not figure.author.strip() or not figure.reason.strip():
        raise BadInputError(
            "Ce montant n'a pas d'auteur ou pas de motif.",
            "Dites qui le fixe (--par) et ce qui le fonde (--motif).",
        )


def _refuse_figure(act: Act, depot: Depot, amount_centimes: int) -> None:
    if action_from_dict(depot.versions[-1].action).chantier is None:
        raise BadInputError(
            f"Le dépôt {depot.numero} n'est pas un chantier d'insertion.",
            "Vérifiez le numéro.",
        )
    known = _known_figure(act, depot)
    if known is not None:
        numero, centimes = known
        raise BadInputError(
            f"L'utilité sociale du dépôt {numero} est déjà fixée à "
            f"{format_euros(centimes)}.",
            "Un montant arrêté par le comité ne se remplace pas en silence.",
        )
    bareme = bareme_of(act.frozen)
    low, high = bareme.utilite_plancher_centimes, bareme.utilite_plafond_centimes
    if not low <= amount_centimes <= high:
        raise UtiliteSocialeOutOfRangeError(amount_centimes, low, high)


def _known_figure(act: Act, depot: Depot) -> tuple[str, int] | None:
    """Return the figure already set: the chantier's, or its whole structure's."""
    known = figures(act.session, act.cycle).get(depot.id)
    if known is None:
        return None
    numero = act.session.get_one(Depot, known.depot_id).numero
    return numero, known.montant_centimes


def _grid_reason(act: Act, grille: Grille | None, figure: FigureGiven) -> str:
    """Check the points against the grid; return what the reason keeps of them."""
    if grille is not None:
        bareme = bareme_of(act.frozen)
        require_figure(grille, figure.points, bareme, figure.amount_centimes)
        return f" ({points_text(grille, figure.points)})"
    if figure.points:
        raise BadInputError(
            "La campagne ne fixe pas l'utilité sociale sur une grille.",
            "Retirez les points, ou changez le choix aci.fixation_utilite.",
        )
    return ""
