"""How much the money gathers on a few porteurs, counted by hand."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from contrat_de_ville.adapters.balance_pictures import (
    concentration_sentence,
    draw_balance,
)
from contrat_de_ville.domain.concentration import concentration_of
from contrat_de_ville.domain.money import NARROW_NBSP
from contrat_de_ville.domain.overview import ActionRow
from tests.overview_builder import action, funder_line, overview


def by(rank: int, siret: str, kept: int | None, **changes: str) -> ActionRow:
    """Build an action of the body of that SIRET, 500 € asked."""
    line = funder_line("CAF", 500_00, kept)
    return action(rank, 1, line, **{"siret": siret, "porteur": siret, **changes})


# Two establishments of one body (100 + 200), another one (450), one refused.
YEAR = overview(
    actions=(
        by(1, "11111111100011", 100_00, porteur="Le Préau"),
        by(2, "22222222200022", 450_00, porteur="Les Berges"),
        by(3, "11111111100029", 200_00, porteur="Le Préau, antenne"),
        by(4, "11111111100011", None, porteur="Le Préau"),
        by(5, "33333333300033", 0, porteur="Refusée"),
    )
)


class TestConcentration:
    """By legal body, the most served first."""

    def test_gathers_the_establishments_of_a_body(self) -> None:
        """Les Berges 450, Le Préau 100 + 200, the refused one nothing: 750 in all."""
        found = concentration_of(YEAR)

        assert [
            (one.name, one.actions_count, one.amount_centimes, one.cumulated_centimes)
            for one in found.porteurs
        ] == [
            ("Les Berges", 1, 450_00, 450_00),
            ("Le Préau", 3, 300_00, 750_00),
            ("Refusée", 1, 0, 750_00),
        ]

    def test_counts_and_rates(self) -> None:
        """450 of 750 is 60 %; two served of three, one with several actions."""
        found = concentration_of(YEAR)

        assert (found.served_count, found.several_count) == (2, 1)
        assert (found.first_rate(1), found.first_rate(5)) == (
            Decimal("60.0"),
            Decimal("100.0"),
        )

    def test_before_the_copil_it_is_what_is_proposed_or_asked(self) -> None:
        """The stage counted is the last one reached, and it is named."""
        asked = overview(actions=(action(1, 1, funder_line("CAF", 90)),))
        line = funder_line("CAF", 90, proposed_centimes=60)
        proposed = overview(actions=(action(1, 1, line),))

        assert [
            (found.stage, found.total_centimes)
            for found in map(concentration_of, (asked, proposed, YEAR))
        ] == [("demandés", 90), ("proposés", 60), ("programmés", 750_00)]

    def test_a_siret_that_is_none_stands_for_itself(self) -> None:
        """Two unreadable numbers are two porteurs; none at all is known by its name."""
        year = overview(
            actions=(by(1, "12", 1), by(2, "34", 1), by(3, "", 1, porteur="Sans n°"))
        )

        assert [one.siren for one in concentration_of(year).porteurs] == [
            "12",
            "34",
            "Sans n°",
        ]

    def test_a_year_without_actions_is_no_division(self) -> None:
        """Nothing of nothing has no rate."""
        found = concentration_of(overview(actions=()))

        assert (found.first_rate(5), found.porteurs) == (None, ())
        assert concentration_sentence(found) == "Aucun porteur n'a déposé."

    @given(st.lists(st.tuples(st.integers(1, 20), st.integers(0, 10**8)), max_size=30))
    def test_the_last_cumulated_is_the_whole(
        self, drawn: list[tuple[int, int]]
    ) -> None:
        """Amounts never rise down the list, and add up to the year's total."""
        actions = [
            by(rank, f"{body:09d}00011", kept)
            for rank, (body, kept) in enumerate(drawn, start=1)
        ]
        found = concentration_of(overview(actions=tuple(actions)))
        amounts = [one.amount_centimes for one in found.porteurs]

        assert amounts == sorted(amounts, reverse=True)
        assert found.total_centimes == sum(kept for _, kept in drawn)
        if found.porteurs:
            assert found.porteurs[-1].cumulated_centimes == found.total_centimes


class TestShown:
    """Said in a sentence and drawn from the most to the least served."""

    def test_the_sentence_counts_the_first_five(self) -> None:
        """Six porteurs of 1 € each: the first five have 83,3 %."""
        actions = tuple(by(rank, f"{rank:09d}00011", 1_00) for rank in range(1, 7))
        said = concentration_sentence(concentration_of(overview(actions=actions)))

        assert said.replace(NARROW_NBSP, " ") == (
            "6 porteurs, dont 0 avec plusieurs actions. Les 5 premiers représentent "
            "83,3 % des montants programmés."
        )

    def test_a_hostile_name_is_escaped(self) -> None:
        """What a porteur calls itself opens no tag in the picture."""
        year = overview(actions=(by(1, "1", 100, porteur="<script>x</script>"),))

        assert "<script" not in draw_balance(year)["porteurs"]

    def test_those_not_shown_are_drawn_together(self) -> None:
        """Seventeen of 10 €: fifteen bars, then two others, 20 €, 10 € each."""
        actions = tuple(by(rank, f"{rank:09d}00011", 10_00) for rank in range(1, 18))
        drawn = draw_balance(overview(actions=actions))["porteurs"]

        assert drawn.count('<rect class="second"') == 15
        assert "2 autres porteurs" in drawn
        assert "20\u00a0€, 10\u00a0€ en moyenne" in drawn
