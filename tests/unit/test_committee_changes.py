"""What a filled workbook would change of a year that went on meanwhile."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contrat_de_ville.domain.committee import (
    CommitteeKind,
    ExportedLine,
    Filled,
    Key,
    Standing,
    WorkbookRefusedError,
    lines_as_rows,
    lines_from_rows,
    refuse,
)
from contrat_de_ville.domain.committee_changes import Changes, Year, weigh
from contrat_de_ville.domain.envelopes import EnvelopeStand, PartStand


COPIL, TECHNIQUE = CommitteeKind.COPIL, CommitteeKind.TECHNIQUE
FIRST, SECOND, THIRD = (
    ("2017-0001", "CAPH"),
    ("2017-0002", "CAPH"),
    ("2017-0003", "CAPH"),
)
LINES: dict[Key, Standing] = {
    FIRST: Standing(part="", asked_centimes=6_000_00, proposed_centimes=6_000_00),
    SECOND: Standing(part="", asked_centimes=5_000_00, proposed_centimes=4_000_00),
    THIRD: Standing(part="re", asked_centimes=3_000_00, proposed_centimes=0),
}
CAPH = EnvelopeStand(funder="CAPH", amount_centimes=10_000_00)
WITH_PARTS = replace(
    CAPH,
    parts=(
        PartStand(
            code="re",
            label="réussite éducative",
            amount_centimes=2_000_00,
            is_reserved=True,
        ),
    ),
)


def year(lines: Mapping[Key, Standing] = LINES, envelope: EnvelopeStand = CAPH) -> Year:
    """Return the year as it stands, every line admissible and none valued."""
    return Year(
        lines=lines,
        admissible=frozenset(lines),
        valued=frozenset(),
        envelopes={"CAPH": envelope},
    )


def fill(key: Key, amount: int | None = None, text: str = "", avis: str = "") -> Filled:
    """Return what was written on a row."""
    return Filled(
        numero=key[0],
        funder=key[1],
        place=f"Lignes!M6 ({key[0]}, CAPH)",
        amount_centimes=amount,
        text=text,
        avis=avis,
    )


def changes(
    *filled: Filled, now: Year | None = None, kind: CommitteeKind = COPIL
) -> Changes:
    """Compare rows filled on the lines as they left with the year as it stands."""
    exported = {
        key: ExportedLine(
            numero=key[0],
            funder=key[1],
            standing=one,
            shown={"N°": key[0], "Financeur": "CAPH"},
        )
        for key, one in LINES.items()
    }
    return weigh(kind, filled, exported, now or year())


def said(found: Changes) -> list[str]:
    """Return the problems, with plain spaces."""
    return [
        str(one).replace("\u202f", " ").replace("\xa0", " ") for one in found.problems
    ]


class TestConflicts:
    """A line that someone changed since the export is named."""

    def test_nothing_changed_since(self) -> None:
        """What was filled is to be recorded, and nothing stands in the way."""
        one = fill(FIRST, 4_200_00, "Un co-financement manque.")

        assert changes(one) == Changes(to_record=(one,), problems=(), already_count=0)

    @pytest.mark.parametrize(
        ("change", "expected"),
        [
            (
                {"arbitrated_centimes": 5_000_00, "arbitrated_reason": "x"},
                (
                    "Lignes!M6 (2017-0001, CAPH) : la ligne a été arbitrée depuis "
                    "l'export : "
                    "5 000 € au lieu de rien. Exportez un nouveau classeur, ou videz "
                    "cette "
                    "ligne pour garder ce qui est enregistré."
                ),
            ),
            ({"proposed_centimes": 0}, "la proposition a changé depuis l'export : 0 €"),
            ({"asked_centimes": 7_000_00}, "la demande a changé depuis l'export"),
        ],
    )
    def test_a_line_changed_meanwhile(
        self, change: dict[str, Any], expected: str
    ) -> None:
        """Each thing that moved under the committee is one conflict."""
        moved = {**LINES, FIRST: Standing(**{**vars(LINES[FIRST]), **change})}
        problems = said(changes(fill(FIRST, 4_200_00, "m"), now=year(moved)))

        assert len(problems) == 1
        assert expected in problems[0]

    def test_an_untouched_line_is_no_conflict(self) -> None:
        """What the workbook says nothing of may have changed."""
        moved = {**LINES, SECOND: replace(LINES[SECOND], arbitrated_centimes=0)}

        assert said(changes(fill(FIRST, 4_200_00, "m"), now=year(moved))) == []

    def test_what_is_already_recorded_is_not_recorded_twice(self) -> None:
        """A second reading of the same row finds it done, amount and motive."""
        done = replace(
            LINES[FIRST], arbitrated_centimes=4_200_00, arbitrated_reason="Motif  dit"
        )
        found = changes(
            fill(FIRST, 4_200_00, "Motif dit"), now=year({**LINES, FIRST: done})
        )

        assert (found.to_record, found.problems, found.already_count) == ((), (), 1)

    def test_a_line_that_left_the_year(self) -> None:
        """A deposit no longer admissible since the export is named."""
        now = replace(year(), admissible=frozenset({SECOND}))
        problems = said(changes(fill(FIRST, 6_000_00), now=now))

        assert len(problems) == 1
        assert "n'existe plus, ou son dépôt n'est plus recevable" in problems[0]

    def test_an_engagement_is_valued_and_never_granted(self) -> None:
        """An amount on a landlord's engagement is refused; zero is accepted."""
        now = replace(year(), valued=frozenset({FIRST}))
        granted = said(changes(fill(FIRST, 6_000_00), now=now))

        assert len(granted) == 1
        assert "TFPB" in granted[0]
        assert said(changes(fill(FIRST, 0, "valorisé"), now=now)) == []

    def test_an_avis_given_meanwhile(self) -> None:
        """The avis of another reading is not silently replaced."""
        moved = {**LINES, FIRST: replace(LINES[FIRST], avis="RESERVE")}
        one = fill(FIRST, avis="FAVORABLE")
        problems = said(changes(one, now=year(moved), kind=TECHNIQUE))

        assert len(problems) == 1
        assert "réservé (il était aucun)" in problems[0]

    def test_a_proposal_comes_too_late_once_arbitrated(self) -> None:
        """The technical committee changes no amount that the COPIL decided."""
        decided = replace(LINES[FIRST], arbitrated_centimes=0)
        exported = {FIRST: ExportedLine(
            numero="2017-0001", funder="CAPH", standing=decided,
            shown={"N°": "2017-0001", "Financeur": "CAPH"},
        )}  # fmt: skip
        one = fill(FIRST, 1_000_00, "m")
        found = weigh(TECHNIQUE, [one], exported, year({**LINES, FIRST: decided}))

        assert ["le COPIL a déjà arbitré" in one for one in said(found)] == [True]


class TestEnvelopes:
    """The whole of what is counted holds in each envelope and each part."""

    def test_above_by_one_centime(self) -> None:
        """6 000 + 4 000,01 in 10 000: the envelope and the excess are said."""
        found = changes(fill(FIRST, 6_000_00), fill(SECOND, 4_000_01, "m"))

        assert said(found) == [
            (
                "Enveloppe CAPH : 10 000,01 € retenus pour 10 000 € disponibles, soit "
                "0,01 € de trop. Baissez un montant, ou faites autoriser un "
                "dépassement par "
                "« programmation enveloppe CAPH --depasser … »."
            )
        ]

    def test_what_is_recorded_counts(self) -> None:
        """A line arbitrated before counts with those of the workbook."""
        recorded = {
            **LINES,
            SECOND: replace(LINES[SECOND], arbitrated_centimes=4_500_00),
        }

        assert len(said(changes(fill(FIRST, 6_000_00), now=year(recorded)))) == 1

    def test_a_part_and_what_is_left_of_it(self) -> None:
        """2 500 € in a part of 2 000 €; 8 000 € left to the others for 9 000 €."""
        found = changes(
            fill(FIRST, 5_000_00, "m"),
            fill(SECOND, 4_000_00, "m"),
            fill(THIRD, 2_500_00, "m"),
            now=year(envelope=WITH_PARTS),
        )

        assert [one.partition(" Baissez")[0] for one in said(found)] == [
            (
                "Enveloppe CAPH : 11 500 € retenus pour 10 000 € disponibles, soit 1 "
                "500 € "
                "de trop."
            ),
            (
                "Enveloppe CAPH, dont réussite éducative : 2 500 € retenus pour 2 "
                "000 € "
                "disponibles, soit 500 € de trop."
            ),
            (
                "Enveloppe CAPH, hors part réservée (réussite éducative) : 9 000 € "
                "retenus "
                "pour 8 000 € disponibles, soit 1 000 € de trop."
            ),
        ]

    def test_a_decrease_makes_room_for_an_increase(self) -> None:
        """Money taken from one line may be what another gets, in one reading."""
        lines = {
            **LINES,
            FIRST: replace(LINES[FIRST], arbitrated_centimes=6_000_00),
            SECOND: replace(LINES[SECOND], arbitrated_centimes=4_000_00),
        }
        exported = {
            key: ExportedLine(
                numero=key[0], funder="CAPH", standing=one, shown={"Financeur": "CAPH"}
            )
            for key, one in lines.items()
        }
        filled = [fill(FIRST, 5_000_00, "m"), fill(SECOND, 5_000_00)]

        assert weigh(COPIL, filled, exported, year(lines)).problems == ()

    def test_a_funder_without_envelope_is_not_held(self) -> None:
        """Who announced no envelope has none to exceed."""
        free = replace(year(), envelopes={})

        assert said(changes(fill(FIRST, 6_000_00), now=free)) == []

    def test_proposals_are_held_too(self) -> None:
        """The technical committee's amounts count with the proposals left alone."""
        found = changes(fill(SECOND, 4_000_01, "m"), kind=TECHNIQUE)

        assert len(said(found)) == 1

    def test_what_is_already_above_is_not_worsened_by_less(self) -> None:
        """Proposals above the envelope may be brought down without being refused."""
        small = replace(CAPH, amount_centimes=9_000_00)

        assert (
            said(
                changes(
                    fill(SECOND, 3_500_00, "m"),
                    now=year(envelope=small),
                    kind=TECHNIQUE,
                )
            )
            == []
        )

    @given(
        st.integers(0, 6_000_00),
        st.integers(0, 5_000_00),
        st.integers(0, 3_000_00),
        st.integers(0, 12_000_00),
    )
    def test_refused_exactly_when_the_sum_is_above(
        self, first: int, second: int, third: int, credit: int
    ) -> None:
        """Whatever the amounts, the envelope is held to the centime."""
        filled = [
            fill(key, amount, "m")
            for key, amount in zip(LINES, (first, second, third), strict=True)
        ]
        now = year(envelope=replace(CAPH, amount_centimes=credit))

        assert bool(said(changes(*filled, now=now))) == (
            first + second + third > credit
        )


class TestRefusal:
    """The whole list is told, and an export keeps what it held."""

    def test_every_problem_is_listed(self) -> None:
        """The sentence counts the points and lists each of them."""
        found = changes(fill(FIRST, 6_000_00), fill(SECOND, 5_000_00))

        with pytest.raises(WorkbookRefusedError) as refused:
            refuse("copil.xlsx", found.problems)

        first, second = str(refused.value).splitlines()
        assert first == (
            "Fichier « copil.xlsx » : rien n'a été enregistré, 1 point est à reprendre."
        )
        assert second.startswith("- Enveloppe CAPH : ")

    def test_nothing_to_mend_is_no_refusal(self) -> None:
        """Without a problem the workbook goes on."""
        refuse("copil.xlsx", [])

    def test_an_export_is_rebuilt_as_it_left(self) -> None:
        """Through the JSON kept with it, each line stays what it was."""
        line = ExportedLine(
            numero="2017-0001",
            funder="CAPH",
            standing=LINES[FIRST],
            shown={"N°": "2017-0001", "Financeur": "CAPH", "Demandé": 6_000_00},
        )

        assert lines_from_rows(lines_as_rows([line])) == (line,)
