"""What one check says of a deposit, and the copy of its workbook to mend."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from contrat_de_ville.adapters.annotated_workbook import (
    annotated_workbook,
    in_form_order,
)
from contrat_de_ville.adapters.call_pack import call_form, form_lists
from contrat_de_ville.adapters.store.checking import Unchecked
from contrat_de_ville.domain.depots import DepositForm, Finding, Severity
from contrat_de_ville.domain.form import FormDefinition
from contrat_de_ville.domain.frozen import Frozen


@dataclass(frozen=True, kw_only=True)
class Checkup:
    """What was found of one version, by its reading and by the contract.

    ``copy`` is its workbook annotated, made while nothing is locked; empty where
    nothing is to be sent back.
    """

    version: int
    findings: tuple[Finding, ...]
    copy: bytes = b""


class Annotator:
    """Writes annotated workbooks, for one frozen campaign."""

    def __init__(self, frozen: Frozen) -> None:
        self._frozen = frozen

    @cached_property
    def definition(self) -> FormDefinition:
        """The form of the campaign."""
        return call_form(self._frozen)

    @cached_property
    def _lists(self) -> dict[str, dict[str, str]]:
        return form_lists(self._frozen)

    def checkup(
        self, one: Unchecked, found: tuple[Finding, ...], *, copied: bool
    ) -> Checkup:
        """Gather what was found of a version, in the order of the form.

        *copied*: it may still be mended.
        """
        gathered = in_form_order((*one.unreadable, *found), self.definition)
        findings = tuple(correction.finding for correction in gathered)
        is_blocked = any(each.severity is Severity.BLOQUANT for each in findings)
        return Checkup(
            version=one.version,
            findings=findings,
            copy=self.copy_of(one.given.form, findings, one.given.key)
            if copied and is_blocked
            else b"",
        )

    def copy_of(
        self, form: DepositForm, findings: Sequence[Finding], numero: str
    ) -> bytes:
        """Return the workbook of *form*, of that deposit, with what is to be mended."""
        return annotated_workbook(form, findings, self.definition, self._lists, numero)
