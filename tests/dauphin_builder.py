"""Builds records of the portal DAUPHIN, small and made up."""

from __future__ import annotations

import json
from typing import Any


Json = dict[str, Any]


def line(reference: str, amount: Any = None, **rest: Any) -> Json:
    """Return a line of a poste; without amount its key is absent."""
    written = {} if amount is None else {"montant": {"ht": amount}}
    return {"reference": reference, "libelle": {"value": reference}, **written, **rest}


def funder_line(title: str, amount: Any, kind: str = "", **financing: Any) -> Json:
    """Return a funder's line, as under the poste of the subsidies."""
    financeur = {"title": title, "typeFinanceur": kind or "FINANCEURPRIVILEGIE"}
    return line("l1", amount, financement={"financeur": financeur, **financing})


def post(reference: str, amount: Any = None, *lines: Json, **rest: Any) -> Json:
    """Return a poste with its lines."""
    return {**line(reference, amount, **rest), "lignes": list(lines)}


def subsidies(amount: Any = None, *lines: Json, **sub_posts: list[Json]) -> Json:
    """Return the poste 74; ``etat=[…]`` gives the lines of « 74etat »."""
    listed = [post(f"74{name}", None, *inside) for name, inside in sub_posts.items()]
    return post("74", amount, *lines, sousPostes=listed)


def plan(depense: list[Json], recette: list[Json], **rest: Any) -> Json:
    """Return a current plan."""
    return {
        "current": True,
        "depense": {"postes": depense},
        "recette": {"postes": recette},
        **rest,
    }


def small_plan() -> Json:
    """Return a balanced plan: 1 000 + 500 = 1 200 + 300 euros."""
    asked = funder_line("59-ETAT-POLITIQUE-VILLE", 1200)
    return plan(
        [post("60", 1000, line("601", 400)), post("64", 500)],
        [subsidies(1200, etat=[asked]), post("RESSPROPRES", 300)],
    )


def record(*plans: Json, **changed: Any) -> Json:
    """Return a record with these plans (a small one by default)."""
    return {
        "reference": "REF-1",
        "referenceAdministrative": "DA01000001",
        "exerciceBudgetaire": 2017,
        "dateDemande": "2016-12-01T22:59:59.000Z",
        "frequence": "PREMIERE_DEMANDE",
        "intituleProjet": "Atelier d'été",
        "description": {"value": "Des sorties."},
        "periodeRealisation": {
            "dateDebut": "2017-01-31T23:00:00.000Z",
            "dateFin": "2017-08-30T22:00:00.000Z",
        },
        "demandeur": {
            "reference": "T-9",
            "raisonSociale": "Association Exemple",
            "famille": {"title": "Association"},
            "SIRET": {"SIREN": "200042190", "NIC": "00013"},
            "codeRNA": "W595000001",
        },
        "planFinancement": list(plans) or [small_plan()],
        **changed,
    }


def written(document: Any) -> bytes:
    """Return a document as its file."""
    return json.dumps(document, ensure_ascii=False).encode()
