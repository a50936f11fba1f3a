"""Files like the State's annexes financières: their shape is real, nothing else is.

No such file is at hand. These follow what is known of the export: UTF-8, « | », a
first row beginning DEB, 128 columns, a last row beginning FIN with a count.
"""

from __future__ import annotations


SIRET, OTHER_SIRET = "20004219000013", "35600000049837"
"""Two public identifiers, valid: those of the porteurs asked for."""

_NAMED = (
    "af_id_annexe_financiere",
    "af_id_structure",
    "structure_siret_actualise",
    "af_numero_convention",
    "af_numero_annexe_financiere",
    "af_numero_avenant_renouvellement",
    "af_numero_avenant_modification",
    "af_mesure_dispositif_code",
    "af_etat_annexe_financiere_code",
    "af_date_debut_effet",
    "af_date_fin_effet",
    "af_etp_postes_insertion",
    "af_nb_pers_agrees_pole_emploi_iae_annee_prec",
    "af_montant_unitaire_annuel_valeur",
    "af_montant_total_annuel",
    "af_intercomm",
)
COLUMNS = (*_NAMED, *(f"af_autre_{rank}" for rank in range(1, 129 - len(_NAMED))))
# 14,23 ETP × 19 655 € = 279 690,65 €: the amount of 2017, and a real ratio of persons.
ANNEXE = {
    "af_id_structure": "4321",
    "structure_siret_actualise": SIRET,
    "af_numero_annexe_financiere": "ACI059170017",
    "af_numero_avenant_renouvellement": "0",
    "af_numero_avenant_modification": "1",
    "af_mesure_dispositif_code": "ACI_DC",
    "af_etat_annexe_financiere_code": "VALIDE",
    "af_date_debut_effet": "01/01/2016",
    "af_date_fin_effet": "31/12/2016",
    "af_etp_postes_insertion": "14.23",
    "af_nb_pers_agrees_pole_emploi_iae_annee_prec": "43",
    "af_montant_unitaire_annuel_valeur": "19655",
    "af_montant_total_annuel": "279690.65",
    "af_intercomm": "",
}


def annexe(**changes: str) -> dict[str, str]:
    """Return one annexe, with some of its cells changed (named without « af_ »)."""
    names = {name.removeprefix("af_"): name for name in COLUMNS}
    return ANNEXE | {names[key]: value for key, value in changes.items()}


def annexes_file(
    *rows: dict[str, str],
    columns: tuple[str, ...] = COLUMNS,
    first: str = "DEBAnnexeFinanciere31012017_063002",
    last: str = "",
) -> bytes:
    """Return the bytes of a file of these rows."""
    lines = [first, "|".join(columns)]
    lines += ["|".join(row.get(name, "") for name in columns) for row in rows]
    lines.append(last or f"FIN{len(rows)}" + "|" * (len(columns) - 1))
    return ("\n".join(lines) + "\n").encode()


def structures_file(*rows: tuple[str, str]) -> bytes:
    """Return the bytes of the file that tells the SIRET of each structure."""
    named = [
        {"structure_id_siae": key, "structure_siret_actualise": siret}
        for key, siret in rows
    ]
    columns = (
        "structure_id_siae",
        "structure_denomination",
        "structure_siret_actualise",
    )
    return annexes_file(*named, columns=columns, first="DEBStructure31012017_063002")
