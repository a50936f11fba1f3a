"""What cannot be held together is named, in French."""

from __future__ import annotations

import pickle

import pytest

from contrat_de_ville.domain.assembly.conflict import (
    InfeasibleError,
    conflict_of,
    evident_conflicts,
)
from contrat_de_ville.domain.assembly.constraints import (
    Constraint,
    Continuite,
    CouverturePublic,
    CouvertureQuartier,
    PlafondAxe,
    PlafondPorteur,
    PlancherAxe,
)
from contrat_de_ville.domain.assembly.dossier import Dossier
from contrat_de_ville.domain.assembly.problem import Problem
from tests.assembly_builder import chantier, dossier, envelope, line, plain, problem


def said(*parts: Dossier | Constraint) -> list[str]:
    """Return the sentences of the evident conflicts."""
    return [plain(one.sentence) for one in evident_conflicts(problem(*parts))]


ONE = dossier(
    1, 6, line("ETAT", 6_000), quartiers=("QP059059",), publics=("femmes",),
    is_renewal=True,
)  # fmt: skip
OUT = dossier(2, 6, line("ETAT", 6_000), is_renewal=True, is_excluded=True)


class TestEvident:
    """What needs no computation to be seen."""

    @pytest.mark.parametrize(
        ("constraint", "sentence"),
        [
            (
                CouvertureQuartier(code="QP059050", nom="Centre"),
                "Aucune action recevable ne touche le quartier Centre.",
            ),
            (
                CouverturePublic(code="jeunes", nom="Jeunes"),
                "Aucune action recevable ne s'adresse au public « Jeunes ».",
            ),
            (
                CouvertureQuartier(code="QP059059", nom="Arenberg", count=2),
                (
                    "Couverture du quartier Arenberg (au moins 2 actions) : il n'y a "
                    "que 1 action finançable."
                ),
            ),
            (
                Continuite(pct=60),
                (
                    "Continuité (60 % des actions reconduites) : sur 2, 1 seulement "
                    "peut être financée."
                ),
            ),
            (
                PlancherAxe(axe=3, pct=15),
                (
                    "Aucune action recevable ne relève de l'axe 3 : son plancher "
                    "(15 %) ne laisserait rien programmer."
                ),
            ),
        ],
    )
    def test_what_no_action_can_meet_is_said(
        self, constraint: Constraint, sentence: str
    ) -> None:
        """One action at Arenberg, for women; a renewed one was left out."""
        assert said(ONE, OUT, constraint) == [sentence]

    def test_what_can_be_met_is_not_a_conflict(self) -> None:
        """Every constraint here has its action."""
        assert (
            said(
                ONE,
                envelope("ETAT", 1),
                CouvertureQuartier(code="QP059059", nom="Arenberg"),
                CouverturePublic(code="femmes", nom="Femmes"),
                Continuite(pct=100),
                PlancherAxe(axe=1, pct=100),
                PlancherAxe(axe=3, pct=0),
                PlafondAxe(axe=1, pct=100),
            )
            == []
        )

    def test_an_action_is_not_imposed_and_excluded(self) -> None:
        """One of the two was a mistake."""
        both = dossier(1, 6, line("ETAT", 1), is_imposed=True, is_excluded=True)

        assert said(both) == ["L'action 2017-0001 est à la fois imposée et exclue."]

    def test_an_action_that_may_get_nothing_is_not_imposed(self) -> None:
        """Its most is nothing."""
        shut = dossier(1, 6, line("ETAT", 1, most_centimes=0), is_imposed=True)

        assert said(shut) == [
            (
                "L'action 2017-0001 est imposée, mais rien ne peut lui être accordé "
                "(maximum nul ou sous le minimum utile)."
            )
        ]

    def test_imposed_aids_fit_their_envelope(self) -> None:
        """Two chantiers of 19 500 € and 15 000 € in 30 000 €."""
        chantiers = [
            dossier(1, 0, chantier(19_500, is_imposed=True)),
            dossier(2, 0, chantier(15_000, is_imposed=True)),
        ]

        assert said(*chantiers, envelope("CAPH", 34_500)) == []
        assert said(*chantiers, envelope("CAPH", 30_000)) == [
            (
                "Les aides imposées (2017-0001 et 2017-0002) font 34 500 €, et "
                "l'enveloppe de La Porte du Hainaut est de 30 000 €."
            )
        ]

    def test_imposed_aids_fit_the_ceiling_of_their_porteur(self) -> None:
        """One porteur, two chantiers."""
        chantiers = [
            dossier(1, 0, chantier(19_500, is_imposed=True), porteur="123456789"),
            dossier(2, 0, chantier(15_000, is_imposed=True), porteur="123456789"),
        ]

        assert said(*chantiers, PlafondPorteur(centimes=20_000_00)) == [
            (
                "Les aides imposées (2017-0001 et 2017-0002) font 34 500 €, et le "
                "plafond par porteur (porteur 123456789) est de 20 000 €."
            )
        ]

    def test_floors_do_not_exceed_the_whole(self) -> None:
        """60 % and 50 % are 110 %."""
        two = dossier(2, 1, line("ETAT", 1), axe=2)
        floors = [PlancherAxe(axe=1, pct=60), PlancherAxe(axe=2, pct=50)]

        assert said(ONE, two, *floors) == [
            "Les planchers des axes font 110 % de la programmation."
        ]

    def test_a_floor_is_not_above_its_ceiling(self) -> None:
        """At least 60 %, at most 40 %."""
        two = dossier(2, 1, line("ETAT", 1), axe=2)

        found = said(ONE, two, PlancherAxe(axe=1, pct=60), PlafondAxe(axe=1, pct=40))

        assert found == ["Le plancher de l'axe 1 (60 %) dépasse son plafond (40 %)."]


class TestConflictOf:
    """The others are found by taking constraints away."""

    def found(self, *needed: str) -> tuple[str, ...]:
        """Return what is named when those constraints together have no programming."""
        asked = problem(
            dossier(1, 1, line("ETAT", 1), is_imposed=True),
            dossier(2, 1, chantier(10, is_imposed=True)),
            *(envelope(funder, 1) for funder in ("ETAT", "CAPH", "CAF")),
            *(PlancherAxe(axe=axe, pct=10) for axe in range(1, 8)),
            Continuite(pct=50),
        )

        def is_feasible(one: Problem) -> bool:
            there = {rule.name for rule in one.constraints}
            for each in one.dossiers:
                there |= {each.numero} if each.is_imposed else set()
                there |= {
                    f"{each.numero} {rule.funder}"
                    for rule in each.lines
                    if rule.is_imposed
                }
            return not set(needed) <= there

        (conflict,) = conflict_of(asked, is_feasible)
        return conflict.names

    def test_a_pair_is_found_among_many(self) -> None:
        """Two floors, and nothing else."""
        pair = ("Plancher de l'axe 2 (10 %)", "Plancher de l'axe 6 (10 %)")

        assert self.found(*pair) == pair

    def test_three_are_found_among_many(self) -> None:
        """An envelope, a floor, and continuity."""
        needed = {
            "Enveloppe de la CAF",
            "Plancher de l'axe 1 (10 %)",
            "Continuité (50 % des actions reconduites)",
        }

        assert set(self.found(*needed)) == needed

    def test_what_a_person_imposed_is_named_too(self) -> None:
        """An imposed action, an imposed aid, and an envelope."""
        found = self.found("2017-0001", "2017-0002 CAPH", "Enveloppe de l'État")

        assert found == (
            "Action 2017-0001 imposée",
            "Aide de La Porte du Hainaut imposée à l'action 2017-0002",
            "Enveloppe de l'État",
        )

    def test_one_alone_is_said_alone(self) -> None:
        """It cannot be held, whatever the others."""
        asked = problem(envelope("ETAT", 1))
        (conflict,) = conflict_of(asked, lambda one: not one.constraints)

        assert conflict.sentence == (
            "Cette contrainte ne peut pas être tenue : Enveloppe de l'État."
        )


def test_the_error_says_what_to_do() -> None:
    """It names the conflict, and travels between processes."""
    error = InfeasibleError(
        evident_conflicts(problem(ONE, CouvertureQuartier(code="Q", nom="Centre")))
    )

    assert str(error) == (
        "Aucune programmation ne tient toutes les contraintes. Aucune action recevable "
        "ne touche le quartier Centre. Assouplissez ou retirez l'une des contraintes "
        "nommées."
    )
    assert str(pickle.loads(pickle.dumps(error))) == str(error)
