"""The checks of one row of a list: what refuses it, what is left to verify."""

from __future__ import annotations

import re
from collections.abc import Mapping

from contrat_de_ville.domain.list_fields import Found
from contrat_de_ville.domain.list_numbers import (
    AmbiguousCellError,
    ContraryCellError,
)
from contrat_de_ville.domain.list_rules import RowRules
from contrat_de_ville.domain.lists import RowLabel
from contrat_de_ville.errors import BadInputError


Values = Mapping[str, str]
Amounts = Mapping[str, int | None]


def read_amounts(
    values: Values, rules: RowRules, natives: Values
) -> tuple[dict[str, int | None], list[Found]]:
    """Read the amounts of a row (centimes), and say which cannot be read.

    *natives* are the cells that a workbook holds as numbers, not as text.
    """
    amounts: dict[str, int | None] = {}
    found: list[Found] = []
    for code in rules.amounts:
        amounts[code] = None
        try:
            native = natives.get(code, "")
            amounts[code] = rules.read_amount(code, values[code], native)
        except BadInputError as error:
            said = f"{_titled(code, rules)} : {error.found}"
            found.append((_amount_label(error), said))
    return amounts, found


def refusals(values: Values, amounts: Amounts, rules: RowRules) -> list[Found]:
    """Say why a row with readable cells cannot be a request of this list."""
    return [
        *_identity(values, rules),
        *_amount(values, amounts, rules),
        *_exercice(values, rules),
        *_allowed(values, rules),
    ]


def remarks(values: Values, rules: RowRules) -> list[Found]:
    """Say what a person should verify on an accepted row."""
    found = [
        (RowLabel.A_VERIFIER, f"{_titled(code, rules)} est vide : à vérifier.")
        for code in rules.to_verify
        if not values[code]
    ]
    code = values.get(rules.code, "")
    if code and not re.fullmatch(rules.code_format, code):
        text = f"{_titled(rules.code, rules)} : « {code} » n'a pas la forme attendue."
        found.append((RowLabel.CODE, text))
    return found


def _amount_label(error: BadInputError) -> RowLabel:
    if isinstance(error, AmbiguousCellError):
        return RowLabel.MONTANT_AMBIGU
    if isinstance(error, ContraryCellError):
        return RowLabel.MONTANT_CONTRAIRE
    return RowLabel.MONTANT


def _titled(code: str, rules: RowRules) -> str:
    return f"« {rules.columns[code]} »"


def _identity(values: Values, rules: RowRules) -> list[Found]:
    if values.get(rules.code) or values.get(rules.name):
        return []
    return [(RowLabel.ANONYME, "Ni code ni nom : la structure n'est pas désignée.")]


def _amount(values: Values, amounts: Amounts, rules: RowRules) -> list[Found]:
    if rules.some_amount and not any(values[code] for code in rules.some_amount):
        listed = ", ".join(_titled(code, rules) for code in rules.some_amount)
        return [(RowLabel.SANS_MONTANT, f"Aucun montant : {listed}.")]
    return [
        (RowLabel.MONTANT, f"{_titled(code, rules)} : « {values[code]} » est négatif.")
        for code in rules.amounts
        if (amounts[code] or 0) < 0
    ]


def _exercice(values: Values, rules: RowRules) -> list[Found]:
    if rules.exercice is None:
        return []
    column, expected = rules.exercice
    if values[column] in {"", expected}:
        return []
    text = f"Exercice « {values[column]} » au lieu de « {expected} »."
    return [(RowLabel.EXERCICE, text)]


def _allowed(values: Values, rules: RowRules) -> list[Found]:
    found: list[Found] = []
    for code, allowed in rules.allowed.items():
        if values[code] and values[code] not in allowed:
            text = f"« {values[code]} » n'est pas prévu ({', '.join(allowed)})."
            found.append((RowLabel.VALEUR, f"{_titled(code, rules)} : {text}"))
    return found
