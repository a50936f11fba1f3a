"""Learning: parents, critical thinking, roles of women and men (axe 5)."""

from __future__ import annotations

from contrat_de_ville.demonstration.ideas.idea import Idea


IDEAS: dict[str, tuple[Idea, ...]] = {
    "5.1": (
        Idea(
            "Lanternes allumées : devoirs, jeux et parents",
            "Accueillir enfants et parents trois soirs par semaine pour les devoirs, "
            "puis un temps de jeu qui redonne confiance dans l'école.",
        ),
        Idea(
            "Le quart d'heure des familles",
            "Ouvrir l'école et le centre social un quart d'heure avant la classe pour "
            "que parents et enseignants se parlent hors convocation.",
        ),
        Idea(
            "Grand préau, petits secrets de lecture",
            "Installer un coin lecture parents-enfants et un prêt de sacs à histoires "
            "pour les familles qui ne fréquentent pas la bibliothèque.",
        ),
        Idea(
            "À petits pas vers la maternelle",
            "Préparer avec les jeunes parents l'entrée à l'école des enfants de deux "
            "et trois ans : visites, ateliers d'éveil, groupe de parole.",
        ),
        Idea(
            "Parents de collégiens, mode d'emploi",
            "Aider les parents à suivre la scolarité : carnet en ligne, orientation, "
            "rencontre des professeurs principaux.",
        ),
        Idea(
            "Buissonniers du mercredi",
            "Proposer aux familles des mercredis de découverte où les parents animent "
            "à leur tour, avec une éducatrice de jeunes enfants en appui.",
        ),
        Idea(
            "Pause parents à Sabatier",
            "Réunir deux fois par mois des parents de moins de trente ans autour "
            "d'une psychologue et d'une éducatrice, enfants accueillis sur place.",
        ),
        Idea(
            "Vacances préparées, vacances partagées",
            "Construire avec dix familles un premier départ en vacances : épargne, "
            "organisation, séjour et retour d'expérience.",
        ),
        Idea(
            "Les dimanches en famille",
            "Ouvrir la salle du quartier un dimanche sur deux pour des activités "
            "parents-enfants choisies et animées par les habitants.",
        ),
        Idea(
            "Un relais pour les familles monoparentales",
            "Proposer répit, écoute et solutions de garde aux parents seuls, par un "
            "réseau d'entraide entre voisins.",
        ),
    ),
    "5.2": (
        Idea(
            "Le collège fait débat",
            "Former des élèves délégués à l'argumentation et organiser un championnat "
            "de débat entre classes et avec d'autres établissements.",
        ),
        Idea(
            "Des mots dépliés contre les idées toutes faites",
            "Décortiquer articles, publicités et rumeurs avec des adolescents, puis "
            "fabriquer un journal mural affiché dans le quartier.",
        ),
        Idea(
            "Les petits chercheurs du mercredi",
            "Mener l'enquête scientifique en petits groupes : une question, une "
            "expérience, une preuve, une présentation aux parents.",
        ),
        Idea(
            "Coder, créer, coopérer",
            "Apprendre la programmation en construisant à plusieurs un jeu sur "
            "l'histoire du quartier, jusqu'à la présentation publique.",
        ),
        Idea(
            "Une radio pour apprendre à chercher l'information",
            "Réaliser chaque mois une émission préparée, vérifiée et animée par des "
            "jeunes, diffusée en ligne et au marché.",
        ),
        Idea(
            "Science en bas de chez toi",
            "Monter un laboratoire éphémère au pied des immeubles pendant les "
            "vacances, avec des étudiants et des parents animateurs.",
        ),
    ),
    "5.3": (
        Idea(
            "Filles et garçons, mêmes chemins",
            "Travailler sur les stéréotypes dans les choix d'orientation, avec "
            "visites d'entreprises et témoignages croisés.",
        ),
        Idea(
            "Rôles en jeu : une création théâtrale sur l'égalité",
            "Créer avec des habitants de tous âges un spectacle sur le partage des "
            "tâches et le donner dans trois quartiers.",
        ),
        Idea(
            "Mères, filles et carrières",
            "Faire dialoguer deux générations de femmes sur le travail, l'autonomie "
            "et l'argent, avec des ateliers d'accès à la formation.",
        ),
        Idea(
            "Et pourquoi pas elle ? le sport sans assignation",
            "Ouvrir des pratiques mixtes dans des disciplines réputées masculines ou "
            "féminines et former les entraîneurs bénévoles.",
        ),
        Idea(
            "La lampisterie des égalités",
            "Recueillir la mémoire du travail des femmes du bassin minier et en tirer "
            "une exposition animée pour les écoles.",
        ),
    ),
}
