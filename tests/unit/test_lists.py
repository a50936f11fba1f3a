"""The outcome of a row of a list, on small invented rows."""

from __future__ import annotations

import pytest

from contrat_de_ville.domain.list_decision import Layout, RawRow, decide_rows
from contrat_de_ville.domain.list_rules import AmountConvention, RowRules, TotalMark
from contrat_de_ville.domain.lists import (
    ListReading,
    ListRow,
    RowLabel,
    RowOutcome,
    TotalCheck,
)
from contrat_de_ville.errors import BadInputError


FRENCH = AmountConvention(decimal_mark=",", thousands_mark=" ", symbol="€")
COLUMNS = {
    "code": "Code",
    "nom": "Structure",
    "type": "Type",
    "etape": "Étape",
    "exercice": "Exercice",
    "demande": "Demandé",
    "propose": "Proposé",
}
LAYOUT = Layout(positions={code: at for at, code in enumerate(COLUMNS)}, width=7)
GOOD = ("12", "Les Jardins", "F", "Instruction", "2017", "1 500,50 €", "")


def rules(*, keep_duplicates: bool = False, lone_amount: bool = False) -> RowRules:
    """Return the rules of the invented list."""
    return RowRules(
        columns=COLUMNS,
        variants={"type": ("Nature",)},
        code="code",
        code_format="[0-9]+",
        name="nom",
        group="etape",
        amounts=("demande", "propose"),
        convention=FRENCH,
        some_amount=("demande", "propose"),
        header_columns=("code", "nom"),
        total=TotalMark(text="Total", columns=("code",), lone_amount=lone_amount),
        exercice=("exercice", "2017"),
        allowed={"type": ("F", "P")},
        to_verify=("etape",),
        keep_duplicates=keep_duplicates,
    )


def changed(**cells: str) -> tuple[str, ...]:
    """Return the good row with some cells changed."""
    return tuple(
        cells.get(code, cell) for code, cell in zip(COLUMNS, GOOD, strict=True)
    )


def decide(
    *rows: tuple[str, ...],
    keep_duplicates: bool = False,
    lone_amount: bool = False,
) -> tuple[ListRow, ...]:
    """Decide rows numbered from 2."""
    return decide_rows(
        [RawRow(number=at, cells=cells) for at, cells in enumerate(rows, start=2)],
        rules(keep_duplicates=keep_duplicates, lone_amount=lone_amount),
        LAYOUT,
    )


def reading(rows: tuple[ListRow, ...]) -> ListReading:
    """Return the reading of the invented list."""
    return ListReading(
        source="liste.csv",
        sheet="",
        file_sha256="0" * 64,
        map_version="essai-1",
        header_row=1,
        columns=COLUMNS,
        amounts=("demande", "propose"),
        group="etape",
        rows=rows,
    )


HEADER = tuple(COLUMNS.values())
EMPTY = ("", " ", "\u00a0", "", "", "", "")
TOTAL = ("TOTAL", "", "", "", "", "1 500,50 €", "")


class TestAmountConvention:
    """An amount is read by the declared convention, or refused."""

    @pytest.mark.parametrize(
        ("text", "centimes"),
        [
            ("12\u00a0350\u202f000 €", 1_235_000_000),
            ("0", 0),
            ("1500,5", 150_050),
            ("-3,07", -307),
            (" \u00a0", None),
        ],
    )
    def test_reads_the_french_way(self, text: str, centimes: int | None) -> None:
        """Any space separates thousands, a comma decimals; blank is nothing."""
        assert FRENCH.read(text) == centimes

    @pytest.mark.parametrize(
        "text",
        [
            "1 proposée",
            "1,500",
            "1.50",
            "15 00",
            "2,43E+13",
            "€",
            "9" * 31,
            "1" * 5000,
            "١٢",
        ],
    )
    def test_refuses_what_is_not_declared(self, text: str) -> None:
        """Anything else is refused with the value quoted, never guessed."""
        with pytest.raises(BadInputError, match="n'est pas un montant lisible"):
            FRENCH.read(text)

    def test_follows_another_declared_convention(self) -> None:
        """« 1,500.25 » is 1 500,25 € where the comma is declared for thousands."""
        american = AmountConvention(decimal_mark=".", thousands_mark=",", symbol="")

        assert american.read("1,500.25") == 150_025

    def test_takes_no_thousands_when_none_is_declared(self) -> None:
        """Without a thousands mark, a space inside is unreadable."""
        plain = AmountConvention(decimal_mark=".", thousands_mark="", symbol="")

        assert plain.read("1500.25") == 150_025
        with pytest.raises(BadInputError):
            plain.read("1 500")


class TestSetAside:
    """What is no request is set aside and says why."""

    @pytest.mark.parametrize(
        ("cells", "label", "reason"),
        [
            (EMPTY, RowLabel.VIDE, "Ligne vide."),
            (HEADER, RowLabel.ENTETE, "En-tête répété."),
            (
                TOTAL,
                RowLabel.TOTAL,
                "Ligne de total : elle n'est pas une demande.",
            ),
        ],
    )
    def test_markers(
        self, cells: tuple[str, ...], label: RowLabel, reason: str
    ) -> None:
        """An empty row, a repeated header and a total each have their reason."""
        (row,) = decide(cells)

        assert (row.outcome, row.labels, row.reason) == (
            RowOutcome.ECARTEE,
            (label,),
            reason,
        )

    def test_exact_duplicate(self) -> None:
        """The second of two identical rows names the first, whatever the spaces."""
        _, _, row = decide(GOOD, changed(nom="Autre"), changed(nom="Les  Jardins "))

        assert row.outcome is RowOutcome.ECARTEE
        assert row.reason == "Doublon exact de la ligne 2."

    def test_duplicates_kept_where_the_map_says_so(self) -> None:
        """Where rows may be alike, the second is accepted and pointed out."""
        _, row = decide(GOOD, GOOD, keep_duplicates=True)

        assert row.outcome is RowOutcome.ACCEPTEE
        assert row.reason == "Identique à la ligne 2 : à vérifier."

    def test_lone_amount(self) -> None:
        """A row that holds only an amount is a total where the map says so."""
        alone = ("", "", "", "", "", "10", "")

        assert decide(alone)[0].outcome is RowOutcome.REFUSEE
        assert decide(alone, lone_amount=True)[0].labels == (RowLabel.TOTAL,)

    def test_a_structure_named_total_is_a_request(self) -> None:
        """The word of totals beside a structure's name does not hide a request."""
        (row,) = decide(changed(code="Total"))

        assert row.outcome is RowOutcome.ACCEPTEE


class TestRefused:
    """A row that cannot be a request of this list says every reason."""

    @pytest.mark.parametrize(
        ("cells", "label", "reason"),
        [
            (
                changed(code="", nom=" "),
                RowLabel.ANONYME,
                "Ni code ni nom : la structure n'est pas désignée.",
            ),
            (
                changed(propose="1 proposée"),
                RowLabel.MONTANT,
                "« Proposé » : « 1 proposée » n'est pas un montant lisible.",
            ),
            (
                changed(propose="-5"),
                RowLabel.MONTANT,
                "« Proposé » : « -5 » est négatif.",
            ),
            (
                changed(demande=""),
                RowLabel.SANS_MONTANT,
                "Aucun montant : « Demandé », « Proposé ».",
            ),
            (
                changed(exercice="2016"),
                RowLabel.EXERCICE,
                "Exercice « 2016 » au lieu de « 2017 ».",
            ),
            (
                changed(type="X"),
                RowLabel.VALEUR,
                "« Type » : « X » n'est pas prévu (F, P).",
            ),
            (
                ("a", "b"),
                RowLabel.CELLULES,
                (
                    "2 cellules pour 7 colonnes : « a | b ». "
                    "Vérifiez les séparateurs et les cellules sans en-tête."
                ),
            ),
        ],
    )
    def test_each_check(
        self, cells: tuple[str, ...], label: RowLabel, reason: str
    ) -> None:
        """Each check refuses alone, and quotes what it found."""
        (row,) = decide(cells)

        assert (row.outcome, row.labels, row.reason) == (
            RowOutcome.REFUSEE,
            (label,),
            reason,
        )

    def test_every_reason_is_said(self) -> None:
        """Two faults give two reasons, so that one correction is enough."""
        (row,) = decide(changed(type="X", exercice="2016"))

        assert row.labels == (RowLabel.EXERCICE, RowLabel.VALEUR)

    def test_row_under_another_header(self) -> None:
        """A repeated header that renames a column stops its rows being read."""
        other = tuple("Thème" if cell == "Étape" else cell for cell in HEADER)
        header, under, again, after = decide(other, GOOD, HEADER, GOOD)

        assert header.outcome is RowOutcome.ECARTEE
        assert (
            under.reason
            == "L'en-tête de la ligne 2 porte « Thème » au lieu de « Étape »."
        )
        assert under.outcome is RowOutcome.REFUSEE
        assert again.reason == "En-tête répété."
        assert after.outcome is RowOutcome.ACCEPTEE

    def test_blank_or_declared_header_renames_nothing(self) -> None:
        """A blank header cell and a declared variant leave the columns as they are."""
        other = ("Code", "Structure", "Nature", "", "", "", "")
        _, row = decide(other, GOOD)

        assert row.outcome is RowOutcome.ACCEPTEE

    def test_cells_are_never_shifted(self) -> None:
        """A row with one cell too many keeps no value under a wrong header."""
        (row,) = decide(("12", "Les Jardins", "du Nord", *GOOD[2:]))

        assert (row.outcome, row.values, row.amounts) == (RowOutcome.REFUSEE, {}, {})

    def test_a_cell_under_no_header_is_refused(self) -> None:
        """A value below a blank header would be lost: the row is refused."""
        layout = Layout(positions=LAYOUT.positions, width=8, untitled=(7,))
        rows = [
            RawRow(number=2, cells=(*GOOD, "")),
            RawRow(number=3, cells=(*GOOD, "note")),
        ]
        kept, lost = decide_rows(rows, rules(), layout)

        assert kept.outcome is RowOutcome.ACCEPTEE
        assert lost.labels == (RowLabel.CELLULES,)


class TestAccepted:
    """An accepted row keeps its values, and says what is left to verify."""

    def test_values_and_amounts(self) -> None:
        """Texts are squeezed, amounts are centimes, an empty amount is nothing."""
        (row,) = decide(changed(nom=" Les\u00a0 Jardins"))

        assert row.values["nom"] == "Les Jardins"
        assert row.amounts == {"demande": 150_050, "propose": None}
        assert (row.reason, row.labels) == ("", ())

    def test_a_named_structure_needs_no_code(self) -> None:
        """A missing code does not refuse a structure that is named."""
        (row,) = decide(changed(code=""))

        assert row.outcome is RowOutcome.ACCEPTEE

    def test_what_is_left_to_verify(self) -> None:
        """An empty stage and an odd code are pointed out on the accepted row."""
        (row,) = decide(changed(code="I", etape=""))

        assert row.labels == (RowLabel.A_VERIFIER, RowLabel.CODE)
        assert row.reason == (
            "« Étape » est vide : à vérifier. "
            "« Code » : « I » n'a pas la forme attendue."
        )

    def test_case_follows_the_map(self) -> None:
        """A declared value written in another case takes the declared spelling."""
        (row,) = decide(changed(type="p"))

        assert row.values["type"] == "P"

    def test_an_empty_exercice_is_admitted(self) -> None:
        """Only another year refuses a row."""
        (row,) = decide(changed(exercice=""))

        assert row.outcome is RowOutcome.ACCEPTEE


class TestListReading:
    """A reading accounts for every row."""

    ROWS = decide(
        GOOD,
        changed(nom="Autre", etape=""),
        changed(nom="Tiers", demande="", propose="0"),
        ("", "", "", "", "", "1", ""),
        ("Total", "", "", "", "", "3 002", "0"),
        HEADER,
        changed(nom="Quart", demande="10"),
        ("Total", "", "", "", "", "11", ""),
    )

    def test_counts_add_up_to_what_was_read(self) -> None:
        """Accepted, refused and set aside make all the rows read."""
        expected = {
            RowOutcome.ACCEPTEE: 4,
            RowOutcome.REFUSEE: 1,
            RowOutcome.ECARTEE: 3,
        }

        assert reading(self.ROWS).counts() == expected

    def test_labels(self) -> None:
        """Each short reason is counted under its outcome."""
        assert reading(self.ROWS).labels() == {
            (RowOutcome.ACCEPTEE, RowLabel.A_VERIFIER): 1,
            (RowOutcome.REFUSEE, RowLabel.ANONYME): 1,
            (RowOutcome.ECARTEE, RowLabel.TOTAL): 2,
            (RowOutcome.ECARTEE, RowLabel.ENTETE): 1,
        }

    def test_sums_tell_nothing_from_zero(self) -> None:
        """A group without any amount sums to nothing; a written zero is zero."""
        one = reading(self.ROWS)

        assert one.counts_by("etape") == {"Instruction": 3, "": 1}
        assert one.sums_by("etape", "demande") == {"Instruction": 151_050, "": 150_050}
        assert one.sums_by("etape", "propose") == {"Instruction": 0, "": None}

    def test_written_totals_are_recomputed(self) -> None:
        """A total is set beside the rows since the last header or total."""
        assert reading(self.ROWS).total_checks() == (
            TotalCheck(
                row_number=6,
                column="demande",
                written_centimes=300_200,
                computed_centimes=300_200,
            ),
            TotalCheck(
                row_number=6, column="propose", written_centimes=0, computed_centimes=0
            ),
            TotalCheck(
                row_number=9,
                column="demande",
                written_centimes=1_100,
                computed_centimes=1_000,
            ),
        )

    def test_a_total_agrees_to_the_centime(self) -> None:
        """A total one euro off is said not to agree."""
        agreements = [one.agrees for one in reading(self.ROWS).total_checks()]

        assert agreements == [True, True, False]

    def test_a_missing_row_number_is_refused(self) -> None:
        """A reading that lost a row cannot be made."""
        with pytest.raises(BadInputError, match="ne se suivent pas"):
            reading(self.ROWS[:2] + self.ROWS[3:])
