"""What is not an ordinary grant: DRE, TFPB, actions the agglomération carries."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from contrat_de_ville.domain import criteria_sentences as note
from contrat_de_ville.domain.criteria_hints import hints
from contrat_de_ville.domain.criteria_records import (
    Basis,
    CriteriaFacts,
    CriterionReading,
    Verdict,
)
from contrat_de_ville.domain.depots import Action, PorteurKind
from contrat_de_ville.domain.frozen import Frozen
from contrat_de_ville.domain.money import format_euros


_SIREN = 9
_COMMUNITY = "communautaire"
_DRE_WORDS = ("reussite educative", "dre")
_TFPB_WORDS = ("tfpb", "taxe fonciere")


class Path(StrEnum):
    """How a file is decided."""

    SUBVENTION = "SUBVENTION"
    MAITRISE_OUVRAGE = "MAITRISE_OUVRAGE"
    TFPB = "TFPB"


@dataclass(frozen=True, kw_only=True)
class DecisionPath:
    """Which way a file goes, and what that changes, in French."""

    path: Path
    label: str
    sentence: str


def decision_path(action: Action, frozen: Frozen) -> DecisionPath:
    """Return how an action is decided.

    The agglomération cannot sign a convention with itself; a landlord's engagement
    against its tax abatement is valued, not granted.
    """
    if is_carried_by_epci(action, frozen):
        return DecisionPath(
            path=Path.MAITRISE_OUVRAGE,
            label="Maîtrise d'ouvrage communautaire",
            sentence=(
                "L'agglomération porte l'action et la finance : sa part se décide à "
                "part, sans convention, puisqu'elle n'en signe pas avec elle-même. "
                "Les autres financeurs décident de la leur comme d'ordinaire."
            ),
        )
    if _is_tfpb(action, frozen):
        return DecisionPath(
            path=Path.TFPB,
            label="Engagement pluriannuel du bailleur (TFPB)",
            sentence=(
                "Engagement du bailleur, valorisé sur plusieurs années en regard de "
                "l'abattement de taxe foncière : ce n'est pas une subvention."
            ),
        )
    return DecisionPath(
        path=Path.SUBVENTION,
        label="Subvention",
        sentence="Chaque financeur décide de sa part, par son acte.",
    )


def is_carried_by_epci(action: Action, frozen: Frozen) -> bool:
    """Tell whether the porteur is the agglomération that runs the campaign."""
    siren = frozen.campaign.epci_siret[:_SIREN]
    return bool(siren) and action.porteur_siret.startswith(siren)


def read_paths(
    action: Action, frozen: Frozen, facts: CriteriaFacts
) -> Iterator[CriterionReading]:
    """Yield whether the action is of the DRE, of the TFPB, of the agglomération."""
    yield _read_dre(action, frozen, facts)
    yield _read_tfpb(action, frozen, facts)
    yield _read_community(action, frozen, facts)


def _read_dre(action: Action, frozen: Frozen, facts: CriteriaFacts) -> CriterionReading:
    orientation = frozen.referentials["orientations"].get(action.orientation, {})
    if orientation.get("is_dre", False):
        return CriterionReading(
            code="dre",
            label="Réussite éducative (DRE)",
            verdict=Verdict.OUI,
            basis=Basis.DECLARE,
            sentence=f"Thème demandé au DRE : {orientation['label']}.",
            quote=str(orientation["quote"]),
            evidence=(facts.declared("action_orientation", action.orientation),),
        )
    found = hints(action, _DRE_WORDS, facts)
    return CriterionReading(
        code="dre",
        label="Réussite éducative (DRE)",
        verdict=Verdict.A_JUGER if found else Verdict.NON,
        basis=Basis.INDICE,
        sentence="Le dossier en parle sans en désigner un thème."
        if found
        else "Aucun thème du DRE n'est désigné.",
        quote=note.DRE,
        evidence=found,
    )


def _read_tfpb(
    action: Action, frozen: Frozen, facts: CriteriaFacts
) -> CriterionReading:
    is_met = _is_tfpb(action, frozen)
    found = (
        (facts.declared("action_orientation", action.orientation),)
        if is_met
        else hints(action, _TFPB_WORDS, facts)
    )
    if is_met:
        verdict, sentence = Verdict.OUI, _say_tfpb(action)
    elif found:
        verdict = Verdict.A_JUGER
        sentence = "Le dossier en parle sans désigner l'orientation TFPB."
    else:
        verdict, sentence = Verdict.NON, "Le dossier n'en parle pas."
    return CriterionReading(
        code="tfpb",
        label="Taxe foncière sur les propriétés bâties (TFPB)",
        verdict=verdict,
        basis=Basis.DECLARE if is_met else Basis.INDICE,
        sentence=sentence,
        quote=note.TFPB,
        evidence=found,
    )


def _say_tfpb(action: Action) -> str:
    said = "Engagement pluriannuel valorisé, et non subvention."
    if action.porteur_kind is not PorteurKind.BAILLEUR:
        said += " Le porteur n'est pas un bailleur : à éclaircir."
    asked = sum(action.requests().values())
    if asked:
        said += f" Le dossier demande pourtant {format_euros(asked)} : à éclaircir."
    return said


def _is_tfpb(action: Action, frozen: Frozen) -> bool:
    """Tell whether the orientation is the one that the note calls TFPB."""
    quote = note.quote_of(frozen, "orientations", action.orientation)
    return quote.startswith("TFPB")


def _read_community(
    action: Action, frozen: Frozen, facts: CriteriaFacts
) -> CriterionReading:
    orientation = frozen.referentials["orientations"].get(action.orientation, {})
    is_asked = orientation.get("maitrise_ouvrage") == _COMMUNITY
    is_carried = is_carried_by_epci(action, frozen)
    if is_carried:
        verdict = Verdict.OUI
        sentence = "Le porteur est l'agglomération : voie de décision à part."
    elif is_asked:
        verdict = Verdict.A_JUGER
        sentence = (
            "La note réserve cette orientation à l'agglomération ; un autre porteur "
            "peut lui proposer une offre de service."
        )
    else:
        verdict = Verdict.NON
        sentence = "Le porteur n'est pas l'agglomération."
    return CriterionReading(
        code="maitrise_ouvrage",
        label="Maîtrise d'ouvrage communautaire",
        verdict=verdict,
        basis=Basis.CONSTATE,
        sentence=sentence,
        quote=note.COMMUNAUTAIRE,
        evidence=(facts.declared("porteur_siret", action.porteur_siret),)
        if is_carried or is_asked
        else (),
    )
