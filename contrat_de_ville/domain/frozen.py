"""A campaign as it was frozen: what every step of the year reads, and nothing else.

Once a cycle is open its rules no longer come from the files: a parameter corrected
afterwards changes the next year, never this one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from contrat_de_ville.domain.calendar import PARIS
from contrat_de_ville.domain.campaign import (
    MILESTONES,
    Calendar,
    Campaign,
    Choice,
    Conseil,
    EnvelopePart,
    Funder,
    Habilitation,
    Partner,
    Quartier,
    Window,
)


@dataclass(frozen=True, kw_only=True)
class Frozen:
    """The campaign, the parameters in force with their words, the referentials."""

    campaign: Campaign
    parameters: Mapping[str, Any]
    references: Mapping[str, Mapping[str, str]]
    referentials: Mapping[str, Mapping[str, Mapping[str, Any]]]

    def euros(self, name: str) -> int:
        """Return a parameter in euros as centimes."""
        return int(Decimal(str(self.parameters[name])) * 100)

    def axes(self) -> dict[int, str]:
        """Return the axes of the contrat, label by number."""
        return {
            int(number): str(axe["label"])
            for number, axe in self.referentials["axes"].items()
        }

    def orientations(self) -> dict[str, int]:
        """Return the axe of each orientation of the note."""
        return {
            code: int(one["axe"])
            for code, one in self.referentials["orientations"].items()
        }


def frozen_from(record: Mapping[str, Any]) -> Frozen:
    """Rebuild what was frozen from the JSON kept with the cycle."""
    return Frozen(
        campaign=campaign_from(record["campagne"]),
        parameters=record["parametres"],
        references=record["references"],
        referentials=record["referentiels"],
    )


def campaign_from(record: Mapping[str, Any]) -> Campaign:
    """Rebuild a campaign from its JSON form (instants as ISO text with offset)."""
    plain = dict(record)
    plain["calendar"] = _calendar_from(record["calendar"])
    plain["funders"] = tuple(_funder_from(one) for one in record["funders"])
    plain["quartiers"] = tuple(
        Quartier(**{**one, "other_epci": frozenset(one["other_epci"])})
        for one in record["quartiers"]
    )
    plain["conseils"] = tuple(Conseil(**one) for one in record["conseils"])
    plain["partners"] = tuple(Partner(**one) for one in record["partners"])
    plain["choices"] = {
        code: Choice(**{**one, "decided_on": date.fromisoformat(one["decided_on"])})
        for code, one in record["choices"].items()
    }
    plain["required_pieces"] = {
        kind: tuple(pieces) for kind, pieces in record["required_pieces"].items()
    }
    plain["demonstration_values"] = tuple(record["demonstration_values"])
    plain["habilitations"] = tuple(
        Habilitation(**{**one, "actes": tuple(one["actes"])})
        # A campaign frozen before there were any has none.
        for one in record.get("habilitations", ())
    )
    return Campaign(**plain)


def _funder_from(record: Mapping[str, Any]) -> Funder:
    """Rebuild a funder; one frozen before there were parts has none."""
    parts = tuple(
        EnvelopePart(
            **{
                **one,
                "axes": tuple(one["axes"]),
                "orientations": tuple(one["orientations"]),
            }
        )
        for one in record.get("parts", ())
    )
    return Funder(**{**record, "parts": parts})


def _calendar_from(record: Mapping[str, Any]) -> Calendar:
    """Rebuild a calendar; one frozen before there were windows has none."""
    windows = record.get("fenetres", ())
    return Calendar(
        **{name: _instant(record[name]) for name in MILESTONES},
        cloture_incluse=record.get("cloture_incluse", True),
        fenetres=tuple(
            Window(
                libelle=one["libelle"],
                ouverture=_instant(one["ouverture"]),
                cloture=_instant(one["cloture"]),
            )
            for one in windows
        ),
    )


def _instant(text: str) -> datetime:
    """Read an instant; an offset is not a zone, and days are legal days."""
    return datetime.fromisoformat(text).astimezone(PARIS)
