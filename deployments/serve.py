"""Put one year at work on a Prefect server: ``python -m deployments.serve 2017``.

By itself, this process waits for the runs and makes them. With ``--bassin`` it only
registers the deployments in a work pool, whose workers make the runs.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from prefect import serve
from prefect.settings import get_current_settings

from deployments.catalogue import build_deployments
from flows.parameters import DEFAULT_CONTRAT


_NO_SERVER = (
    "Aucun serveur Prefect n'est nommé : le calendrier n'aurait personne pour le tenir."
    "\nPosez PREFECT_API_URL (par exemple http://127.0.0.1:4200/api)."
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve or register the deployments; return the exit code."""
    asked = _parser().parse_args(arguments)
    if get_current_settings().api.url is None:
        sys.stderr.write(f"{_NO_SERVER}\n")
        return 2
    deployments = build_deployments(asked.annee, asked.contrat)
    if not asked.bassin:
        # What a stopped process missed is caught up: the schedule is left running.
        serve(*deployments, pause_on_shutdown=False, print_starting_message=False)
        return 0
    for deployment in deployments:
        deployment.apply(work_pool_name=asked.bassin)
    sys.stdout.write(
        f"{len(deployments)} déploiements enregistrés dans « {asked.bassin} ».\n"
    )
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m deployments.serve",
        description="Mettre une année au travail sur un serveur Prefect.",
    )
    parser.add_argument("annee", type=int, help="l'année du cycle, par exemple 2017")
    parser.add_argument(
        "--contrat", default=DEFAULT_CONTRAT, help="le code du contrat de ville"
    )
    parser.add_argument(
        "--bassin",
        metavar="NOM",
        help="enregistrer dans ce bassin de travail (work pool) au lieu de servir",
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
