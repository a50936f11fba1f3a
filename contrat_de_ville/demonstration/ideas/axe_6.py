"""Prevention of delinquency (axe 6)."""

from __future__ import annotations

from contrat_de_ville.demonstration.ideas.idea import Idea


IDEAS: dict[str, tuple[Idea, ...]] = {
    "6.1": (
        Idea(
            "Second souffle : sortir de la récidive par le travail",
            "Accompagner vers l'emploi et le logement des jeunes condamnés une "
            "première fois, en lien avec le service pénitentiaire d'insertion.",
        ),
        Idea(
            "Primo-délinquants : un parcours, un référent",
            "Proposer à chaque jeune un référent unique pendant neuf mois : droits, "
            "formation, famille, temps libre.",
        ),
        Idea(
            "Le cercle d'appui",
            "Réunir autour du jeune des bénévoles formés et des professionnels qui "
            "s'engagent à répondre présents pendant la première année.",
        ),
    ),
    "6.2": (
        Idea(
            "Réparer par le geste",
            "Organiser des mesures de réparation en atelier : remise en état de "
            "mobilier, de vélos, d'équipements dégradés.",
        ),
        Idea(
            "De la faute à l'engagement",
            "Préparer avec le jeune, la victime si elle le souhaite et la commune une "
            "réparation utile et visible.",
        ),
        Idea(
            "Chantiers réparateurs avec les communes",
            "Proposer des chantiers courts encadrés par un éducateur technique à des "
            "mineurs orientés par la justice.",
        ),
    ),
    "6.3": (
        Idea(
            "Médiateurs entre pairs au collège",
            "Former des élèves médiateurs de la sixième à la quatrième et installer "
            "un lieu et une heure de médiation.",
        ),
        Idea(
            "Stop aux violences ordinaires",
            "Travailler avec les classes sur les moqueries, le harcèlement et la "
            "violence en ligne par le jeu de rôle et la photographie.",
        ),
        Idea(
            "Vigie-école : prévenir le harcèlement",
            "Croiser les regards d'élèves, de parents et d'animateurs pour repérer "
            "tôt les situations et y répondre sans exclure.",
        ),
        Idea(
            "Sur le chemin du collège",
            "Intervenir aux arrêts de bus et aux abords du collège avec des "
            "médiateurs connus des jeunes.",
        ),
        Idea(
            "Le respect, ça se joue",
            "Créer avec des écoliers de CM2 et de sixième un jeu coopératif sur les "
            "violences, diffusé ensuite dans les écoles voisines.",
        ),
    ),
    "6.4": (
        Idea(
            "Un réseau de lieux d'accueil pour les travaux d'intérêt général",
            "Prospecter associations et services, former les tuteurs et tenir à jour "
            "une carte des lieux d'accueil.",
        ),
        Idea(
            "Des tuteurs pour les TIG",
            "Former et épauler les agents communaux qui accueillent des personnes en "
            "travail d'intérêt général.",
        ),
    ),
}
