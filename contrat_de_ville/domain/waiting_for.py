"""For whom a file waits, and since when: what a coordinator looks at first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from contrat_de_ville.domain.calendar import PARIS
from contrat_de_ville.domain.depots import DepotState
from contrat_de_ville.domain.identifiers import is_email


class Actor(StrEnum):
    """Who a file may wait for."""

    PORTEUR = "PORTEUR"
    COORDINATION = "COORDINATION"
    CONSEIL = "CONSEIL"
    COMITE = "COMITE"
    FINANCEUR = "FINANCEUR"


ACTOR_LABELS = {
    Actor.PORTEUR: "porteur",
    Actor.COORDINATION: "coordination",
    Actor.CONSEIL: "conseil citoyen",
    Actor.COMITE: "comité",
    Actor.FINANCEUR: "financeur",
}


@dataclass(frozen=True, kw_only=True)
class Wait:
    """One thing a file waits for; ``name`` says which conseil or committee."""

    actor: Actor
    what: str
    since: datetime
    name: str = ""

    def days(self, at: datetime) -> int:
        """Count the days gone by, from one legal date to the other; none before it."""
        begun, today = (one.astimezone(PARIS).date() for one in (self.since, at))
        return max(0, (today - begun).days)


@dataclass(frozen=True, kw_only=True)
class FileFacts:
    """What is recorded of a file that tells for whom it waits.

    Attributes:
        state: where it stands, ``since`` that instant.
        email: where its porteur is written to.
        silent_conseils: the name of each conseil asked and silent, and when asked.
        wants_figure: a chantier whose utilité sociale nobody has set.
        wants_headcount: one whose headcount, as the campaign counts it, nobody told.
        is_proposed: whether every line has a proposal.
        awaits_copil_since: when a line not arbitrated yet was proposed.
        awaits_acts_since: when a retained line without a legal act was arbitrated.
        awaits_bilan_since: when the bilan not received yet was asked.
    """

    state: DepotState
    since: datetime
    email: str
    silent_conseils: tuple[tuple[str, datetime], ...] = ()
    wants_figure: bool = False
    wants_headcount: bool = False
    is_proposed: bool = True
    awaits_copil_since: datetime | None = None
    awaits_acts_since: datetime | None = None
    awaits_bilan_since: datetime | None = None


def waits(facts: FileFacts) -> tuple[Wait, ...]:
    """Return what a file waits for; nothing once it is refused, or all is done."""
    if facts.state is DepotState.DEPOSE:
        return (_wait(Actor.COORDINATION, "contrôle de qualité", facts.since),)
    if facts.state is DepotState.A_CORRIGER and is_email(facts.email):
        return (_wait(Actor.PORTEUR, "corrections", facts.since),)
    if facts.state is DepotState.A_CORRIGER:
        what = "corrections à demander autrement : adresse électronique illisible"
        return (_wait(Actor.COORDINATION, what, facts.since),)
    if facts.state is DepotState.RECEVABLE:
        return tuple(_of_admissible(facts))
    return ()


def _of_admissible(facts: FileFacts) -> Iterator[Wait]:
    for name, asked_at in facts.silent_conseils:
        yield _wait(Actor.CONSEIL, "avis", asked_at, name)
    if facts.wants_figure:
        what = "montant d'utilité sociale"
        yield _wait(Actor.COMITE, what, facts.since, "Comité ACI")
    if facts.wants_headcount:
        yield _wait(Actor.COORDINATION, "effectif du chantier", facts.since)
    wants_grant = facts.wants_figure or facts.wants_headcount
    if not (facts.silent_conseils or wants_grant or facts.is_proposed):
        yield _wait(Actor.COORDINATION, "proposition de montant", facts.since)
    if facts.awaits_copil_since is not None:
        name = "Comité de pilotage"
        yield _wait(Actor.COMITE, "arbitrage", facts.awaits_copil_since, name)
    if facts.awaits_acts_since is not None:
        yield _wait(Actor.FINANCEUR, "acte juridique", facts.awaits_acts_since)
    if facts.awaits_bilan_since is not None:
        yield _wait(Actor.PORTEUR, "bilan", facts.awaits_bilan_since)


def _wait(actor: Actor, what: str, since: datetime, name: str = "") -> Wait:
    return Wait(actor=actor, what=what, since=since, name=name)
