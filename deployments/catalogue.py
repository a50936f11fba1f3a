"""What can be launched from the Prefect screen, for one contrat and one year.

A deployment per step, to run a single one by hand, the form of the decisions of the
COPIL, and ``avancer`` on its schedule: it does by itself whatever the steps do, when
it is due.
"""

from __future__ import annotations

from typing import Any

from prefect import Flow
from prefect.client.schemas.objects import (
    ConcurrencyLimitConfig,
    ConcurrencyLimitStrategy,
)
from prefect.deployments.runner import RunnerDeployment
from prefect.schedules import Cron, Schedule
from prefect.types.entrypoint import EntrypointType

from flows.avancer import FLOWS, avancer
from flows.record_decisions import record_decisions


TIMEZONE = "Europe/Paris"
EACH_MORNING = "0 9 * * *"
"""Nine o'clock, legal time. Never between two and three at night: that hour does not
exist on one night of March, when Prefect fires an hour early, and comes twice on one
of October."""

_DESCRIPTIONS = {
    "open_appel": (
        "Ouvre l'appel à projets : fige la campagne, publie le dossier d'appel, écrit "
        "aux partenaires et aux porteurs connus. Une seule fois."
    ),
    "collect_depots": (
        "Enregistre les fichiers de la boîte de dépôt, conserve les originaux, "
        "prépare les accusés de réception."
    ),
    "check_depots": (
        "Contrôle les dépôts qui ne l'ont pas été, fixe leur état, demande les "
        "corrections."
    ),
    "fund_aci": (
        "Calcule l'aide de chaque chantier d'insertion selon la note, après le comité."
    ),
    "consult_conseils": (
        "Ouvre la consultation des conseils citoyens à sa date, la clôt à son terme."
    ),
    "assemble_programmation": (
        "Propose la programmation après la consultation, la fige après le COPIL."
    ),
    "notify_decisions": (
        "Notifie à chaque porteur ce qu'un financeur a décidé, une fois son acte "
        "enregistré."
    ),
    "collect_bilans": (
        "Demande les bilans à la fin des actions, clôt le cycle à sa dernière date."
    ),
    "remind": "Prépare les relances dues aujourd'hui et envoie le courrier en attente.",
}
_DECISIONS = (
    "Enregistre des arbitrages du COPIL saisis ligne par ligne, d'abord à blanc. Ce "
    "qui est saisi reste chez Prefect : des fonctions et des références, jamais de "
    "noms."
)
_AVANCER = (
    "Fait chaque matin tout ce qui est dû, et rattrape ce qu'un jour manqué a laissé. "
    "Lancé deux fois, la seconde ne fait rien."
)


def build_deployments(annee: int, contrat: str) -> list[RunnerDeployment]:
    """Return a deployment per step, the form of decisions, then ``avancer``.

    Each is named after the cycle, so that several contrats and years share a server.
    """
    steps = [
        _deployment(flow, annee, contrat, _DESCRIPTIONS[code])
        for code, flow in FLOWS.items()
    ]
    form = _deployment(record_decisions, annee, contrat, _DECISIONS)
    morning = Cron(EACH_MORNING, timezone=TIMEZONE)
    return [*steps, form, _deployment(avancer, annee, contrat, _AVANCER, morning)]


def _deployment(
    flow: Flow[..., Any],
    annee: int,
    contrat: str,
    description: str,
    schedule: Schedule | None = None,
) -> RunnerDeployment:
    return RunnerDeployment.from_flow(
        flow,
        name=f"{contrat}-{annee}",
        description=description,
        tags=["programmation", contrat, str(annee)],
        parameters={"annee": annee, "contrat": contrat},
        schedule=schedule,
        # One at a time, and no queue: the next one does what this one did not.
        concurrency_limit=ConcurrencyLimitConfig(
            limit=1, collision_strategy=ConcurrencyLimitStrategy.CANCEL_NEW
        ),
        # By module, not by file: the same from a checkout and from a wheel.
        entrypoint_type=EntrypointType.MODULE_PATH,
    )
