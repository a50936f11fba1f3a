"""Why an action got what it got, in words a member of the COPIL understands.

Programmings are given by hand here, and each is the best of its problem.
"""

from __future__ import annotations

from typing import Any

import pytest

from contrat_de_ville.domain.assembly.constraints import (
    CouvertureQuartier,
    MinimumUtile,
    PlafondAxe,
    PlafondPorteur,
    PlancherAxe,
)
from contrat_de_ville.domain.assembly.dossier import Dossier
from contrat_de_ville.domain.assembly.explaining import (
    Explained,
    Explanation,
    Outcome,
    explain,
)
from contrat_de_ville.domain.assembly.problem import Funding, Objective
from contrat_de_ville.domain.assembly.solution import Solution
from contrat_de_ville.domain.assembly.verifying import violations
from tests.assembly_builder import (
    chantier,
    dossier,
    envelope,
    granting,
    line,
    plain,
    problem,
)


MINIMUM = MinimumUtile(line_centimes=1_000_00)
STATE = envelope("ETAT", 10_120)


def state(number: int, points: int, euros: int, **changes: Any) -> Dossier:
    """Return an action that asks the State alone."""
    return dossier(number, points, line("ETAT", euros), **changes)


def explained(
    euros: dict[int, dict[str, int]], *parts: Any, **changes: Any
) -> Explanation:
    """Explain a programming that holds every constraint."""
    asked = problem(*parts, **changes)
    solution = granting(asked, euros)
    assert violations(asked, solution.amounts) == ()
    return explain(asked, solution)


def sentence(one: Explained) -> str:
    """Return what is said of an action, with the spaces a keyboard writes."""
    return plain(one.sentence)


class TestRetained:
    """What is retained says what it is worth, or what keeps it."""

    def test_a_whole_request_says_what_it_is_worth(self) -> None:
        """6 points for each euro asked."""
        (one,) = explained({1: {"ETAT": 6_000}}, state(1, 6, 6_000), STATE).dossiers

        assert one.outcome is Outcome.ENTIERE
        assert (
            sentence(one)
            == "Retenue en entier : 6 000 € ; elle vaut 6 points par euro demandé."
        )

    def test_centimes_of_a_request_are_said_rounded(self) -> None:
        """4 200 € of 4 200,50 € is the whole request, in euros."""
        request = line("ETAT", 0, asked_centimes=4_200_50, most_centimes=4_200_50)
        (one,) = explained({1: {"ETAT": 4_200}}, dossier(1, 1, request)).dossiers

        assert one.outcome is Outcome.ENTIERE
        assert sentence(one) == (
            "Retenue en entier : 4 200 € (4 200,50 € demandés, montants arrondis à 1 € "
            "près) ; elle vaut 1 point par euro demandé."
        )

    def test_an_imposed_action_says_so(self) -> None:
        """Somebody decided it."""
        (one,) = explained(
            {1: {"ETAT": 6_000}}, state(1, 0, 6_000, is_imposed=True)
        ).dossiers

        assert sentence(one) == "Retenue en entier : 6 000 €, imposée."

    def test_an_action_kept_by_a_quartier_says_which(self) -> None:
        """Worth 2 where entering costs 6: Arenberg keeps it."""
        arenberg = CouvertureQuartier(code="QP059059", nom="Arenberg")
        kept, entered, out = explained(
            {1: {"ETAT": 4_000}, 2: {"ETAT": 6_000}},
            state(1, 2, 4_000, quartiers=("QP059059",)),
            state(2, 6, 6_000),
            state(3, 3, 4_000),
            arenberg,
            STATE,
            MINIMUM,
        ).dossiers

        assert sentence(kept) == (
            "Retenue en entier : 4 000 €, gardée par la couverture du quartier "
            "Arenberg (au moins 1 action)."
        )
        assert (kept.kept_by, entered.kept_by) == (("quartier QP059059",), ())
        assert sentence(out) == (
            "Non retenue (4 000 € demandés) : Enveloppe de l'État épuisée : il reste "
            "120 €, il en faut 1 000 € (minimum utile) ; les autres actions retenues "
            "valent au moins 6 points par euro demandé, celle-ci 3 ; 2017-0001, de "
            "moindre valeur, est gardée par la couverture du quartier Arenberg (au "
            "moins 1 action)."
        )


class TestEnvelope:
    """An envelope that is spent says what is left, what is needed, and the order."""

    def test_a_request_that_does_not_fit_says_the_price_of_entry(self) -> None:
        """120 € left where 1 000 € is the least: 6 points entered, 4 did not."""
        _, one = explained(
            {1: {"ETAT": 10_000}},
            state(1, 6, 10_000),
            state(2, 4, 3_000),
            STATE,
            MINIMUM,
        ).dossiers

        assert one.outcome is Outcome.ECARTEE
        assert sentence(one) == (
            "Non retenue (3 000 € demandés) : Enveloppe de l'État épuisée : il reste "
            "120 €, il en faut 1 000 € (minimum utile) ; les actions retenues valent "
            "au moins 6 points par euro demandé, celle-ci 4."
        )
        assert one.lines[0].held_by == ("enveloppe ETAT",)

    def test_full_or_nothing_needs_the_whole_request(self) -> None:
        """120 € left, 3 000 € needed."""
        _, one = explained(
            {1: {"ETAT": 10_000}}, state(1, 6, 10_000), state(2, 4, 3_000), STATE,
            funding=Funding.LIGNE_ENTIERE,
        ).dossiers  # fmt: skip

        assert "il reste 120 €, il en faut 3 000 € (en entier ou rien)" in sentence(one)

    def test_a_reduced_request_says_why_it_is_not_whole(self) -> None:
        """4 200 € and not 6 000 €: the rest went to what is worth more."""
        _, one = explained(
            {1: {"ETAT": 5_920}, 2: {"ETAT": 4_200}},
            state(1, 6, 5_920),
            state(2, 4, 6_000),
            STATE,
        ).dossiers

        assert one.outcome is Outcome.REDUITE
        assert sentence(one) == (
            "Réduite à 4 200 € (6 000 € demandés) : Enveloppe de l'État épuisée : il "
            "reste 0 € ; les actions retenues valent au moins 6 points par euro "
            "demandé, celle-ci 4."
        )

    def test_a_whole_action_is_held_by_any_of_its_funders(self) -> None:
        """CAF could follow; the State cannot, so CAF's part says so too."""
        _, one = explained(
            {1: {"ETAT": 10_000}},
            state(1, 6, 10_000),
            dossier(2, 4, line("ETAT", 3_000), line("CAF", 5_000)),
            STATE,
            funding=Funding.ACTION_ENTIERE,
        ).dossiers

        assert [one.held_by for one in one.lines] == [("enveloppe ETAT",)] * 2
        assert sentence(one).startswith(
            "Non retenue (8 000 € demandés) : Enveloppe de l'État épuisée : il reste "
            "120 €, il en faut 3 000 € (en entier ou rien)"
        )

    def test_a_tie_is_left_to_the_committee(self) -> None:
        """Both are worth 4: nothing tells them apart."""
        _, one = explained(
            {1: {"ETAT": 10_000}},
            state(1, 4, 10_000),
            state(2, 4, 3_000),
            STATE,
            MINIMUM,
        ).dossiers

        assert sentence(one).endswith(
            "à égalité (4 points par euro demandé) avec 2017-0001, que le comité peut "
            "lui préférer ou non."
        )

    def test_a_smaller_request_of_less_worth_may_fit(self) -> None:
        """9 000 € at 6 points, 1 100 € at 1 point; 2 000 € at 4 points do not fit."""
        *_, one = explained(
            {1: {"ETAT": 9_000}, 2: {"ETAT": 1_100}},
            state(1, 6, 9_000), state(2, 1, 1_100), state(3, 4, 2_000), STATE,
            funding=Funding.LIGNE_ENTIERE,
        ).dossiers  # fmt: skip

        assert sentence(one).endswith(
            "2017-0002, de moindre valeur, tient dans ce reste."
        )

    def test_a_better_combination_is_said_so(self) -> None:
        """10 000 € at 3 points are worth more than 2 000 € at 4 points."""
        _, one = explained(
            {1: {"ETAT": 10_000}}, state(1, 3, 10_000), state(2, 4, 2_000), STATE,
            funding=Funding.LIGNE_ENTIERE,
        ).dossiers  # fmt: skip

        assert sentence(one).endswith(
            "2017-0001, de moindre valeur, est dans la combinaison de montants qui "
            "vaut le plus au total."
        )

    def test_under_actions_the_price_is_for_a_thousand_euros(self) -> None:
        """6 points for 10 000 € asked are 0,6 for 1 000 €; 1 for 4 000 € are 0,25."""
        _, one = explained(
            {1: {"ETAT": 10_000}},
            state(1, 6, 10_000), state(2, 1, 4_000), STATE, MINIMUM,
            objective=Objective.ACTIONS,
        ).dossiers  # fmt: skip

        assert "au moins 0,6 point pour 1 000 € demandés, celle-ci 0,25" in sentence(
            one
        )


class TestOtherConstraints:
    """Each other constraint has its own sentence."""

    def test_the_ceiling_of_a_porteur(self) -> None:
        """Its other action took 9 500 € of its 10 000 €."""
        _, one = explained(
            {1: {"ETAT": 9_500}},
            state(1, 6, 9_500, porteur="123456789"),
            state(2, 5, 3_000, porteur="123456789"),
            PlafondPorteur(centimes=10_000_00),
            MINIMUM,
        ).dossiers

        assert sentence(one) == (
            "Non retenue (3 000 € demandés) : Plafond par porteur (10 000 €) : ses "
            "actions reçoivent déjà 9 500 €, il reste 500 €, il en faut 1 000 € "
            "(minimum utile)."
        )

    def test_the_ceiling_of_an_axe(self) -> None:
        """Half of 12 000 € is all that axe 1 may have."""
        _, one, _ = explained(
            {1: {"ETAT": 6_000}, 3: {"CAF": 6_000}},
            state(1, 6, 6_000),
            state(2, 5, 3_000),
            dossier(3, 1, line("CAF", 6_000), axe=2),
            PlafondAxe(axe=1, pct=50),
        ).dossiers

        assert sentence(one) == (
            "Non retenue (3 000 € demandés) : Plafond de l'axe 1 (50 %) atteint : "
            "l'axe reçoit déjà 50 % de la programmation."
        )

    def test_the_floor_of_another_axe(self) -> None:
        """Axe 3 asks for 2 000 €: a fifth of 10 000 €, no more can go elsewhere."""
        one, three = explained(
            {1: {"ETAT": 8_000}, 2: {"ETAT": 2_000}},
            state(1, 6, 9_000),
            state(2, 1, 2_000, axe=3),
            PlancherAxe(axe=3, pct=20),
        ).dossiers

        assert sentence(one) == (
            "Réduite à 8 000 € (9 000 € demandés) : Plancher de l'axe 3 (20 %) : l'axe "
            "3 en est à 20 %, donner davantage à un autre axe le ferait descendre sous "
            "son plancher."
        )
        assert three.kept_by == ("plancher axe 3",)

    def test_several_constraints_are_all_named(self) -> None:
        """The envelope is spent, and the porteur has all it may."""
        _, one = explained(
            {1: {"ETAT": 10_000}},
            state(1, 6, 10_000, porteur="123456789"),
            state(2, 4, 3_000, porteur="123456789"),
            PlafondPorteur(centimes=10_000_00),
            STATE,
            MINIMUM,
        ).dossiers

        assert sentence(one).endswith(
            "celle-ci 4 ; le plafond par porteur (10 000 €) l'empêche aussi."
        )

    def test_what_really_held_comes_first(self) -> None:
        """Less worthy actions entered the envelope: the porteur's ceiling held it."""
        *_, one = explained(
            {1: {"ETAT": 9_120}, 2: {"ETAT": 1_000}},
            state(1, 6, 9_120, porteur="123456789"),
            state(2, 2, 1_000),
            state(3, 5, 3_000, porteur="123456789"),
            PlafondPorteur(centimes=9_120_00),
            STATE,
            MINIMUM,
        ).dossiers

        assert sentence(one).startswith(
            "Non retenue (3 000 € demandés) : Plafond par porteur (9 120 €)"
        )

    def test_a_request_under_the_useful_minimum(self) -> None:
        """800 € asked, 1 000 € at least."""
        (one,) = explained({}, state(1, 6, 800), MINIMUM).dossiers

        assert sentence(one) == (
            "Non retenue (800 € demandés) : 800 € demandés à l'État, sous le minimum "
            "utile de 1 000 €."
        )

    def test_a_ceiling_of_its_own_is_recalled(self) -> None:
        """The funder's rate allows 4 200 € of the 6 000 € asked."""
        reason = "50 % du budget au plus, soit 4 200 €"
        capped = line("ETAT", 6_000, most_centimes=4_200_00, cap_reason=reason)
        (one,) = explained({1: {"ETAT": 4_200}}, dossier(1, 6, capped), STATE).dossiers

        assert sentence(one) == f"Réduite à 4 200 € (6 000 € demandés) : {reason}."
        assert one.lines[0].held_by == ()

    def test_a_line_that_may_get_nothing_says_so(self) -> None:
        """Without a reason of its own, the figure stands for one."""
        shut = line("ETAT", 6_000, most_centimes=0)
        (one,) = explained({}, dossier(1, 6, shut)).dossiers

        assert sentence(one) == (
            "Non retenue (6 000 € demandés) : 0 € au plus peuvent être accordés."
        )

    def test_a_part_too_small_to_stand_alone(self) -> None:
        """CAF is spent, and the State's 1 500 € alone do not make 2 000 €."""
        _, one = explained(
            {1: {"CAF": 5_000}},
            dossier(1, 6, line("CAF", 5_000)),
            dossier(2, 4, line("ETAT", 1_500), line("CAF", 1_000)),
            envelope("CAF", 5_000),
            MinimumUtile(action_centimes=2_000_00),
        ).dossiers

        assert [one.held_by for one in one.lines] == [
            ("enveloppe CAF", "minimum utile"),
            ("minimum utile",),
        ]
        assert plain(one.lines[1].sentence) == (
            "Minimum utile (2 000 € par action) : seule, cette part (1 500 €) n'y "
            "suffit pas, et les autres financeurs ne la complètent pas"
        )

    def test_an_excluded_action_says_so(self) -> None:
        """Somebody left it out."""
        (one,) = explained({}, state(1, 6, 800, is_excluded=True)).dossiers

        assert sentence(one) == (
            "Non retenue (800 € demandés) : action exclue du calcul."
        )

    def test_an_action_without_points_says_so(self) -> None:
        """There is room, and nothing to gain."""
        (one,) = explained({}, state(1, 0, 6_000), STATE).dossiers

        assert sentence(one) == (
            "Non retenue (6 000 € demandés) : aucun point : la financer n'ajoute "
            "rien à la programmation."
        )

    def test_an_action_that_asks_nothing_says_so(self) -> None:
        """It has no line."""
        (one,) = explained({}, dossier(1, 6)).dossiers

        assert sentence(one).endswith("rien n'est demandé aux financeurs.")

    def test_a_search_cut_short_is_admitted(self) -> None:
        """Room and points, and yet out: the programming is short of the best."""
        asked = problem(state(1, 6, 6_000), STATE)
        (one,) = explain(asked, Solution(amounts={}, value=0, bound=100)).dossiers

        assert sentence(one) == (
            "Non retenue (6 000 € demandés) : non départagée : la programmation est à "
            "100 % au plus de l'optimum, et cette action pourrait y entrer."
        )

    @pytest.mark.parametrize("funding", list(Funding))
    def test_the_largest_lack_speaks_for_the_action(self, funding: Funding) -> None:
        """3 000 € lack from the State, 1 000 € from CAF: the State's is said."""
        _, one = explained(
            {1: {"ETAT": 10_000, "CAF": 1_000}},
            dossier(1, 6, line("ETAT", 10_000), line("CAF", 1_000)),
            dossier(2, 4, line("ETAT", 3_000), line("CAF", 1_000)),
            STATE,
            envelope("CAF", 1_000),
            MINIMUM,
            funding=funding,
        ).dossiers

        assert sentence(one).startswith(
            "Non retenue (4 000 € demandés) : Enveloppe de l'État épuisée"
        )
        assert sentence(one).endswith("(parts réduites ou nulles aussi pour la CAF).")


class TestBorderline:
    """Debate goes to the last that entered, and to the first left out."""

    def test_both_sides_of_the_last_euro_are_named(self) -> None:
        """5 points entered last; 4 points were first to stay out."""
        found = explained(
            {1: {"ETAT": 6_000}, 2: {"ETAT": 4_000}},
            state(1, 6, 6_000), state(2, 5, 4_000), state(3, 2, 3_000),
            state(4, 4, 3_000), STATE, MINIMUM,
        )  # fmt: skip
        (one,) = found.borderline

        assert (one.last_in, one.first_out) == (
            ("2017-0002", "2017-0001"),
            ("2017-0004", "2017-0003"),
        )
        assert plain(one.sentence) == (
            "Enveloppe de l'État : il reste 120 €, le prix d'entrée est de 5 points "
            "par euro demandé ; dernières entrées : 2017-0002 et 2017-0001 ; premières "
            "à l'écart ou réduites : 2017-0004 et 2017-0003."
        )

    def test_an_envelope_that_held_nobody_has_no_borderline(self) -> None:
        """Everything fits."""
        found = explained({1: {"ETAT": 6_000}}, state(1, 6, 6_000), STATE)

        assert (found.borderline, found.tight()) == ((), ())

    def test_the_aid_of_a_chantier_sets_no_price(self) -> None:
        """It is imposed by the note: nobody entered on their own."""
        found = explained(
            {1: {"CAPH": 10_000}},
            dossier(1, 0, chantier(10_000, is_imposed=True)),
            dossier(2, 5, line("CAPH", 3_000)),
            envelope("CAPH", 10_000),
        )
        (one,) = found.borderline

        assert (one.entry_price, one.last_in) == ("", ())
        assert plain(found.dossiers[1].sentence) == (
            "Non retenue (3 000 € demandés) : Enveloppe de La Porte du Hainaut "
            "épuisée : il reste 0 €, il en faut 1 €."
        )

    def test_tight_constraints_are_those_that_hold_or_keep(self) -> None:
        """The envelope held one, the quartier kept another."""
        arenberg = CouvertureQuartier(code="QP059059", nom="Arenberg")
        found = explained(
            {1: {"ETAT": 4_000}, 2: {"ETAT": 6_120}},
            state(1, 2, 4_000, quartiers=("QP059059",)),
            state(2, 6, 7_000),
            arenberg,
            PlafondPorteur(centimes=50_000_00),
            STATE,
        )

        assert found.tight() == ("enveloppe ETAT", "quartier QP059059")
