"""The year's money spread by axe, quartier, public and funder, counted by hand."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from contrat_de_ville.domain.answers import (
    avis_by_conseil,
    unexplored,
)
from contrat_de_ville.domain.balance import (
    NO_COMMUNE,
    NO_PUBLIC,
    NO_QUARTIER,
    Totals,
    by_axis,
    by_commune,
    by_funder,
    by_novelty,
    by_public,
    by_quartier,
    is_arbitrated,
    retained_centimes,
    retained_rate,
    totals,
)
from contrat_de_ville.domain.overview import ActionRow
from tests.overview_builder import (
    CENTRE,
    GAMBETTA,
    LIBERTE,
    action,
    funder_line,
    overview,
)


class TestTotals:
    """The whole year."""

    def test_counts_and_sums_every_action(self) -> None:
        """Twelve files, two not admissible, eight programmed, to the centime."""
        expected = Totals(
            deposited_count=12,
            admissible_count=10,
            programmed_count=8,
            asked_centimes=83_250_51,
            proposed_centimes=0,
            programmed_centimes=64_250_01,
        )

        assert expected == totals(overview())

    def test_a_refusal_is_a_decision(self) -> None:
        """A year where the COPIL only refused has been arbitrated."""
        refused = overview(actions=(action(1, 1, funder_line("CAF", 100, 0)),))
        waiting = overview(actions=(action(1, 1, funder_line("CAF", 100)),))

        assert (is_arbitrated(refused), is_arbitrated(waiting)) == (True, False)


class TestByAxis:
    """By axe."""

    def test_spreads_by_axe(self) -> None:
        """Each axe has what its actions ask and get."""
        rows = by_axis(overview())

        assert [row.key for row in rows] == ["1", "2", "3"]
        assert [row.asked_centimes for row in rows] == [12_900_00, 49_000_50, 21_350_01]
        assert [row.programmed_centimes for row in rows] == [
            12_900_00,
            42_000_00,
            9_350_01,
        ]
        assert [row.actions_count for row in rows] == [2, 3, 5]

    def test_keeps_an_axe_the_contrat_does_not_know(self) -> None:
        """An action of an unknown axe is shown, so that nothing is lost."""
        rows = by_axis(overview(actions=(action(1, 9, funder_line("CAF", 500)),)))

        assert (rows[-1].key, rows[-1].asked_centimes) == ("9", 500)


class TestByQuartier:
    """By quartier, shared equally."""

    def test_splits_an_action_between_its_quartiers(self) -> None:
        """Each quartier has its equal part; the odd centime goes to the first code."""
        amounts = {row.key: row.programmed_centimes for row in by_quartier(overview())}

        assert amounts == {
            CENTRE: 17_533_35,
            LIBERTE: 21_283_33,
            GAMBETTA: 12_533_33,
            "": 12_900_00,
        }

    def test_sums_to_the_totals(self) -> None:
        """The quartiers together ask and get what the actions do."""
        rows, whole = by_quartier(overview()), totals(overview())

        assert whole.asked_centimes == sum(row.asked_centimes for row in rows)
        assert whole.programmed_centimes == sum(row.programmed_centimes for row in rows)

    def test_names_what_has_no_quartier_last(self) -> None:
        """Actions over the whole territory stand under their own heading, last."""
        assert by_quartier(overview())[-1].label == NO_QUARTIER

    def test_a_quartier_written_twice_counts_once(self) -> None:
        """A code repeated in a file does not take a second part."""
        codes = (CENTRE, CENTRE, LIBERTE)
        twice = action(1, 1, funder_line("CAF", 90), quartiers=codes)
        rows = by_quartier(overview(actions=(twice,)))

        assert {row.key: row.asked_centimes for row in rows} == {
            CENTRE: 45,
            LIBERTE: 45,
            GAMBETTA: 0,
        }


class TestByPublic:
    """By priority public."""

    def test_sums_to_the_totals_and_counts_in_each(self) -> None:
        """Amounts are split between publics, numbers are not."""
        rows = {row.key: row for row in by_public(overview())}

        assert [row.actions_count for row in rows.values()] == [9, 0, 1, 1]
        assert rows["femmes"].programmed_centimes == 50_00
        assert (rows[""].label, rows[""].asked_centimes) == (NO_PUBLIC, 6_000_00)
        assert sum(row.asked_centimes for row in rows.values()) == 83_250_51


class TestByCommune:
    """By commune, shared equally."""

    def test_splits_an_action_between_its_communes(self) -> None:
        """100,01 € over Denain and Lourches: the odd centime goes to the first."""
        both = action(1, 1, funder_line("CAF", 100_01), communes=("Lourches", "Denain"))
        nowhere = action(2, 1, funder_line("CAF", 5_00), communes=())
        rows = by_commune(overview(actions=(both, nowhere)))

        assert [(row.label, row.asked_centimes) for row in rows] == [
            ("Denain", 50_01), ("Lourches", 50_00), (NO_COMMUNE, 5_00),
        ]  # fmt: skip


class TestByNovelty:
    """New against renewed."""

    def test_every_action_is_one_or_the_other(self) -> None:
        """Action 2 alone is renewed: 17 000 € of the 83 250,51 € asked."""
        rows = by_novelty(overview())

        assert [(row.key, row.actions_count, row.asked_centimes) for row in rows] == [
            ("nouvelle", 9, 66_250_51), ("reconduite", 1, 17_000_00),
        ]  # fmt: skip


_AMOUNTS = st.one_of(st.none(), st.integers(0, 10**9))
_LINES = st.builds(
    lambda funder, asked, proposed, kept: funder_line(
        funder, asked, kept, proposed_centimes=proposed
    ),
    st.sampled_from(("ETAT", "CAPH", "CAF")), st.integers(0, 10**9), _AMOUNTS, _AMOUNTS,
)  # fmt: skip
_ACTIONS = st.builds(
    lambda axe, quartiers, communes, publics, line, renewed: action(
        1, axe, line, quartiers=tuple(quartiers), communes=tuple(communes),
        publics=tuple(publics), is_renewal=renewed,
    ),
    st.integers(0, 9),
    st.lists(st.sampled_from((CENTRE, LIBERTE, GAMBETTA, "QP059059")), max_size=5),
    st.lists(st.sampled_from(("Denain", "Lourches", "59112")), max_size=4),
    st.lists(st.sampled_from(("jeunes", "femmes", "inconnu")), max_size=3),
    _LINES, st.booleans(),
)  # fmt: skip


@given(st.lists(_ACTIONS, max_size=12))
def test_every_spread_sums_to_the_whole(actions: list[ActionRow]) -> None:
    """Whatever the places and publics, no centime is lost or counted twice."""
    year = overview(actions=tuple(actions))
    whole = totals(year)

    for spread in (by_axis, by_quartier, by_commune, by_public, by_novelty):
        rows = spread(year)
        assert sum(row.asked_centimes for row in rows) == whole.asked_centimes
        assert sum(row.proposed_centimes for row in rows) == whole.proposed_centimes
        assert sum(row.programmed_centimes for row in rows) == whole.programmed_centimes


class TestByFunder:
    """By funder, beside the envelopes."""

    def test_sums_lines_beside_the_envelopes(self) -> None:
        """Asked, programmed, decided and left, one row per funder."""
        rows = {row.funder: row for row in by_funder(overview())}

        assert (
            rows["ETAT"].asked_centimes,
            rows["ETAT"].programmed_centimes,
            rows["ETAT"].decided_centimes,
            rows["ETAT"].remaining_centimes,
        ) == (23_850_01, 13_350_01, 5_000_00, 6_649_99)
        assert rows["CAPH"].remaining_centimes == 0
        assert rows["CAF"].remaining_centimes is None

    def test_keeps_a_funder_without_an_envelope_row(self) -> None:
        """Lines of a funder nobody declared still count, under its code."""
        rows = by_funder(overview(actions=(action(1, 1, funder_line("REGION", 700)),)))

        assert (rows[-1].name, rows[-1].asked_centimes) == ("REGION", 700)


class TestRetained:
    """What the COPIL retained of one action."""

    def test_no_decision_is_not_zero(self) -> None:
        """Undecided is nothing, refused is zero, one decided line is enough."""
        undecided = action(1, 1, funder_line("CAF", 100))
        refused = action(2, 1, funder_line("CAF", 100, 0))
        partly = action(3, 1, funder_line("CAF", 100), funder_line("CAPH", 100, 40))

        assert [retained_centimes(one) for one in (undecided, refused, partly)] == [
            None,
            0,
            40,
        ]

    def test_the_rate_is_on_the_cost_without_contributions_in_kind(self) -> None:
        """4 000 € of a cash cost of 16 000 € is 25 %, undecided has no rate."""
        decided = action(1, 1, funder_line("CAF", 4_000_00, 4_000_00))
        undecided = action(2, 1, funder_line("CAF", 4_000_00))

        assert (Decimal("25.0"), None) == (
            retained_rate(decided),
            retained_rate(undecided),
        )


class TestAnswers:
    """Conseils and orientations."""

    def test_counts_the_avis_of_each_conseil(self) -> None:
        """Two conseils spoke, or were silent; each kind is counted."""
        rows = avis_by_conseil(overview())

        assert [row.conseil for row in rows] == ["Centre", "Gambetta"]
        assert [row.counts for row in rows] == [
            {"FAVORABLE": 1, "FAVORABLE_AVEC_RESERVES": 1},
            {"DEFAVORABLE": 1, "NON_RENDU": 1},
        ]

    def test_tells_the_fields_nobody_explores(self) -> None:
        """3.2 drew no deposit; 3.3 drew one and nothing was programmed."""
        found = unexplored(overview())

        assert [row.code for row in found.without_deposit] == ["3.2"]
        assert [row.code for row in found.deposited_only] == ["3.3"]
