"""Exports of OSIRIS: two header rows, a row per action, a consolidation."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from contrat_de_ville.adapters.channels.osiris import find_osiris, read_osiris
from contrat_de_ville.adapters.channels.osiris_sheet import column_letters
from contrat_de_ville.domain.deposit_parsing import understand
from contrat_de_ville.domain.depots import PorteurKind, Side
from contrat_de_ville.domain.received import (
    LineStatus,
    Received,
    ReceivedDeposit,
    received_as_dict,
    received_from_dict,
)
from contrat_de_ville.errors import BadFileError


REAL = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "osiris"
# Two header rows; a group is written once, above its first column.
COLUMNS = (
    ("", "Numero Action Osiris"),
    ("Dossier/action", "N° programme / Type financement"),
    ("", "Etat dossier"),
    ("", "Exercice début"),
    ("", "Récurrence"),
    ("Bénéficiaire", "N° Siret"),
    ("", "N° tiers Chorus"),
    ("", "Nom"),
    ("", "Type structure"),
    ("Caractéristiques actions", "Intitulé"),
    ("Publics bénéficiaires", "Statut"),
    ("Montants et versements", "Coût (total charges)"),
    ("", "Demandé"),
    ("", "Proposé"),
    ("", "Accordé"),
    ("", "Réalisé"),
    ("Cofinanceurs", "Noms"),
    ("", "Montants demandés"),
)
ACTION: tuple[Any, ...] = (
    "DD59-17-0001-1",
    "147 - Politique de la ville",
    "En cours d'instruction",
    2017,
    "Renouvellement",
    20004219000013,
    1000012345,
    "Association Exemple",
    "association",
    "Atelier d'été",
    "Habitants",
    3000,
    "1 200,50",
    1000,
    "",
    0,
    "CAF du Nord;",
    500,
)
TITLES = [title for _, title in COLUMNS]


def changed(**values: Any) -> tuple[Any, ...]:
    """Return the row above with other values: ``Demandé=…`` by title."""
    row = list(ACTION)
    for title, value in values.items():
        row[TITLES.index(title)] = value
    return tuple(row)


def export(
    *rows: Sequence[Any],
    columns: Sequence[tuple[str, str]] = COLUMNS,
    above: int = 0,
) -> bytes:
    """Write an export as its workbook, *above* blank rows under its top."""
    content = BytesIO()
    with xlsxwriter.Workbook(content) as workbook:
        sheet = workbook.add_worksheet("Suivi")
        groups = [group for group, _ in columns]
        titles = [title for _, title in columns]
        for number, row in enumerate([groups, titles, *rows], start=above):
            for column, value in enumerate(row):
                if value != "":
                    sheet.write(number, column, value)
    return content.getvalue()


def read(content: bytes) -> Received:
    """Read a workbook that must be an export."""
    found = find_osiris(content, "suivi.xlsx")
    assert found is not None
    return read_osiris(found, "suivi.xlsx")


def only(*rows: Sequence[Any]) -> ReceivedDeposit:
    """Return the only deposit of an export."""
    (deposit,) = read(export(*rows)).deposits
    return deposit


class TestActions:
    """A row of the actions export is a deposit."""

    def test_identifiers_keep_their_text(self) -> None:
        """Numbers of a sheet have no decimal point once read."""
        one = only(ACTION)
        understood, findings = understand(one.form)

        assert findings == ()
        assert understood.porteur_siret == "20004219000013"
        assert one.applicant_number == "1000012345"
        assert (one.reference, one.exercice) == ("DD59-17-0001-1", 2017)
        assert (one.place, one.deposited_at) == ("Suivi, ligne 3", None)

    def test_the_words_of_osiris_become_those_of_the_form(self) -> None:
        """Kind of structure and renewal by the maps; the title as it is."""
        understood, _ = understand(only(ACTION).form)

        assert understood.porteur_kind is PorteurKind.ASSOCIATION
        assert understood.is_renewal
        assert understood.title == "Atelier d'été"

    def test_the_state_has_its_part(self) -> None:
        """1 200,50 asked, 1 000 proposed, nothing granted yet."""
        state = only(ACTION).funders[0]

        assert (state.funder, state.label) == (
            "ETAT",
            "État – 147 - Politique de la ville",
        )
        assert state.asked_centimes == 120_050
        assert state.proposed_centimes == 100_000
        assert state.voted_centimes is None
        assert state.status is LineStatus.EN_INSTRUCTION
        assert state.place == "Suivi!M3"

    def test_the_budget_says_what_the_export_knows(self) -> None:
        """Total cost, what the State and the co-funders are asked; no account."""
        understood, _ = understand(only(ACTION).form)

        assert understood.total_centimes(Side.CHARGE) == 300_000
        assert understood.total_centimes(Side.PRODUIT) == 170_050
        assert understood.requests() == {"ETAT": 120_050}
        assert understood.demandes == (("ETAT", 120_050),)

    def test_other_credits_of_the_state_are_not_the_call_s(self) -> None:
        """The FDVA is the State's too, and not in the envelope of the call."""
        row = changed(**{"N° programme / Type financement": "FDVA"})
        one = only(row)

        assert one.funders[0].funder == ""
        assert one.funders[0].label == "État – FDVA"
        assert understand(one.form)[0].requests() == {}
        assert understand(one.form)[0].total_centimes(Side.PRODUIT) == 170_050

    def test_one_co_funder_has_the_amount(self) -> None:
        """A name alone, its amount beside it."""
        cofunder = only(ACTION).funders[1]

        assert (cofunder.label, cofunder.asked_centimes) == ("CAF du Nord", 50_000)

    def test_several_co_funders_share_an_amount_nobody_splits(self) -> None:
        """The names are kept; the amount is said of both together."""
        one = only(changed(Noms="CAF du Nord;DRAC;"))

        assert [(each.label, each.asked_centimes) for each in one.funders[1:]] == [
            ("CAF du Nord", None),
            ("DRAC", None),
        ]
        assert any("pour les 2 ensemble" in note for note in one.notes)

    def test_zero_is_not_an_empty_cell(self) -> None:
        """Granted nothing, or not decided yet."""
        refused = only(changed(Accordé="0", **{"Etat dossier": "Refusé"})).funders[0]

        assert (refused.voted_centimes, refused.status) == (0, LineStatus.REFUSE)

    def test_an_unreadable_amount_is_shown_and_never_zero(self) -> None:
        """« 1,500 » may be fifteen hundred or one and a half: it is not guessed."""
        one = only(changed(Demandé="1,500"))
        _, findings = understand(one.form)

        assert one.funders[0].asked_centimes is None
        assert [(each.rule, each.value, each.cell) for each in findings] == [
            ("MONTANT_ILLISIBLE", "1,500", "Suivi!M3")
        ]

    def test_an_unknown_state_is_kept_as_written(self) -> None:
        """The word stays, and a note says it."""
        one = only(changed(**{"Etat dossier": "Mis en sommeil"}))

        assert one.funders[0].status is LineStatus.INCONNU
        assert one.funders[0].status_label == "Mis en sommeil"
        assert "état « Mis en sommeil » inconnu, gardé tel quel." in one.notes

    def test_a_siret_in_scientific_notation_stays_as_written(self) -> None:
        """It is beyond repair: it is not guessed."""
        form = only(changed(**{"N° Siret": "2,43E+13"})).form

        assert form.fields["porteur_siret"] == "2,43E+13"

    def test_what_has_no_field_is_noted_with_its_group(self) -> None:
        """Two columns are named « Statut »: the group tells them apart."""
        notes = only(ACTION).notes

        assert "Publics bénéficiaires – Statut : Habitants." in notes
        assert "Montants et versements – Réalisé : 0." in notes

    def test_an_exercise_that_is_no_year_is_said(self) -> None:
        """No year is better than a wrong one."""
        one = only(changed(**{"Exercice début": "2017-2018"}))

        assert one.exercice is None
        assert any("« 2017-2018 »" in note for note in one.notes)


class TestRows:
    """Every row that is not blank is accounted for."""

    def test_the_consolidation_is_set_aside(self) -> None:
        """Its totals are those of the rows: 3 000 and 1 200,50."""
        total: list[Any] = [""] * len(COLUMNS)
        total[1], total[11], total[12] = "Consolidation", "3000", "1200,5"
        received = read(export(ACTION, total))

        (aside,) = received.aside
        assert received.rows_count == 2
        assert (aside.place, aside.is_refused) == ("Suivi, ligne 4", False)
        assert aside.reason == (
            "ligne de consolidation, total de l'export : ses totaux sont ceux des "
            "lignes."
        )

    def test_a_consolidation_that_differs_is_said(self) -> None:
        """Nine thousand announced, three thousand in the rows."""
        total: list[Any] = [""] * len(COLUMNS)
        total[1], total[11] = "CONSOLIDATION", 9000
        (aside,) = read(export(ACTION, total)).aside
        said = aside.reason.replace("\u202f", " ").replace("\u00a0", " ")

        assert said == (
            "ligne de consolidation, total de l'export : elle diffère de l'export "
            "(Coût (total charges) : 9 000 € annoncés, 3 000 € dans les lignes)."
        )

    def test_an_action_named_consolidation_is_an_action(self) -> None:
        """The word alone does not make a total."""
        assert len(read(export(changed(Intitulé="Consolidation"))).deposits) == 1

    def test_a_row_that_says_nothing_is_refused(self) -> None:
        """An amount without number, SIRET or title is nobody's."""
        (aside,) = read(export([""] * 11 + [3000])).aside

        assert aside.is_refused
        assert aside.reason.startswith("ni numéro, ni SIRET, ni intitulé")

    def test_a_row_written_twice_counts_once(self) -> None:
        """The second is set aside and names the first."""
        received = read(export(ACTION, ACTION))

        assert len(received.deposits) == 1
        assert [one.reason for one in received.aside] == ["identique à la ligne 3."]

    def test_a_repeated_header_is_set_aside(self) -> None:
        """Exports pasted one under the other keep their headers."""
        groups = [group for group, _ in COLUMNS]
        received = read(export(ACTION, groups, TITLES, changed(Demandé=7)))

        assert len(received.deposits) == 2
        assert [one.reason for one in received.aside] == ["en-tête répété."] * 2

    def test_blank_rows_are_no_rows(self) -> None:
        """Rows stay numbered as the sheet shows them."""
        received = read(export([""], ACTION))

        assert [one.place for one in received.deposits] == ["Suivi, ligne 4"]
        assert received.rows_count == 1

    def test_what_is_read_survives_the_child_process(self) -> None:
        """The plain form of a reading gives the same reading."""
        received = read(export(ACTION, ACTION))

        assert received_from_dict(received_as_dict(received)) == received


class TestHeaders:
    """Columns are found by their two titles."""

    def test_columns_may_move_and_change_case(self) -> None:
        """Order, case, accents and spaces do not matter."""
        columns = [(g.upper(), f" {t.upper()}  ") for g, t in COLUMNS]
        order = [*range(5, 10), *range(5), *range(10, len(COLUMNS))]
        full = [
            (next(g for g, _ in reversed(columns[: at + 1]) if g or at == 0), t)
            for at, (_, t) in enumerate(columns)
        ]
        full[0] = ("Dossier/action", full[0][1])
        moved = export([ACTION[at] for at in order], columns=[full[at] for at in order])

        (deposit,) = read(moved).deposits
        assert understand(deposit.form)[0].porteur_siret == "20004219000013"

    def test_lines_above_the_header_are_passed(self) -> None:
        """A title over the table moves it down."""
        (deposit,) = read(export(ACTION, above=3)).deposits

        assert deposit.place == "Suivi, ligne 6"

    def test_a_missing_column_is_refused(self) -> None:
        """Without the amount asked, the export is not read halfway."""
        columns = [one for one in COLUMNS if one[1] != "Demandé"]

        with pytest.raises(BadFileError, match="il manque « Demandé »"):
            find_osiris(export(ACTION, columns=columns), "suivi.xlsx")

    def test_a_doubled_column_is_refused(self) -> None:
        """Nobody can tell which of two is right."""
        columns = [*COLUMNS[:13], ("", "Demandé"), *COLUMNS[14:]]

        with pytest.raises(BadFileError, match="sont en double « Demandé »"):
            find_osiris(export(ACTION, columns=columns), "suivi.xlsx")

    def test_columns_left_unread_are_said(self) -> None:
        """A custom column is named in the conventions."""
        columns = [*COLUMNS, ("Champs customs", "Champ 1")]
        received = read(export([*ACTION, "x"], columns=columns))

        assert "colonnes non reprises : « Champ 1 »" in received.conventions

    def test_another_workbook_is_no_export(self) -> None:
        """A plain list is left to the lists."""
        columns = [("", "Code"), ("", "Montant")]

        assert find_osiris(export([1, 2], columns=columns), "liste.xlsx") is None

    def test_what_is_no_workbook_is_refused(self) -> None:
        """Damaged bytes give our refusal."""
        with pytest.raises(BadFileError, match="pas un classeur lisible"):
            find_osiris(b"\xd0\xcf\x11\xe0" + b"\x00" * 600, "suivi.xls")

    @pytest.mark.parametrize(
        ("at", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (79, "CB"), (701, "ZZ")]
    )
    def test_columns_have_their_letters(self, at: int, letters: str) -> None:
        """As a sheet names them."""
        assert column_letters(at) == letters


class TestOtherExports:
    """Rows that are no deposits are set aside with what they hold."""

    def test_a_dossier_is_not_an_action(self) -> None:
        """Its number, its porteur and its amounts are said; the count is compared."""
        columns = [
            ("Dossier", "Service"),
            ("", "N° Dossier Osiris"),
            ("Association", "N° Siret"),
            ("Nb Actions", "Nombre Actions"),
            ("Montants", "Demandé"),
        ]
        row = ["DD59", "DD59-17-0001", 20004219000013, 3, 4500]
        total = ["2", "", "", "Consolidation"]
        received = read(export(row, total, columns=columns))

        assert received.deposits == ()
        assert "réunit des actions sans les nommer" in received.aside[0].reason
        assert received.aside[0].reason.endswith(
            "(N° Dossier Osiris : DD59-17-0001 ; N° Siret : 20004219000013 ; "
            "Nombre Actions : 3 ; Demandé : 4500)."
        )
        assert "2 lignes annoncées, 1 lues" in received.aside[1].reason

    def test_an_evaluation_is_a_bilan(self) -> None:
        """The export with what was really spent asks for nothing."""
        columns = [*COLUMNS[:12], ("", "Coût réalisé (total charges)")]
        received = read(export([*ACTION[:12], 2800], columns=columns))

        assert received.deposits == ()
        (aside,) = received.aside
        assert aside.reason.startswith("cette ligne rend compte d'une action")
        assert "Coût réalisé (total charges) : 2800" in aside.reason
        assert not aside.is_refused


@pytest.mark.real
@pytest.mark.skipif(not REAL.is_dir(), reason="les données réelles ne sont pas là")
class TestTheRealLayouts:
    """The three layouts of the State's exports, with dummy values."""

    def test_the_eighty_columns_of_the_actions(self) -> None:
        """One action of 3 000 euros, one consolidation without totals."""
        path = REAL / "SuiviActions_test.xls"
        found = find_osiris(path.read_bytes(), path.name)
        assert found is not None
        received = read_osiris(found, path.name)

        (one,) = received.deposits
        assert len(found.columns) + len(found.unread) == 80
        assert found.columns.keys() == found.reading.columns.keys()
        assert (one.reference, one.applicant_number) == ("DD00-21-0000-1", "AABB00BBAA")
        assert one.exercice == 2021
        state = one.funders[0]
        assert (state.asked_centimes, state.voted_centimes) == (300_000, 300_000)
        assert (state.status, state.status_label) == (LineStatus.ACCORDE, "A évaluer")
        assert understand(one.form)[0].total_centimes(Side.CHARGE) == 300_000
        assert [each.place for each in received.aside] == ["SuiviActions_ANS, ligne 4"]

    @pytest.mark.parametrize(
        ("name", "said"),
        [
            ("SuiviDossiers_test.xls", "Demandé : 3000"),
            ("SuiviActionsEvaluation_test.xlsx", "Demandé : 2000"),
        ],
    )
    def test_the_other_two_are_set_aside_whole(self, name: str, said: str) -> None:
        """Two rows each: one with its amounts, one of consolidation."""
        found = find_osiris((REAL / name).read_bytes(), name)
        assert found is not None
        received = read_osiris(found, name)

        assert (received.rows_count, received.deposits) == (2, ())
        assert said in received.aside[0].reason
        assert "consolidation" in received.aside[1].reason
