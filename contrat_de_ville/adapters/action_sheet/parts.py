"""The part of each funder in an action, from the store."""

from __future__ import annotations

from contrat_de_ville.adapters.action_sheet.record import FunderPart
from contrat_de_ville.adapters.action_sheet.source import Read
from contrat_de_ville.adapters.action_sheet.why import (
    LineFacts,
    because,
    bounds,
    shortfall,
)
from contrat_de_ville.adapters.line_wording import avis_technique_label
from contrat_de_ville.adapters.store.channel_avis import channel_avis
from contrat_de_ville.adapters.store.models import Ligne
from contrat_de_ville.adapters.tracing.record import masked
from contrat_de_ville.domain.aci import FUNDER as ACI_FUNDER
from contrat_de_ville.domain.criteria_innovation import InnovationCeiling
from contrat_de_ville.domain.depots import Side
from contrat_de_ville.domain.habilitations import function_name
from contrat_de_ville.domain.programming_choices import (
    CEILINGS,
    MINIMUM,
    is_kind_counted,
)


def parts_of(read: Read, ceiling: InnovationCeiling) -> tuple[FunderPart, ...]:
    """Return the parts in the order of the funders of the campaign."""
    lines = _in_order(read)
    told = channel_avis(read.version)
    return tuple(
        _part(one, _facts(one, read, ceiling), read, told.get(one.funder, ""))
        for one in lines
    )


def facts_of_lines(read: Read, ceiling: InnovationCeiling) -> tuple[LineFacts, ...]:
    """Return what bounds each line, in the same order."""
    return tuple(_facts(one, read, ceiling) for one in _in_order(read))


def _in_order(read: Read) -> list[Ligne]:
    order = [one.code for one in read.frozen.campaign.funders]
    return sorted(
        read.depot.lines,
        key=lambda one: (
            order.index(one.funder) if one.funder in order else len(order),
            one.funder,
        ),
    )


def _part(line: Ligne, facts: LineFacts, read: Read, told: str) -> FunderPart:
    """Gather a line; what a channel said stands where no service has spoken."""
    funder = read.frozen.campaign.funder(line.funder)
    return FunderPart(
        funder=line.funder,
        name=line.funder if funder is None else funder.name,
        asked_centimes=line.demande_centimes,
        avis=facts.avis or masked(told),
        avis_text=facts.avis_text,
        is_avis_given=bool(facts.avis),
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
    campaign, code = read.frozen.campaign, line.funder
    choice = campaign.choice
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
        ceiling_pct=choice(CEILINGS).get(code),
        minimum=int(choice(MINIMUM)) * 100,
        grant=None if aide is None else aide.montant_centimes,
        derogatory=ceiling.ceiling_centimes if is_derogatory else None,
        envelope=read.year.envelopes.get(code),
        asked_by_all=read.year.asked.get(code, 0),
        funder=code,
        avis=avis_technique_label(line.avis_technique or ""),
        avis_text=masked(line.avis_text),
        avis_author=function_name(campaign, line.avis_author),
        avis_at=line.avis_at,
        proposed_author=function_name(campaign, line.propose_author),
        arbitrated_author=function_name(campaign, line.arbitre_author),
        minute=line.arbitre_minute,
        base=_base(read),
        formula="" if aide is None else str(aide.explanation["formula"]),
    )


def _base(read: Read) -> int | None:
    """Return the whole budget where the campaign's rates are of the whole."""
    if not is_kind_counted(read.frozen.campaign):
        return None
    return read.action.total_centimes(Side.CHARGE)
