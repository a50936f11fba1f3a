"""One chantier as the rule sees it, and what it is granted with its explanation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from contrat_de_ville.domain.aci.bareme import ParameterSaid
from contrat_de_ville.domain.aci.choices import RULE
from contrat_de_ville.domain.aci.headcount import Effectif
from contrat_de_ville.domain.aci.terms import ChoiceSaid


@dataclass(frozen=True, kw_only=True)
class ChantierRequest:
    """One chantier as the rule sees it. Amounts in centimes.

    Attributes:
        salaries_count: what the porteur declares; ``effectif`` is what was accepted
            on the campaign's basis, nothing where the declared one is that.
        utilite_centimes: the committee's figure, for the chantier, or for the whole
            structure when ``shared_by`` names the chantiers that share it.
        already_shared_centimes: the part of it that earlier grants took.
        months: how long the action lasts, nothing where its dates are not known.
        besoin_centimes: charges less the other produits, as the budget gives it.
    """

    numero: str
    salaries_count: int
    utilite_centimes: int
    asked_centimes: int
    is_new: bool
    utilite_18_25: str
    previous_centimes: int | None
    utilite_author: str = ""
    utilite_on: date | None = None
    shared_by: tuple[str, ...] = ()
    already_shared_centimes: int = 0
    effectif: Effectif | None = None
    months: int | None = None
    besoin_centimes: int | None = None

    @property
    def is_unjustified(self) -> bool:
        """Tell whether the note closes the door before any computation."""
        return self.is_new and not self.utilite_18_25.strip()


@dataclass(frozen=True, kw_only=True)
class Step:
    """One step of a computation: its code, its sentence, the amount it leaves."""

    code: str
    sentence: str
    amount_centimes: int


@dataclass(frozen=True, kw_only=True)
class GrantAci:
    """One chantier's grant with its explanation, in centimes.

    The bounds are what the note's range gives for this headcount; both are zero for
    a chantier the note does not let fund.
    """

    numero: str
    amount_centimes: int
    is_refused: bool
    formula: str
    sentence: str
    inputs: Mapping[str, int | str | bool | None]
    lowest_centimes: int
    highest_centimes: int
    steps: tuple[Step, ...] = ()
    parameters: tuple[ParameterSaid, ...] = ()
    choices: tuple[ChoiceSaid, ...] = ()
    rule: str = RULE
