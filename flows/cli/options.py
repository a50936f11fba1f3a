"""Options and values every command shares."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date, datetime
from typing import Any, TypeVar

import click

from contrat_de_ville.adapters.clock import now
from contrat_de_ville.domain.calendar import (
    PARIS,
    french_instant,
    parse_date,
    parse_instant,
)
from contrat_de_ville.domain.deposit_values import parse_count
from contrat_de_ville.domain.messages import MODE_VARIABLE, PRODUCTION
from contrat_de_ville.domain.money import parse_centimes
from contrat_de_ville.domain.steps import CycleRef
from contrat_de_ville.errors import BadInputError
from flows.parameters import DEFAULT_CONTRAT


F = TypeVar("F", bound=Callable[..., Any])


class _Parsed(click.ParamType[Any]):
    """A value read by one of the domain's readers, with its French sentence."""

    def __init__(self, name: str, read: Callable[[str], Any]) -> None:
        self.name, self._read = name, read

    def convert(self, value: Any, param: Any, ctx: Any) -> Any:
        """Read the text; say what is wrong with it."""
        if not isinstance(value, str):
            return value
        try:
            return self._read(value)
        except BadInputError as error:
            self.fail(str(error), param, ctx)


def _parse_paid(text: str) -> int:
    """Read an amount asked, granted or spent: never below zero."""
    centimes = parse_centimes(text)
    if centimes < 0:
        raise BadInputError(
            f"« {text} » est un montant négatif.", "Écrivez zéro ou davantage."
        )
    return centimes


def _parse_said(text: str) -> str:
    """Read a motive or an author: said, or the act is not recorded."""
    if not text.strip():
        raise BadInputError("Ce texte est vide.", "Écrivez qui décide, et pourquoi.")
    return text.strip()


INSTANT = _Parsed("date", parse_instant)
DAY = _Parsed("date", parse_date)
EUROS = _Parsed("montant", _parse_paid)
COUNT = _Parsed("nombre", parse_count)
SAID = _Parsed("texte", _parse_said)

_ANNEE = click.option(
    "--annee", type=int, help="L'année du cycle (par défaut, le seul cycle ouvert)."
)
contrat_option = click.option(
    "--contrat",
    default=DEFAULT_CONTRAT,
    show_default="CV195",
    help="Le code du contrat de ville.",
)
_AU = click.option(
    "--au",
    type=INSTANT,
    help="Faire comme à cette date : 28/03/2017, ou 2017-03-28T14:00.",
)
a_blanc_option = click.option(
    "--a-blanc", is_flag=True, help="Montrer ce qui se ferait, sans rien enregistrer."
)
format_option = click.option(
    "--format",
    "output",
    type=click.Choice(["texte", "json"]),
    default="texte",
    show_default="texte",
    help="Comment montrer le résultat.",
)


def on_cycle(command: F) -> F:
    """Add the options that name a cycle and an instant."""
    return _ANNEE(contrat_option(_AU(command)))


def cycle_ref(contrat: str, annee: int | None) -> CycleRef:
    """Return the cycle named, or the only one that is open in the database.

    Raises:
        BadInputError: no year was given and there is not exactly one cycle.
    """
    if annee is not None:
        return CycleRef(contrat=contrat, annee=annee)
    from contrat_de_ville.adapters.store.state import known_years  # noqa: PLC0415 (slow)

    years = known_years(contrat)
    if len(years) != 1:
        listed = ", ".join(str(year) for year in years) or "aucun"
        raise BadInputError(
            f"Quel cycle ? Connus pour {contrat} : {listed}.",
            "Ajoutez --annee, ou ouvrez le cycle par « programmation ouvrir ANNEE ».",
        )
    return CycleRef(contrat=contrat, annee=years[0])


def instant(au: datetime | None) -> datetime:
    """Return the instant asked for, or now.

    Raises:
        BadInputError: in production, an instant that has not come: what is due then
            would be done, and written to people, before its time.
    """
    if au is None:
        return now()
    if au > now() and os.environ.get(MODE_VARIABLE) == PRODUCTION:
        raise BadInputError(
            f"{french_instant(au)} n'est pas encore venu.",
            "En production, --au ne va pas au-delà d'aujourd'hui ; répétez sans "
            f"{MODE_VARIABLE}.",
        )
    return au


def today(au: datetime | None) -> date:
    """Return the day of the instant, in legal time."""
    return instant(au).astimezone(PARIS).date()
