"""Programmings side by side, counted by hand."""

from __future__ import annotations

from contrat_de_ville.domain.assembly.comparing import (
    Assembled,
    ComparedRow,
    Comparison,
    Heading,
    Names,
    compare,
)
from contrat_de_ville.domain.balance import NO_PUBLIC, NO_QUARTIER
from tests.assembly_builder import dossier, granting, line, problem


ASKED = problem(
    dossier(
        1, 6, line("ETAT", 6_000), line("CAPH", 1_000),
        axe=3, quartiers=("QP059050", "QP059059"), publics=("femmes",),
        orientation="3.1", porteur="111111111",
    ),
    dossier(2, 4, line("ETAT", 5_000), axe=5, orientation="5.2", porteur="111111111"),
    quartiers={"QP059050": "Centre", "QP059059": "Arenberg", "QP059055": "Sabatier"},
)  # fmt: skip
BASE = Assembled(
    name="base",
    problem=ASKED,
    solution=granting(ASKED, {1: {"ETAT": 6_000, "CAPH": 1_001}}),
)
OTHER = Assembled(
    name="sans la CAPH", problem=ASKED, solution=granting(ASKED, {2: {"ETAT": 5_000}})
)
NAMES = Names(
    axes={3: "Santé", 4: "Habitat"},
    porteurs={"111111111": "Association A"},
    orientations=("3.1", "4.1", "5.2"),
)


def compared() -> Comparison:
    """Compare the two, with what axe 3 and CAF had last year."""
    previous = {Heading.AXE: {"3": 5_000_00}, Heading.FINANCEUR: {"CAF": 1_000_00}}
    return compare([BASE, OTHER], NAMES, previous)


def rows(heading: Heading) -> dict[str, ComparedRow]:
    """Return the rows of a heading by key."""
    (table,) = [one for one in compared().tables if one.heading is heading]
    return {one.key: one for one in table.rows}


def test_totals_are_side_by_side() -> None:
    """7 001 € for one action, against 5 000 € for another."""
    found = compared()

    assert found.names == ("base", "sans la CAPH")
    assert found.totals == (7_001_00, 5_000_00)
    assert found.retained == (1, 1)
    assert found.values == (42_006_00, 20_000_00)


def test_who_enters_and_who_leaves_is_said() -> None:
    """Against the base: nothing for itself, one of each for the other."""
    found = compared()

    assert found.entered == ((), ("2017-0002",))
    assert found.left == ((), ("2017-0001",))


def test_orientations_without_retained_action_are_said() -> None:
    """4.1 has none in either; each programming leaves another one empty."""
    assert compared().unanswered == (("4.1", "5.2"), ("3.1", "4.1"))


def test_axes_are_against_last_year() -> None:
    """Axe 3 had 5 000 €; axe 4 has nothing in either; axe 5 is not of the contrat."""
    found = rows(Heading.AXE)

    assert found["3"] == ComparedRow(
        key="3",
        label="Axe 3 – Santé",
        previous_centimes=5_000_00,
        centimes=(7_001_00, 0),
        actions_count=(1, 0),
    )
    assert found["4"].centimes == (0, 0)
    assert found["5"].label == "Axe 5 – inconnu du contrat"
    assert found["3"].changes() == (0, -7_001_00)


def test_a_shared_action_is_split_without_counting_a_euro_twice() -> None:
    """7 001 € over two quartiers is 3 500,50 € each; Sabatier has nothing."""
    found = rows(Heading.QUARTIER)

    assert {key: one.centimes for key, one in found.items()} == {
        "": (0, 5_000_00),
        "QP059050": (3_500_50, 0),
        "QP059055": (0, 0),
        "QP059059": (3_500_50, 0),
    }
    assert (found[""].label, found["QP059059"].label) == (NO_QUARTIER, "Arenberg")


def test_publics_and_porteurs_have_their_names() -> None:
    """The second action names no public; one porteur has both."""
    publics, porteurs = rows(Heading.PUBLIC), rows(Heading.PORTEUR)

    assert publics["femmes"].centimes == (7_001_00, 0)
    assert (publics[""].label, publics[""].centimes) == (NO_PUBLIC, (0, 5_000_00))
    assert porteurs["111111111"].label == "Association A"
    assert porteurs["111111111"].centimes == (7_001_00, 5_000_00)


def test_a_funder_of_last_year_is_kept_in_sight() -> None:
    """CAF gave 1 000 € and gives nothing now."""
    found = rows(Heading.FINANCEUR)

    assert found["ETAT"].centimes == (6_000_00, 5_000_00)
    assert (found["CAF"].label, found["CAF"].previous_centimes) == ("la CAF", 1_000_00)
    assert found["CAF"].centimes == (0, 0)


def test_every_table_sums_to_what_is_programmed() -> None:
    """To the centime, under each programming."""
    found = compared()

    for table in found.tables:
        for rank in range(2):
            total = sum(one.centimes[rank] for one in table.rows)
            assert total == found.totals[rank]
