"""The part of each funder in a dossier: what is asked, and who has answered."""

from __future__ import annotations

from datetime import date, datetime

from contrat_de_ville.adapters.demarches.gathering import Gathering
from contrat_de_ville.adapters.demarches.mapping import DemarcheMap, Instructor
from contrat_de_ville.adapters.demarches.nodes import Node, instant_of, said_in
from contrat_de_ville.domain.calendar import PARIS
from contrat_de_ville.domain.form import DEMANDE
from contrat_de_ville.domain.money import parse_centimes
from contrat_de_ville.domain.received import FunderLine, LineStatus
from contrat_de_ville.errors import BadInputError


# « Classé sans suite » closes a dossier without deciding on the request.
STATES = {
    "en_construction": LineStatus.EN_INSTRUCTION,
    "en_instruction": LineStatus.EN_INSTRUCTION,
    "accepte": LineStatus.ACCORDE,
    "refuse": LineStatus.REFUSE,
    "sans_suite": LineStatus.INELIGIBLE,
}


def funders_of(
    node: Node, mapping: DemarcheMap, gathering: Gathering, inside: str
) -> list[FunderLine]:
    """Return the part of each funder asked; first the one whose answer is the state."""
    who = mapping.instructor
    asked = {
        one.funder: _centimes(gathering.fields.get(one.code, ""))
        for one in mapping.form.fields
        if one.funder and one.code.startswith(f"{DEMANDE}.")
    }
    lines = [
        FunderLine(
            label=funder,
            place=gathering.cells.get(f"{DEMANDE}.{funder}", ""),
            funder=funder,
            asked_centimes=centimes,
        )
        for funder, centimes in asked.items()
        if centimes is not None and (who is None or funder != who.funder)
    ]
    if who is None:
        return lines
    return [_instructed(node, who, asked.get(who.funder), inside), *lines]


def _instructed(
    node: Node, who: Instructor, asked: int | None, inside: str
) -> FunderLine:
    state = said_in(node, "state")
    is_over = state in {"accepte", "refuse", "sans_suite"}
    return FunderLine(
        label=who.label,
        place=f"{inside}.state",
        funder=who.funder,
        asked_centimes=asked,
        status=STATES.get(state, LineStatus.INCONNU),
        status_label=state,
        avis=said_in(node, "motivation"),
        decided_on=_day(instant_of(node, "dateTraitement")) if is_over else None,
    )


def _centimes(text: str) -> int | None:
    try:
        return parse_centimes(text) if text else None
    except BadInputError:
        return None


def _day(instant: datetime | None) -> date | None:
    return instant.astimezone(PARIS).date() if instant else None
