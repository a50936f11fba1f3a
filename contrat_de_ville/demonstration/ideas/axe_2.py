"""Chantiers d'insertion and the community employment strategy (axe 2)."""

from __future__ import annotations

from contrat_de_ville.demonstration.ideas.idea import Idea


IDEAS: dict[str, tuple[Idea, ...]] = {
    "2.2": (
        Idea(
            "Espaces verts et abords de résidences, un chantier au service du quartier",
            "Entretenir les espaces collectifs délaissés et les jardinières des "
            "résidences en formant les salariés aux métiers du paysage et à la "
            "conduite d'engins.",
        ),
        Idea(
            "Maraîchage et paniers solidaires à la ferme",
            "Produire des légumes de plein champ, composer des paniers à prix réduit "
            "pour les familles du quartier et ouvrir la ferme aux écoles un mercredi "
            "sur deux.",
        ),
        Idea(
            "Remise en état d'appareils ménagers et vente solidaire",
            "Collecter, réparer et revendre à bas prix des appareils ménagers, avec "
            "une garantie et un conseil sur les économies d'énergie donné aux "
            "ménages.",
        ),
        Idea(
            "Cuisine et logistique au service de l'aide alimentaire",
            "Préparer des repas et organiser le tri et la distribution des dons "
            "alimentaires, support de formation aux métiers de la cuisine et de la "
            "préparation de commandes.",
        ),
        Idea(
            "Propreté et petits travaux dans les cités minières",
            "Assurer en complément des services communaux l'enlèvement des "
            "encombrants, la reprise de petites maçonneries et la remise en peinture "
            "des halls.",
        ),
        Idea(
            "Blanchisserie et couture de proximité",
            "Proposer aux habitants et aux associations un service de lavage et de "
            "retouche à petit prix, avec un parcours vers les entreprises du secteur.",
        ),
    ),
    "2.1": (
        Idea(
            "Atelier bois et mobilité, un chantier pour les 18-25 ans",
            "Ouvrir un atelier de fabrication de mobilier urbain et de remise en état "
            "de vélos, encadré par deux moniteurs, pour des jeunes sans emploi ni "
            "formation.",
        ),
        Idea(
            "Verger et pépinière de la Fosse Neuve",
            "Créer un chantier de plantation et d'entretien d'un verger sur un "
            "délaissé minier, avec vente de jeunes plants aux habitants et aux "
            "communes.",
        ),
    ),
    "2.3": (
        Idea(
            "En selle pour l'emploi : apprendre à se déplacer",
            "Lever le frein de la mobilité par des parcours de remise en selle, de "
            "code accompagné et de lecture des réseaux de transport avant une prise "
            "de poste.",
        ),
        Idea(
            "Rencontres métiers au pied des immeubles",
            "Faire venir chaque mois des employeurs dans le quartier pour des "
            "entretiens courts préparés avec des demandeurs d'emploi peu ou pas "
            "suivis.",
        ),
        Idea(
            "Premiers pas numériques vers l'emploi",
            "Accompagner l'inscription, la recherche et la candidature en ligne dans "
            "un atelier ouvert trois demi-journées par semaine, avec prêt de "
            "matériel.",
        ),
        Idea(
            "De l'atelier à l'entreprise : parcours découverte du bâtiment",
            "Enchaîner deux semaines d'atelier, une visite de chantier et une "
            "immersion en entreprise pour des adultes éloignés de l'emploi.",
        ),
        Idea(
            "Marrainage des jeunes femmes vers les métiers techniques",
            "Constituer des binômes entre salariées de l'industrie et jeunes femmes "
            "du quartier, de la visite d'entreprise jusqu'à l'entretien d'embauche.",
        ),
        Idea(
            "Un garage solidaire itinérant",
            "Apprendre à entretenir son véhicule et faire réparer à prix coûtant, "
            "lorsque la voiture conditionne la reprise d'emploi.",
        ),
        Idea(
            "Coup de pouce à la création d'activité en quartier",
            "Repérer les envies d'entreprendre, tester les idées sur le marché et "
            "orienter les porteurs vers les financements existants.",
        ),
    ),
}
