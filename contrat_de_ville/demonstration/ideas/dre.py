"""Réussite éducative (axe 5, DRE); 5.DRE.2 is left unexplored on purpose."""

from __future__ import annotations

from contrat_de_ville.demonstration.ideas.idea import Idea


IDEAS: dict[str, tuple[Idea, ...]] = {
    "5.DRE.1": (
        Idea(
            "Réussite éducative : repérage et accès aux soins des enfants",
            "Organiser bilans, prises de rendez-vous et accompagnement des familles "
            "vers les soins, sur décision de l'équipe pluridisciplinaire.",
        ),
        Idea(
            "Réussite éducative : mieux voir, mieux entendre, mieux apprendre",
            "Dépister les troubles de la vue, de l'audition et du langage, et lever "
            "avec la famille les obstacles à la prise en charge.",
        ),
        Idea(
            "Réussite éducative : parcours de soutien psychologique",
            "Financer un premier accompagnement psychologique dans l'attente d'une "
            "place, avec un relais formalisé vers les services de soins.",
        ),
    ),
    "5.DRE.3": (
        Idea(
            "Réussite éducative : le lien parents-école",
            "Désigner un référent de parcours par famille pour préparer et suivre les "
            "rencontres avec l'école.",
        ),
        Idea(
            "Réussite éducative : ateliers éducatifs parents-enfants",
            "Proposer des ateliers de jeu, de langage et de règles de vie à des "
            "familles repérées par l'école et les services sociaux.",
        ),
        Idea(
            "Réussite éducative : accompagner les parents pas à pas",
            "Soutenir les parents à domicile par des visites d'une technicienne de "
            "l'intervention sociale, sur des objectifs choisis avec eux.",
        ),
        Idea(
            "Réussite éducative : maison des parents itinérante",
            "Faire tourner un lieu d'accueil des parents entre les cités éloignées du "
            "centre, avec un repas partagé chaque mois.",
        ),
    ),
    "5.DRE.4": (
        Idea(
            "Réussite éducative : raccrocher avant de décrocher",
            "Alerter dès les premières absences, recevoir la famille sous une semaine "
            "et construire un parcours avec l'établissement.",
        ),
        Idea(
            "Réussite éducative : référents de parcours collégiens",
            "Suivre individuellement des collégiens repérés par les établissements, "
            "de la sixième à l'orientation.",
        ),
        Idea(
            "Réussite éducative : un sas contre l'absentéisme",
            "Accueillir en petit groupe, sur temps scolaire et avec l'accord de "
            "l'établissement, des élèves en risque de rupture.",
        ),
    ),
}
