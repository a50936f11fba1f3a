"""How an action is led: aims, steps, means, partners, indicators."""

from __future__ import annotations

from contrat_de_ville.demonstration.stable import pick, some
from contrat_de_ville.demonstration.weights import by_prefix


_AIMS: dict[str, tuple[str, ...]] = {
    "1": (
        "Réunir les communes des quartiers autour d'un calendrier commun.",
        "Tenir un tableau de suivi partagé, mis à jour chaque mois.",
    ),
    "2": (
        "Lever deux freins à l'emploi par participant avant la sortie.",
        "Proposer une immersion en entreprise à la moitié des participants.",
    ),
    "3": (
        "Conduire vers un bilan de santé les personnes sans médecin traitant.",
        "Former des habitants relais dans chaque quartier touché.",
    ),
    "4": (
        "Associer les locataires au choix des travaux d'entretien.",
        "Réduire les dépôts sauvages au pied des immeubles suivis.",
    ),
    "5": (
        "Accueillir chaque enfant au moins deux fois par semaine.",
        "Rencontrer chaque famille une fois par trimestre.",
    ),
    "6": (
        "Proposer un parcours à chaque jeune repéré par les partenaires.",
        "Réunir les professionnels chaque mois sur les situations signalées.",
    ),
    "7": (
        "Donner à des habitants la conduite d'au moins un temps fort.",
        "Faire venir des personnes qui ne fréquentaient aucune structure.",
    ),
}
_STEPS = (
    "Janvier à mars : repérage. Avril à novembre : séances. Décembre : bilan partagé.",
    "Premier trimestre : préparation. Puis mise en œuvre, et évaluation en décembre.",
    "Deux mois de préparation, puis une séance par semaine hors congés scolaires.",
)
_PEOPLE = (
    "Une coordination à mi-temps, deux animations, des bénévoles formés.",
    "Un poste d'accompagnement à temps partiel, des intervenants à la séance.",
    "Une équipe de trois personnes, dont une en contrat aidé.",
)
_THINGS = (
    "Une salle, un véhicule neuf places prêté, du petit matériel.",
    "Un local en pied d'immeuble, du matériel pédagogique.",
    "Une salle municipale, des ordinateurs portables partagés.",
)
_PARTNERS = (
    "commune", "CCAS", "centre social", "mission locale", "bailleur", "collège",
    "conseil citoyen", "Caisse d'allocations familiales",
)  # fmt: skip
_INDICATORS = (
    "Nombre de participants par âge, sexe et quartier ; assiduité ; suites données.",
    "Participants nouveaux, parcours menés à terme, satisfaction au questionnaire.",
    "Séances tenues, personnes touchées, orientations vers le droit commun.",
)


def aims(orientation: str, title: str, *keys: object) -> str:
    """Return the operational aims of an action."""
    return pick(by_prefix(_AIMS, orientation), "aims", title, *keys)


def steps(*keys: object) -> str:
    """Return the steps of the year."""
    return pick(_STEPS, "steps", *keys)


def people(*keys: object) -> str:
    """Return who works on the action."""
    return pick(_PEOPLE, "people", *keys)


def things(*keys: object) -> str:
    """Return what the action uses."""
    return pick(_THINGS, "things", *keys)


def partners(*keys: object) -> str:
    """Return with whom it is done."""
    named = some(_PARTNERS, 40, "partners", *keys) or _PARTNERS[:1]
    return ", ".join(named).capitalize()


def indicators(*keys: object) -> str:
    """Return how the action will be judged."""
    return pick(_INDICATORS, "indicators", *keys)
