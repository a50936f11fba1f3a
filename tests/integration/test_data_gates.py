"""Data that break their contract stop what would be built on them."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import datetime, time
from pathlib import Path

import pytest
from sqlalchemy import update

from contrat_de_ville.adapters.clock import moved_to
from contrat_de_ville.adapters.store.models import Bilan, Ligne, Programmation
from contrat_de_ville.adapters.workspace import (
    DATABASE_VARIABLE,
    FOLDER_VARIABLE,
    current_workspace,
)
from flows.avancer import FLOWS
from tasks.arbitrage import adopt_proposals
from tasks.datasets import UnsoundDataError, check_data
from tasks.outputs import record_outputs
from tests import small_year
from tests.small_year import COPIL, END, REF, tables


@pytest.fixture(scope="module")
def halts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Play the small year once and keep its folder at each halt."""
    top = tmp_path_factory.mktemp("annee")
    kept: dict[str, Path] = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(FOLDER_VARIABLE, str(top / "jouee"))
        patch.delenv(DATABASE_VARIABLE, raising=False)

        def stage(name: str) -> None:
            # Closed, SQLite has everything in the one file that is copied.
            current_workspace().store().close()
            kept[name] = shutil.copytree(top / "jouee", top / name)

        small_year.play(run, stage)
        current_workspace().store().close()
    return kept


@pytest.fixture
def stand_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, halts: dict[str, Path]
) -> Iterator[Callable[[str], None]]:
    """Give a way to stand in a copy of the year at one of its halts."""
    folder = tmp_path / "annee"
    monkeypatch.setenv(FOLDER_VARIABLE, str(folder))
    monkeypatch.delenv(DATABASE_VARIABLE, raising=False)
    yield lambda name: (shutil.copytree(halts[name], folder), None)[1]
    current_workspace().store().close()


def run(code: str, at: datetime) -> None:
    """Run one step as of *at*."""
    with moved_to(at):
        FLOWS[code].fn(REF.annee, REF.contrat)


def spoil(statement: object) -> None:
    """Write in the database what no act of ours would."""
    with current_workspace().store().writing() as session:
        session.execute(statement)  # type: ignore[call-overload]  # (any update)


class TestGates:
    """What is frozen, notified, closed or published rests on sound data."""

    def test_a_refusal_without_motive_is_not_frozen(
        self, stand_at: Callable[[str], None]
    ) -> None:
        """A zero arbitrated without a word stops the freeze, and nothing remains."""
        stand_at("propose")
        at = COPIL.replace(hour=17)
        adopt_proposals(REF, at, a_blanc=False)
        spoil(update(Ligne).values(arbitre_centimes=0, arbitre_reason=" "))
        before = tables()

        with pytest.raises(UnsoundDataError) as refused:
            run("assemble_programmation", at)

        assert "Le refus de CAPH n’est pas motivé." in str(refused.value)
        assert "Programmation à figer : rien n'est fait" in str(refused.value)
        assert before == tables()

    def test_a_decision_without_act_is_not_notified(
        self, stand_at: Callable[[str], None]
    ) -> None:
        """A funder's amount without its act stops the letters."""
        stand_at("fige")
        spoil(update(Ligne).values(decide_centimes=1))
        before = tables()

        with pytest.raises(UnsoundDataError, match="décidés sans acte daté"):
            run("notify_decisions", COPIL.replace(hour=18))

        assert before == tables()

    def test_a_bilan_without_amount_does_not_close_the_year(
        self, stand_at: Callable[[str], None]
    ) -> None:
        """A bilan received without its amount stops the closing."""
        stand_at("bilans")
        spoil(update(Bilan).values(received_at=END, realise_centimes=None))

        with pytest.raises(UnsoundDataError, match="sans dire ce qui a été dépensé"):
            run("collect_bilans", END)

        assert tables()["cycle"][0]["closed_at"] is None

    def test_what_is_published_is_what_was_frozen(
        self, stand_at: Callable[[str], None]
    ) -> None:
        """An amount changed under the frozen version is not written out."""
        stand_at("fige")
        spoil(update(Programmation).values(rows=[]))
        # An empty version says nothing was frozen: the table may be written.
        record_outputs(REF, COPIL.replace(hour=18), a_blanc=False)
        rows = [{"numero": "2017-0001", "arbitre_centimes": 1, "financeur": "CAPH"}]
        spoil(update(Programmation).values(rows=rows))

        with pytest.raises(UnsoundDataError, match="s’écarte de la progr"):
            record_outputs(REF, COPIL.replace(hour=18), a_blanc=False)

    def test_every_data_set_is_shown_with_its_rows(
        self, stand_at: Callable[[str], None]
    ) -> None:
        """On sound data the check counts each data set and finds nothing blocking."""
        stand_at("fige")
        report = check_data(REF, datetime.combine(COPIL, time(18), COPIL.tzinfo))

        assert "lignes_budget" in report.summary
        assert "export_programmation" in report.summary
        assert [row for row in report.rows if row[2] == "bloquant"] == []
