"""Who deposits: identifiers, contacts and means, as the data contract looks at them."""

from __future__ import annotations

import re

from contrat_de_ville.domain.campaign import Campaign
from contrat_de_ville.domain.deposit_cells import text_or_none, yes_no
from contrat_de_ville.domain.deposit_context import CheckContext
from contrat_de_ville.domain.depots import Action, PorteurKind, Structure
from contrat_de_ville.domain.identifiers import (
    is_iban,
    is_insee,
    is_siren,
    is_siret,
)


# Associations of Alsace and Moselle are registered with the court, without RNA.
_WITHOUT_RNA = ("57", "67", "68")
_PUBLIC_PREFIXES = {PorteurKind.COMMUNE: "21", PorteurKind.CCAS: "26"}
_FRENCH_ACCOUNTS = ("FR", "MC")
_PIECES = {
    "statuts": "statuts",
    "comptes": "comptes",
    "attestation": "attestation sur l’honneur",
    "rib": "RIB",
    "deliberation": "délibération",
}


def porteur_columns(
    action: Action, context: CheckContext, key: str
) -> dict[str, object]:
    """Return the columns of the contract on the porteur; *key* is the deposit's."""
    kind = action.porteur_kind
    return {
        "porteur_siret": text_or_none(action.porteur_siret),
        "siret_avec_zero": siret_with_its_zero(action.porteur_siret),
        "siren_douteux": doubtful_siren(action.porteur_siret),
        "siret_autre_commune": commune_of_another_siren(action),
        "numero_autre_siren": siren_known_otherwise(action, context, key),
        "porteur_nom": text_or_none(action.porteur_name),
        "porteur_type": kind.value if kind else None,
        "porteur_rna": text_or_none(action.porteur_rna),
        "rna_attendu": yes_no(expects_rna(action)),
        "porteur_adresse": text_or_none(action.porteur_adresse),
        "porteur_insee": text_or_none(action.porteur_insee),
        "insee_code_postal": postal_code_as_insee(action),
        "porteur_courriel": text_or_none(action.porteur_email),
        "representant_nom": text_or_none(action.representant.name),
        "representant_courriel": text_or_none(action.representant.email),
        "contact_nom": text_or_none(action.contact.name),
        **_structure_columns(action.structure),
        "porteur_iban": text_or_none(action.porteur_iban),
        "iban_etranger": country_of_foreign_account(action.porteur_iban),
    }


def _structure_columns(structure: Structure) -> dict[str, object]:
    salaries = structure.salaries
    return {
        "structure_salaries": salaries,
        "structure_salaries_centiemes": None if salaries is None else salaries * 100,
        "structure_etpt_centiemes": structure.etpt_centiemes,
        "structure_emplois_aides": structure.emplois_aides,
    }


def siret_with_its_zero(siret: str) -> str:
    """Return the SIRET a spreadsheet cut of its leading zero, if it is a valid one.

    It is proposed to the porteur, never stored by itself.
    """
    padded = f"0{siret}"
    return padded if is_siret(padded) else ""


def doubtful_siren(siret: str) -> str:
    """Return the SIREN inside a valid SIRET when its own check digit is wrong.

    >>> doubtful_siren("98765432100015"), doubtful_siren("20004219000013")
    ('987654321', '')
    """
    return siret[:9] if is_siret(siret) and not is_siren(siret[:9]) else ""


def commune_of_another_siren(action: Action) -> str:
    """Return the INSEE code inside a commune's or CCAS's SIREN if it is another.

    SIREN = ``21`` (commune) or ``26`` (CCAS), département, ``0``, commune, key. Only
    a hint: communes nouvelles are numbered otherwise. A code that is no INSEE code, or
    a postal code, is said to be that, and compared with nothing.
    """
    prefix = _PUBLIC_PREFIXES.get(action.porteur_kind) if action.porteur_kind else None
    siret = action.porteur_siret
    if prefix is None or not siret.startswith(prefix) or not is_siret(siret):
        return ""
    inside, declared = siret[2:4] + siret[5:8], action.porteur_insee
    is_other = is_insee(declared) and inside != declared
    return inside if is_other and not postal_code_as_insee(action) else ""


def postal_code_as_insee(action: Action) -> str:
    """Return the INSEE code declared when the address gives it as its postal code.

    Both have five digits: only the address tells them apart.
    """
    code = action.porteur_insee
    is_postal = is_insee(code) and code in re.split(r"\W+", action.porteur_adresse)
    return code if is_postal else ""


def siren_known_otherwise(action: Action, context: CheckContext, key: str) -> str:
    """Return the SIREN under which the applicant's number is already known.

    A SIRET that is wrong is said to be wrong, and compared with nothing.
    """
    other = context.other_sirens.get(key, "")
    is_other = is_siret(action.porteur_siret) and other != action.porteur_siret[:9]
    return other if is_other else ""


def expects_rna(action: Action) -> bool:
    """Tell whether the porteur must have a number in the register of associations."""
    return (
        action.porteur_kind is PorteurKind.ASSOCIATION
        and not action.porteur_insee.startswith(_WITHOUT_RNA)
    )


def country_of_foreign_account(iban: str) -> str:
    """Return the country of a valid account number that is not French."""
    is_foreign = is_iban(iban) and not iban.startswith(_FRENCH_ACCOUNTS)
    return iban[:2] if is_foreign else ""


def missing_pieces(action: Action, campaign: Campaign) -> str:
    """List the pieces this kind of porteur must join and has not."""
    if action.porteur_kind is None:
        return ""
    required = campaign.required_pieces.get(action.porteur_kind.value, ())
    missing = (code for code in required if code not in action.pieces)
    return ", ".join(_PIECES.get(code, code) for code in missing)
