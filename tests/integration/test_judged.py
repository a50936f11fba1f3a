"""What persons judge is kept in its tables, and read by the sheets."""

from __future__ import annotations

from datetime import date, time

import pytest

from contrat_de_ville.adapters.store.acts import reading
from contrat_de_ville.adapters.store.judged import accepted_with, innovation_scores
from contrat_de_ville.adapters.workspace import Workspace
from contrat_de_ville.domain.calendar import paris
from contrat_de_ville.domain.criteria_records import InnovationScore, Verdict
from contrat_de_ville.errors import BadInputError
from flows.cli.commands import programmation
from flows.cli.french import run
from tasks.criteria import read_action_sheet
from tasks.innovation import record_score
from tests.store_builder import REF


AT = paris(date(2017, 4, 1), time(9, 0))


def build_score(criterion: str = "experimentation", **changes: str) -> InnovationScore:
    """Return a criterion that the technical committee found met."""
    given = {"evidence": "Première du Valenciennois.", "author": "Comité"} | changes
    return InnovationScore(criterion=criterion, is_met=True, at=AT, **given)


def test_a_score_is_on_the_sheet(year: Workspace) -> None:
    """One criterion scored of the four: it is a yes, with its evidence."""
    del year
    record_score(REF, "2017-0001", build_score())
    sheet = read_action_sheet(REF, "2017-0001", AT)
    found = {one.code: one for one in sheet.readings}["innovation.experimentation"]

    assert found.verdict is Verdict.OUI
    assert found.evidence[0].text == "Première du Valenciennois."


def test_a_second_score_replaces_the_first(year: Workspace) -> None:
    """One row a criterion; the journal keeps both."""
    del year
    record_score(REF, "2017-0001", build_score())
    record_score(REF, "2017-0001", build_score(evidence="Vu sur place."))
    with reading(REF) as (session, cycle, _):
        (scores,) = innovation_scores(session, cycle).values()

    assert [one.evidence for one in scores] == ["Vu sur place."]


@pytest.mark.parametrize(
    ("score", "said"),
    [
        (build_score("audace"), "n'est pas un critère"),
        (build_score(author=" "), "Qui note"),
        (build_score(evidence=""), "d'après quoi"),
    ],
)
def test_a_score_is_whole(year: Workspace, score: InnovationScore, said: str) -> None:
    """A criterion of the note, someone, and what shows it."""
    del year

    with pytest.raises(BadInputError, match=said):
        record_score(REF, "2017-0001", score)


def test_the_command_scores(year: Workspace) -> None:
    """« innovation NUMERO CRITERE oui --preuve … --par … »."""
    del year
    options = ["--preuve", "Vu.", "--par", "Comité", "--au", "2017-04-01T09:00"]
    arguments = ["innovation", "2017-0001", "experimentation", "oui", *options]

    assert run(programmation, arguments) == 0
    with reading(REF) as (session, cycle, _):
        assert len(innovation_scores(session, cycle)) == 1
        assert accepted_with(session, cycle) == {}
