"""The annexes of two acts that follow each other: each keeps what it voted."""

from __future__ import annotations

from pathlib import Path

import pytest

from contrat_de_ville.adapters.workspace import current_workspace
from contrat_de_ville.domain.money import NARROW_NBSP, NBSP
from tasks.amending import record_amendment
from tasks.decisions import record_acte
from tasks.freezing import Signed
from tasks.outputs import record_outputs
from tests.frozen_builder import AFTER, ATELIERS, DELIBERATION, REUSSITE, build_frozen
from tests.store_builder import REF


FIRST = f"annexe-CAPH-2017-{DELIBERATION.date().isoformat()}.html"
SECOND = f"annexe-CAPH-2017-{AFTER.date().isoformat()}.html"
PROJECT = "annexe-CAPH-2017-projet.html"
SIGNED = Signed(reason="Désistement.", author="copil", minute="PV du 17/04/2017")
TRANSFER = {(ATELIERS, "CAPH"): 1_500_00, (REUSSITE, "CAPH"): 1_500_00}


@pytest.fixture(autouse=True)
def _frozen(workspace: object) -> None:
    del workspace
    build_frozen()


def written() -> set[str]:
    """Write the outputs; return the pages of CAPH that are there."""
    record_outputs(REF, AFTER, a_blanc=False)
    return {one.name for one in folder().glob("annexe-CAPH-*.html")}


def folder() -> Path:
    """Return where the annexes are."""
    return current_workspace().outputs(REF) / "annexes"


def page(name: str) -> str:
    """Return a page with the spaces a keyboard writes."""
    text = (folder() / name).read_text("utf-8")
    return text.replace(NBSP, " ").replace(NARROW_NBSP, " ")


def decide_first() -> None:
    """Record the first act of CAPH."""
    record_acte(REF, "CAPH", "Délibération 1", DELIBERATION.date(), at=DELIBERATION)


def decide_twice() -> None:
    """Write the annex of a first act, then amend two lines and decide them."""
    decide_first()
    written()
    record_amendment(REF, TRANSFER, SIGNED, at=AFTER)
    record_acte(REF, "CAPH", "Délibération 2", AFTER.date(), at=AFTER)


def test_a_project_becomes_the_annex_of_its_act() -> None:
    """Before the act a project; after it the annex, and no project any more."""
    before = written()
    decide_first()

    assert before == {PROJECT}
    assert written() == {FIRST}
    assert "Délibération 1 du" in page(FIRST)


def test_an_amendment_makes_the_project_of_the_next_act() -> None:
    """The annex voted is left alone; what waits for an act is a project."""
    decide_first()
    written()
    voted = (folder() / FIRST).read_bytes()
    record_amendment(REF, TRANSFER, SIGNED, at=AFTER)

    assert written() == {FIRST, PROJECT}
    assert (folder() / FIRST).read_bytes() == voted
    assert "2 subventions pour un total de 3 000 €" in page(PROJECT)


def test_each_act_has_its_own_annex() -> None:
    """The second has its two lines under version 2; the first is not rewritten."""
    decide_twice()
    voted = (folder() / FIRST).read_bytes()

    assert written() == {FIRST, SECOND}
    assert (folder() / FIRST).read_bytes() == voted
    assert "2 subventions pour un total de 3 000 €" in page(SECOND)
    assert "Délibération 1" not in page(SECOND)
    assert ("version 1, " in page(FIRST), "version 2, " in page(SECOND)) == (
        True,
        True,
    )


def test_a_lost_annex_is_written_again_as_it_was_voted() -> None:
    """The workshops still have their 2 000 €, and the later act is told."""
    decide_twice()
    (folder() / FIRST).unlink()
    written()

    assert "2 lignes de cette annexe ont été décidées à nouveau" in page(FIRST)
    assert "2 000 €" in page(FIRST)
    assert "Délibération 2" not in page(FIRST)
