"""The call pack: the note and the deposit workbook, ready to be sent or published."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from contrat_de_ville.adapters.deposit_workbook import write_deposit_workbook
from contrat_de_ville.adapters.evidence import write_durably
from contrat_de_ville.adapters.form_files import load_form
from contrat_de_ville.adapters.resources import resource_folder
from contrat_de_ville.domain.aci.checks import day_of
from contrat_de_ville.domain.form import FormDefinition
from contrat_de_ville.domain.frozen import Frozen


NOTE = "note_orientations_2017.txt"
FORM = "depot_2017.yaml"
HEADCOUNT = "aci_salaries"


def deposit_form() -> FormDefinition:
    """Return the definition of the deposit workbook."""
    return load_form(resource_folder("config") / "formulaires" / FORM)


def call_form(frozen: Frozen) -> FormDefinition:
    """Return the workbook's definition as the campaign asks it.

    The date of the headcount is a choice of the campaign: what is asked says it.
    """
    form = deposit_form()
    chosen = frozen.campaign.choices.get("aci.date_reference")
    if chosen is None:
        return form
    on = day_of(chosen.value)
    hint = f"Personnes présentes, ou prévues, le {on:%d/%m/%Y}"
    fields = (
        replace(one, hint=hint) if one.code == HEADCOUNT else one for one in form.fields
    )
    return replace(form, fields=tuple(fields))


def form_lists(frozen: Frozen) -> dict[str, dict[str, str]]:
    """Return the lists the workbook offers: label by code, list by name."""
    lists = {
        name: {code: str(one["label"]) for code, one in entries.items()}
        for name, entries in frozen.referentials.items()
    }
    lists["quartiers"] = {one.code: one.name for one in frozen.campaign.quartiers}
    lists["communes"] = dict(frozen.campaign.communes)
    return lists


def write_call_pack(folder: Path, frozen: Frozen) -> tuple[str, ...]:
    """Write the note and a blank workbook into *folder*; return their names."""
    folder.mkdir(parents=True, exist_ok=True)
    note = (resource_folder("docs/sources") / NOTE).read_bytes()
    write_durably(folder / NOTE, note)
    workbook = folder / "formulaire-de-depot.xlsx"
    write_deposit_workbook(workbook, call_form(frozen), form_lists(frozen))
    return (NOTE, workbook.name)
