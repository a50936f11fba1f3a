"""Who may do what: the functions a campaign empowers, and the check of an act.

A campaign may say which function arbitrates, gives the technical avis, adopts a
scenario, authorises an overrun, amends. Where it says nothing, whoever signs is
believed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from enum import StrEnum

from contrat_de_ville.domain.campaign import Campaign, Habilitation
from contrat_de_ville.domain.deposit_text import fold, one_line
from contrat_de_ville.errors import ContratDeVilleError


class Power(StrEnum):
    """An act that takes a function; the value is its code in a campaign file."""

    AVIS_TECHNIQUE = "avis_technique"
    ARBITRAGE = "arbitrage"
    DEPASSEMENT = "depassement"
    AVENANT = "avenant"
    ADOPTION = "adoption"


POWER_LABELS = {
    Power.AVIS_TECHNIQUE: "donner l'avis technique",
    Power.ARBITRAGE: "arbitrer une ligne",
    Power.DEPASSEMENT: "autoriser un dépassement d'enveloppe",
    Power.AVENANT: "modifier une programmation figée",
    Power.ADOPTION: "adopter un scénario comme proposition",
}
OPTIONAL_POWERS = frozenset({Power.ADOPTION})
"""Acts that a campaign may give to nobody: then whoever signs them is believed.

A proposal binds nobody; and a campaign frozen before the act had a name still reads.
"""
_CODE = re.compile(r"[a-z][a-z0-9_]{1,59}")


class UnauthorisedError(ContratDeVilleError):
    """Someone signs an act that their function does not allow.

    ``power`` is the code of the act; ``allowed`` lists who may.
    """

    def __init__(self, author: str, power: str, allowed: tuple[str, ...]) -> None:
        super().__init__(author, power, allowed)
        self.author, self.power, self.allowed = author, power, allowed

    def __str__(self) -> str:
        listed = ", ".join(self.allowed)
        return (
            f"« {self.author} » n'est pas habilité à "
            f"{POWER_LABELS[Power(self.power)]}. La campagne y habilite : {listed}. "
            "Rien n'a été enregistré. Donnez l'une de ces fonctions par --par, ou "
            "faites décider qui peut l'être."
        )


def require_role(campaign: Campaign, act: str, author: str) -> str:
    """Return the code of the function that signs *act*, once it is allowed to.

    *author* is a function, by its code or by its French name, whatever its accents
    and capitals. A campaign that empowers nobody believes whoever signs, and so does
    one that gives an optional act to no function.

    Raises:
        UnauthorisedError: the function is not among those empowered; it lists them.
    """
    power = Power(act)
    allowed = [one for one in campaign.habilitations if power.value in one.actes]
    is_unsaid = not allowed and power in OPTIONAL_POWERS
    if not campaign.habilitations or is_unsaid:
        return one_line(author)
    signing = function_of(campaign, author)
    if signing is None or signing not in allowed:
        listed = tuple(f"{one.name} ({one.code})" for one in allowed)
        raise UnauthorisedError(one_line(author), power.value, listed)
    return signing.code


def function_of(campaign: Campaign, author: str) -> Habilitation | None:
    """Return the function of that code or that French name, or nothing."""
    wanted = _key(author)
    return next(
        (
            one
            for one in campaign.habilitations
            if wanted in {_key(one.code), _key(one.name)}
        ),
        None,
    )


def function_name(campaign: Campaign, author: str) -> str:
    """Return the French name of a function; one not known is shown as it is."""
    known = function_of(campaign, author)
    return author if known is None else known.name


def habilitation_problems(campaign: Campaign) -> Iterator[str]:
    """Say what a campaign's section cannot mean; a campaign may have none.

    An act that nobody may do would stop the year at the worst moment, unless it is one
    that a campaign may leave unsaid.
    """
    if not campaign.habilitations:
        return
    keys = Counter(
        key
        for one in campaign.habilitations
        for key in {_key(one.code), _key(one.name)}
    )
    for key, count in keys.items():
        if count > 1:
            yield f"Habilitations : la fonction « {key} » est donnée {count} fois."
    known = {power.value for power in Power}
    for one in campaign.habilitations:
        if not _CODE.fullmatch(one.code):
            yield (
                f"Habilitations : le code « {one.code} » ne convient pas ; "
                "écrivez-le en minuscules sans accent, par exemple comite_technique."
            )
        for act in sorted(set(one.actes) - known):
            yield (
                f"Habilitations, {one.name} : l'acte « {act} » n'existe pas "
                f"(actes : {', '.join(sorted(known))})."
            )
    given = {act for one in campaign.habilitations for act in one.actes}
    for power in Power:
        if power.value not in given and power not in OPTIONAL_POWERS:
            yield (
                f"Habilitations : personne ne peut {POWER_LABELS[power]} "
                f"({power.value})."
            )


def _key(text: str) -> str:
    # Typed, an apostrophe is straight; printed, it is not.
    return " ".join(fold(text).replace("_", " ").replace("’", "'").split())
