"""Why a chantier is granted what it is: formula, inputs, bounds, words of the note."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import select

from contrat_de_ville.adapters.store.models import AideAci, Depot, UtiliteSociale
from contrat_de_ville.adapters.tracing.record import Section, section
from contrat_de_ville.adapters.tracing.source import Source, say_plain
from contrat_de_ville.domain.aci import IMPLEMENTED
from contrat_de_ville.domain.aci.headcount import hundredths
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
    said = [*_say_utility(source, depot)]
    if depot.aide is not None:
        said = [*_say_grant(depot.aide), *said]
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
    is_applied = choice.code in IMPLEMENTED
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
    if key == "date_reference":
        return french_date(date.fromisoformat(str(value)))
    return say_plain(value)


def _say_utility(source: Source, depot: Depot) -> Iterator[str]:
    figure = source.session.scalars(
        select(UtiliteSociale).where(UtiliteSociale.depot_id == depot.id)
    ).first()
    if figure is not None:
        yield (
            f"Utilité sociale fixée à {format_euros(figure.montant_centimes)} le "
            f"{french_instant(figure.decided_at)} (auteur : {figure.author}), motif : "
            f"{figure.reason}"
        )


def _choices(source: Source) -> list[Choice]:
    choices = source.frozen.campaign.choices
    return [choices[code] for code in sorted(choices) if code.startswith(_FAMILY)]
