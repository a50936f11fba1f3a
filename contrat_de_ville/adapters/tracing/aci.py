"""Why a chantier is granted what it is: formula, inputs, bounds, words of the note."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from contrat_de_ville.adapters.store.chantiers import (
    effectif_of,
    figures,
    headcount_acts,
    is_back,
)
from contrat_de_ville.adapters.store.models import AideAci, Depot, Piece
from contrat_de_ville.adapters.tracing.record import Section, section
from contrat_de_ville.adapters.tracing.source import Source, say_plain
from contrat_de_ville.domain.aci.headcount import headcount_text, hundredths
from contrat_de_ville.domain.aci.sentences import sentence_of
from contrat_de_ville.domain.calendar import french_date, french_instant
from contrat_de_ville.domain.campaign import Choice
from contrat_de_ville.domain.money import format_euros


_FAMILY = "aci."
_EUROS = frozenset(
    {
        "aci.montant_par_salarie",
        "aci.utilite_sociale.plancher",
        "aci.utilite_sociale.plafond",
        "convention.seuil",
    }
)
_INPUTS = {
    "salaries": "Salariés en insertion",
    "par_salarie_centimes": "Aide par salarié",
    "utilite_centimes": "Utilité sociale",
    "demande_centimes": "Demande du porteur",
    "nouveau_chantier": "Nouveau chantier",
    "aide_precedente_centimes": "Aide de l'année précédente",
    "effectif_centiemes": "Effectif compté",
    "effectif_source": "Origine de l'effectif",
    "effectif_annexes": "Annexes de l'État",
    "effectif_auteur": "Effectif retenu par",
    "effectif_le": "Effectif retenu le",
    "date_reference": "Date de référence",
    "mois": "Mois d'ouverture",
    "utilite_structure_centimes": "Utilité sociale de la structure",
    "chantiers_de_la_structure": "Chantiers qui la partagent",
    "besoin_centimes": "Besoin de financement (charges moins autres produits)",
    "justification_18_25": "Utilité pour les 18-25 ans justifiée par écrit",
}
# Said even when there is none: « no year before » is an answer.
_ALWAYS = (
    "salaries", "par_salarie_centimes", "utilite_centimes", "demande_centimes",
    "nouveau_chantier", "aide_precedente_centimes",
)  # fmt: skip


def grant_section(source: Source, depot: Depot) -> Section:
    """Tell a chantier's grant with everything that explains it."""
    said = [*_say_utility(source, depot), *_say_headcounts(source, depot)]
    if depot.aide is not None:
        said = [*_say_grant(depot.aide), *said]
    elif depot.is_chantier:
        said = ["Aucune aide calculée à ce jour.", *said]
    if depot.is_chantier:
        said += [say_parameter(source, name) for name in aci_parameters(source)]
        said += [say_choice(choice) for choice in _choices(source)]
    return section("Aide ACI", said, empty="Aucune aide calculée à ce jour.")


def aci_parameters(source: Source) -> list[str]:
    """Return the parameters the rule rests on."""
    return sorted(one for one in source.frozen.parameters if one.startswith(_FAMILY))


def say_parameter(source: Source, name: str) -> str:
    """Say a parameter: its value and the very words it comes from."""
    reference = source.frozen.references[name]
    is_amount = name in _EUROS
    value = (
        format_euros(source.frozen.euros(name))
        if is_amount
        else say_plain(source.frozen.parameters[name])
    )
    return f"{name} = {value}, {reference['titre']} : « {reference['citation']} »"


def say_choice(choice: Choice) -> str:
    """Say a choice of the campaign: question, value, who, when, why, what it does."""
    is_applied = choice.code.startswith(_FAMILY)
    applied = f" Appliqué : {sentence_of(choice.code, choice.value)}"
    return (
        f"{choice.code} = {say_plain(choice.value)}. {choice.question} Décidé le "
        f"{french_date(choice.decided_on)} (auteur : {choice.author}), motif : "
        f"{choice.reason}{applied if is_applied else ''}"
    )


def _say_grant(aide: AideAci) -> Iterator[str]:
    told: dict[str, Any] = aide.explanation
    yield f"Aide : {format_euros(aide.montant_centimes)}"
    yield f"Calcul : {told['formula']}"
    # A grant computed before there were steps has its formula only.
    for rank, step in enumerate(told.get("steps", ()), start=1):
        yield f"Étape {rank} : {step['sentence']}"
    yield f"{told['sentence']} Calculée le {french_instant(aide.computed_at)}."
    for key, value in told["inputs"].items():
        if key in _ALWAYS or (key in _INPUTS and value is not None):
            yield f"{_INPUTS[key]} : {_say_input(key, value)}"
    lowest, highest = told["lowest_centimes"], told["highest_centimes"]
    yield f"Au moins, par la note (utilité sociale plancher) : {format_euros(lowest)}"
    yield f"Au plus, par la note (utilité sociale plafond) : {format_euros(highest)}"


def _say_input(key: str, value: object) -> str:
    if key.endswith("_centimes") and isinstance(value, int):
        return format_euros(value)
    if key == "effectif_centiemes" and isinstance(value, int):
        return hundredths(value)
    if key in {"date_reference", "effectif_le"}:
        return french_date(date.fromisoformat(str(value)))
    return say_plain(value)


def _say_utility(source: Source, depot: Depot) -> Iterator[str]:
    figure = figures(source.session, source.cycle).get(depot.id)
    if figure is not None:
        whose = "" if figure.depot_id == depot.id else " pour la structure"
        amount = format_euros(figure.montant_centimes)
        yield (
            f"Utilité sociale fixée{whose} à {amount} le "
            f"{french_instant(figure.decided_at)} (auteur : {figure.author}), motif : "
            f"{figure.reason}"
        )


def _say_headcounts(source: Source, depot: Depot) -> Iterator[str]:
    """Tell each act on the headcount: what was kept, by whom, on what evidence."""
    for kept in headcount_acts(source.session, depot):
        what = "Retour à l'effectif" if is_back(kept) else "Effectif retenu"
        named = f" ({', '.join(kept.annexes)})" if kept.annexes else ""
        because = f", motif : {kept.reason}" if kept.reason else ""
        yield (
            f"{what} : {headcount_text(effectif_of(kept))}, {kept.source}{named}, le "
            f"{french_instant(kept.decided_at)} (auteur : {kept.author}){because}"
        )
        for sha256 in kept.piece_sha256s:
            piece = source.session.get_one(Piece, sha256)
            yield f"Lu dans : fichier « {piece.file_name} », pièce {sha256}"


def _choices(source: Source) -> list[Choice]:
    choices = source.frozen.campaign.choices
    return [choices[code] for code in sorted(choices) if code.startswith(_FAMILY)]
