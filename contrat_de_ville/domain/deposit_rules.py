"""One flat row per deposit: what the data contract of deposits checks.

The rules themselves are in ``data_contracts/depots.odcs.yaml``; here are only the
facts they look at. A text column is ``None`` when nothing was written; a column
that compares things (``orientation_hors_axe``…) is an empty text when nothing is
wrong and says what is wrong otherwise, so that the finding can show it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from contrat_de_ville.domain.calendar import french_date
from contrat_de_ville.domain.campaign import Campaign
from contrat_de_ville.domain.deposit_budget import budget_columns
from contrat_de_ville.domain.deposit_places import SEPARATOR, place_columns
from contrat_de_ville.domain.depots import Action, PorteurKind
from contrat_de_ville.domain.identifiers import is_siret


PART_QPV_CHOICE = "depots.part_qpv_minimum_pct"
ACI_ORIENTATIONS = frozenset({"2.1", "2.2"})
# Associations of Alsace and Moselle are registered with the court, without RNA.
_WITHOUT_RNA = ("57", "67", "68")
_PUBLIC_PREFIXES = {PorteurKind.COMMUNE: "21", PorteurKind.CCAS: "26"}
_PIECES = {
    "statuts": "statuts",
    "comptes": "comptes",
    "attestation": "attestation sur l’honneur",
    "rib": "RIB",
    "deliberation": "délibération",
}


def contract_row(
    action: Action, campaign: Campaign, orientations: Mapping[str, int]
) -> dict[str, object]:
    """Return the values of every column the contract checks, for one deposit.

    Args:
        action: the deposit as understood.
        campaign: the year's campaign: quartiers, communes, funders, pieces, choices.
        orientations: the axe of each orientation of the note, by code.
    """
    return {
        **_porteur_columns(action),
        **_subject_columns(action, orientations),
        **place_columns(action, campaign),
        **_public_columns(action, campaign),
        **_period_columns(action, campaign.annee),
        **budget_columns(action, campaign),
        "pieces_manquantes": missing_pieces(action, campaign),
        **_chantier_columns(action),
    }


def _porteur_columns(action: Action) -> dict[str, object]:
    return {
        "porteur_siret": _text(action.porteur_siret),
        "siret_avec_zero": siret_with_its_zero(action.porteur_siret),
        "siret_autre_commune": commune_of_another_siren(action),
        "porteur_nom": _text(action.porteur_name),
        "porteur_type": action.porteur_kind.value if action.porteur_kind else None,
        "porteur_rna": _text(action.porteur_rna),
        "rna_attendu": _yes_no(expects_rna(action)),
        "porteur_insee": _text(action.porteur_insee),
        "porteur_courriel": _text(action.porteur_email),
    }


def _subject_columns(
    action: Action, orientations: Mapping[str, int]
) -> dict[str, object]:
    known = action.orientation in orientations
    given = bool(action.orientation.strip())
    elsewhere = known and action.axe not in {None, orientations[action.orientation]}
    return {
        "action_intitule": _text(action.title),
        "action_axe": action.axe,
        "orientation_inconnue": action.orientation if given and not known else "",
        "orientation_hors_axe": action.orientation if elsewhere else "",
        "action_description": _text(action.description),
    }


def _public_columns(action: Action, campaign: Campaign) -> dict[str, object]:
    total, women = action.beneficiaries_count, action.women_count
    others = None if total is None or women is None else total - women
    return {
        "publics": SEPARATOR.join(action.publics) or None,
        "beneficiaires": total,
        "beneficiaires_hors_femmes": others,
        "part_qpv_pct": action.qpv_share_pct,
        "part_qpv_sous_minimum": qpv_share_below_minimum(action, campaign),
        "criteres_innovation": SEPARATOR.join(action.criteres_innovation) or None,
        "participation": SEPARATOR.join(action.participation) or None,
    }


def _period_columns(action: Action, annee: int) -> dict[str, object]:
    first, last = action.starts_on, action.ends_on
    return {
        "date_debut": first.isoformat() if first else None,
        "date_fin": last.isoformat() if last else None,
        "duree_jours": (last - first).days if first and last else None,
        "periode_hors_exercice": period_outside_exercise(first, last, annee),
    }


def _chantier_columns(action: Action) -> dict[str, object]:
    chantier = action.chantier
    expected = chantier is not None or action.orientation in ACI_ORIENTATIONS
    return {
        "est_chantier": _yes_no(expected),
        "aci_salaries": chantier.salaries_count if chantier else None,
        "aci_nouveau": _yes_no(chantier is not None and chantier.is_new),
        "aci_utilite_18_25": _text(chantier.utilite_18_25) if chantier else None,
    }


def siret_with_its_zero(siret: str) -> str:
    """Return the SIRET a spreadsheet cut of its leading zero, if it is a valid one.

    It is proposed to the porteur, never stored by itself.
    """
    padded = f"0{siret}"
    return padded if is_siret(padded) else ""


def commune_of_another_siren(action: Action) -> str:
    """Return the INSEE code inside a commune's or CCAS's SIREN if it is another.

    SIREN = ``21`` (commune) or ``26`` (CCAS), département, ``0``, commune, key. Only
    a hint: communes nouvelles are numbered otherwise.
    """
    prefix = _PUBLIC_PREFIXES.get(action.porteur_kind) if action.porteur_kind else None
    siret = action.porteur_siret
    if prefix is None or not siret.startswith(prefix) or not is_siret(siret):
        return ""
    inside = siret[2:4] + siret[5:8]
    return inside if action.porteur_insee and inside != action.porteur_insee else ""


def expects_rna(action: Action) -> bool:
    """Tell whether the porteur must have a number in the register of associations."""
    return (
        action.porteur_kind is PorteurKind.ASSOCIATION
        and not action.porteur_insee.startswith(_WITHOUT_RNA)
    )


def qpv_share_below_minimum(action: Action, campaign: Campaign) -> str:
    """Say both figures when the share of quartier residents is under the campaign's."""
    share, minimum = action.qpv_share_pct, campaign.choice(PART_QPV_CHOICE)
    if share is None or not 0 <= share < minimum:
        return ""
    return f"{share} % pour un minimum de {minimum} %"


def period_outside_exercise(first: date | None, last: date | None, annee: int) -> str:
    """Say the period of an action that has no day in the calendar year *annee*."""
    if first is None or last is None or last < first:
        return ""
    if first <= date(annee, 12, 31) and last >= date(annee, 1, 1):
        return ""
    return f"du {french_date(first)} au {french_date(last)}"


def missing_pieces(action: Action, campaign: Campaign) -> str:
    """List the pieces this kind of porteur must join and has not."""
    if action.porteur_kind is None:
        return ""
    required = campaign.required_pieces.get(action.porteur_kind.value, ())
    missing = (code for code in required if code not in action.pieces)
    return ", ".join(_PIECES.get(code, code) for code in missing)


def _text(written: str) -> str | None:
    """Return the text, or nothing for spaces alone."""
    return written if written.strip() else None


def _yes_no(fact: bool) -> str:  # noqa: FBT001 (the fact is the only argument)
    return "oui" if fact else "non"
