"""Why a chantier is granted what it is: formula, inputs, bounds, words of the note."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select

from contrat_de_ville.adapters.store.models import AideAci, Depot, UtiliteSociale
from contrat_de_ville.adapters.tracing.record import Section, section
from contrat_de_ville.adapters.tracing.source import Source, say_plain
from contrat_de_ville.domain.calendar import french_date, french_instant
from contrat_de_ville.domain.campaign import Choice
from contrat_de_ville.domain.money import format_euros


"""The note: « La Porte du Hainaut finance les ACI sur ses crédits spécifiques »."""

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
}


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
    """Say a choice of the campaign: question, value, who, when, why."""
    return (
        f"{choice.code} = {say_plain(choice.value)}. {choice.question} Décidé le "
        f"{french_date(choice.decided_on)} (auteur : {choice.author}), motif : "
        f"{choice.reason}"
    )


def _say_grant(aide: AideAci) -> Iterator[str]:
    told: dict[str, Any] = aide.explanation
    yield f"Aide : {format_euros(aide.montant_centimes)}"
    yield f"Calcul : {told['formula']}"
    yield f"{told['sentence']} Calculée le {french_instant(aide.computed_at)}."
    for key, value in told["inputs"].items():
        yield f"{_INPUTS.get(key, key)} : {_say_input(key, value)}"
    lowest, highest = told["lowest_centimes"], told["highest_centimes"]
    yield f"Au moins, par la note (utilité sociale plancher) : {format_euros(lowest)}"
    yield f"Au plus, par la note (utilité sociale plafond) : {format_euros(highest)}"


def _say_input(key: str, value: object) -> str:
    if key.endswith("_centimes") and isinstance(value, int):
        return format_euros(value)
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
