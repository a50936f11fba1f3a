"""Deposits made of an instruction table, in text and in a workbook."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, datetime
from pathlib import Path

import pytest

from contrat_de_ville.adapters.channels.forms import latest_form
from contrat_de_ville.adapters.list_maps import load_list_map
from contrat_de_ville.adapters.list_received import check_fields, received_from_list
from contrat_de_ville.domain.calendar import PARIS
from contrat_de_ville.domain.deposit_parsing import understand
from contrat_de_ville.domain.depots import Side
from contrat_de_ville.domain.received import (
    Channel,
    LineStatus,
    Received,
    SetAside,
    received_as_dict,
    received_from_dict,
)
from contrat_de_ville.errors import BadFileError
from tests.list_builder import MAPS, cells, csv_text, sheet_bytes


HEADER = [
    "N° dossier", "Code tiers", "Exercice", "Date de dépôt", "Porteur", "N° SIRET",
    "Type de structure", "Nom du projet", "Début", "Fin", "Demandé État",
    "Proposé État", "Accordé État", "Demandé CAPH", "Montant demandé", "60 - Achats",
    "64", "79 - Autofinancement", "Statut", "Avis", "Secteur",
]  # fmt: skip
ROW = [
    "17-001", "T42", "2017", "12/01/2017", "Les Jardins", "20004219000013",
    "Association loi 1901", "Jardiner ensemble", "03/04/2017", "31/12/2017",
    "1 200,50 €", "1000", "", "3 000", "500", "700,50", "4 000", "0", "En instruction",
    "Favorable", "Nature",
]  # fmt: skip
OTHER = [
    "17-002", "T43", "2017", "13/02/2017", "La Fabrique", "38047555800058", "",
    "Réparer", "15/04/2017", "30/11/2017", "", "", "", "2 000", "", "2 000", "", "",
    "Accordé", "", "",
]  # fmt: skip
BLANK = [""] * len(HEADER)


def changed(row: list[str], **new: str) -> list[str]:
    """Return a row with the cells under some headers changed."""
    by_name = {name.replace(" ", "_"): at for at, name in enumerate(HEADER)}
    copy = [*row]
    for name, text in new.items():
        copy[by_name[name]] = text
    return copy


def received(*rows: list[str]) -> Received:
    """Read rows of the table as a text file."""
    content = csv_text(*rows, header=HEADER).encode("cp1252")
    return received_from_list(content, "tableau.csv")


class TestDeposit:
    """An accepted row is a deposit: its answers, its budget, its funders."""

    def test_answers_and_their_places(self) -> None:
        """Dates become ISO, amounts plain, a kind its code; each has its cell."""
        form = received(ROW, OTHER).deposits[0].form
        answers = {code: text for code, text in form.fields.items() if text}

        assert answers == {
            "porteur_siret": "20004219000013",
            "porteur_nom": "Les Jardins",
            "porteur_type": "ASSOCIATION",
            "action_intitule": "Jardiner ensemble",
            "date_debut": "2017-04-03",
            "date_fin": "2017-12-31",
            "demande.ETAT": "1200.50",
            "demande.CAPH": "3000",
        }
        assert form.cells["porteur_siret"] == "F2"
        assert form.cells["demande.ETAT"] == "K2"
        assert form.form_version == "tableau-instruction-1"

    def test_budget(self) -> None:
        """Accounts and funders go to the rows of the form; zero is a zero."""
        action, findings = understand(received(ROW, OTHER).deposits[0].form)

        assert findings == ()
        assert action.requests() == {"ETAT": 120_050, "CAPH": 300_000}
        assert action.total_centimes(Side.CHARGE) == 470_050
        assert action.total_centimes(Side.PRODUIT) == 470_050
        assert [
            (line.account, line.label, line.amount_centimes)
            for line in action.budget
            if line.side is Side.PRODUIT
        ] == [
            ("74", "État, politique de la ville (programme 147)", 120_050),
            ("74", "Communauté d'agglomération, crédits spécifiques", 300_000),
            ("74", "Communes", 50_000),
            ("79", "Autofinancement", 0),
        ]

    def test_funders(self) -> None:
        """Each funder has what it is asked, proposes and grants; absent is nothing."""
        one, two = received(ROW, OTHER).deposits
        state, caph, commune = one.funders

        assert (state.funder, state.asked_centimes, state.proposed_centimes) == (
            "ETAT",
            120_050,
            100_000,
        )
        assert (state.voted_centimes, state.place, state.avis) == (
            None,
            "K2",
            "Favorable",
        )
        assert (state.status, state.status_label) == (
            LineStatus.EN_INSTRUCTION,
            "En instruction",
        )
        assert (caph.funder, commune.funder, commune.label) == ("CAPH", "", "Commune")
        assert [line.status for line in two.funders] == [LineStatus.ACCORDE]

    def test_references(self) -> None:
        """The numbers of the table are kept, and the day it says."""
        one = received(ROW, OTHER).deposits[0]

        assert (one.reference, one.applicant_number, one.exercice) == (
            "17-001",
            "T42",
            2017,
        )
        assert one.deposited_at == datetime(2017, 1, 12, 23, 59, 59, tzinfo=PARIS)
        assert [note[:44] for note in one.notes] == [
            "La liste donne le jour du dépôt sans l'heure"
        ]

    def test_a_doubtful_date_stays_doubtful(self) -> None:
        """What the column does not tell is not read day first by the form."""
        alone = changed(ROW, Fin="2017-12-31", Date_de_dépôt="")
        form = received(alone).deposits[0].form
        action, findings = understand(form)

        assert form.fields["date_debut"] == (
            "03/04/2017 (date que la liste ne permet pas de lire)"
        )
        assert action.starts_on is None
        assert [(one.field, one.cell) for one in findings] == [("date_debut", "I2")]

    def test_a_workbook_gives_the_same_deposit(self) -> None:
        """Numbers and dates of cells make what their text makes; places say so."""
        row: list[object] = [*ROW]
        for name, value in (
            ("Date de dépôt", date(2017, 1, 12)),
            ("Début", date(2017, 4, 3)),
            ("Fin", date(2017, 12, 31)),
            ("Demandé État", 1200.5),
            ("Demandé CAPH", 3000),
            ("60 - Achats", 700.5),
            ("64", 4000),
        ):
            row[HEADER.index(name)] = value
        content = sheet_bytes(["Tableau 2017"], [*HEADER], row, sheet="Suivi")
        one = received_from_list(content, "tableau.xlsx").deposits[0]
        text = received(ROW, OTHER).deposits[0]

        assert one.form.fields == text.form.fields
        assert one.form.budget == text.form.budget
        assert (one.place, one.form.cells["porteur_siret"]) == (
            "Suivi, ligne 3",
            "Suivi!F3",
        )


class TestRows:
    """Every row is a deposit or set aside with its reason."""

    def test_each_outcome(self) -> None:
        """Totals, duplicates and repeated headers are no deposits; refusals say why."""
        total = changed(BLANK, Porteur="TOTAL", Demandé_État="1 200,50")
        one = received(
            ROW,
            ROW,
            [*HEADER],
            changed(OTHER, **{"N°_SIRET": "2,43E+13"}),
            changed(OTHER, Demandé_CAPH=""),
            total,
            BLANK,
        )

        assert one.rows_count == 7
        assert len(one.deposits) == 1
        assert [(row.place, row.is_refused) for row in one.aside] == [
            ("ligne 3", False),
            ("ligne 4", False),
            ("ligne 5", True),
            ("ligne 6", True),
            ("ligne 7", False),
            ("ligne 8", False),
        ]
        assert one.aside[0] == SetAside(
            place="ligne 3", reason="Doublon exact de la ligne 2."
        )

    def test_conventions_and_remarks_are_said(self) -> None:
        """How the file is written reaches whoever registers it."""
        said = received(ROW, OTHER).conventions

        assert said[0] == "Encodage : Windows-1252 (ce n'est pas de l'UTF-8)."
        assert "À savoir, colonne inconnue, gardée : « Secteur »." in said

    def test_it_crosses_a_process(self) -> None:
        """What is received survives JSON, as the child process hands it over."""
        one = received(ROW, OTHER)

        assert one.channel is Channel.LISTE
        assert received_from_dict(received_as_dict(one)) == one


class TestRefusals:
    """A list that is no list of deposits says what it is."""

    def test_a_published_list(self) -> None:
        """A list of grants is read another way, and the way is named."""
        with pytest.raises(BadFileError) as caught:
            received_from_list(csv_text(cells()).encode(), "scdl.csv")

        assert "que lit le plan « scdl_2_0_2.yaml »" in str(caught.value)
        assert "deposer FICHIER --liste" in str(caught.value)

    def test_a_column_that_is_missing(self) -> None:
        """The nearest map names what it lacks."""
        header = ["Secteur" if name == "N° SIRET" else name for name in HEADER]
        content = csv_text(ROW, header=header).encode()
        with pytest.raises(BadFileError, match="tableau_instruction") as caught:
            received_from_list(content, "tableau.csv")

        assert "il manque « SIRET »" in str(caught.value)

    def test_a_field_the_form_has_not(self, tmp_path: Path) -> None:
        """A map cannot fill what no one asks."""
        text = (MAPS / "tableau_instruction.yaml").read_text(encoding="utf-8")
        path = tmp_path / "essai.yaml"
        path.write_text(text.replace("action_axe: axe", "axes: axe"), encoding="utf-8")
        with pytest.raises(BadFileError, match="« axes » n'est pas un champ"):
            check_fields(load_list_map(path), latest_form())

    @pytest.mark.parametrize(
        ("before", "after", "found"),
        [
            ("champs:\n", "champs: []\nrebut:\n", "clé inattendue « rebut »"),
            ("reference: dossier", "reference: avion", "« avion » ne fait pas partie"),
            ("cote: charges", "cote: gauche", "« gauche » ne fait pas partie"),
            ("demande: demande_caf,", "demande: dossier,", "« dossier » ne fait pas"),
            ("Reçu: EN_INSTRUCTION", "Reçu: BIEN", "« BIEN » ne fait pas partie"),
        ],
    )
    def test_a_wrong_map(
        self, tmp_path: Path, before: str, after: str, found: str
    ) -> None:
        """A key or a column that means nothing is refused, and named."""
        text = (MAPS / "tableau_instruction.yaml").read_text(encoding="utf-8")
        path = tmp_path / "essai.yaml"
        path.write_text(text.replace(before, after, 1), encoding="utf-8")
        with pytest.raises(BadFileError) as caught:
            load_list_map(path)

        assert found in str(caught.value)


def test_it_is_light() -> None:
    """The child process that parses received files loads no heavy library."""
    script = (
        "import sys, contrat_de_ville.adapters.list_received; "
        "print([n for n in ('pandas', 'sqlalchemy', 'prefect', 'numpy', 'xlsxwriter')"
        " if n in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )

    assert done.stdout.strip() == "[]"
