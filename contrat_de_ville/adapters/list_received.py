"""Makes deposits of a list whose map says which column answers which field."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from contrat_de_ville.adapters.channels.budget_rows import (
    BudgetRows,
    Post,
    euros_text,
)
from contrat_de_ville.adapters.channels.forms import all_fields, latest_form
from contrat_de_ville.adapters.channels.json_values import Amount
from contrat_de_ville.adapters.channels.maps import families
from contrat_de_ville.adapters.list_files import read_fit
from contrat_de_ville.adapters.list_fitting import Fit, best_fit, maps_of
from contrat_de_ville.adapters.list_map_deposit import DepositSpec, FunderColumns
from contrat_de_ville.adapters.list_maps import ListMap
from contrat_de_ville.adapters.list_source import ListSource
from contrat_de_ville.adapters.list_writing import laid_out
from contrat_de_ville.adapters.resources import resource_folder
from contrat_de_ville.domain.calendar import END_OF_DAY, paris, parse_date
from contrat_de_ville.domain.depots import DepositForm
from contrat_de_ville.domain.form import FormDefinition, age_codes
from contrat_de_ville.domain.list_decision import Layout
from contrat_de_ville.domain.lists import ListReading, ListRow, RowOutcome
from contrat_de_ville.domain.received import (
    Channel,
    FunderLine,
    LineStatus,
    Received,
    ReceivedDeposit,
    SetAside,
)
from contrat_de_ville.errors import BadFileError, BadInputError


_PORTEUR_KIND = "porteur_type"
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_UNREAD = "date que la liste ne permet pas de lire"
_NO_HOUR = "La liste donne le jour du dépôt sans l'heure : la fin du jour est retenue."


def received_from_list(
    content: bytes, file_name: str, folder: Path | None = None
) -> Received:
    """Read a list whose map declares its ``champs``: a deposit per accepted row.

    Every other row is set aside with its reason. *folder* holds the maps,
    ``config/listes`` by default.

    Raises:
        BadFileError: no map with ``champs`` fits the file; it may be a list that
            only ``deposer --liste`` records.
    """
    folder = folder or resource_folder("config") / "listes"
    source = ListSource(file_name, content)
    found, spec = _deposit_fit(source, folder)
    reading = read_fit(source, found)
    _, layout = laid_out(found)
    maker = _Maker(reading, found.list_map, spec, layout)
    accepted = reading.accepted()
    return Received(
        channel=Channel.LISTE,
        file_name=file_name,
        rows_count=len(reading.rows),
        deposits=tuple(maker.deposit(row) for row in accepted),
        aside=tuple(
            SetAside(
                place=maker.place(row),
                reason=row.reason,
                is_refused=row.outcome is RowOutcome.REFUSEE,
            )
            for row in reading.rows
            if row.outcome is not RowOutcome.ACCEPTEE
        ),
        conventions=(
            *reading.conventions,
            *(f"À savoir, {one.label} : {one.sentence}" for one in reading.remarks),
        ),
    )


def check_fields(list_map: ListMap, definition: FormDefinition) -> None:
    """Check that a map fills fields the form has.

    Raises:
        BadFileError: a code of ``champs`` is no field of the form.
    """
    spec = list_map.deposit
    known = {one.code for one in definition.fields}
    known |= {code for _, _, code in age_codes(definition)}
    if spec and (stray := set(spec.fields) - known):
        raise BadFileError(
            list_map.path.name,
            f"« champs » : « {min(stray)} » n'est pas un champ du formulaire "
            f"{definition.version}.",
            "Corrigez le plan de lecture.",
        )


@cache
def _maps(folder: Path) -> tuple[ListMap, ...]:
    """Read the maps once: they are data of the application."""
    maps = maps_of(folder)
    for one in maps:
        check_fields(one, latest_form())
    return tuple(maps)


def _deposit_fit(source: ListSource, folder: Path) -> tuple[Fit, DepositSpec]:
    maps = _maps(folder)
    try:
        found = best_fit(source, [one for one in maps if one.deposit], folder)
    except BadFileError:
        # Of all maps, the nearest says best what is missing.
        found = best_fit(source, maps, folder)
    if found.list_map.deposit is None:
        raise BadFileError(
            source.file_name,
            f"c'est une liste que lit le plan « {found.list_map.path.name} », mais ce "
            "plan ne dit pas quelles colonnes répondent au formulaire de dépôt.",
            "Enregistrez-la par « programmation deposer FICHIER --liste ».",
        )
    return found, found.list_map.deposit


class _Maker:
    """Makes a deposit of each accepted row of one reading."""

    def __init__(
        self,
        reading: ListReading,
        list_map: ListMap,
        spec: DepositSpec,
        layout: Layout,
    ) -> None:
        self.reading, self.spec, self.layout = reading, spec, layout
        self.days = frozenset(list_map.rules.fields.dates)
        self.definition = latest_form()

    def place(self, row: ListRow) -> str:
        """Say where a row stands, as a spreadsheet numbers it."""
        sheet = f"{self.reading.sheet}, " if self.reading.sheet else ""
        return f"{sheet}ligne {row.row_number}"

    def cell(self, row: ListRow, column: str) -> str:
        """Return the address of a cell: « Feuil1!C12 », « C12 » in a CSV file."""
        sheet = f"{self.reading.sheet}!" if self.reading.sheet else ""
        at = self.layout.positions[column]
        return f"{sheet}{_letters(at)}{row.row_number}"

    def deposit(self, row: ListRow) -> ReceivedDeposit:
        """Make a deposit of an accepted row."""
        deposited = self.text(row, self.spec.deposited_at)
        notes = [row.reason] if row.reason else []
        at = None
        try:
            at = paris(parse_date(deposited), END_OF_DAY) if deposited else None
        except BadInputError as error:
            notes.append(str(error))
        if at:
            notes.append(_NO_HOUR)
        year = self.text(row, self.spec.exercice)
        return ReceivedDeposit(
            form=self.form(row),
            place=self.place(row),
            reference=self.text(row, self.spec.reference),
            applicant_number=self.text(row, self.spec.applicant_number),
            exercice=int(year) if year.isascii() and year.isdigit() else None,
            deposited_at=at,
            funders=tuple(
                line for one in self.spec.funders if (line := self.funder(row, one))
            ),
            notes=tuple(notes),
        )

    def form(self, row: ListRow) -> DepositForm:
        """Put the cells of a row on the fields and the budget rows of the form."""
        said = {
            code: self.answer(row, code, column)
            for code, column in self.spec.fields.items()
            if column in self.reading.columns
        }
        cells = {code: self.cell(row, self.spec.fields[code]) for code in said}
        budget = BudgetRows(self.definition)
        for one in self.spec.budget:
            if one.column not in self.reading.columns:
                continue
            amount = Amount(
                place=self.cell(row, one.column), centimes=row.amounts.get(one.column)
            )
            post = Post(
                side=one.side,
                account=one.account,
                label=one.label,
                funder=one.funder,
                row="" if one.funder else one.label,
            )
            if not budget.put(post, amount):
                budget.put_own(post, amount)
        return DepositForm(
            fields=all_fields(self.definition, said),
            budget=budget.texts(),
            cells={**cells, **budget.cells},
            form_version=self.reading.map_version,
        )

    def answer(self, row: ListRow, code: str, column: str) -> str:
        """Return the text of one answer; an amount in one form, a kind by its code."""
        centimes = row.amounts.get(column)
        if centimes is not None:
            return euros_text(centimes)
        text = row.values.get(column, "")
        if text and column in self.days and not _ISO.fullmatch(text):
            # Not « 03/04/2017 », which the form would read day first: doubtful here.
            return f"{text} ({_UNREAD})"
        if code == _PORTEUR_KIND and (kind := families().kind(text)):
            return kind.value
        return text

    def funder(self, row: ListRow, one: FunderColumns) -> FunderLine | None:
        """Return the part of one funder; nothing where the row says none of it."""
        columns = (one.asked, one.proposed, one.voted)
        filled = [column for column in columns if row.values.get(column)]
        if not filled:
            return None
        status = self.text(row, one.status)
        return FunderLine(
            label=one.label,
            place=self.cell(row, filled[0]),
            funder=one.funder,
            asked_centimes=row.amounts.get(one.asked),
            proposed_centimes=row.amounts.get(one.proposed),
            voted_centimes=row.amounts.get(one.voted),
            status=self.spec.statuses.get(status, LineStatus.INCONNU),
            status_label=status,
            avis=self.text(row, one.avis),
        )

    def text(self, row: ListRow, column: str) -> str:
        """Return the text of a column that may not be there."""
        return row.values.get(column, "")


def _letters(at: int) -> str:
    """Write a position as the letters of its column: 0 is A, 26 is AA."""
    letters, rest = "", at + 1
    while rest:
        rest, last = divmod(rest - 1, 26)
        letters = chr(ord("A") + last) + letters
    return letters
