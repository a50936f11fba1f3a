"""The versions of the deposit form that a received file may follow."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from contrat_de_ville.adapters.form_files import load_form
from contrat_de_ville.adapters.resources import resource_folder
from contrat_de_ville.domain.form import FormDefinition, age_codes


@cache
def known_forms() -> tuple[FormDefinition, ...]:
    """Return every version of the form, the latest first.

    Raises:
        BadFileError: a definition is missing or wrong.
    """
    files = sorted((resource_folder("config") / "formulaires").glob("*.yaml"))
    return tuple(load_form(path) for path in reversed(files))


def latest_form() -> FormDefinition:
    """Return the form whose fields the other channels fill."""
    return known_forms()[0]


def all_fields(definition: FormDefinition, said: Mapping[str, str]) -> dict[str, str]:
    """Return every field of the form: what is *said*, and empty answers elsewhere."""
    codes = [one.code for one in definition.fields]
    codes += [code for _, _, code in age_codes(definition)]
    return {code: said.get(code, "") for code in dict.fromkeys([*codes, *said])}
