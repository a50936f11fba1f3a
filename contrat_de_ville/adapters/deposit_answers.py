"""Which answers go in which cells of the deposit workbook, and which have none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from contrat_de_ville.adapters.deposit_inputs import LONGEST_TEXT
from contrat_de_ville.domain.depots import BudgetText, DepositForm
from contrat_de_ville.domain.form import (
    FormDefinition,
    age_codes,
    budget_codes,
    budget_label,
)
from contrat_de_ville.errors import BadInputError


@dataclass(frozen=True, kw_only=True)
class Leftover:
    """An answer for which the form has no cell: what, where it came from, its text."""

    label: str
    text: str
    place: str = ""


def strict_answers(
    definition: FormDefinition,
    values: Mapping[str, str],
    budget: Iterable[BudgetText],
) -> dict[str, str]:
    """Return the answers by code; a budget row is its side, account and label.

    Raises:
        BadInputError: a value or a budget row is not in the form, or is there
            twice, or a text is longer than a cell can hold.
    """
    _refuse("champs inconnus du formulaire", set(values) - field_codes(definition))
    too_long = {code for code, text in values.items() if len(text) > LONGEST_TEXT}
    _refuse("textes trop longs pour une cellule", too_long)
    known, amounts = budget_codes(definition), dict[str, str]()
    for line in budget:
        code = known.get((line.side, line.account, line.label))
        if code is None or code in amounts:
            problem = "n'est pas une ligne" if code is None else "est deux fois"
            raise BadInputError(
                f"Le poste {line.account} « {line.label} » {problem} dans le budget du "
                f"formulaire {definition.version}.",
                "Donnez chaque ligne du formulaire une fois au plus.",
            )
        amounts[code] = line.amount
    return {**values, **amounts}


def kept_answers(
    definition: FormDefinition, form: DepositForm
) -> tuple[dict[str, str], tuple[Leftover, ...]]:
    """Return the answers the form has a cell for, then those it has none for.

    A deposit that came by another channel has budget lines and fields of its own;
    what was left empty there is left out.
    """
    known, fields = budget_codes(definition), field_codes(definition)
    answers: dict[str, str] = {}
    leftovers = []
    lines = [
        (known.get((line.side, line.account, line.label)), line.code, line.amount)
        for line in form.budget
    ]
    labels = {one.code: one.label for one in definition.fields}
    labels |= {line.code: budget_label(line) for line in form.budget}
    for code, text in form.fields.items():
        lines.append((code if code in fields else None, code, text))
    for target, code, text in lines:
        is_kept = target is not None and target not in answers
        if is_kept:
            answers[str(target)] = text[:LONGEST_TEXT]
        if text.strip() and (not is_kept or len(text) > LONGEST_TEXT):
            place = form.cells.get(code, "")
            label = labels.get(code, code)
            leftovers.append(Leftover(label=label, text=text, place=place))
    return answers, tuple(leftovers)


def field_codes(definition: FormDefinition) -> set[str]:
    """Return the codes of the questions of the form, its grid of publics included."""
    questions = {one.code for one in definition.fields}
    return questions | {code for _, _, code in age_codes(definition)}


def check_lists(
    definition: FormDefinition, lists: Mapping[str, Mapping[str, str]]
) -> None:
    """Refuse to write a form without the codes its fields need.

    Raises:
        BadInputError: a list is absent or empty.
    """
    needed = {one.list_name for one in definition.fields if one.list_name}
    given = {name for name, codes in lists.items() if codes}
    _refuse("listes absentes ou vides", needed - given)


def _refuse(found: str, codes: set[str]) -> None:
    if codes:
        raise BadInputError(
            f"Le classeur de dépôt ne peut pas être écrit, {found} : "
            f"{', '.join(sorted(codes))}.",
            "Comparez avec la définition du formulaire.",
        )
