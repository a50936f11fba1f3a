"""The question as columns and rows of whole numbers."""

from __future__ import annotations

from contrat_de_ville.domain.assembly.constraints import (
    Continuite,
    MinimumUtile,
    PlancherAxe,
)
from contrat_de_ville.domain.assembly.model import Row, build_model
from contrat_de_ville.domain.assembly.problem import Funding
from tests.assembly_builder import chantier, dossier, envelope, line, problem


def test_a_line_is_units_between_its_least_and_its_most() -> None:
    """Retained (0) or not; 1 000 to 4 200 euros (1) when it is; 5 000 € there are."""
    asked = problem(
        dossier(1, 6, line("ETAT", 4_200)),
        envelope("ETAT", 5_000),
        MinimumUtile(line_centimes=1_000_00),
    )
    model = build_model(asked)

    assert (model.lower, model.upper) == ([0, 0], [1, 4_200])
    assert model.rows == [
        Row(terms=((1, 1), (0, -4_200)), high=0),
        Row(terms=((1, 1), (0, -1_000)), low=0),
        Row(terms=((1, 1),), high=5_000),
    ]
    assert model.worths(asked) == [0, 600]
    assert model.amounts([1, 4_200]) == {"cle-001": {"ETAT": 4_200_00}}


def test_an_exact_aid_is_a_yes_or_a_no() -> None:
    """19 500 € in 30 000 €: at most one of it, the bound rounded the safe way."""
    model = build_model(
        problem(dossier(1, 6, chantier(19_500)), envelope("CAPH", 30_000))
    )

    assert model.upper == [1]
    assert model.rows == [Row(terms=((0, 1),), high=1)]
    assert model.amounts([0]) == {}


def test_a_whole_action_is_one_answer() -> None:
    """Both lines share one column."""
    asked = problem(
        dossier(1, 6, line("ETAT", 3_000), line("CAF", 2_000)),
        funding=Funding.ACTION_ENTIERE,
    )
    model = build_model(asked)

    assert model.upper == [1]
    assert model.amounts([1]) == {"cle-001": {"CAF": 2_000_00, "ETAT": 3_000_00}}


def test_what_a_person_imposed_is_a_lower_bound() -> None:
    """The action, and the exact aid of another; the excluded one has no column."""
    model = build_model(
        problem(
            dossier(1, 6, chantier(19_500), is_imposed=True),
            dossier(2, 6, chantier(5_000, is_imposed=True), line("ETAT", 0)),
            dossier(3, 6, line("ETAT", 3_000), is_excluded=True),
        )
    )

    assert (model.lower, model.upper) == ([1, 1], [1, 1])


def test_what_cannot_be_imposed_has_no_solution() -> None:
    """Nothing is at least one."""
    model = build_model(
        problem(dossier(1, 6, line("ETAT", 3, most_centimes=0), is_imposed=True))
    )

    assert model.rows == [Row(terms=(), low=1)]


def test_a_share_of_actions_is_rounded_up() -> None:
    """60 % of three renewed actions is two of them."""
    renewed = [
        dossier(n, 1, chantier(10), is_renewal=True, is_excluded=n == 3)
        for n in (1, 2, 3)
    ]
    model = build_model(problem(*renewed, Continuite(pct=60)))

    assert model.rows == [Row(terms=((0, 1), (1, 1)), low=2)]


def test_a_floor_compares_an_axe_with_the_whole() -> None:
    """20 %: 80 hundredths of what axe 3 gets, less 20 of the others, divided by 20."""
    model = build_model(
        problem(
            dossier(1, 1, chantier(10)),
            dossier(2, 1, chantier(10), axe=3),
            PlancherAxe(axe=3, pct=20),
        )
    )

    assert model.rows == [Row(terms=((0, -1), (1, 4)), low=0)]
