"""What committees, councils, COPIL and porteurs answer in the demonstration."""

from __future__ import annotations

from collections import Counter
from datetime import date

from contrat_de_ville.demonstration.actions import build_actions
from contrat_de_ville.demonstration.decisions import (
    arbitration,
    avis,
    bilan,
    legal_acts,
    utilite_sociale,
)
from contrat_de_ville.demonstration.porteurs import CHANTIERS
from contrat_de_ville.demonstration.territoire import PLACES


class TestDecisions:
    """What committees, councils and porteurs answer."""

    def test_utilite_sociale_keeps_to_the_range(self) -> None:
        """The committee's part goes from 5 000 to 10 000 € by steps of 500, said."""
        for one in CHANTIERS:
            euros, reason = utilite_sociale(one.siret)

            assert euros in range(5_000, 10_001, 500)
            assert reason

    def test_councils_answer_nine_times_in_ten(self) -> None:
        """Two councils and the one not constituted are silent, the others rarely."""
        titles = [one.title for one in build_actions()]
        answers = {
            place.conseil: sum(
                avis(place.conseil, title) is not None for title in titles
            )
            for place in PLACES.values()
        }
        silent = {conseil for conseil, count in answers.items() if count == 0}

        assert {"cc-elnon", "cc-gambetta", "cc-arenberg"} == silent
        # 7 councils of 124 actions: 868 questions, about 781 answers.
        assert 750 <= sum(answers.values()) <= 810

    def test_every_avis_is_given_somewhere(self) -> None:
        """The four avis are given, each with its text and the members present."""
        given = [
            avis(place.conseil, one.title)
            for one in build_actions()
            for place in PLACES.values()
        ]
        said = {one[0] for one in given if one}

        assert {
            "FAVORABLE",
            "FAVORABLE_AVEC_RESERVES",
            "DEFAVORABLE",
            "SANS_AVIS",
        } == said
        assert all(one[1] and 5 <= one[2] <= 14 for one in given if one)

    def test_the_copil_never_exceeds_the_proposal(self) -> None:
        """It keeps most proposals, lowers some to the hundred euros, adds to none."""
        decided = [
            arbitration(f"2017-{rank:03d}", "ETAT", 1_234_500, 2_000_000)
            for rank in range(400)
        ]
        kept = [centimes for centimes, _ in decided]

        assert max(kept) == 1_234_500
        assert 310 <= kept.count(1_234_500) <= 360
        assert all(reason for _, reason in decided)
        assert all(c == 1_234_500 or c % 10_000 == 0 for c in kept)

    def test_nothing_proposed_is_nothing_kept(self) -> None:
        """A proposal of zero stays zero, and a reason says so."""
        assert arbitration("2017-001", "CAF", 0, 500_000) == (
            0,
            "Aucun montant proposé par le comité technique.",
        )

    def test_bilans_come_on_time_four_times_in_five(self) -> None:
        """About 80 % on time, 8 % in the fortnight after, the others never."""
        counts: Counter[str] = Counter()
        for rank in range(1_000):
            report = bilan(f"Action {rank}", 500_000, date(2017, 12, 31))
            if report is None:
                counts["never"] += 1
            else:
                counts["on time" if report[0] <= date(2018, 6, 30) else "late"] += 1
                assert report[0] <= date(2018, 7, 14)
                assert 0 < report[1] <= 500_000

        assert 770 <= counts["on time"] <= 830
        assert 60 <= counts["late"] <= 100

    def test_each_funder_has_one_dated_act(self) -> None:
        """Five acts, in order, each marked as a demonstration; CAPH decides anew."""
        acts = legal_acts()

        assert [
            ("CAPH", date(2017, 4, 10)),
            ("ETAT", date(2017, 4, 24)),
            ("CAF", date(2017, 5, 2)),
            ("DEPARTEMENT", date(2017, 5, 15)),
            ("CAPH", date(2017, 6, 19)),
        ] == [(one.funder, one.on) for one in acts]
        assert all("démonstration" in one.reference for one in acts)
