"""What a check knows besides the deposit: the porteur's past, the channel's limits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from contrat_de_ville.domain.depots import Action, DepositForm, Side
from contrat_de_ville.domain.duplicates import normalise_title
from contrat_de_ville.domain.form import FormDefinition, age_codes


BUDGET = "budget"
# A row that a channel adds to those of the form: ``budget.x1``.
_ADDED_ROW = "budget.x"


@dataclass(frozen=True, kw_only=True)
class CheckContext:
    """Facts from outside the deposits; each is empty where nothing is known.

    Attributes:
        owed_bilans: by SIREN, the actions whose bilan is due and has not come, as
            they are to be named to the porteur. A bilan that is not due yet is not
            owed.
        previous_grants: centimes granted the year before, all funders of the call
            together, by SIREN and :func:`title_key`.
        other_sirens: by key of the deposit, the SIREN under which its applicant's
            number is already known, where it is another.
    """

    owed_bilans: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    previous_grants: Mapping[tuple[str, str], int] = field(default_factory=dict)
    other_sirens: Mapping[str, str] = field(default_factory=dict)

    def previous_grant(self, action: Action) -> int | None:
        """Return what the same action of the same porteur was granted, if known."""
        if not self.previous_grants:
            return None
        return self.previous_grants.get(
            (action.porteur_siret[:9], title_key(action.title))
        )


def title_key(title: str) -> str:
    """Return what two titles of the same action have in common."""
    return normalise_title(title)


def unknown_fields(form: DepositForm, definition: FormDefinition) -> frozenset[str]:
    """Return the fields that the channel of *form* cannot carry.

    The workbook of the campaign carries them all: what is empty there was left
    empty. Another channel carries the fields that its reader gives a place, even
    empty; its budget is whole only when charges stand on rows of the form and
    produits face them, since a list that gives a total and a request has no budget
    to balance.
    """
    if form.form_version == definition.version:
        return frozenset()
    asked = {one.code for one in definition.fields}
    asked |= {code for _, _, code in age_codes(definition)}
    said = {code for code, text in form.fields.items() if text.strip()}
    unknown = asked - said - form.cells.keys()
    return frozenset(unknown if _has_whole_budget(form) else unknown | {BUDGET})


def _has_whole_budget(form: DepositForm) -> bool:
    written = [line for line in form.budget if line.amount.strip()]
    charges = [
        line
        for line in written
        if line.side is Side.CHARGE and not line.code.startswith(_ADDED_ROW)
    ]
    return bool(charges) and any(line.side is Side.PRODUIT for line in written)
