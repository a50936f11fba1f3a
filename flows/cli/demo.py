"""The demonstration year in one command."""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskID, TextColumn

from contrat_de_ville.adapters.mail import RELAY_VARIABLE
from contrat_de_ville.adapters.sink import local_sink
from contrat_de_ville.adapters.workspace import DATABASE_VARIABLE
from contrat_de_ville.domain.calendar import french_date
from contrat_de_ville.domain.messages import MODE_VARIABLE
from contrat_de_ville.domain.steps import CycleRef
from contrat_de_ville.errors import BadInputError
from flows.cli.french import FrenchCommand


_MARK = ".annee-de-demonstration"
_DEFAULT = Path("demonstration-2017")
_TO_TRY = ("etat", "tracer 2017-0004", "verifier", "exporter dossier-audit")


@click.command(cls=FrenchCommand)
@click.argument("dossier", type=click.Path(path_type=Path), default=_DEFAULT)
@click.option("--sans-prefect", is_flag=True, help="Jouer l'année sans Prefect.")
def demo(dossier: Path, *, sans_prefect: bool) -> None:
    """Jouer l'année 2017 entière, d'octobre 2016 à juillet 2018, dans DOSSIER.

    Porteurs, actions, effectifs et montants sont inventés ; les règles, les étapes,
    le courrier (gardé sur place) et le journal sont les vrais. Un DOSSIER d'une
    démonstration précédente est refait.
    """
    started = time.monotonic()
    folder = dossier.resolve()
    _make_anew(folder)
    os.environ["PROGRAMMATION_DOSSIER"] = str(folder)
    os.environ.setdefault("PREFECT_HOME", str(folder / "prefect"))
    # Whatever the environment says, no real database and no real mail.
    for name in (MODE_VARIABLE, DATABASE_VARIABLE):
        os.environ.pop(name, None)
    console = Console(highlight=False, soft_wrap=True)
    with local_sink(folder / "courrier") as sink:
        os.environ[RELAY_VARIABLE] = f"smtp://{sink.host}:{sink.port}"
        runs_count = _play(folder, with_prefect=not sans_prefect)
    os.environ.pop(RELAY_VARIABLE, None)
    _say_what_is_there(console, dossier, runs_count, time.monotonic() - started)


def _make_anew(folder: Path) -> None:
    if folder.exists() and (folder.is_file() or any(folder.iterdir())):
        if not (folder / _MARK).is_file():
            raise BadInputError(
                f"« {folder.name} » existe, n'est pas vide et n'est pas le dossier "
                "d'une démonstration.",
                "Donnez un autre dossier : rien n'y a été touché.",
            )
        shutil.rmtree(folder)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / _MARK).touch()


def _play(folder: Path, *, with_prefect: bool) -> int:
    with _bar() as (progress, bar):
        progress.update(bar, description="Mise en route…")
        # Imported once the settings above are in the environment.
        from prefect.settings import (  # noqa: PLC0415
            PREFECT_FLOWS_HEARTBEAT_FREQUENCY,
            temporary_settings,
        )

        from flows.demonstration import play_year  # noqa: PLC0415

        def tell(at: datetime, what: str, share: float) -> None:
            text = french_date(at.date()) + (f" : {what}" if what else "")
            progress.update(bar, completed=share, description=text)

        with temporary_settings({PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}):
            return play_year(folder, tell=tell, with_prefect=with_prefect).runs_count


@contextmanager
def _bar() -> Iterator[tuple[Progress, TaskID]]:
    columns = (SpinnerColumn(), BarColumn(), TextColumn("{task.description}"))
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        yield progress, progress.add_task("", total=1.0)


def _say_what_is_there(
    console: Console, dossier: Path, runs_count: int, seconds: float
) -> None:
    from contrat_de_ville.adapters.store.state import read_depots  # noqa: PLC0415

    outputs = dossier / "CV195-2017" / "sorties"
    depots = read_depots(CycleRef(contrat="CV195", annee=2017))
    chantier = next(one["numero"] for one in depots if one["chantier"])
    console.print(
        f"[bold]L'année 2017 est jouée[/bold] : {runs_count} passages de « avancer » "
        f"en {seconds:.0f} s."
    )
    console.print("\nÀ ouvrir :")
    console.print(f"  {outputs / 'programmation-2017.xlsx'}   le classeur du COPIL")
    console.print(f"  {outputs / 'rapport-2017.html'}   le rapport, avec ses images")
    console.print(f"  {dossier / 'courrier'}   le courrier, un fichier par message")
    console.print("\nÀ essayer :")
    console.print(f"  {sys.argv[0]} --dossier {dossier} etat")
    console.print(f"  {sys.argv[0]} --dossier {dossier} tracer {chantier}   (un ACI)")
    console.print(f"  {sys.argv[0]} --dossier {dossier} verifier")
    console.print(f"  {sys.argv[0]} --dossier {dossier} exporter dossier-audit")
