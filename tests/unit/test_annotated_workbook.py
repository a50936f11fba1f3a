from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contrat_de_ville.adapters.annotated_workbook import (
    annotated_workbook,
    in_form_order,
)
from contrat_de_ville.adapters.deposit_reader import (
    read_deposit_workbook,
    read_numbered_workbook,
)
from contrat_de_ville.domain.deposit_parsing import understand
from contrat_de_ville.domain.depots import (
    BudgetText,
    DepositForm,
    Finding,
    Severity,
    Side,
)
from contrat_de_ville.errors import BadInputError
from tests.deposit_builder import (
    AMOUNTS,
    FORM,
    LISTS,
    MORE_VALUES,
    VALUES,
    budget_texts,
    deposit_form,
    filled_bytes,
    parts_of,
    shown,
)


def finding(field, severity=Severity.BLOQUANT, sentence="Faux.", remedy="Corrigez."):
    """Return a finding on one field."""
    return Finding(
        rule="REGLE", severity=severity, field=field, sentence=sentence, remedy=remedy
    )


def read(content):
    """Read a workbook as the registering does."""
    return read_deposit_workbook(content, FORM, "annote.xlsx")


def comments(workbook):
    """Return the margins of a workbook: text by sheet and cell."""
    parts = parts_of(workbook)
    found = {}
    for number in range(1, 8):
        rels = parts.get(f"xl/worksheets/_rels/sheet{number}.xml.rels", b"").decode()
        target = re.search(r"\.\./(comments\d+\.xml)", rels)
        xml = parts[f"xl/{target[1]}"].decode() if target else ""
        for cell, body in re.findall(
            r'<comment ref="(\w+)".*?>(.*?)</comment>', xml, re.DOTALL
        ):
            text = "".join(re.findall(r"<t(?: [^>]*)?>(.*?)</t>", body, re.DOTALL))
            found[SHEETS[number - 1], cell] = text
    return found


SHEETS = ["À corriger", "Guide", "Porteur", "Action", "Publics", "Budget", "Listes"]


class TestAnnotatedWorkbook:
    """The porteur's answers come back, with what is to be mended beside them."""

    def test_the_answers_are_the_same(self, tmp_path):
        """Read back, the annotated workbook says what the deposit said."""
        form = read(filled_bytes(tmp_path, VALUES | MORE_VALUES, AMOUNTS))
        findings = [finding("porteur_siret"), finding("budget.1"), finding("budget")]
        back = read(annotated_workbook(form, findings, FORM, LISTS))

        assert form == back

    def test_unreadable_answers_come_back_as_typed(self, tmp_path):
        """What could not be read is there again, to be corrected in its cell."""
        values = {
            "beneficiaires": "beaucoup",
            "femmes.0_5": "deux",
            "date_fin": "31/02",
        }
        form = read(filled_bytes(tmp_path, values, {"budget.1": "env. 100"}))
        _, findings = understand(form)
        back = read(annotated_workbook(form, findings, FORM, LISTS))

        assert len(findings) == 4
        assert form == back

    @pytest.mark.parametrize("numero", ["", "2017-0042", "2017-25000"])
    def test_it_carries_the_number_of_its_deposit(self, tmp_path, numero):
        """The number is read back from it; a blank form has none."""
        form = read(filled_bytes(tmp_path, VALUES, AMOUNTS))
        content = annotated_workbook(form, [], FORM, LISTS, numero)

        assert read_numbered_workbook(content, FORM, "a.xlsx") == (form, numero)

    def test_each_finding_is_in_the_margin_of_its_cell(self):
        """Sentence and remedy are the comment of the cell; two of them share it."""
        findings = [
            finding("femmes.6_15", sentence="Trop.", remedy="Recomptez."),
            finding("budget", sentence="Inégal.", remedy="Équilibrez."),
            finding("porteur_siret", sentence="Un."),
            finding("porteur_siret", sentence="Deux."),
        ]
        content = annotated_workbook(deposit_form(VALUES), findings, FORM, LISTS)

        assert comments(content) == {
            ("Porteur", "B5"): "Un.\n→ Corrigez.\n\nDeux.\n→ Corrigez.",
            ("Publics", "B6"): "Trop.\n→ Recomptez.",
            ("Budget", "B60"): "Inégal.\n→ Équilibrez.",
        }

    def test_the_gravest_gives_its_colour(self):
        """A cell with both is red, one to verify is amber, the others stay yellow."""
        findings = [
            finding("porteur_siret", Severity.A_VERIFIER),
            finding("porteur_siret"),
            finding("porteur_nom", Severity.A_VERIFIER),
        ]
        content = annotated_workbook(deposit_form(VALUES), findings, FORM, LISTS)

        assert [fill(content, 3, cell) for cell in ("B5", "B6", "B7")] == [
            "FFF8B4B4", "FFFFD166", "FFFFF8DC",
        ]  # fmt: skip

    def test_highlighted_cells_stay_unlocked(self):
        """What is to be corrected can be: the cell's format is not locked."""
        content = annotated_workbook(
            deposit_form(VALUES), [finding("porteur_siret")], FORM, LISTS
        )

        assert 'locked="0"' in cell_format(content, 3, "B5")

    def test_the_list_in_the_order_of_the_form(self):
        """Findings are numbered from the first sheet to the last, with their cell."""
        findings = [
            finding("budget.1", Severity.A_VERIFIER),
            finding("hommes.0_5"),
            finding("porteur_nom", sentence="Sans nom.", remedy="Écrivez-le."),
        ]
        content = annotated_workbook(deposit_form({}), findings, FORM, LISTS)
        listed = [
            [shown(content, "À corriger", f"{column}{row}") for column in "ABCD"]
            for row in (4, 5, 6)
        ]

        assert listed == [
            [1, "Bloquant", "Porteur, B6", "Nom de la structure"],
            [2, "Bloquant", "Publics, C5", "0 à 5 ans, hommes"],
            [3, "À vérifier", "Budget, B5", "60 – Achats"],
        ]
        assert shown(content, "À corriger", "E4") == "Sans nom."
        assert shown(content, "À corriger", "F4") == "Écrivez-le."

    def test_links_stay_inside_the_workbook(self):
        """The list links to the cells; nothing in the workbook leads elsewhere."""
        values = {"porteur_nom": "http://ailleurs.example"}
        content = annotated_workbook(
            deposit_form(values), [finding("porteur_nom")], FORM, LISTS
        )
        parts = parts_of(content)

        assert "location=\"'Porteur'!B6\"" in parts["xl/worksheets/sheet1.xml"].decode()
        assert not any(b'TargetMode="External"' in part for part in parts.values())

    def test_same_findings_same_bytes(self):
        """Written twice, the annotated workbook is the same, byte for byte."""
        form, findings = deposit_form(VALUES), [finding("porteur_siret")]

        assert annotated_workbook(form, findings, FORM, LISTS) == annotated_workbook(
            form, findings, FORM, LISTS
        )

    def test_without_findings(self):
        """A deposit with nothing to mend is listed as such."""
        content = annotated_workbook(deposit_form(VALUES), [], FORM, LISTS)

        assert shown(content, "À corriger", "A2").startswith("Aucune remarque")
        assert comments(content) == {}

    def test_formulas_of_a_porteur_stay_text(self):
        """Neither an answer nor a finding that quotes it becomes a formula."""
        attack = "=cmd|' /C calc'!A0"
        form = deposit_form({"porteur_nom": attack, "inconnu": attack})
        findings = [finding("porteur_nom", sentence=attack, remedy=attack)]
        parts = parts_of(annotated_workbook(form, findings, FORM, LISTS))
        sheets = [part for name, part in parts.items() if "worksheets/sheet" in name]
        formulas = [
            one for part in sheets for one in re.findall(rb"<f>(.*?)</f>", part)
        ]

        assert formulas
        assert not any(b"cmd" in one for one in formulas)

    @settings(max_examples=30, deadline=None)
    @given(text=st.text(max_size=60))
    def test_any_text_can_be_sent_back(self, text):
        """Whatever was typed, the workbook is written, read, and means the same."""
        form = deposit_form({"porteur_nom": text, "action_description": text})
        said = [finding("porteur_nom", sentence=text, remedy=text)]
        back = read(annotated_workbook(form, said, FORM, LISTS))

        assert understand(form)[0] == understand(back)[0]

    def test_a_list_that_is_not_given(self):
        """Without the codes a field needs, nothing is written."""
        with pytest.raises(BadInputError, match="listes absentes"):
            annotated_workbook(deposit_form({}), [], FORM, {})


class TestOtherChannels:
    """A deposit that came otherwise is shown in the form, and nothing is lost."""

    FOREIGN = DepositForm(
        fields={"porteur_nom": "Asso", "numero_dauphin": "DA-12", "vide": " "},
        budget=(
            *budget_texts({"budget.1": "1 200,50"}),
            BudgetText(
                code="budget.x1", side=Side.PRODUIT, account="74",
                label="Région", amount="1500",
            ),
        ),
        cells={
            "porteur_nom": "$.porteur.nom",
            "numero_dauphin": "$.numero",
            "budget.x1": "$.plan[0].recette[2]",
        },
        form_version="dauphin-1",
    )  # fmt: skip

    def test_what_the_form_has_a_cell_for(self):
        """Its answers are in their cells, budget rows by side, account and label."""
        back = read(annotated_workbook(self.FOREIGN, [], FORM, LISTS))

        assert back.fields["porteur_nom"] == "Asso"
        assert back.budget[0].amount == "1200.5"

    def test_what_it_has_none_for_is_listed(self):
        """Its own fields and rows are in a second part, with their place and text."""
        content = annotated_workbook(
            self.FOREIGN, [finding("porteur_nom")], FORM, LISTS
        )
        listed = [
            [shown(content, "À corriger", f"{column}{row}") for column in "CDE"]
            for row in (6, 7, 8, 9)
            if row != 6
        ]

        assert shown(content, "À corriger", "A6") == "Non repris dans le formulaire"
        assert listed == [
            ["Où c'est écrit", "Rubrique", "Ce qui est écrit"],
            ["$.plan[0].recette[2]", "74 – Région", "1500"],
            ["$.numero", "numero_dauphin", "DA-12"],
        ]

    def test_a_finding_on_a_row_of_its_own(self):
        """A finding whose field has no cell is listed last, with its place."""
        there = replace(finding("budget.x1"), cell="$.plan[0].recette[2]")
        content = annotated_workbook(
            self.FOREIGN, [there, finding("budget")], FORM, LISTS
        )

        assert shown(content, "À corriger", "C5") == "$.plan[0].recette[2]"
        assert shown(content, "À corriger", "D5") == "Pas de case dans le formulaire"
        assert list(comments(content)) == [("Budget", "B60")]

    def test_a_text_no_cell_can_hold(self):
        """A longer text is cut in its cell, and said not to be there whole."""
        form = replace(self.FOREIGN, fields={"objectifs": "a" * 32_768}, budget=())
        content = annotated_workbook(form, [], FORM, LISTS)

        assert len(read(content).fields["objectifs"]) == 32_767
        assert shown(content, "À corriger", "D7") == "Objectifs opérationnels"


class TestInFormOrder:
    """Findings go from the first cell of the form to the last."""

    def test_order(self):
        """Sheets in their order, then the findings that have no cell."""
        fields = ["inconnu", "budget", "ages", "pieces", "porteur_siret"]
        ordered = in_form_order([finding(one) for one in fields], FORM)

        assert [one.finding.field for one in ordered] == fields[::-1]

    def test_a_field_of_several_cells(self):
        """What concerns all the women, or every request, is said on the first."""
        ordered = in_form_order([finding("femmes"), finding("demande")], FORM)

        assert [one.code for one in ordered] == ["demande.ETAT", "femmes.0_5"]


def cell_format(workbook, sheet, cell):
    """Return the format of a cell, as the workbook writes it."""
    parts = parts_of(workbook)
    xml = parts[f"xl/worksheets/sheet{sheet}.xml"].decode()
    rank = int(re.search(rf'<c r="{cell}" s="(\d+)"', xml)[1])
    styles = parts["xl/styles.xml"].decode()
    formats = re.search(r"<cellXfs.*?</cellXfs>", styles, re.DOTALL)[0]
    return re.findall(r"<xf [^>]*/>|<xf .*?</xf>", formats, re.DOTALL)[rank]


def fill(workbook, sheet, cell):
    """Return the colour of a cell."""
    rank = int(re.search(r'fillId="(\d+)"', cell_format(workbook, sheet, cell))[1])
    styles = parts_of(workbook)["xl/styles.xml"].decode()
    fills = re.findall(r"<fill>.*?</fill>", styles, re.DOTALL)
    return re.search(r'fgColor rgb="(\w+)"', fills[rank])[1]
