"""The actions of the demonstration year, right and complete, before any mistake."""

from __future__ import annotations

from dataclasses import replace

from contrat_de_ville.demonstration import conduite, identite
from contrat_de_ville.demonstration.budgets import build_budget
from contrat_de_ville.demonstration.chantiers import CHANTIERS
from contrat_de_ville.demonstration.demandes import plan_requests
from contrat_de_ville.demonstration.periods import Period, plan_periods
from contrat_de_ville.demonstration.porteurs import Porteur
from contrat_de_ville.demonstration.publics import spread
from contrat_de_ville.demonstration.sentences import describe, share_means
from contrat_de_ville.demonstration.sketches import Sketch, build_sketches
from contrat_de_ville.demonstration.stable import between, chance, number, some
from contrat_de_ville.demonstration.territoire import communes_of
from contrat_de_ville.demonstration.weights import by_prefix
from contrat_de_ville.domain.depots import Action, PorteurKind


PARTICIPATION = ("conception", "organisation", "mise_en_oeuvre", "evaluation")
#: Pieces a porteur joins, by kind of structure.
PIECES: dict[PorteurKind, tuple[str, ...]] = {
    PorteurKind.ASSOCIATION: ("statuts", "comptes", "attestation", "rib"),
    PorteurKind.BAILLEUR: ("statuts", "comptes", "attestation", "rib"),
    PorteurKind.COMMUNE: ("deliberation", "attestation", "rib"),
    PorteurKind.CCAS: ("deliberation", "attestation", "rib"),
    PorteurKind.EPCI: ("deliberation", "attestation", "rib"),
    PorteurKind.ETABLISSEMENT: ("deliberation", "attestation", "rib"),
}
# Publics an orientation aims at; others may be added.
_AIMED: dict[str, tuple[str, ...]] = {
    "": (),
    "2.1": ("jeunes",),
    "3.2": ("jeunes", "femmes"),
    "3.3": ("jeunes",),
    "5.1": ("jeunes_familles",),
    "5.2": ("jeunes",),
    "5.3": ("femmes",),
    "5.DRE": ("jeunes_familles",),
    "6": ("jeunes",),
    "7.2": ("jeunes",),
}
_PUBLICS = ("jeunes", "jeunes_familles", "femmes")
_BENEFICIARIES = {
    "1": (60, 220),
    "2": (12, 60),
    "3": (20, 140),
    "4": (25, 160),
    "5": (16, 110),
    "6": (8, 90),
    "7": (30, 260),
}
_WOMEN_PCT = {"": (35, 62), "3.2": (60, 92), "5.3": (55, 90), "6": (8, 35)}


def build_actions(seed: int = 2017) -> tuple[Action, ...]:
    """Return every action of the year as its porteur means it.

    Args:
        seed: two seeds give other amounts, dates and ticks for the same titles.
    """
    sketches = build_sketches(seed)
    asked = plan_requests(seed, sketches)
    periods = plan_periods(seed, sketches)
    return tuple(
        _action(seed, one, asked[one.idea.title], periods[one.idea.title])
        for one in sketches
    )


def _action(seed: int, sketch: Sketch, asked: dict[str, int], period: Period) -> Action:
    porteur, title = sketch.porteur, sketch.idea.title
    facts = CHANTIERS.get(title)
    quartiers = _quartiers(seed, sketch)
    beneficiaries = facts.salaries if facts else _beneficiaries(seed, sketch)
    women = _women(seed, sketch, beneficiaries)
    action = Action(
        porteur_siret=porteur.siret,
        porteur_name=porteur.name,
        porteur_kind=porteur.kind,
        porteur_rna=porteur.rna,
        porteur_insee=porteur.insee,
        porteur_email=porteur.email,
        title=title,
        axe=int(sketch.orientation[0]),
        orientation=sketch.orientation,
        description=describe(sketch.idea.purpose, sketch.orientation, seed, title),
        quartiers=quartiers,
        communes=communes_of(quartiers, porteur.insee),
        publics=_publics(seed, sketch),
        beneficiaries_count=beneficiaries,
        women_count=women,
        qpv_share_pct=_qpv_share(seed, title),
        starts_on=period.starts_on,
        ends_on=period.ends_on,
        is_renewal=_is_renewal(seed, sketch),
        criteres_innovation=sketch.criteria,
        participation=_participation(seed, title),
        mutualisation=share_means(sketch.orientation, seed, title),
        pieces=PIECES[porteur.kind],
        budget=build_budget(seed, sketch, asked, facts),
        chantier=facts.as_chantier() if facts else None,
        ages=spread(sketch.orientation, beneficiaries, women, seed, title),
        demandes=tuple((code, euros * 100) for code, euros in asked.items()),
        subvention_precedente_centimes=_previous(seed, sketch, asked),
    )
    return _with_structure(_with_conduct(action, sketch, seed), porteur, seed)


def _with_structure(action: Action, porteur: Porteur, seed: int) -> Action:
    return replace(
        action,
        porteur_adresse=identite.adresse(seed, porteur),
        porteur_iban=identite.iban(porteur),
        representant=identite.representant(seed, porteur),
        contact=identite.contact(seed, porteur),
        structure=identite.structure(seed, porteur),
        uais=_uais(porteur.kind),
    )


def _with_conduct(action: Action, sketch: Sketch, seed: int) -> Action:
    keys = (seed, action.title)
    return replace(
        action,
        objectifs=conduite.aims(sketch.orientation, action.title, seed),
        calendrier=conduite.steps(*keys),
        moyens_humains=conduite.people(*keys),
        moyens_materiels=conduite.things(*keys),
        partenaires=conduite.partners(*keys),
        indicateurs=conduite.indicators(*keys),
    )


def _uais(kind: PorteurKind) -> tuple[str, ...]:
    """Name the school when it is the porteur itself."""
    is_school = kind is PorteurKind.ETABLISSEMENT
    return (identite.invented_uai(1),) if is_school else ()


def _previous(seed: int, sketch: Sketch, asked: dict[str, int]) -> int | None:
    """Return what a renewed action had the year before: a little less, mostly."""
    if not _is_renewal(seed, sketch):
        return None
    percent = between(82, 104, seed, "previous", sketch.idea.title)
    return sum(asked.values()) * percent // 100 // 50 * 50 * 100


def _quartiers(seed: int, sketch: Sketch) -> tuple[str, ...]:
    """Choose one of the porteur's quartiers more often than all of them."""
    own = sketch.porteur.quartiers
    if sketch.orientation.startswith("1") or chance(
        40, seed, "all quartiers", sketch.idea.title
    ):
        return own
    return (own[number(seed, "quartier", sketch.idea.title) % len(own)],)


def _publics(seed: int, sketch: Sketch) -> tuple[str, ...]:
    aimed = by_prefix(_AIMED, sketch.orientation)
    added = some(_PUBLICS, 25, seed, "publics", sketch.idea.title)
    return tuple(one for one in _PUBLICS if one in aimed or one in added)


def _beneficiaries(seed: int, sketch: Sketch) -> int:
    low, high = by_prefix(_BENEFICIARIES, sketch.orientation)
    return between(low, high, seed, "beneficiaries", sketch.idea.title)


def _women(seed: int, sketch: Sketch, beneficiaries: int) -> int:
    low, high = by_prefix(_WOMEN_PCT, sketch.orientation)
    return beneficiaries * between(low, high, seed, "women", sketch.idea.title) // 100


def _qpv_share(seed: int, title: str) -> int:
    """Most publics live in the quartier; a few actions reach wider."""
    low, high = (30, 50) if chance(5, seed, "wide", title) else (60, 100)
    return between(low, high, seed, "qpv", title, step=5)


def _is_renewal(seed: int, sketch: Sketch) -> bool:
    """Chantiers go on unless they are new; half of the others are renewed."""
    facts = CHANTIERS.get(sketch.idea.title)
    if facts is not None:
        return facts.previous is not None
    return chance(50, seed, "renewal", sketch.idea.title)


def _participation(seed: int, title: str) -> tuple[str, ...]:
    density = (0, 25, 50, 50, 75, 95)[number(seed, "participates", title) % 6]
    return some(PARTICIPATION, density, seed, "stage", title)
