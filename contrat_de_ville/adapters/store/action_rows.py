"""One deposit and its lines, as a row of what the outputs show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from contrat_de_ville.adapters.store.channel_avis import channel_avis
from contrat_de_ville.adapters.store.models import Depot, Ligne, Rang
from contrat_de_ville.domain.bilans import bilan_label, to_recover_centimes
from contrat_de_ville.domain.calendar import PARIS
from contrat_de_ville.domain.criteria_paths import decision_path
from contrat_de_ville.domain.deposit_publics import men_by_age
from contrat_de_ville.domain.deposit_records import action_from_dict
from contrat_de_ville.domain.depots import Action, Side
from contrat_de_ville.domain.frozen import Frozen
from contrat_de_ville.domain.overview import ActionRow, AgeRow, AvisRow, FunderLine


_OWN_FUNDS = "79"


@dataclass(frozen=True, kw_only=True)
class Named:
    """The campaign of the year, and how its communes and conseils are named."""

    frozen: Frozen
    communes: Mapping[str, str]
    conseils: Mapping[str, str]


def action_row(depot: Depot, rank: Rang | None, named: Named) -> ActionRow:
    """Return a deposit as the committees see it, from its last version."""
    version = depot.versions[-1]
    action = action_from_dict(version.action)
    told = channel_avis(version)
    points = rank.criteria.values() if rank else ()
    return ActionRow(
        numero=depot.numero,
        title=depot.title,
        porteur=action.porteur_name,
        siret=action.porteur_siret,
        axe=action.axe or 0,
        orientation=action.orientation,
        quartiers=action.quartiers,
        communes=tuple(named.communes.get(one, one) for one in action.communes),
        publics=action.publics,
        beneficiaries_count=action.beneficiaries_count,
        women_count=action.women_count,
        men_count=_men(action),
        ages=tuple(
            AgeRow(band=one.band, women=one.women, men=one.men) for one in action.ages
        ),
        is_renewal=action.is_renewal,
        previous_centimes=_previous(action),
        is_chantier=action.chantier is not None,
        state=depot.state,
        findings=tuple(one.sentence for one in version.constats),
        total_centimes=action.total_centimes(Side.CHARGE),
        cash_centimes=action.cash_centimes(),
        own_funds_centimes=_own_funds(action),
        criteria_count=sum(one > 0 for one in points),
        rank=rank.rank if rank else None,
        points=rank.points if rank else None,
        lines=tuple(_funder_line(one, told.get(one.funder, "")) for one in depot.lines),
        avis=_avis(depot, named),
        bilan=_bilan(depot),
        path=str(decision_path(action, named.frozen).path),
    )


def _men(action: Action) -> int | None:
    """Count the men of the grid, or those who are left once women are counted."""
    counted = men_by_age(action)
    people, women = action.beneficiaries_count, action.women_count
    if counted is not None or people is None or women is None:
        return counted
    return max(people - women, 0)


def _previous(action: Action) -> int | None:
    """Return what was received the year before, a chantier telling it apart."""
    said = action.subvention_precedente_centimes
    if said is None and action.chantier is not None:
        return action.chantier.previous_centimes
    return said


def _own_funds(action: Action) -> int | None:
    # A channel may have a line 79 of its own, « transferts »: it has no label here.
    amounts = [
        one.amount_centimes
        for one in action.accounts()
        if one.side is Side.PRODUIT
        and one.account == _OWN_FUNDS
        and one.label != _OWN_FUNDS
    ]
    return sum(amounts) if amounts else None


def _avis(depot: Depot, named: Named) -> tuple[AvisRow, ...]:
    return tuple(
        AvisRow(conseil=named.conseils[one.conseil], avis=one.avis or "", text=one.text)
        for one in depot.avis
    )


def _funder_line(line: Ligne, told: str) -> FunderLine:
    act = f"{line.acte} du {line.acte_on:%d/%m/%Y}" if line.acte_on else ""
    return FunderLine(
        funder=line.funder,
        part=line.part,
        asked_centimes=line.demande_centimes,
        avis=line.avis_technique or told,
        avis_text=line.avis_text,
        avis_author=line.avis_author,
        avis_at=line.avis_at,
        proposed_centimes=line.propose_centimes,
        proposed_reason=line.propose_reason,
        proposed_author=line.propose_author,
        proposed_at=line.propose_at,
        arbitrated_centimes=line.arbitre_centimes,
        arbitrated_reason=line.arbitre_reason,
        arbitrated_author=line.arbitre_author,
        minute=line.arbitre_minute,
        arbitrated_at=line.arbitre_at,
        decided_centimes=line.decide_centimes,
        reason=line.arbitre_reason or line.propose_reason,
        act=act,
        act_reference=line.acte,
        acted_on=line.acte_on,
        notified_at=line.notified_at,
    )


def _bilan(depot: Depot) -> str:
    bilan = depot.bilan
    if bilan is None:
        return ""
    received = bilan.received_at.astimezone(PARIS).date() if bilan.received_at else None
    recover = to_recover_centimes(bilan.accorde_centimes, bilan.realise_centimes or 0)
    return bilan_label(bilan.due_on, received, recover)
