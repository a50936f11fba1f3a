"""Where traces are read from: the open cycle, its frozen campaign, its journal."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from contrat_de_ville.adapters.store.journal import read_lines
from contrat_de_ville.adapters.store.models import Cycle, Depot
from contrat_de_ville.adapters.tracing.record import Section, section
from contrat_de_ville.domain.aci.headcount import hundredths
from contrat_de_ville.domain.calendar import french_instant
from contrat_de_ville.domain.frozen import Frozen
from contrat_de_ville.domain.money import format_euros
from contrat_de_ville.errors import BadFileError, BadInputError


Entry = dict[str, Any]

_UNIT = re.compile(r"_(?:centimes|centiemes)$")
TRACEABLE = (
    "On peut tracer un dépôt (2017-0042), la part d'un financeur (2017-0042/CAPH), un "
    "paramètre ou un choix de la campagne (aci.montant_par_salarie), une ligne du "
    "journal (journal:17), un message (son Message-ID, ou message:12), un conseil "
    "citoyen (conseil:cc-centre), une enveloppe (enveloppe:CAPH), un porteur (son "
    "SIRET)."
)


def unknown(found: str) -> BadInputError:
    """Return the error that says what was not found and what can be traced."""
    return BadInputError(found, TRACEABLE)


@dataclass(frozen=True)
class Source:
    """One open session on one cycle."""

    session: Session
    cycle: Cycle
    frozen: Frozen

    @cached_property
    def entries(self) -> list[Entry]:
        """Return the journal, one dictionary a line.

        Raises:
            BadFileError: a line is no longer what was written.
        """
        lines = read_lines(self.session, self.cycle.id)
        try:
            return [json.loads(one) for one in lines]
        except ValueError:
            raise BadFileError(
                f"journal de {self.cycle.code}",
                "une ligne n'est plus lisible, elle a été modifiée.",
                "Vérifiez le cycle, puis rétablissez la base depuis une sauvegarde.",
            ) from None

    def find_depot(self, numero: str) -> Depot:
        """Return a deposit of the cycle.

        Raises:
            BadInputError: the cycle has no such deposit.
        """
        depot = self.session.scalars(
            select(Depot).where(Depot.cycle_id == self.cycle.id, Depot.numero == numero)
        ).first()
        if depot is None:
            raise unknown(f"Aucun dépôt {numero} dans le cycle {self.cycle.code}.")
        return depot

    def funder_name(self, code: str) -> str:
        """Name a funder, its code after it."""
        funder = self.frozen.campaign.funder(code)
        return code if funder is None else f"{funder.name} ({code})"

    def conseil_name(self, code: str) -> str:
        """Name a conseil citoyen."""
        names = {one.code: one.name for one in self.frozen.campaign.conseils}
        return names.get(code, code)

    def label(self, referential: str, code: str) -> str:
        """Say what a code of a referential means."""
        entry = self.frozen.referentials.get(referential, {}).get(code, {})
        return str(entry.get("label", code))

    def journal_section(self, is_about: Callable[[Entry], bool]) -> Section:
        """Gather the lines of the journal that tell about something."""
        return section(
            "Journal",
            (self.say_entry(one) for one in self.entries if is_about(one)),
            empty="Aucune ligne du journal n'en parle.",
        )

    def say_entry(self, entry: Entry) -> str:
        """Say one line of the journal: rank, instant, act, object, values."""
        data = ", ".join(self.say_data(entry))
        at = french_instant(parse_utc(entry))
        told = f" : {data}" if data else ""
        return (
            f"n° {entry['seq']}, {at}, {entry['acte']}, {entry['objet']}, "
            f"par {entry['acteur']}{told}"
        )

    def say_data(self, entry: Entry) -> list[str]:
        """Say the values of a line; amounts in euros, whatever they are kept in."""
        return [
            f"{_UNIT.sub('', key)} = {self._value(key, value)}"
            for key, value in entry["donnees"].items()
        ]

    def _value(self, key: str, value: object) -> str:
        if key.endswith("_centiemes") and isinstance(value, int):
            return hundredths(value)
        # A proposal tells its total by funder, under the funder's code.
        is_amount = (
            key.endswith("_centimes") or self.frozen.campaign.funder(key) is not None
        )
        if is_amount and isinstance(value, int):
            return format_euros(value)
        return say_plain(value)


def parse_utc(entry: Entry) -> datetime:
    """Return the instant of a journal line, aware."""
    return datetime.fromisoformat(entry["utc"])


def depot_of(entry: Entry) -> str:
    """Return the number of the deposit a journal line is about, or nothing.

    >>> depot_of({"objet": "ligne:2017-0042/CAPH"}), depot_of({"objet": "choix:a"})
    ('2017-0042', '')
    """
    kind, _, rest = str(entry["objet"]).partition(":")
    return rest.partition("/")[0] if kind in {"depot", "ligne"} else ""


def say_plain(value: object) -> str:
    """Say a plain value, or values by name, the French way."""
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, dict):
        return " ; ".join(f"{key} : {say_plain(one)}" for key, one in value.items())
    return str(value)
