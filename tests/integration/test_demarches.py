"""From a server of démarches-simplifiées to registered deposits, cut and resumed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from contrat_de_ville.adapters import evidence
from contrat_de_ville.adapters.demarches.endpoint import TOKEN_VARIABLE
from contrat_de_ville.adapters.demarches.failures import DemarcheError
from contrat_de_ville.adapters.demarches.query import QUERY
from contrat_de_ville.adapters.store.acts import reading
from contrat_de_ville.adapters.store.models import (
    Depot,
    FichierRefuse,
    RepriseCanal,
    VersionDepot,
)
from contrat_de_ville.adapters.workspace import Workspace
from contrat_de_ville.domain.calendar import parse_instant
from contrat_de_ville.domain.journal import sha256_hex
from contrat_de_ville.domain.steps import StepReport
from contrat_de_ville.errors import BadInputError
from flows.cli.demarches import recuperer
from flows.cli.french import run
from flows.collect_demarches import collect_demarches
from tests.demarches_server import (
    DEMARCHE,
    SCHEMA,
    TOKEN,
    DemarcheServer,
    Fault,
    champ,
    dossier,
    serving,
)
from tests.store_builder import OPENED, REF, add_cycle


EXAMPLE = (
    Path(__file__).resolve().parents[2]
    / "config" / "demarches" / "exemple_100000.yaml"
)  # fmt: skip
AT = parse_instant("2016-12-01T09:00")
Collect = Callable[..., StepReport]


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[DemarcheServer]:
    """Serve seven dossiers of seven porteurs; the token is in the environment."""
    monkeypatch.setenv(TOKEN_VARIABLE, TOKEN)
    with serving(SCHEMA, [action(number) for number in range(1, 8)]) as running:
        yield running


@pytest.fixture
def mapping(server: DemarcheServer, tmp_path: Path) -> Path:
    """Write the example's mapping for this server, three dossiers a page."""
    text = EXAMPLE.read_text(encoding="utf-8")
    path = tmp_path / "essai_100000.yaml"
    path.write_text(
        text.replace(
            "https://demarche.numerique.gouv.fr/api/v2/graphql", server.url
        ).replace("taille_de_page: 50", "taille_de_page: 3"),
        encoding="utf-8",
    )
    return path


@pytest.fixture
def collect(workspace: Workspace, mapping: Path) -> Collect:
    """Give the flow, on an open cycle, run as plain functions."""
    with workspace.store().writing() as session:
        add_cycle(session)

    def run_flow(at: datetime = AT, **options: Any) -> StepReport:
        return collect_demarches.fn(
            REF.annee, DEMARCHE, REF.contrat, at, mapping, **options
        )

    return run_flow


def action(number: int, **others: Any) -> dict[str, Any]:
    """Invent the dossier of an action that bears its number."""
    champs = [champ("Intitulé de l’action", f"Action {number}")]
    return dossier(number, **{"champs": champs} | others)


def titles() -> list[str]:
    """Return the titles of the deposits registered, in order of their number."""
    with reading(REF) as (session, _, _):
        return list(session.scalars(select(Depot.title).order_by(Depot.numero)))


def count(table: Any) -> int:
    """Count the rows of a table."""
    with reading(REF) as (session, _, _):
        return len(session.scalars(select(table)).all())


def test_every_dossier_is_registered(collect: Collect, workspace: Workspace) -> None:
    """Three pages make seven deposits, each with its evidence and its reference."""
    report = collect()

    assert titles() == [f"Action {number}" for number in range(1, 8)]
    assert report.summary == (
        f"Démarche n° {DEMARCHE} : 7 dossiers nouveaux ou modifiés, 3 pages lues."
    )
    with reading(REF) as (session, _, _):
        first = session.scalars(select(VersionDepot).order_by(VersionDepot.id)).first()
        assert first is not None
        assert (first.channel, first.reference) == ("DEMARCHE", "1")
        kept = evidence.path_of(workspace.pieces, first.piece_sha256).read_bytes()
        assert sha256_hex(kept) == first.piece_sha256


def test_a_second_launch_does_nothing(collect: Collect) -> None:
    """Launched again, it asks from its cursor and registers nothing."""
    collect()
    report = collect()

    assert (report.rows, report.effects_count) == ((), 0)
    assert count(VersionDepot) == 7


def test_cut_then_resumed(collect: Collect, server: DemarcheServer) -> None:
    """Cut at the second page, it goes on from there: nothing lost, nothing doubled."""
    server.faults = [Fault(body=first_page(server)), Fault(status=404)]
    with pytest.raises(DemarcheError, match="404"):
        collect()

    assert titles() == ["Action 1", "Action 2", "Action 3"]
    asked = len(server.asked)
    collect()
    assert titles() == [f"Action {number}" for number in range(1, 8)]
    assert len(server.asked) - asked == 2
    assert (count(VersionDepot), count(FichierRefuse)) == (7, 0)


def test_a_corrected_dossier_is_a_version(
    collect: Collect, server: DemarcheServer
) -> None:
    """A dossier changed by its porteur comes again, as a version of its deposit."""
    collect()
    server.dossiers[1] = action(
        2,
        _updated="2016-12-02T09:00:00+01:00",
        dateDerniereModificationChamps="2016-12-02T09:00:00+01:00",
        champs=[champ("Intitulé de l’action", "Action 2 bis")],
    )
    collect(parse_instant("2016-12-03T09:00"))

    assert titles()[1] == "Action 2 bis"
    assert (count(Depot), count(VersionDepot)) == (7, 8)


def test_reading_everything_again(collect: Collect) -> None:
    """Asked for everything again, it recognises each dossier and registers none."""
    collect()
    report = collect(reprendre_tout=True)

    assert report.rows == ()
    assert (count(VersionDepot), count(FichierRefuse)) == (7, 0)


def test_a_rehearsal_leaves_nothing(collect: Collect) -> None:
    """In a rehearsal every page is read and shown, and nothing remains."""
    report = collect(a_blanc=True)

    assert len(report.rows) == 7
    assert (count(Depot), count(RepriseCanal)) == (0, 0)


def test_another_year(collect: Collect, mapping: Path) -> None:
    """A mapping of another year is refused before anything is asked."""
    text = mapping.read_text(encoding="utf-8")
    mapping.write_text(text.replace("exercice: 2017", "exercice: 2018"), "utf-8")

    with pytest.raises(BadInputError, match="pour 2018"):
        collect()


def test_the_command(
    collect: Collect,
    mapping: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The command registers what the flow does, and says it in French."""
    del collect
    arguments = ["--demarche", str(DEMARCHE), "--correspondance", str(mapping)]
    code = run(recuperer, [*arguments, "--au", "01/12/2016"])

    assert code == 0
    assert "7 dossiers nouveaux ou modifiés" in capsys.readouterr().out
    assert titles()[0] == "Action 1"


def test_the_command_without_token(
    collect: Collect,
    mapping: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Without a token, the command says which variable to set."""
    del collect
    monkeypatch.delenv(TOKEN_VARIABLE)
    arguments = ["--demarche", str(DEMARCHE), "--correspondance", str(mapping)]

    assert run(recuperer, [*arguments, "--au", "01/12/2016"]) == 1
    assert TOKEN_VARIABLE in capsys.readouterr().err


def first_page(server: DemarcheServer) -> bytes:
    """Return the first page that the server would answer."""
    variables = {"number": DEMARCHE, "first": 3, "updatedSince": OPENED.isoformat()}
    return json.dumps(server.answer({"query": QUERY, "variables": variables})).encode()
