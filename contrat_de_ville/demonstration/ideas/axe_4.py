"""Housing and urban renewal (axe 4); 4.3 is the landlord's own."""

from __future__ import annotations

from contrat_de_ville.demonstration.ideas.idea import Idea


IDEAS: dict[str, tuple[Idea, ...]] = {
    "4.1": (
        Idea(
            "L'établi partagé, ateliers d'auto-réhabilitation",
            "Apprendre à reprendre une peinture, un sol, une fuite, avec prêt "
            "d'outils et accompagnement à domicile de quinze ménages.",
        ),
        Idea(
            "Mon logement, mes mains",
            "Conduire avec les locataires de petits chantiers d'embellissement "
            "négociés avec le bailleur, du choix des couleurs à la réception des "
            "travaux.",
        ),
        Idea(
            "Une semaine, un logement : chantiers d'entraide",
            "Mobiliser voisins et bénévoles pendant une semaine autour d'un logement "
            "dégradé occupé par une famille en difficulté.",
        ),
        Idea(
            "Outilthèque et dépannage de quartier",
            "Prêter l'outillage, tenir une permanence de petit dépannage et organiser "
            "douze ateliers ouverts sur les économies d'énergie.",
        ),
    ),
    "4.2": (
        Idea(
            "Ambassadeurs de l'immeuble",
            "Former des locataires volontaires à l'accueil des nouveaux arrivants, au "
            "tri et à la relation avec le bailleur.",
        ),
        Idea(
            "Habiter en confiance : droits et devoirs du locataire",
            "Tenir des permanences sur le bail, les charges et les réparations, et "
            "prévenir les impayés par une médiation précoce.",
        ),
        Idea(
            "L'école du locataire",
            "Animer un parcours de six séances pour les jeunes ménages qui entrent "
            "dans leur premier logement, de l'état des lieux à la régularisation des "
            "charges.",
        ),
        Idea(
            "Paroles de paliers",
            "Réunir locataires et gardiens, cage par cage, pour écrire des règles de "
            "vie communes et suivre leur application.",
        ),
    ),
    "4.3": (
        Idea(
            "TFPB : présence renforcée et surentretien, programme 2017-2019",
            "Renforcer la présence de proximité et le nettoyage des parties communes, "
            "deuxième année d'un programme triennal valorisé au titre de "
            "l'abattement.",
        ),
        Idea(
            "TFPB : tranquillité résidentielle et petits travaux concertés",
            "Engager un programme pluriannuel de petits travaux choisis en assemblée "
            "de locataires : éclairage, contrôle d'accès, locaux poussettes.",
        ),
        Idea(
            "TFPB : lien social et jardins au pied des tours",
            "Soutenir sur trois ans les jardins partagés et les fêtes d'immeuble par "
            "un fonds d'initiatives ouvert aux locataires.",
        ),
    ),
    "4.4": (
        Idea(
            "Correspondants de nuit du centre",
            "Assurer de 18 h à minuit une présence de médiation sur l'espace public "
            "et dans les halls, avec un numéro d'appel connu des habitants.",
        ),
        Idea(
            "Médiation en pied d'immeuble",
            "Intervenir en journée et en soirée sur les conflits de voisinage, les "
            "regroupements et les occupations de halls, en lien avec les services.",
        ),
        Idea(
            "Médiateurs du soir, relais du matin",
            "Croiser la présence du soir avec une permanence du matin, pour que "
            "chaque situation signalée reçoive une réponse sous trois jours.",
        ),
        Idea(
            "Veille et médiation autour des écoles et des places",
            "Tenir une présence rassurante aux heures d'entrée et de sortie des "
            "écoles et en fin de journée sur les places du quartier.",
        ),
    ),
}
