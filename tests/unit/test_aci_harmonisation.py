"""What harmonising changes, computed by hand."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from contrat_de_ville.adapters.aci_picture import draw_aci
from contrat_de_ville.adapters.aci_wording import (
    balance_text,
    signed_percent,
    spread_text,
)
from contrat_de_ville.domain.aci.compared import harmonisation_of
from contrat_de_ville.domain.aci.harmonisation import (
    ChantierCompared,
    Spread,
    harmonise,
)
from tests.overview_builder import overview


def chantier(
    numero: str, heads: int, before: int | None, after: int, structure: str = ""
) -> ChantierCompared:
    """Return one chantier: heads, then the two grants in euros."""
    return ChantierCompared(
        numero=numero,
        chantier=f"Chantier {numero}",
        structure=structure or numero,
        effectif_centiemes=heads * 100,
        previous_centimes=None if before is None else before * 100,
        amount_centimes=after * 100,
    )


YEAR = (
    chantier("a", 14, 9_000, 24_000),  # 642,86 → 1 714,29 a head
    chantier("b", 12, 26_000, 20_000),  # 2 166,67 → 1 666,67
    chantier("c", 18, 30_000, 28_000),  # 1 666,67 → 1 555,56
    chantier("d", 8, None, 14_000),  # new → 1 750
    chantier("e", 10, 12_500, 0),  # 1 250 → not aided any more
)


def plain(text: str) -> str:
    """Return *text* with the spaces a keyboard writes."""
    return text.replace("\u202f", " ").replace("\xa0", " ")


class TestHarmonise:
    """The gap between structures, the winners and the losers."""

    def test_the_gap_before_and_after(self) -> None:
        """Before 642,86 to 2 166,67, four structures; after 1 555,56 to 1 750, four."""
        found = harmonise(YEAR)

        assert found.before == Spread(
            count=4,
            lowest_centimes=642_86,
            median_centimes=1_458_34,  # (1 250 + 1 666,67) / 2 = 1 458,335
            highest_centimes=2_166_67,
        )
        assert found.after == Spread(
            count=4,
            lowest_centimes=1_555_56,
            median_centimes=1_690_48,  # (1 666,67 + 1 714,29) / 2
            highest_centimes=1_750_00,
        )
        assert [one and one.gap_centimes for one in (found.before, found.after)] == [
            1_523_81,
            194_44,
        ]

    def test_the_winners_and_the_losers(self) -> None:
        """One wins 15 000; three lose 12 500, 6 000 and 2 000: 20 500 in all."""
        found = harmonise(YEAR)

        assert [one.numero for one in found.winners] == ["a"]
        assert [one.numero for one in found.losers] == ["e", "b", "c"]
        assert (found.won_centimes, found.lost_centimes) == (15_000_00, 20_500_00)

    def test_a_change_is_told_in_percent_of_the_year_before(self) -> None:
        """+15 000 on 9 000 is +166,7 %; a new chantier has no percentage."""
        first, fourth = YEAR[0], YEAR[3]

        assert (first.change_pct, fourth.change_pct) == (Decimal("166.7"), None)
        assert (signed_percent(first.change_pct)[:6]) == "+166,7"

    def test_a_structure_counts_once(self) -> None:
        """Two chantiers of one SIRET: (9 000 + 26 000) / 26 heads = 1 346,15."""
        found = harmonise(replace(one, structure="x") for one in YEAR[:2])

        assert found.before is not None
        assert (found.before.count, found.before.lowest_centimes) == (1, 1_346_15)
        assert found.before.gap_centimes == 0

    def test_nobody_to_compare_with(self) -> None:
        """A first year has no before; a headcount of nobody divides nothing."""
        found = harmonise([chantier("d", 8, None, 14_000), chantier("z", 0, 1, 1)])

        assert found.before is None
        assert found.rows[0].before_centimes is None
        assert harmonise([]).rows == ()

    @given(st.permutations(YEAR))
    def test_the_order_of_the_chantiers_does_not_matter(
        self, rows: list[ChantierCompared]
    ) -> None:
        """The same chantiers in another order compare the same."""
        assert harmonise(rows) == harmonise(YEAR)


class TestShown:
    """The same facts in words and in a picture."""

    def test_words(self) -> None:
        """The spread and the balance are one French sentence each."""
        found = harmonise(YEAR)

        assert found.after is not None
        assert plain(spread_text(found.after)) == (
            "de 1 555,56 € à 1 750 € par salarié, écart 194,44 €, médiane 1 690,48 €"
        )
        assert plain(balance_text(found)) == (
            "1 chantier gagne 15 000 € en tout, 3 chantiers perdent 20 500 €."
        )

    def test_a_year_shown_is_compared_by_its_own_rows(self) -> None:
        """12 heads: 20 000 to 17 000; 14 heads: new at 20 000."""
        found = harmonisation_of(overview())

        assert [(one.numero, one.change_centimes) for one in found.rows] == [
            ("2017-0002", -3_000_00),
            ("2017-0003", None),
        ]

    def test_two_chantiers_of_one_name_are_told_apart(self) -> None:
        """The number of the deposit follows the name."""
        first, second = overview().aci
        year = overview(aci=(first, replace(second, chantier=first.chantier)))

        assert [one.chantier for one in harmonisation_of(year).rows] == [
            "Chantier des berges (2017-0002)",
            "Chantier des berges (2017-0003)",
        ]

    def test_the_picture_has_a_dot_per_known_amount(self) -> None:
        """Two dots joined for the first chantier, one for the new one."""
        svg = draw_aci(overview())

        assert svg.count('<circle class="first"') == 1
        assert svg.count('<circle class="second"') == 2
        assert svg.count('<line class="axis"') == 1
        assert "non aidé en 2016" in svg

    def test_a_year_without_chantiers_draws_nothing(self) -> None:
        """No dot, no bar but those of the legend."""
        svg = draw_aci(overview(aci=()))

        assert ("<circle" in svg, svg.count("<rect")) == (False, 2)
