"""From the text of a deposit to an action: what is read, what cannot be.

Nothing is guessed. What cannot be read is absent from the action and gives one
blocking finding that points at its cell; what is empty is absent, without finding.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TypeVar

from contrat_de_ville.domain.deposit_text import clean, codes, identifier, one_line
from contrat_de_ville.domain.deposit_values import (
    parse_count,
    parse_day,
    parse_percent,
    parse_porteur_kind,
    parse_yes,
)
from contrat_de_ville.domain.depots import (
    Action,
    BudgetLine,
    Chantier,
    DepositForm,
    Finding,
    PorteurKind,
    Severity,
)
from contrat_de_ville.domain.money import parse_centimes
from contrat_de_ville.errors import BadInputError


T = TypeVar("T")
_LONGEST_SHOWN = 60


def understand(form: DepositForm) -> tuple[Action, tuple[Finding, ...]]:
    """Read *form* as an action, with one finding for each unreadable text."""
    reading = _Reading(form)
    action = Action(
        porteur_siret=reading.identifier("porteur_siret"),
        porteur_name=reading.line("porteur_nom"),
        porteur_kind=reading.porteur_kind(),
        porteur_rna=reading.identifier("porteur_rna"),
        porteur_insee=reading.identifier("porteur_insee"),
        porteur_email=reading.line("porteur_courriel").lower(),
        title=reading.line("action_intitule"),
        axe=reading.count("action_axe"),
        orientation=reading.line("action_orientation"),
        description=reading.text("action_description"),
        quartiers=reading.codes("quartiers"),
        communes=reading.codes("communes"),
        publics=reading.codes("publics"),
        beneficiaries_count=reading.count("beneficiaires"),
        women_count=reading.count("beneficiaires_femmes"),
        qpv_share_pct=reading.percent("part_qpv_pct"),
        starts_on=reading.day("date_debut"),
        ends_on=reading.day("date_fin"),
        is_renewal=reading.yes("renouvellement"),
        criteres_innovation=reading.codes("criteres_innovation"),
        participation=reading.codes("participation"),
        mutualisation=reading.text("mutualisation"),
        pieces=reading.codes("pieces"),
        budget=reading.budget(),
        chantier=reading.chantier(),
    )
    return action, tuple(reading.findings)


class _Reading:
    """Reads the fields of one form and gathers what it could not read."""

    def __init__(self, form: DepositForm) -> None:
        self._form = form
        self.findings: list[Finding] = []

    def text(self, code: str) -> str:
        return clean(self._form.fields.get(code, ""))

    def line(self, code: str) -> str:
        return one_line(self._form.fields.get(code, ""))

    def identifier(self, code: str) -> str:
        return identifier(self._form.fields.get(code, ""))

    def codes(self, code: str) -> tuple[str, ...]:
        return codes(self._form.fields.get(code, ""))

    def count(self, code: str) -> int | None:
        return self._field(code, "NOMBRE_ILLISIBLE", parse_count)

    def percent(self, code: str) -> int | None:
        return self._field(code, "NOMBRE_ILLISIBLE", parse_percent)

    def day(self, code: str) -> date | None:
        return self._field(code, "DATE_ILLISIBLE", parse_day)

    def yes(self, code: str) -> bool:
        return self._field(code, "OUI_NON_ILLISIBLE", parse_yes) or False

    def porteur_kind(self) -> PorteurKind | None:
        return self._field("porteur_type", "TYPE_PORTEUR_INCONNU", parse_porteur_kind)

    def budget(self) -> tuple[BudgetLine, ...]:
        """Read the rows that have an amount; an empty one is no line, not zero."""
        lines = []
        for row in self._form.budget:
            amount = self._value(
                row.code, row.amount, "MONTANT_ILLISIBLE", parse_centimes
            )
            if amount is not None:
                line = BudgetLine(
                    side=row.side,
                    account=row.account,
                    label=row.label,
                    amount_centimes=amount,
                    funder=row.funder,
                )
                lines.append(line)
        return tuple(lines)

    def chantier(self) -> Chantier | None:
        """Read what an ACI adds; « nouveau chantier : non » alone is not a chantier.

        Many who carry no chantier answer that question with « non ».
        """
        filled = {
            code
            for code in self._form.fields
            if code.startswith("aci_") and self.text(code)
        }
        is_new = self._field("aci_nouveau", "OUI_NON_ILLISIBLE", parse_yes)
        if not filled or (filled == {"aci_nouveau"} and is_new is False):
            return None
        return Chantier(
            salaries_count=self.count("aci_salaries"),
            is_new=is_new or False,
            utilite_18_25=self.text("aci_utilite_18_25"),
            previous_centimes=self._field(
                "aci_aide_precedente", "MONTANT_ILLISIBLE", parse_centimes
            ),
        )

    def _field(self, code: str, rule: str, parse: Callable[[str], T]) -> T | None:
        return self._value(code, self._form.fields.get(code, ""), rule, parse)

    def _value(
        self, code: str, written: str, rule: str, parse: Callable[[str], T]
    ) -> T | None:
        text = clean(written)
        if not text:
            return None
        try:
            return parse(text)
        except BadInputError as error:
            shown = one_line(text)
            if len(shown) > _LONGEST_SHOWN:
                shown = f"{shown[:_LONGEST_SHOWN]}…"
            finding = Finding(
                rule=rule,
                severity=Severity.BLOQUANT,
                field=code,
                sentence=error.found.replace(text, shown),
                remedy=error.remedy,
                value=written,
                cell=self._form.cells.get(code, ""),
            )
            self.findings.append(finding)
            return None
