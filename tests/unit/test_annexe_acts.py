"""Which lines the annex of an act has, and how its files are named."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from contrat_de_ville.domain.annexe_acts import (
    FunderAct,
    ReplacedDecision,
    act_named,
    act_of,
    acts_in_order,
    amounts_voted,
    as_voted,
    file_stem,
    still_to_vote,
)
from contrat_de_ville.domain.overview import FunderLine, Overview
from tests.overview_builder import action, funder_line, overview


FIRST = FunderAct(funder="CAPH", reference="Délibération 1", on=date(2017, 4, 10))
SECOND = FunderAct(funder="CAPH", reference="Délibération 2", on=date(2017, 5, 22))
WAS = ReplacedDecision(act=FIRST, numero="2017-0002", amount_centimes=8_000_00)


def decided(euros: int, act: FunderAct, arbitrated: int | None = None) -> FunderLine:
    """Build a line of CAPH that an act decided, arbitrated as such unless told."""
    return funder_line(
        "CAPH", 9_000_00, (euros if arbitrated is None else arbitrated) * 100,
        decided_centimes=euros * 100, act=act.label, act_reference=act.reference,
        acted_on=act.on,
    )  # fmt: skip


def year() -> Overview:
    """Build a year where the second act took 1 000 € from what the first gave."""
    return overview(
        actions=(
            action(1, 1, decided(4_000, FIRST)),
            action(2, 2, decided(7_000, SECOND)),
            action(3, 3, decided(5_000, FIRST, arbitrated=6_000)),
            action(4, 3, funder_line("CAPH", 2_000_00, 2_000_00)),
            replace(action(5, 4), path="TFPB"),
        )
    )


def test_an_act_has_what_it_decided_as_it_decided_it() -> None:
    """The first gave 8 000 € where the second gives 7 000 €."""
    first = as_voted(year(), FIRST, [WAS], is_first=True)
    second = as_voted(year(), SECOND, [WAS], is_first=False)

    assert amounts_voted(first, FIRST) == {
        "2017-0001": 4_000_00, "2017-0002": 8_000_00, "2017-0003": 5_000_00,
    }  # fmt: skip
    assert amounts_voted(second, SECOND) == {"2017-0002": 7_000_00}


def test_what_no_act_decides_is_told_with_the_first() -> None:
    """A landlord's engagement goes with the first act and not with the second."""
    told = [
        {one.numero for one in as_voted(year(), act, [WAS], is_first=is_first).actions}
        for act, is_first in ((FIRST, True), (SECOND, False))
    ]

    assert told == [
        {"2017-0001", "2017-0002", "2017-0003", "2017-0005"},
        {"2017-0002"},
    ]


def test_the_next_project_has_what_waits_for_an_act() -> None:
    """A line amended to 6 000 € and one nobody decided; then nothing is left."""
    waiting = still_to_vote(year(), "CAPH")
    done = still_to_vote(overview(actions=year().actions[:2]), "CAPH")

    assert waiting is not None
    assert [
        (one.numero, line.arbitrated_centimes, line.decided_centimes)
        for one in waiting.actions
        for line in one.lines
    ] == [("2017-0003", 6_000_00, None), ("2017-0004", 2_000_00, None)]
    assert (waiting.council_at, done) == (None, None)


def test_files_are_named_by_the_day_and_a_rank_within_it() -> None:
    """Two acts of one day: the second recorded has the rank 2."""
    again = replace(FIRST, reference="Délibération 1 bis")
    names = [file_stem(one, (FIRST, again, SECOND), 2017) for one in (FIRST, again)]

    assert names == ["annexe-CAPH-2017-2017-04-10", "annexe-CAPH-2017-2017-04-10-2"]


def test_acts_are_in_the_order_they_were_recorded() -> None:
    """The journal's order first; an act that decided nothing that is known is not."""
    nothing = replace(FIRST, reference="Délibération 0")

    assert acts_in_order(year(), [nothing, SECOND, FIRST], []) == (SECOND, FIRST)
    assert acts_in_order(year(), [], [WAS]) == (FIRST, SECOND)


def test_an_entry_of_the_budget_is_by_the_same_act() -> None:
    """What the agglomération carries is « inscrit » by the délibération it votes."""
    named = "Inscription budgétaire : Délibération 1"

    assert act_named("CAPH", named, date(2017, 4, 10)) == FIRST
    assert act_of(funder_line("CAPH", 1_00)) is None
