"""The figures of the note and of the law, by name and by date.

A parameter holds dated values, each with the sentence it comes from. The value in
force on a day is the latest one that starts on or before it; a null value ends the
parameter. Someone must have read every parameter against the note of the year
before that year opens: last year's figure is never reused unseen.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from typing import Any

from contrat_de_ville.domain.calendar import french_date
from contrat_de_ville.errors import ContratDeVilleError


class UnknownParameterError(ContratDeVilleError):
    """No parameter has this name."""

    def __init__(self, name: str, close: tuple[str, ...]) -> None:
        super().__init__(name, close)
        self.name, self.close = name, close

    def __str__(self) -> str:
        listed = ", ".join(f"« {one} »" for one in self.close) or "aucun"
        return (
            f"Aucun paramètre ne s'appelle « {self.name} ». Noms proches : {listed}. "
            "Le nom est le chemin du fichier dans config/parameters."
        )


class ParameterNotYetInForceError(ContratDeVilleError):
    """The parameter's first value starts later than the day asked."""

    def __init__(self, name: str, on: date, starts_on: date) -> None:
        super().__init__(name, on, starts_on)
        self.name, self.on, self.starts_on = name, on, starts_on

    def __str__(self) -> str:
        return (
            f"Le paramètre « {self.name} » n'a pas encore de valeur au "
            f"{french_date(self.on)} : la première commence le "
            f"{french_date(self.starts_on)}. Ajoutez une valeur plus ancienne avec sa "
            "citation, ou vérifiez l'année demandée."
        )


class ParameterEndedError(ContratDeVilleError):
    """The parameter was ended by a null value before the day asked."""

    def __init__(self, name: str, on: date, ended_on: date) -> None:
        super().__init__(name, on, ended_on)
        self.name, self.on, self.ended_on = name, on, ended_on

    def __str__(self) -> str:
        return (
            f"Le paramètre « {self.name} » n'est plus en vigueur au "
            f"{french_date(self.on)} : il a pris fin le {french_date(self.ended_on)}. "
            "S'il existe de nouveau, ajoutez sa valeur avec sa citation."
        )


class UncheckedParameterError(ContratDeVilleError):
    """Parameters have not been read again for the year about to open."""

    def __init__(self, names: tuple[str, ...], annee: int) -> None:
        super().__init__(names, annee)
        self.names, self.annee = names, annee

    def __str__(self) -> str:
        return (
            f"Ces paramètres n'ont pas été relus pour {self.annee} : "
            f"{', '.join(self.names)}. Relisez-les dans la note d'orientations "
            f"{self.annee}, puis inscrivez la date de relecture dans "
            "« last_value_still_valid_on » de chaque fichier."
        )


@dataclass(frozen=True, kw_only=True)
class Reference:
    """Where a value is written: the text, where to find it, its very words."""

    title: str
    href: str
    quote: str


@dataclass(frozen=True, kw_only=True)
class DatedValue:
    """A value from a day on; ``None`` ends the parameter."""

    starts_on: date
    value: Any
    reference: Reference


@dataclass(frozen=True, kw_only=True)
class Parameter:
    """One figure or rule; ``values`` are in the order of their dates, never empty.

    ``last_value_still_valid_on`` is the last day a person checked it.
    """

    name: str
    description: str
    unit: str
    values: tuple[DatedValue, ...]
    last_value_still_valid_on: date

    def at(self, on: date) -> DatedValue:
        """Return the dated value in force on that day.

        Raises:
            ParameterNotYetInForceError: *on* is before its first value.
            ParameterEndedError: a null value has ended it.
        """
        started = [one for one in self.values if one.starts_on <= on]
        if not started:
            raise ParameterNotYetInForceError(self.name, on, self.values[0].starts_on)
        if started[-1].value is None:
            raise ParameterEndedError(self.name, on, started[-1].starts_on)
        return started[-1]


@dataclass(frozen=True, kw_only=True)
class Parameters:
    """All the parameters, by dotted name."""

    by_name: Mapping[str, Parameter]

    def parameter(self, name: str) -> Parameter:
        """Return the parameter of that name, whole.

        Raises:
            UnknownParameterError: no parameter has this name.
        """
        if name not in self.by_name:
            close = get_close_matches(name, self.by_name)
            raise UnknownParameterError(name, tuple(close))
        return self.by_name[name]

    def value(self, name: str, on: date) -> Any:
        """Return the value in force on that day, in the parameter's unit.

        Raises:
            UnknownParameterError: no parameter has this name.
            ParameterNotYetInForceError: *on* is before its first value.
            ParameterEndedError: it has ended.
        """
        return self.parameter(name).at(on).value

    def reference(self, name: str, on: date) -> Reference:
        """Return where the value in force on that day is written; raises as value."""
        return self.parameter(name).at(on).reference

    def names(self) -> tuple[str, ...]:
        """Return every name, sorted."""
        return tuple(sorted(self.by_name))

    def in_force(self, on: date) -> dict[str, Any]:
        """Return value by name, sorted and JSON-able, to freeze a campaign with.

        What has not begun, or has ended, is absent.
        """
        values: dict[str, Any] = {}
        for name in self.names():
            try:
                value = self.value(name, on)
            except (ParameterNotYetInForceError, ParameterEndedError):
                continue
            values[name] = list(value) if isinstance(value, tuple) else value
        return values

    def unchecked_for(self, annee: int) -> tuple[str, ...]:
        """Return the names last checked before 1 January of *annee*, sorted."""
        first_day = date(annee, 1, 1)
        return tuple(
            name
            for name in self.names()
            if self.by_name[name].last_value_still_valid_on < first_day
        )


def require_checked(parameters: Parameters, annee: int) -> None:
    """Refuse to open *annee* on figures nobody has read again for it.

    Raises:
        UncheckedParameterError: with the names to read again.
    """
    if names := parameters.unchecked_for(annee):
        raise UncheckedParameterError(names, annee)
