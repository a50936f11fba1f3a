"""What an action answers: an orientation of the note, a field left unexplored."""

from __future__ import annotations

from collections.abc import Iterator

from contrat_de_ville.domain import criteria_sentences as note
from contrat_de_ville.domain.conseils import AVIS_LABELS, AvisKind, is_supported
from contrat_de_ville.domain.criteria_records import (
    Basis,
    CriteriaFacts,
    CriterionReading,
    Evidence,
    Verdict,
)
from contrat_de_ville.domain.depots import Action
from contrat_de_ville.domain.frozen import Frozen
from contrat_de_ville.domain.steps import plural


UNEXPLORED_AXES = range(3, 8)
"""Note 2017, § 2: « certains champs restent inexplorés », then axes 3 to 7."""


def answers_note(action: Action, frozen: Frozen) -> bool:
    """Tell whether the action answers an orientation of its own axe.

    An unread axe and an unknown orientation are both nothing, and no answer.
    """
    axe = frozen.orientations().get(action.orientation)
    return action.axe is not None and axe == action.axe


def is_unexplored(action: Action, frozen: Frozen) -> bool:
    """Tell whether the action answers where the note calls for deposits."""
    return answers_note(action, frozen) and action.axe in UNEXPLORED_AXES


def read_fields(
    action: Action, frozen: Frozen, facts: CriteriaFacts
) -> Iterator[CriterionReading]:
    """Yield what the action answers, and whether anyone else does."""
    yield _read_orientation(action, frozen, facts)
    yield _read_unexplored(action, frozen, facts)
    if answers_note(action, frozen):
        yield _read_last_year(action, frozen, facts)
        yield _read_this_year(action, facts)


def _read_orientation(
    action: Action, frozen: Frozen, facts: CriteriaFacts
) -> CriterionReading:
    is_met = answers_note(action, frozen)
    label = note.label_of(frozen, "orientations", action.orientation)
    told = f"{action.orientation} – {label}" if is_met else action.orientation
    evidence = (
        facts.declared("action_axe", f"Axe {action.axe}") if action.axe else None,
        facts.declared("action_orientation", told) if action.orientation else None,
    )
    return CriterionReading(
        code="orientation",
        label="Orientation de l'année",
        verdict=Verdict.OUI if is_met else Verdict.NON,
        basis=Basis.DECLARE,
        sentence=_say_orientation(action, frozen),
        quote=note.quote_of(frozen, "orientations", action.orientation)
        if is_met
        else note.APPEL,
        evidence=tuple(one for one in evidence if one is not None),
    )


def _say_orientation(action: Action, frozen: Frozen) -> str:
    code = action.orientation
    axe = frozen.orientations().get(code)
    if not code:
        return "Aucune orientation de la note n'est désignée."
    if axe is None:
        return f"« {code} » n'est pas une orientation de la note."
    if axe != action.axe:
        declared = f"l'axe {action.axe}" if action.axe else "aucun axe"
        return f"L'orientation {code} est de l'axe {axe} ; le dossier dit {declared}."
    return f"L'action répond à l'orientation {code} de son axe."


def _read_unexplored(
    action: Action, frozen: Frozen, facts: CriteriaFacts
) -> CriterionReading:
    is_met = is_unexplored(action, frozen)
    axes = f"{UNEXPLORED_AXES[0]} à {UNEXPLORED_AXES[-1]}"
    return CriterionReading(
        code="champ_inexplore",
        label="Champ que la note dit inexploré",
        verdict=Verdict.OUI if is_met else Verdict.NON,
        basis=Basis.DECLARE,
        sentence=f"L'action répond à une orientation des axes {axes}, où la note "
        "appelle des dépôts."
        if is_met
        else f"L'action ne répond à aucune orientation des axes {axes}, où la note "
        "appelle des dépôts.",
        quote=note.INEXPLORES,
        evidence=(facts.declared("action_orientation", action.orientation),)
        if is_met
        else (),
    )


def _read_last_year(
    action: Action, frozen: Frozen, facts: CriteriaFacts
) -> CriterionReading:
    year, count = frozen.campaign.annee - 1, facts.retained_last_year_count
    if count is None:
        verdict = Verdict.A_JUGER
        sentence = f"L'année {year} n'est pas dans la base : une personne doit le dire."
    elif count:
        verdict = Verdict.NON
        kept = plural(count, "action retenue", "actions retenues")
        sentence = f"{kept} sur cette orientation en {year}."
    else:
        verdict = Verdict.OUI
        sentence = f"Aucune action retenue sur cette orientation en {year}."
    return CriterionReading(
        code="champ_inexplore.annee_precedente",
        label=f"Sans action retenue en {year}",
        verdict=verdict,
        basis=Basis.CONSTATE,
        sentence=sentence,
        quote=note.INEXPLORES,
        evidence=(facts.declared("action_orientation", action.orientation),),
    )


def _read_this_year(action: Action, facts: CriteriaFacts) -> CriterionReading:
    count = facts.other_deposits_count
    others = plural(count, "autre dépôt", "autres dépôts")
    return CriterionReading(
        code="champ_inexplore.cette_annee",
        label="Seul dépôt sur cette orientation",
        verdict=Verdict.NON if count else Verdict.OUI,
        basis=Basis.CONSTATE,
        sentence=f"{others} sur cette orientation."
        if count
        else "Aucun autre dépôt sur cette orientation.",
        quote=note.APPEL,
        evidence=(facts.declared("action_orientation", action.orientation),),
    )


def read_avis(facts: CriteriaFacts) -> CriterionReading:
    """Read what the conseils citoyens said; silence is neither for nor against."""
    given = [avis for _, avis in facts.avis if avis is not None]
    verdict, sentence = _say_avis(given)
    return CriterionReading(
        code="avis_conseil",
        label="Soutien des conseils citoyens",
        verdict=verdict,
        basis=Basis.JUGE,
        sentence=sentence,
        quote=note.CONSEILS,
        evidence=tuple(
            Evidence(text=f"{name} : {AVIS_LABELS[avis] if avis else 'attendu'}")
            for name, avis in facts.avis
        ),
    )


def _say_avis(given: list[AvisKind]) -> tuple[Verdict, str]:
    if is_supported(given):
        return Verdict.OUI, "Plus de conseils sont pour que contre."
    against = given.count(AvisKind.DEFAVORABLE)
    if not against:
        return Verdict.A_JUGER, "Aucun conseil ne s'est prononcé : ni pour, ni contre."
    if is_supported([*given, AvisKind.FAVORABLE]):
        return Verdict.A_JUGER, "Autant de conseils sont pour que contre."
    return Verdict.NON, "Plus de conseils sont contre que pour."
