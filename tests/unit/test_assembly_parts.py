"""What is set within an envelope (« dont »): a ceiling, reserved or not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from contrat_de_ville.adapters.solver import solve
from contrat_de_ville.domain.assembly.conflict import (
    InfeasibleError,
    evident_conflicts,
)
from contrat_de_ville.domain.assembly.constraints import Enveloppe, PartEnveloppe
from contrat_de_ville.domain.assembly.explaining import explain
from contrat_de_ville.domain.assembly.pricing import exact_price
from contrat_de_ville.domain.assembly.problem import Funding, Problem
from contrat_de_ville.domain.assembly.record import problem_record
from contrat_de_ville.domain.assembly.scenario_text import parse_scenario
from contrat_de_ville.domain.assembly.tally import Tally
from contrat_de_ville.domain.assembly.verifying import violations
from tests.assembly_builder import (
    chantier,
    dossier,
    envelope,
    granting,
    in_euros,
    line,
    plain,
    problem,
)


DRE = PartEnveloppe(
    funder="ETAT", part="DRE", label="réussite éducative", centimes=3_000_00
)
RESERVED = Enveloppe(funder="ETAT", centimes=10_000_00, reserved=(("DRE", 3_000_00),))
INSIDE = dossier(1, 9, line("ETAT", 5_000, part="DRE"))
OUTSIDE = dossier(2, 5, line("ETAT", 9_000))
BOTH = problem(INSIDE, OUTSIDE, envelope("ETAT", 10_000), DRE)
CLOSED = problem(INSIDE, OUTSIDE, RESERVED, DRE)
FEW = replace(INSIDE, lines=(line("ETAT", 2_000, part="DRE"),))
UNUSED = problem(FEW, OUTSIDE, RESERVED, DRE)


def reasons(question: Problem) -> dict[int, str]:
    """Return the sentence of each action's one line, by its number."""
    found = explain(question, solve(question))
    return {
        int(one.numero[-4:]): plain(one.lines[0].sentence) for one in found.dossiers
    }


def test_a_part_is_a_ceiling_for_its_own_lines() -> None:
    """The worthiest has 3 000 of the 5 000 € it asks; the other has the rest."""
    assert in_euros(solve(BOTH)) == {1: {"ETAT": 3_000}, 2: {"ETAT": 7_000}}


def test_what_a_part_does_not_use_is_for_the_others() -> None:
    """2 000 € asked of 3 000: 8 000 € are left, unless the part is reserved."""
    opened = problem(FEW, OUTSIDE, envelope("ETAT", 10_000), DRE)

    assert in_euros(solve(opened)) == {1: {"ETAT": 2_000}, 2: {"ETAT": 8_000}}
    assert in_euros(solve(UNUSED)) == {1: {"ETAT": 2_000}, 2: {"ETAT": 7_000}}


def test_a_committee_reads_which_part_holds_a_line() -> None:
    """The part by its name, and the envelope with what it keeps."""
    assert reasons(BOTH)[1] == (
        "Part « réussite éducative » de l'enveloppe de l'État épuisée : il reste 0 € ; "
        "l'enveloppe de l'État l'empêche aussi"
    )
    assert reasons(UNUSED)[2].startswith(
        "Enveloppe de l'État (dont 3 000 € réservés) épuisée : il reste 0 €"
    )


def test_the_price_of_a_part_says_what_it_would_take() -> None:
    """Without it 2 000 € go from the second to the first: 2 000 × (9 − 5)."""
    free = solve(BOTH.without(DRE))

    found = exact_price(BOTH, DRE, solve(BOTH), free)

    assert plain(found.sentence) == (
        "La part « réussite éducative » de l'enveloppe de l'État coûte 8 000 points ; "
        "sans elle, il faudrait 2 000 € de plus."
    )


@pytest.mark.parametrize(
    ("inside", "outside", "expected"),
    [
        (3_000, 7_000, []),
        (3_001, 6_000, ["Part « réussite éducative » de l'enveloppe de l'État"]),
        (2_000, 7_001, ["Enveloppe de l'État (dont 3 000 € réservés)"]),
    ],
)
def test_every_programming_is_checked(
    inside: int, outside: int, expected: list[str]
) -> None:
    """One euro above the part, or above what the reserved part leaves."""
    granted = granting(CLOSED, {1: {"ETAT": inside}, 2: {"ETAT": outside}})

    found = violations(CLOSED, granted.amounts)

    assert [plain(one.name) for one in found] == expected


def test_room_is_that_of_the_line() -> None:
    """Of 10 000 €, 3 000 reserved and 6 000 given outside: 1 000 there, 4 000 here."""
    tally = Tally(CLOSED.dossiers, {"cle-002": {"ETAT": 6_000_00}})

    assert RESERVED.room(tally, OUTSIDE, "ETAT") == 1_000_00
    assert RESERVED.room(tally, INSIDE, "ETAT") == 4_000_00
    assert DRE.room(tally, INSIDE, "ETAT") == 3_000_00
    assert DRE.room(tally, OUTSIDE, "ETAT") is None


def test_an_envelope_under_its_reserved_parts_leaves_nothing_to_the_others() -> None:
    """A scenario lowers the envelope: what is reserved goes down with it."""
    small = parse_scenario("Peu", ["enveloppe ETAT 2 000 €"]).applied_to(CLOSED)

    assert in_euros(solve(small)) == {1: {"ETAT": 2_000}}


def test_a_scenario_may_drop_a_part() -> None:
    """By its funder and its code, as it is listed."""
    free = parse_scenario("Libre", ["sans part ETAT DRE"]).applied_to(BOTH)

    assert in_euros(solve(free)) == {1: {"ETAT": 5_000}, 2: {"ETAT": 5_000}}


def test_imposed_aids_fit_their_part() -> None:
    """Two aids of 19 500 € and 15 000 € where 30 000 € are set for them."""
    part = PartEnveloppe(funder="CAPH", part="ACI", label="ACI", centimes=30_000_00)
    aids = [
        dossier(1, 0, chantier(19_500, is_imposed=True, part="ACI")),
        dossier(2, 0, chantier(15_000, is_imposed=True, part="ACI")),
    ]

    found = evident_conflicts(problem(*aids, envelope("CAPH", 50_000), part))

    assert [plain(one.sentence) for one in found] == [
        (
            "Les aides imposées (2017-0001 et 2017-0002) font 34 500 €, et la part "
            "« ACI » de l'enveloppe de La Porte du Hainaut est de 30 000 €."
        )
    ]


def test_imposed_aids_fit_what_reserved_parts_leave() -> None:
    """19 500 € imposed where 30 000 € less 15 000 € reserved are left."""
    kept = Enveloppe(funder="CAPH", centimes=30_000_00, reserved=(("DRE", 15_000_00),))
    aid = dossier(1, 0, chantier(19_500, is_imposed=True))

    with pytest.raises(InfeasibleError, match="hors parts réservées est de"):
        solve(problem(aid, kept))


def test_an_action_whole_or_nothing_is_held_by_another_funders_part() -> None:
    """2 000 € of CAF are there; the State's part is not."""
    whole = dossier(1, 9, line("ETAT", 5_000, part="DRE"), line("CAF", 2_000))
    asked = problem(
        whole, envelope("ETAT", 10_000), DRE, funding=Funding.ACTION_ENTIERE
    )

    (found,) = explain(asked, solve(asked)).dossiers

    assert [one.held_by for one in found.lines] == [("part ETAT DRE",)] * 2


def test_the_record_of_a_question_forgets_numbers_and_titles() -> None:
    """The same files under other numbers ask the same; another part does not."""
    other = replace(INSIDE, numero="2017-0099", title="Autre")

    assert problem_record(problem(other, OUTSIDE, DRE)) == problem_record(
        problem(OUTSIDE, INSIDE, DRE)
    )
    assert problem_record(BOTH) != problem_record(CLOSED)
