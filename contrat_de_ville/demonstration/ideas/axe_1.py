"""What the agglomération carries itself (axe 1, maîtrise d'ouvrage communautaire)."""

from __future__ import annotations

from contrat_de_ville.demonstration.ideas.idea import Idea


IDEAS: dict[str, tuple[Idea, ...]] = {
    "1.1": (
        Idea(
            "Journées d'acteurs et plan de formation du contrat de ville",
            "Former ensemble agents des communes, bénévoles et membres des conseils "
            "citoyens : quatre journées d'acteurs et deux cycles courts sur le "
            "repérage des publics et la conduite de projet.",
        ),
    ),
    "1.2": (
        Idea(
            "Mission de suivi-évaluation du contrat de ville",
            "Installer un tableau de bord partagé des dix quartiers et conduire deux "
            "évaluations thématiques, avec restitution publique aux partenaires et "
            "aux habitants.",
        ),
    ),
    "1.3": (
        Idea(
            "Appui à l'installation et à la vie des conseils citoyens",
            "Aider chaque commune à faire vivre son conseil citoyen : tirage au sort, "
            "formation des membres, animation des premières séances, prise en charge "
            "des petits frais de réunion.",
        ),
    ),
    "1.4": (
        Idea(
            "Référentiel commun des équipes de réussite éducative",
            "Accompagner les équipes de réussite éducative dans l'écriture d'un "
            "référentiel partagé : critères de repérage, parcours type, règles de "
            "confidentialité.",
        ),
    ),
    "1.5": (
        Idea(
            "Vers une charte intercommunale de gestion urbaine de proximité",
            "Écrire avec les communes, les bailleurs et les habitants une charte de "
            "gestion urbaine de proximité, appuyée sur des diagnostics en marchant "
            "dans les dix quartiers.",
        ),
    ),
}
