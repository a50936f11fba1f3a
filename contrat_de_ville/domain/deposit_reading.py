"""Read the answers of one form, one by one, and gather what cannot be read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TypeVar

from contrat_de_ville.domain.deposit_text import clean, codes, identifier, one_line
from contrat_de_ville.domain.deposit_values import (
    parse_count,
    parse_day,
    parse_hundredths,
    parse_percent,
    parse_porteur_kind,
    parse_yes,
)
from contrat_de_ville.domain.depots import (
    AgeCount,
    BudgetLine,
    Chantier,
    Contact,
    DepositForm,
    Finding,
    PorteurKind,
    Severity,
    Structure,
)
from contrat_de_ville.domain.form import DEMANDE, FEMMES, HOMMES
from contrat_de_ville.domain.money import parse_centimes
from contrat_de_ville.errors import BadInputError


T = TypeVar("T")
_LONGEST_SHOWN = 60
SOURCE = "Appel à projets : formulaire de dépôt de la campagne"
"""What rests a finding on a text that cannot be read: the form says how to write it."""


class Reading:
    """Reads the fields of one form by code; :attr:`findings` grows as it fails.

    What is empty reads as nothing, without finding; what cannot be read reads as
    nothing too, with one blocking finding at its cell.
    """

    def __init__(self, form: DepositForm) -> None:
        self._form = form
        self.findings: list[Finding] = []

    def text(self, code: str) -> str:
        """Return the answer, cleaned; its lines are kept."""
        return clean(self._form.fields.get(code, ""))

    def line(self, code: str) -> str:
        """Return the answer, cleaned and in one line."""
        return one_line(self._form.fields.get(code, ""))

    def identifier(self, code: str) -> str:
        """Return the answer without spaces, in capitals."""
        return identifier(self._form.fields.get(code, ""))

    def codes(self, code: str) -> tuple[str, ...]:
        """Return the codes of the answer, each once, in order."""
        return codes(self._form.fields.get(code, ""))

    def uais(self) -> tuple[str, ...]:
        """Read school codes: each once, no space inside, capital letter."""
        return tuple(dict.fromkeys(identifier(one) for one in self.codes("uais")))

    def count(self, code: str) -> int | None:
        """Read a whole number."""
        return self._field(code, "NOMBRE_ILLISIBLE", parse_count)

    def decimal(self, code: str) -> int | None:
        """Read a number with at most two decimals, in hundredths."""
        return self._field(code, "NOMBRE_ILLISIBLE", parse_hundredths)

    def amount(self, code: str) -> int | None:
        """Read an amount, in centimes."""
        return self._field(code, "MONTANT_ILLISIBLE", parse_centimes)

    def percent(self, code: str) -> int | None:
        """Read a whole percentage."""
        return self._field(code, "NOMBRE_ILLISIBLE", parse_percent)

    def day(self, code: str) -> date | None:
        """Read a date."""
        return self._field(code, "DATE_ILLISIBLE", parse_day)

    def yes(self, code: str) -> bool:
        """Read « oui » or « non »; nothing written is no."""
        return self._field(code, "OUI_NON_ILLISIBLE", parse_yes) or False

    def porteur_kind(self) -> PorteurKind | None:
        """Read the type of structure."""
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
                    is_detail=row.is_detail,
                )
                lines.append(line)
        return tuple(lines)

    def person(self, prefix: str) -> Contact:
        """Read a person, whose fields begin with *prefix*."""
        return Contact(
            name=self.line(f"{prefix}_nom"),
            role=self.line(f"{prefix}_fonction"),
            email=self.line(f"{prefix}_courriel").lower(),
            phone=self.line(f"{prefix}_telephone"),
        )

    def structure(self) -> Structure:
        """Read the means of the structure."""
        return Structure(
            benevoles=self.count("structure_benevoles"),
            volontaires=self.count("structure_volontaires"),
            salaries=self.count("structure_salaries"),
            etpt_centiemes=self.decimal("structure_etpt"),
            emplois_aides=self.count("structure_emplois_aides"),
        )

    def ages(self) -> tuple[AgeCount, ...]:
        """Read the bands where at least one of the two counts is written."""
        bands = dict.fromkeys(
            code.partition(".")[2]
            for code in self._form.fields
            if code.startswith((f"{FEMMES}.", f"{HOMMES}."))
        )
        counts = (
            AgeCount(
                band=band,
                women=self.count(f"{FEMMES}.{band}"),
                men=self.count(f"{HOMMES}.{band}"),
            )
            for band in bands
        )
        return tuple(
            one for one in counts if one.women is not None or one.men is not None
        )

    def requests(self) -> tuple[tuple[str, int], ...]:
        """Read what is declared to be asked of each funder: ``demande.<CODE>``."""
        asked = []
        for code in self._form.fields:
            prefix, _, funder = code.partition(".")
            amount = self.amount(code) if prefix == DEMANDE else None
            if amount is not None:
                asked.append((funder, amount))
        return tuple(asked)

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
            previous_centimes=self.amount("aci_aide_precedente"),
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
                source=SOURCE,
            )
            self.findings.append(finding)
            return None
