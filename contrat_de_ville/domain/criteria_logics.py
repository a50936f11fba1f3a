"""The logics of the note: repérage, parcours, mutualisation, the two proximities."""

from __future__ import annotations

from collections.abc import Iterator

from contrat_de_ville.domain import criteria_sentences as note
from contrat_de_ville.domain.criteria_hints import hints, listed, says_nothing
from contrat_de_ville.domain.criteria_records import (
    Basis,
    CriteriaFacts,
    CriterionReading,
    Evidence,
    Verdict,
)
from contrat_de_ville.domain.deposit_text import one_line
from contrat_de_ville.domain.depots import Action
from contrat_de_ville.domain.frozen import Frozen


PART_QPV = "depots.part_qpv_minimum_pct"
_WORDS = {
    "reperage_cible": (
        "reper*", "cibl*", "depist*", "prescri*", "orientes par", "orientees par",
        "aller vers", "porte a porte", "publics isoles", "personnes isolees",
    ),
    "logique_de_parcours": (
        "parcours", "referent*", "passerelle*", "suivi individu*",
        "accompagnement individu*", "etape par etape",
    ),
    "proximite_sociale": (
        "habitant*", "voisin*", "conseil citoyen", "conseils citoyens", "entraide",
        "besoins exprimes", "preoccupation*", "a leur demande",
    ),
}  # fmt: skip


def read_logics(
    action: Action, frozen: Frozen, facts: CriteriaFacts
) -> Iterator[CriterionReading]:
    """Yield what the note says must prevail, in its order."""
    yield _read_reperage(action, frozen, facts)
    yield _read_words("logique_de_parcours", action, frozen, facts)
    yield _read_mutualisation(action, frozen, facts)
    yield _read_place(action, frozen, facts)
    yield _read_words("proximite_sociale", action, frozen, facts)


def is_shared(action: Action) -> bool:
    """Tell whether the deposit says what it shares, and with whom."""
    return not says_nothing(action.mutualisation)


def _read_reperage(
    action: Action, frozen: Frozen, facts: CriteriaFacts
) -> CriterionReading:
    """Read the repérage; the note gives the actions of the DRE as its example."""
    one = frozen.referentials["orientations"].get(action.orientation, {})
    if not one.get("is_dre", False):
        return _read_words("reperage_cible", action, frozen, facts)
    return CriterionReading(
        code="reperage_cible",
        label=note.label_of(frozen, "logiques", "reperage_cible"),
        verdict=Verdict.OUI,
        basis=Basis.DECLARE,
        sentence="Action de réussite éducative : c'est l'exemple que donne la note.",
        quote=note.DRE,
        evidence=(facts.declared("action_orientation", action.orientation),),
    )


def _read_words(
    code: str, action: Action, frozen: Frozen, facts: CriteriaFacts
) -> CriterionReading:
    """Read what the form does not ask: the words of the deposit, left to judge."""
    found = hints(action, _WORDS[code], facts)
    return CriterionReading(
        code=code,
        label=note.label_of(frozen, "logiques", code),
        verdict=Verdict.A_JUGER if found else Verdict.NON,
        basis=Basis.INDICE,
        sentence="Le dossier semble en parler : une personne doit en juger."
        if found
        else "Aucun des mots cherchés n'est dans le dossier.",
        quote=note.quote_of(frozen, "logiques", code),
        evidence=found,
    )


def _read_mutualisation(
    action: Action, frozen: Frozen, facts: CriteriaFacts
) -> CriterionReading:
    said = is_shared(action)
    if facts.mutualised_with:
        verdict, basis = Verdict.OUI, Basis.JUGE
        sentence = f"Mise en commun acceptée avec {listed(facts.mutualised_with)}."
    elif said:
        verdict, basis = Verdict.A_JUGER, Basis.DECLARE
        sentence = "Le porteur dit ce qu'il met en commun : une personne doit en juger."
    else:
        verdict, basis = Verdict.NON, Basis.DECLARE
        sentence = "Le porteur ne dit rien de ce qu'il met en commun."
    words = facts.declared("mutualisation", one_line(action.mutualisation))
    return CriterionReading(
        code="mutualisation",
        label=note.label_of(frozen, "logiques", "mutualisation"),
        verdict=verdict,
        basis=basis,
        sentence=sentence,
        quote=note.quote_of(frozen, "logiques", "mutualisation"),
        evidence=(words,) if said else (),
    )


def _read_place(
    action: Action, frozen: Frozen, facts: CriteriaFacts
) -> CriterionReading:
    """Read where the action takes place, and who lives there."""
    verdict, sentence = _say_place(action, frozen)
    return CriterionReading(
        code="proximite_spatiale",
        label=note.label_of(frozen, "logiques", "proximite_spatiale"),
        verdict=verdict,
        basis=Basis.DECLARE,
        sentence=sentence,
        quote=note.quote_of(frozen, "logiques", "proximite_spatiale"),
        evidence=tuple(_place_evidence(action, frozen, facts)),
    )


def _say_place(action: Action, frozen: Frozen) -> tuple[Verdict, str]:
    minimum = int(frozen.campaign.choice(PART_QPV))
    if not quartier_names(action, frozen):
        return Verdict.NON, "Aucun quartier prioritaire du contrat n'est désigné."
    share = action.qpv_share_pct
    if share is None:
        return Verdict.A_JUGER, "La part d'habitants des quartiers n'est pas dite."
    if share < minimum:
        return Verdict.A_JUGER, (
            f"{share} % du public habite un quartier prioritaire, sous les "
            f"{minimum} % que la campagne attend."
        )
    return Verdict.OUI, (
        f"{share} % du public habite un quartier prioritaire (au moins {minimum} % "
        "attendus par la campagne)."
    )


def _place_evidence(
    action: Action, frozen: Frozen, facts: CriteriaFacts
) -> Iterator[Evidence]:
    if names := quartier_names(action, frozen):
        yield facts.declared("quartiers", listed(names))
    if action.qpv_share_pct is not None:
        yield facts.declared("part_qpv_pct", f"{action.qpv_share_pct} %")


def quartier_names(action: Action, frozen: Frozen) -> list[str]:
    """Return the names of the quartiers of the contrat that the action declares."""
    found = (frozen.campaign.quartier(code) for code in action.quartiers)
    return [one.name for one in found if one is not None]
