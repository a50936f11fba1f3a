"""The part of each funder in an action, from the store."""

from __future__ import annotations

from collections.abc import Mapping

from contrat_de_ville.adapters.action_sheet.record import FunderPart
from contrat_de_ville.adapters.action_sheet.source import Read
from contrat_de_ville.adapters.action_sheet.why import (
    LineFacts,
    because,
    bounds,
    shortfall,
)
from contrat_de_ville.adapters.store.models import Ligne, VersionDepot
from contrat_de_ville.adapters.tracing.record import masked
from contrat_de_ville.domain.aci import FUNDER as ACI_FUNDER
from contrat_de_ville.domain.criteria_innovation import InnovationCeiling


_CEILINGS = "programmation.taux_plafond_pct"
_MINIMUM = "programmation.montant_minimum_utile"


def parts_of(read: Read, ceiling: InnovationCeiling) -> tuple[FunderPart, ...]:
    """Return the parts in the order of the funders of the campaign."""
    order = [one.code for one in read.frozen.campaign.funders]
    lines = sorted(
        read.depot.lines,
        key=lambda one: (
            order.index(one.funder) if one.funder in order else len(order),
            one.funder,
        ),
    )
    avis = _avis(read.version)
    return tuple(_part(one, _facts(one, read, ceiling), read, avis) for one in lines)


def _part(
    line: Ligne, facts: LineFacts, read: Read, avis: Mapping[str, str]
) -> FunderPart:
    funder = read.frozen.campaign.funder(line.funder)
    return FunderPart(
        funder=line.funder,
        name=line.funder if funder is None else funder.name,
        asked_centimes=line.demande_centimes,
        avis=avis.get(line.funder, ""),
        proposed_centimes=line.propose_centimes,
        arbitrated_centimes=line.arbitre_centimes,
        arbitrated_at=line.arbitre_at,
        decided_centimes=line.decide_centimes,
        act=line.acte,
        acted_on=line.acte_on,
        notified_at=line.notified_at,
        shortfall=shortfall(facts),
        because=because(facts),
        bounds=bounds(facts),
    )


def _facts(line: Ligne, read: Read, ceiling: InnovationCeiling) -> LineFacts:
    choice, code = read.frozen.campaign.choice, line.funder
    aide = read.depot.aide if code == ACI_FUNDER else None
    is_derogatory = ceiling.is_open and ceiling.funder == code
    return LineFacts(
        asked=line.demande_centimes,
        proposed=line.propose_centimes,
        proposed_reason=masked(line.propose_reason),
        arbitrated=line.arbitre_centimes,
        arbitrated_reason=masked(line.arbitre_reason),
        arbitrated_at=line.arbitre_at,
        decided=line.decide_centimes,
        act=line.acte,
        acted_on=line.acte_on,
        notified_at=line.notified_at,
        cash=read.action.cash_centimes(),
        ceiling_pct=choice(_CEILINGS).get(code),
        minimum=int(choice(_MINIMUM)) * 100,
        grant=None if aide is None else aide.montant_centimes,
        derogatory=ceiling.ceiling_centimes if is_derogatory else None,
        envelope=read.year.envelopes.get(code),
        asked_by_all=read.year.asked.get(code, 0),
    )


def _avis(version: VersionDepot) -> dict[str, str]:
    """Return what each funder's own system says, where a channel told it."""
    told: dict[str, str] = {}
    for one in version.funders:
        words = (str(one[key]).strip() for key in ("avis", "status_label"))
        text = ", ".join(masked(word) for word in words if word)
        if one["funder"] and text:
            told.setdefault(one["funder"], text)
    return told
