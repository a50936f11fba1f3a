"""A form, its lists, an example deposit, and workbooks altered by hand."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from dataclasses import replace
from io import BytesIO
from pathlib import Path

from python_calamine import CalamineWorkbook

from contrat_de_ville.adapters.deposit_workbook import write_deposit_workbook
from contrat_de_ville.adapters.form_files import load_form
from contrat_de_ville.domain.depots import BudgetText, DepositForm
from contrat_de_ville.domain.form import blank_budget


FORM_PATH = Path(__file__).parents[1] / "config" / "formulaires" / "depot_2017.yaml"
FORM = load_form(FORM_PATH)
LISTS = {
    "types_de_porteur": {"ASSOCIATION": "Association", "CCAS": "CCAS"},
    "orientations": {"2.2": "Financement harmonisé des chantiers", "3.1": "Santé"},
    "quartiers": {"QP059001": "Quartier un", "QP059002": "Quartier deux"},
    "communes": {"59172": "Denain", "59179": "Douchy-les-Mines"},
    "publics": {"jeunes": "Jeunes", "femmes": "Femmes"},
    "criteres_innovation": {"experimentation": "Expérimentation"},
    "participation": {"conception": "Conception"},
    "pieces": {"statuts": "Statuts", "rib": "RIB"},
}
VALUES = {
    "porteur_siret": "200 042 190 00013",
    "porteur_nom": "NA",
    "porteur_type": "Association",
    "porteur_insee": "01004",
    "porteur_courriel": " Contact@Asso.example",
    "action_intitule": "=Ateliers du parc",
    "action_axe": "2",
    "action_orientation": "2.2",
    "action_description": "Deux ateliers\npar semaine",
    "quartiers": "QP059001 ; QP059002;QP059001",
    "communes": "59172\n59179",
    "publics": "jeunes, femmes",
    "beneficiaires": "1 200",
    "part_qpv_pct": "60 %",
    "date_debut": "01/03/2017",
    "date_fin": "2017-12-31",
    "renouvellement": "Oui",
}
# What the form asks since its second version: people, means, publics, requests.
MORE_VALUES = {
    "porteur_sigle": "ADP",
    "porteur_adresse": "1 rue des Mines\n59220 Denain",
    "porteur_iban": "FR76 9999 9000 0109 9000 0110 015",
    "representant_nom": "Camille Exemple",
    "representant_fonction": "Présidence",
    "representant_courriel": "Presidence@Asso.example",
    "contact_nom": "Dominique Exemple",
    "contact_telephone": "+33 3 27 00 00 00",
    "structure_benevoles": "0",
    "structure_salaries": "14",
    "structure_etpt": "9,5",
    "objectifs": "Vingt séances",
    "calendrier": "Mars : début",
    "moyens_humains": "Deux animateurs",
    "moyens_materiels": "Une salle",
    "partenaires": "Le collège",
    "indicateurs": "Présences",
    "uais": "059 1234a ; 0591234A",
    "femmes.6_15": "600",
    "hommes.6_15": "590",
    "hommes.18_25": "10",
    "demande.ETAT": "1200,50",
    "demande.CAF": "0",
    "subvention_precedente": "1 000 €",
}
# 60 « Achats », 64 « Charges de personnel », and what is asked of the State.
AMOUNTS = {"budget.1": "1 200,50 €", "budget.18": "0", "budget.33": "1200,50"}


def budget_texts(amounts: Mapping[str, str]) -> tuple[BudgetText, ...]:
    """Return the form's budget rows with these amounts, by code."""
    return tuple(
        replace(row, amount=amounts.get(row.code, "")) for row in blank_budget(FORM)
    )


def deposit_form(
    fields: Mapping[str, str], amounts: Mapping[str, str] | None = None
) -> DepositForm:
    """Return a form as read, each field in the cell « Action!B<rank> »."""
    budget = budget_texts(amounts or {})
    codes = [*fields, *(row.code for row in budget)]
    cells = {code: f"Action!B{rank}" for rank, code in enumerate(codes, start=1)}
    return DepositForm(
        fields=dict(fields), budget=budget, cells=cells, form_version=FORM.version
    )


def example_bytes(folder: Path) -> bytes:
    """Write the example deposit and return its bytes."""
    return filled_bytes(folder, VALUES, AMOUNTS)


def filled_bytes(
    folder: Path, values: Mapping[str, str], amounts: Mapping[str, str]
) -> bytes:
    """Write a deposit with these answers and return its bytes."""
    path = folder / "exemple.xlsx"
    write_deposit_workbook(path, FORM, LISTS, values, budget_texts(amounts))
    return path.read_bytes()


def shown(workbook: bytes, sheet: str, cell: str) -> str | float:
    """Return what a cell (« C5 ») of a workbook holds, formulas by their result."""
    with CalamineWorkbook.from_filelike(BytesIO(workbook)) as opened:
        rows = opened.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
    held = rows[int(cell[1:]) - 1]["ABCDEF".index(cell[0])]
    assert isinstance(held, str | float)
    return held


def parts_of(workbook: bytes) -> dict[str, bytes]:
    """Return the parts of a workbook, by name."""
    with zipfile.ZipFile(BytesIO(workbook)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(parts: Mapping[str, bytes]) -> bytes:
    """Zip *parts* as a workbook is."""
    content = BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return content.getvalue()


def edited(workbook: bytes, sheet: int, old: str, new: str) -> bytes:
    """Replace *old*, which must be there, by *new* in the XML of a sheet, from 1."""
    parts = parts_of(workbook)
    name = f"xl/worksheets/sheet{sheet}.xml"
    if old not in parts[name].decode():
        message = f"{old} is not in {name}"
        raise AssertionError(message)
    parts[name] = parts[name].replace(old.encode(), new.encode())
    return zipped(parts)
