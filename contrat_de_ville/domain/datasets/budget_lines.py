"""Budget lines of the deposits: each on its side, none twice, each funder known."""

from __future__ import annotations

import re
from collections.abc import Collection

from contrat_de_ville.domain.depots import Action, BudgetLine, Side


# The national form: 60-69 and 86 on one side, 70-79 and 87 on the other.
_PLAN = {
    Side.CHARGE: re.compile(r"(?:6[0-9]|86)[0-9]{0,3}"),
    Side.PRODUIT: re.compile(r"(?:7[0-9]|87)[0-9]{0,3}"),
}
_SIDES = {Side.CHARGE: "charges", Side.PRODUIT: "produits"}


def budget_line_rows(
    numero: str, action: Action, funders: Collection[str]
) -> dict[str, dict[str, object]]:
    """Return one row per budget line of a deposit, keyed « 2017-0001/3 ».

    ``funders`` are the codes of the campaign.
    """
    accounts = {line.account for line in action.accounts()}
    seen: set[tuple[object, ...]] = set()
    rows: dict[str, dict[str, object]] = {}
    for rank, line in enumerate(action.budget, start=1):
        same = (line.side, line.account, line.label, line.funder)
        rows[f"{numero}/{rank}"] = {
            "depot": numero,
            "compte": line.account,
            "libelle": line.label or None,
            "montant_centimes": line.amount_centimes,
            "compte_hors_plan": _out_of_plan(line),
            "financeur_inconnu": _unknown(line, funders),
            "ligne_repetee": line.label if same in seen else "",
            "detail_sans_compte": _orphan(line, accounts),
        }
        seen.add(same)
    return rows


def _out_of_plan(line: BudgetLine) -> str:
    if _PLAN[line.side].fullmatch(line.account):
        return ""
    return f"« {line.account} » parmi les {_SIDES[line.side]}"


def _unknown(line: BudgetLine, funders: Collection[str]) -> str:
    return "" if line.funder is None or line.funder in funders else line.funder


def _orphan(line: BudgetLine, accounts: Collection[str]) -> str:
    is_orphan = line.is_detail and line.account[:2] not in accounts
    return line.account if is_orphan else ""
