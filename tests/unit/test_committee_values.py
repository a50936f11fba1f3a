"""What a committee writes in the cells to fill, and each mistake's own sentence."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contrat_de_ville.domain.committee import (
    CommitteeKind,
    ExportedLine,
    Filled,
    Standing,
)
from contrat_de_ville.domain.committee_rows import CellRead, FoundRow
from contrat_de_ville.domain.committee_values import read_filled


ASKED = 6_000_00
COLUMNS = {
    "N°": "A",
    "Financeur": "B",
    "Avis technique": "C",
    "Montant proposé par le comité": "D",
    "Commentaire": "E",
    "Montant arbitré": "F",
    "Motif": "G",
}
LINE = ExportedLine(
    numero="2017-0042",
    funder="CAPH",
    standing=Standing(part="", asked_centimes=ASKED, proposed_centimes=5_000_00),
    shown={"N°": "2017-0042", "Financeur": "La Porte du Hainaut"},
)


def text(words: str) -> CellRead:
    """Return a cell of text."""
    return CellRead(text=words)


def euros(written: str) -> CellRead:
    """Return a cell that is a number."""
    return CellRead(text=written, number=written)


FORMULA = CellRead(text="10", number="10", is_formula=True)


def row(**cells: CellRead) -> FoundRow:
    """Return the row of the line, with these cells by the letter of their column."""
    return FoundRow(line=LINE, number=9, columns=COLUMNS, cells=cells)


def copil(**cells: CellRead) -> tuple[tuple[Filled, ...], list[str]]:
    """Read a row of the COPIL's workbook: what it says, what is wrong."""
    given_row, problems = read_filled(CommitteeKind.COPIL, [row(**cells)])
    return given_row, [str(one) for one in problems]


def technique(**cells: CellRead) -> tuple[tuple[Filled, ...], list[str]]:
    """Read a row of the technical committee's workbook."""
    given_row, problems = read_filled(CommitteeKind.TECHNIQUE, [row(**cells)])
    return given_row, [str(one) for one in problems]


class TestCopil:
    """An amount and its motive; an empty amount is « not seen yet »."""

    def test_nothing_is_nothing(self) -> None:
        """An untouched row says nothing, which is neither a refusal nor a mistake."""
        assert copil(F=text(" "), G=text("")) == ((), [])

    def test_an_amount_with_its_motive(self) -> None:
        """4 200,50 € out of 6 000 € with a motive is read to the centime."""
        filled, problems = copil(
            F=euros("4200.5"), G=text(" Un co-financement\nmanque. ")
        )

        assert problems == []
        assert [(one.key, one.amount_centimes, one.text) for one in filled] == [
            (("2017-0042", "CAPH"), 4_200_50, "Un co-financement\nmanque.")
        ]

    def test_the_whole_demand_needs_no_motive(self) -> None:
        """The demand itself is accepted without a word."""
        filled, problems = copil(F=euros("6000"))

        assert (filled[0].amount_centimes, problems) == (ASKED, [])

    @pytest.mark.parametrize(
        ("cells", "expected"),
        [
            (
                {"F": text("4 200 €")},
                (
                    "Lignes!F9 (2017-0042, La Porte du Hainaut) : « 4 200 € » est un "
                    "texte, "
                    "pas un montant : le tableur ne l'a pas compté. Tapez-le en "
                    "chiffres"
                ),
            ),
            ({"F": text("accord")}, "« accord » est un texte, pas un montant"),
            ({"F": text("VRAI")}, "« VRAI » est un texte"),
            ({"F": euros("-5")}, "-5 est négatif. Un refus s'écrit 0, avec son motif."),
            ({"F": euros("10.001")}, "10,001 a plus de deux décimales."),
            ({"F": euros("6000.01")}, "6 000,01 € pour une demande de 6 000 €."),
            (
                {"F": euros("0")},
                "Lignes!G9 (2017-0042, La Porte du Hainaut) : un refus",
            ),
            ({"F": euros("10"), "G": text(" \n")}, "réduction sans motif"),
            ({"G": text("Trop cher")}, "motif écrit, sans montant. Un refus s'écrit 0"),
            (
                {"F": FORMULA, "G": text("x")},
                "« Montant arbitré » contient une formule",
            ),
            ({"F": euros("10"), "G": FORMULA}, "« Motif » contient une formule"),
        ],
    )
    def test_each_mistake_has_its_sentence(
        self, cells: dict[str, CellRead], expected: str
    ) -> None:
        """Nothing is read of the row, and one sentence says what to mend."""
        filled, problems = copil(**cells)
        plain = [one.replace("\u202f", " ").replace("\xa0", " ") for one in problems]

        assert (filled, len(plain)) == ((), 1)
        assert expected in plain[0]

    def test_two_mistakes_of_a_row_are_two_sentences(self) -> None:
        """A formula in each cell is told twice."""
        assert len(copil(F=FORMULA, G=FORMULA)[1]) == 2

    @given(st.integers(min_value=0, max_value=ASKED))
    def test_every_amount_to_the_demand_is_exact(self, centimes: int) -> None:
        """Whatever the amount from zero to the demand, its centimes are those typed."""
        written = f"{Decimal(centimes) / 100}"
        filled, problems = copil(F=euros(written), G=text("motif"))

        assert ([one.amount_centimes for one in filled], problems) == ([centimes], [])

    @given(
        st.decimals(
            allow_nan=False, allow_infinity=False, min_value=-(10**9), max_value=10**9
        )
    )
    def test_no_number_is_read_otherwise_than_it_is(self, typed: Decimal) -> None:
        """A number is read exactly, or refused with one sentence: never rounded."""
        filled, problems = copil(F=euros(f"{typed:f}"), G=text("motif"))
        is_sound = 0 <= typed * 100 <= ASKED and typed * 100 == int(typed * 100)

        assert (len(filled), len(problems)) == ((1, 0) if is_sound else (0, 1))
        if is_sound:
            assert filled[0].amount_centimes == typed * 100


class TestTechnique:
    """An avis of the list, an amount that may be left empty, a comment."""

    @pytest.mark.parametrize(
        ("written", "expected"),
        [
            ("favorable", "FAVORABLE"),
            (" Favorable ", "FAVORABLE"),
            ("reserve", "RESERVE"),
            ("RÉSERVÉ", "RESERVE"),
            ("ajourné", "AJOURNE"),
        ],
    )
    def test_an_avis_of_the_list(self, written: str, expected: str) -> None:
        """Capitals and accents do not matter, and no comment is asked."""
        filled, problems = technique(C=text(written))

        assert ([one.avis for one in filled], problems) == ([expected], [])
        assert filled[0].amount_centimes is None

    def test_an_amount_without_an_avis(self) -> None:
        """The committee may only change the amount, with its reason."""
        filled, problems = technique(D=euros("4500"), E=text("Un poste de trop"))

        assert problems == []
        assert [(one.avis, one.amount_centimes, one.text) for one in filled] == [
            ("", 4_500_00, "Un poste de trop")
        ]

    @pytest.mark.parametrize(
        ("cells", "expected"),
        [
            (
                {"C": text("oui")},
                (
                    "« oui » n'est pas un avis. Choisissez dans la liste : favorable, "
                    "réservé, défavorable, ajourné."
                ),
            ),
            ({"C": FORMULA}, "« Avis technique » contient une formule"),
            ({"C": text("défavorable")}, "un avis défavorable sans commentaire."),
            ({"D": euros("4500")}, "une réduction sans commentaire"),
            ({"E": text("à revoir")}, "commentaire écrit, sans avis ni montant."),
        ],
    )
    def test_each_mistake_has_its_sentence(
        self, cells: dict[str, CellRead], expected: str
    ) -> None:
        """Nothing is read of the row, and one sentence says what to mend."""
        filled, problems = technique(**cells)

        assert (filled, len(problems)) == ((), 1)
        assert expected in problems[0]
