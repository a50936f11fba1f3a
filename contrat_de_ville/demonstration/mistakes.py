"""The honest mistakes of the year, by name, and how many of each.

Only invented structures make them. What a mistake does to the text of a form is in
:mod:`contrat_de_ville.demonstration.slips`; when it arrives, in
:mod:`contrat_de_ville.demonstration.script`.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

from contrat_de_ville.demonstration.chantiers import UNJUSTIFIED_TITLE
from contrat_de_ville.demonstration.porteurs import INVENTED_SIREN
from contrat_de_ville.demonstration.stable import shuffled
from contrat_de_ville.domain.depots import Action, PorteurKind, Side


class Mistake(StrEnum):
    """What a deposit is there to show."""

    # When and how often it is sent.
    DEPOT_TARDIF_61_S = "DEPOT_TARDIF_61_S"
    DEPOT_TARDIF = "DEPOT_TARDIF"
    DEPOT_TARDIF_DEROGATION = "DEPOT_TARDIF_DEROGATION"
    DOUBLON_EXACT = "DOUBLON_EXACT"
    DOUBLON_INTITULE = "DOUBLON_INTITULE"
    NOUVELLE_VERSION = "NOUVELLE_VERSION"
    # What it says.
    BUDGET_DESEQUILIBRE = "BUDGET_DESEQUILIBRE"
    NATURE_86_87 = "NATURE_86_87"
    SIRET_FAUX = "SIRET_FAUX"
    SIRET_13_CHIFFRES = "SIRET_13_CHIFFRES"
    PIECE_MANQUANTE = "PIECE_MANQUANTE"
    MONTANT_ILLISIBLE = "MONTANT_ILLISIBLE"
    FIN_AVANT_DEBUT = "FIN_AVANT_DEBUT"
    QUARTIER_INCONNU = "QUARTIER_INCONNU"
    RNA_ABSENT = "RNA_ABSENT"
    FEMMES_PLUS_NOMBREUSES = "FEMMES_PLUS_NOMBREUSES"
    ORIENTATION_AUTRE_AXE = "ORIENTATION_AUTRE_AXE"
    COMMUNE_AUTRE_EPCI = "COMMUNE_AUTRE_EPCI"
    COMMUNE_HORS_QUARTIER = "COMMUNE_HORS_QUARTIER"
    NOUVEAU_CHANTIER_NON_JUSTIFIE = "NOUVEAU_CHANTIER_NON_JUSTIFIE"
    # What looks like a mistake and is none.
    RNA_ABSENT_COMMUNE = "RNA_ABSENT_COMMUNE"
    DERNIERE_SECONDE = "DERNIERE_SECONDE"


LATE = (
    Mistake.DEPOT_TARDIF_61_S,
    Mistake.DEPOT_TARDIF,
    Mistake.DEPOT_TARDIF_DEROGATION,
)
#: Sent a second time before the call closes.
SENT_AGAIN = (
    Mistake.DOUBLON_EXACT,
    Mistake.DOUBLON_INTITULE,
    Mistake.NOUVELLE_VERSION,
)
#: What stops a file until it is corrected (the contract of deposits says so); the
#: new chantier that cannot be justified is stopped too, and nobody can correct it.
BLOCKING = (
    Mistake.BUDGET_DESEQUILIBRE,
    Mistake.NATURE_86_87,
    Mistake.SIRET_FAUX,
    Mistake.SIRET_13_CHIFFRES,
    Mistake.PIECE_MANQUANTE,
    Mistake.MONTANT_ILLISIBLE,
    Mistake.FIN_AVANT_DEBUT,
    Mistake.QUARTIER_INCONNU,
    Mistake.RNA_ABSENT,
    Mistake.FEMMES_PLUS_NOMBREUSES,
    Mistake.COMMUNE_AUTRE_EPCI,
)
#: What a person must look at; nobody is asked to correct it.
TO_VERIFY = (Mistake.ORIENTATION_AUTRE_AXE, Mistake.COMMUNE_HORS_QUARTIER)

#: How many deposits show each mistake.
COUNTS: dict[Mistake, int] = {
    Mistake.DEPOT_TARDIF_61_S: 1,
    Mistake.DEPOT_TARDIF: 1,
    Mistake.DEPOT_TARDIF_DEROGATION: 1,
    Mistake.DOUBLON_EXACT: 2,
    Mistake.DOUBLON_INTITULE: 1,
    Mistake.NOUVELLE_VERSION: 6,
    Mistake.BUDGET_DESEQUILIBRE: 4,
    Mistake.NATURE_86_87: 2,
    Mistake.SIRET_FAUX: 2,
    Mistake.SIRET_13_CHIFFRES: 1,
    Mistake.PIECE_MANQUANTE: 5,
    Mistake.MONTANT_ILLISIBLE: 2,
    Mistake.FIN_AVANT_DEBUT: 1,
    Mistake.QUARTIER_INCONNU: 1,
    Mistake.RNA_ABSENT: 1,
    Mistake.FEMMES_PLUS_NOMBREUSES: 1,
    Mistake.ORIENTATION_AUTRE_AXE: 1,
    Mistake.COMMUNE_AUTRE_EPCI: 1,
    Mistake.COMMUNE_HORS_QUARTIER: 2,
    Mistake.NOUVEAU_CHANTIER_NON_JUSTIFIE: 1,
    Mistake.RNA_ABSENT_COMMUNE: 1,
    Mistake.DERNIERE_SECONDE: 1,
}


def assign_mistakes(actions: tuple[Action, ...], seed: int) -> dict[str, Mistake]:
    """Return who makes which mistake, by title; nobody makes two.

    The mistakes that suit few actions choose first.
    """
    made: dict[str, Mistake] = {}
    for mistake in sorted(COUNTS, key=lambda one: one not in _SUITS):
        suits = _SUITS.get(mistake, _is_anyones)
        ready = [one for one in actions if one.title not in made and suits(one)]
        drawn = shuffled(ready, lambda one: one.title, seed, mistake)
        made |= dict.fromkeys((one.title for one in drawn[: COUNTS[mistake]]), mistake)
    return made


def corrected_titles(made: dict[str, Mistake], seed: int) -> frozenset[str]:
    """Return the blocking mistakes their porteurs correct: two out of three."""
    stopped = [title for title, mistake in made.items() if mistake in BLOCKING]
    drawn = shuffled(stopped, str, seed, "answers")
    return frozenset(drawn[: len(drawn) * 2 // 3])


def _is_anyones(action: Action) -> bool:
    is_invented = action.porteur_siret.startswith(INVENTED_SIREN)
    return is_invented and action.chantier is None


def _is_association(action: Action) -> bool:
    return _is_anyones(action) and action.porteur_kind is PorteurKind.ASSOCIATION


def _has_in_kind(action: Action) -> bool:
    accounts = {line.account for line in action.budget if line.side is Side.PRODUIT}
    return _is_anyones(action) and {"79", "87"} <= accounts


def _is_at_brunehaut(action: Action) -> bool:
    return _is_anyones(action) and action.quartiers == ("QP059056",)


def _is_in_one_commune(action: Action) -> bool:
    return _is_anyones(action) and len(action.communes) == 1


_SUITS: dict[Mistake, Callable[[Action], bool]] = {
    Mistake.NOUVEAU_CHANTIER_NON_JUSTIFIE: lambda one: one.title == UNJUSTIFIED_TITLE,
    Mistake.RNA_ABSENT_COMMUNE: lambda one: one.porteur_kind is PorteurKind.COMMUNE,
    Mistake.COMMUNE_AUTRE_EPCI: _is_at_brunehaut,
    Mistake.NATURE_86_87: _has_in_kind,
    Mistake.RNA_ABSENT: _is_association,
    Mistake.PIECE_MANQUANTE: _is_association,
    Mistake.COMMUNE_HORS_QUARTIER: _is_in_one_commune,
}
