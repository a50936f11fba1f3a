"""Gathers the answers of one dossier under the codes of the deposit form."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from contrat_de_ville.adapters.demarches.champs import Champs, Placed, Sort
from contrat_de_ville.adapters.demarches.mapping import (
    AgeRows,
    BudgetRows,
    ChampMap,
    DemarcheMap,
    Rows,
    Target,
    TextRows,
    field_kinds,
)
from contrat_de_ville.adapters.demarches.values import answer
from contrat_de_ville.domain.depots import BudgetText, DepositForm, Side
from contrat_de_ville.domain.form import (
    FEMMES,
    HOMMES,
    FieldKind,
    blank_budget,
    label_key,
)


FORM_VERSION = "demarche-1"
_SEPARATOR = " ; "
_AFTER_CODE = re.compile(r"\s+[–—-]\s+|\s*:\s+")
_ACCOUNT = re.compile(r"[0-9]{2,3}")


class Gathering:
    """The fields, the budget and the pieces of one dossier, as they are read."""

    def __init__(self, mapping: DemarcheMap, champs: Champs) -> None:
        self._mapping, self._champs = mapping, champs
        self._kinds = field_kinds(mapping.form)
        self._budget = {row.code: row for row in blank_budget(mapping.form)}
        self._pieces: list[str] = []
        self.fields: dict[str, str] = {}
        self.cells: dict[str, str] = {}
        self.notes: list[str] = []

    def form(self) -> DepositForm:
        """Return what was gathered, as a form."""
        return DepositForm(
            fields={code: self.fields.get(code, "") for code in self._kinds},
            budget=tuple(self._budget.values()),
            cells=dict(self.cells),
            form_version=FORM_VERSION,
        )

    def gather(self) -> None:
        """Read every champ the mapping knows, then say those it does not."""
        for champ in self._mapping.champs:
            self._read_champ(champ)
        for rows in self._mapping.repetitions:
            found = self._champs.take(rows, Sort.ROWS)
            for row in found.rows() if found else ():
                self._read_row(rows, row, found.place if found else "")
        if self._pieces:
            self.put("pieces", _SEPARATOR.join(dict.fromkeys(self._pieces)), "")
        self.notes = [
            *dict.fromkeys([*self._champs.notes, *self.notes]),
            *self._champs.unknown(self._mapping.ignored),
        ]

    def put(self, code: str, text: str, place: str, between: str = " ") -> None:
        """Set a field; what several champs give to it is joined in their order."""
        known = self.fields.get(code, "")
        if self._kinds[code] is FieldKind.MULTIPLE:
            between = _SEPARATOR
        self.fields[code] = between.join(filter(None, (known, text)))
        if place:
            self.cells.setdefault(code, place)

    def _read_champ(self, wanted: ChampMap) -> None:
        found = self._champs.take(wanted, Sort.FILES if wanted.piece else Sort.ANSWER)
        if found is None:
            return
        if wanted.piece:
            self.cells.setdefault("pieces", found.place)
            if found.champ.get("files"):
                self._pieces.append(wanted.piece)
        elif wanted.budget:
            self._set_amount(wanted.budget, found)
        else:
            kind = self._kinds[wanted.field]
            text = answer(found.champ, kind, wanted.field, wanted.level)
            self.put(wanted.field, self._coded(wanted, kind, text), found.place)

    def _coded(self, wanted: ChampMap, kind: FieldKind, text: str) -> str:
        """Replace each answer by its code; one without a code stays, and is said."""
        if not text or not (wanted.values or wanted.is_code_first):
            return text
        said = text.split(_SEPARATOR) if kind is FieldKind.MULTIPLE else [text]
        if wanted.is_code_first:
            return _SEPARATOR.join(_AFTER_CODE.split(one)[0] for one in said)
        return _SEPARATOR.join(self._code(wanted, wanted.values, one) for one in said)

    def _code(self, target: Target, values: Mapping[str, str], said: str) -> str:
        code = values.get(label_key(said))
        if code is None:
            self.notes.append(
                f"Champ « {target.label} » : la réponse « {said} » n'a pas de code "
                "dans la correspondance."
            )
        return code or said

    def _set_amount(self, code: str, found: Placed) -> None:
        amount = answer(found.champ, FieldKind.MONTANT, code)
        self._budget[code] = replace(self._budget[code], amount=amount)
        self.cells[code] = found.place

    def _read_row(self, rows: Rows, row: Champs, place: str) -> None:
        if isinstance(rows, TextRows):
            self._read_text_row(rows, row, place)
        elif isinstance(rows, BudgetRows):
            self._read_budget_row(rows, row)
        else:
            self._read_age_row(rows, row)
        self.notes += [*row.notes, *row.unknown(self._mapping.ignored)]

    def _read_text_row(self, rows: TextRows, row: Champs, place: str) -> None:
        kind = self._kinds[rows.field]
        cells = [row.take(Target(label=one), Sort.ANSWER) for one in rows.columns]
        texts = [answer(one.champ, kind, rows.field) for one in cells if one]
        self.put(rows.field, " – ".join(filter(None, texts)), place, "\n")

    def _read_budget_row(self, rows: BudgetRows, row: Champs) -> None:
        name = row.take(Target(label=rows.name), Sort.ANSWER)
        amount = row.take(Target(label=rows.amount), Sort.ANSWER)
        if name is None or amount is None:
            return
        said = answer(name.champ, FieldKind.TEXTE, "")
        code = rows.values.get(label_key(said), "")
        # A second line of the same poste is one more line of its account.
        if not code or self._budget[code].amount:
            code = self._add_row(rows.side, said, self._budget.get(code))
        self._set_amount(code, amount)

    def _add_row(self, side: Side, said: str, like: BudgetText | None) -> str:
        """Add a line that the form has no row for; return its code."""
        rank = sum(code.startswith("budget.x") for code in self._budget) + 1
        code = f"budget.x{rank}"
        account = _ACCOUNT.match(said)
        if like is None and account is None:
            self.notes.append(f"Poste « {said} » : son compte n'est pas connu.")
        line = like or BudgetText(
            code=code,
            side=side,
            account=account[0] if account else "",
            label=said,
            amount="",
        )
        self._budget[code] = replace(line, code=code)
        return code

    def _read_age_row(self, rows: AgeRows, row: Champs) -> None:
        name = row.take(Target(label=rows.band), Sort.ANSWER)
        if name is None:
            return
        band = self._code(rows, rows.values, answer(name.champ, FieldKind.TEXTE, ""))
        for sex, label in ((FEMMES, rows.women), (HOMMES, rows.men)):
            count = row.take(Target(label=label), Sort.ANSWER)
            if count is not None and f"{sex}.{band}" in self._kinds:
                code = f"{sex}.{band}"
                self.put(code, answer(count.champ, FieldKind.ENTIER, code), count.place)
