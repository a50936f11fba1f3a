"""One row of an OSIRIS actions export, as a deposit."""

from __future__ import annotations

import re

from contrat_de_ville.adapters.channels.budget_rows import (
    BudgetRows,
    Post,
    euros_text,
)
from contrat_de_ville.adapters.channels.forms import all_fields, latest_form
from contrat_de_ville.adapters.channels.json_values import Amount
from contrat_de_ville.adapters.channels.maps import families, statuses
from contrat_de_ville.adapters.channels.osiris_sheet import Export
from contrat_de_ville.adapters.channels.words import has_one, words
from contrat_de_ville.domain.depots import DepositForm, Side
from contrat_de_ville.domain.form import DEMANDE
from contrat_de_ville.domain.money import format_euros, parse_centimes
from contrat_de_ville.domain.received import FunderLine, LineStatus, ReceivedDeposit
from contrat_de_ville.errors import BadInputError


_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_SUBSIDIES = "74"
_KIND, _RENEWAL = "porteur_type", "renouvellement"


class ActionRow:
    """Reads one row; notes say what no field holds, and what cannot be read."""

    def __init__(self, export: Export, number: int, row: tuple[str, ...]) -> None:
        self._export, self._number, self._row = export, number, row
        self._map = export.reading
        self._notes: list[str] = []
        self._fields: dict[str, str] = {}
        self._cells: dict[str, str] = {}

    def deposit(self, place: str) -> ReceivedDeposit:
        """Return the row as a deposit, the State first among its funders."""
        definition = latest_form()
        rows = BudgetRows(definition)
        self._declared()
        exercice = self._exercice()
        funders = (self._state(rows), *self._others(rows))
        self._cost(rows)
        self._keep_notes()
        return ReceivedDeposit(
            form=DepositForm(
                fields=all_fields(definition, self._fields),
                budget=rows.texts(),
                cells=self._cells | rows.cells,
                form_version=self._map.version,
            ),
            place=place,
            reference=self._text("numero"),
            applicant_number=self._first(self._map.applicant),
            exercice=exercice,
            funders=funders,
            notes=tuple(self._notes),
        )

    def _text(self, code: str) -> str:
        return self._export.text(self._row, code)

    def _first(self, codes: tuple[str, ...]) -> str:
        return next((text for code in codes if (text := self._text(code))), "")

    def _declared(self) -> None:
        for field, codes in self._map.fields.items():
            self._fields[field] = self._joined(codes)
            self._cells[field] = self._export.cell(self._number, codes[0])
        kind = families().kind(self._fields.get(_KIND, ""))
        if kind is not None:
            self._fields[_KIND] = kind.value
        said = words(self._fields.get(_RENEWAL, ""))
        if said in self._map.recurrences:
            self._fields[_RENEWAL] = self._map.recurrences[said]

    def _joined(self, codes: tuple[str, ...]) -> str:
        """Return a column's text; several are one to a line, after their titles."""
        if len(codes) == 1:
            return self._text(codes[0])
        return "\n".join(
            f"{self._map.titles[code]} : {text}"
            for code in codes
            if (text := self._text(code))
        )

    def _exercice(self) -> int | None:
        text = self._text("exercice")
        if _YEAR.fullmatch(text):
            return int(text)
        if text:
            self._notes.append(f"exercice « {text} » : ce n'est pas une année lisible.")
        return None

    def _amount(self, code: str) -> Amount:
        """Read an amount; an empty cell is none, and zero was written."""
        text, place = self._text(code), self._export.cell(self._number, code)
        if not text:
            return Amount(place=place)
        try:
            return Amount(place=place, centimes=parse_centimes(text))
        except BadInputError:
            title = self._map.titles[code]
            self._notes.append(f"{place} ({title}) : « {text} » n'est pas un montant.")
            return Amount(place=place, unreadable=text)

    def _state(self, rows: BudgetRows) -> FunderLine:
        """Return the State's part, and put what it is asked on the budget.

        It is the funder of the call only for the programme of the politique de la
        ville: the State's other credits are not in the call's envelope.
        """
        programme = self._text("programme")
        is_ours = has_one(
            f"{programme} {self._text('sous_type')}", self._map.funder_words
        )
        label = f"État – {programme}" if programme else "État"
        code = self._map.funder if is_ours else ""
        asked, voted = self._amount("demande"), self._amount("accorde")
        self._put_subsidy(rows, label, code, asked)
        status, words_kept = statuses("osiris").read(
            self._text("etat"), "", voted.centimes
        )
        if words_kept and status is LineStatus.INCONNU:
            self._notes.append(f"état « {words_kept} » inconnu, gardé tel quel.")
        commission = self._text("commission")
        return FunderLine(
            label=label,
            place=asked.place,
            funder=code,
            asked_centimes=asked.centimes,
            proposed_centimes=self._amount("propose").centimes,
            voted_centimes=voted.centimes,
            status=status,
            status_label=words_kept,
            avis=f"Commission : {commission}" if commission else "",
        )

    def _put_subsidy(
        self, rows: BudgetRows, label: str, code: str, asked: Amount
    ) -> None:
        post = Post(
            side=Side.PRODUIT,
            account=_SUBSIDIES,
            label=label,
            funder=code or None,
            row="" if code else self._map.other_row,
        )
        if not rows.put(post, asked):
            rows.put_own(post, asked)
        if code and asked.centimes is not None:
            field = f"{DEMANDE}.{code}"
            self._fields[field] = euros_text(asked.centimes)
            self._cells[field] = asked.place

    def _others(self, rows: BudgetRows) -> list[FunderLine]:
        """Name the co-funders; the export gives one amount for all of them."""
        names = [one.strip() for one in self._text("cofinanceurs").split(";")]
        names = [name for name in names if name]
        amount = self._amount("cofinanceurs_montant")
        label = "Cofinanceurs : " + (" ; ".join(names) or "non nommés")
        rows.put_own(
            Post(side=Side.PRODUIT, account="COFINANCEURS", label=label), amount
        )
        if len(names) > 1 and amount.centimes is not None:
            self._notes.append(
                f"cofinanceurs : {format_euros(amount.centimes)} pour les "
                f"{len(names)} ensemble, la part de chacun n'est pas dite."
            )
        alone = amount.centimes if len(names) == 1 else None
        place = self._export.cell(self._number, "cofinanceurs")
        return [
            FunderLine(label=name, place=place, asked_centimes=alone) for name in names
        ]

    def _cost(self, rows: BudgetRows) -> None:
        """Keep the total cost on a row of its own: the export has no account."""
        label = "Coût total des charges (l'export n'a pas de compte)"
        rows.put_own(
            Post(side=Side.CHARGE, account="COUT", label=label), self._amount("cout")
        )

    def _keep_notes(self) -> None:
        for code in self._map.notes:
            if text := " ".join(self._text(code).split()):
                self._notes.append(f"{self._map.full_titles[code]} : {text}.")
