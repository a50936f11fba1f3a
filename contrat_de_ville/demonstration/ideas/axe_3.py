"""Health: promotion and prevention (axe 3); 3.6 is left unexplored on purpose."""

from __future__ import annotations

from contrat_de_ville.demonstration.ideas.idea import Idea


IDEAS: dict[str, tuple[Idea, ...]] = {
    "3.1": (
        Idea(
            "Permanence droits et santé au CCAS",
            "Ouvrir ou rouvrir les droits à la couverture santé des personnes reçues, "
            "avec un accompagnement physique chez les professionnels lorsque c'est "
            "nécessaire.",
        ),
        Idea(
            "Tournée d'accès aux droits dans les cités",
            "Aller au-devant des personnes isolées avec un véhicule aménagé, en "
            "binôme travailleur social et habitante relais, pour débloquer les "
            "dossiers en attente.",
        ),
        Idea(
            "Mes droits sans écran",
            "Recevoir sans rendez-vous les habitants que la dématérialisation éloigne "
            "de leurs droits, et les amener pas à pas vers l'autonomie.",
        ),
        Idea(
            "Relais santé de palier",
            "Former des habitantes volontaires à repérer les renoncements aux soins "
            "parmi leurs voisins et à orienter vers le bon interlocuteur.",
        ),
        Idea(
            "Café des droits du mardi",
            "Tenir un café hebdomadaire où assistante sociale, juriste et agent de la "
            "caisse répondent ensemble aux situations apportées.",
        ),
    ),
    "3.2": (
        Idea(
            "Parler d'amour et d'avenir",
            "Animer au collège et dans les structures jeunesse des séances sur la vie "
            "affective, la contraception et le projet de vie, avec un lieu d'écoute "
            "anonyme.",
        ),
        Idea(
            "Ma vie, mes choix : groupe de parole de jeunes filles",
            "Réunir chaque semaine un petit groupe de jeunes filles autour d'une "
            "sage-femme et d'une éducatrice, avec création d'un support diffusé aux "
            "lycées.",
        ),
        Idea(
            "Théâtre-forum sur les premières relations",
            "Écrire puis jouer avec des adolescents des scènes sur le consentement, "
            "la pression du groupe et la grossesse précoce, suivies d'un débat.",
        ),
    ),
    "3.3": (
        Idea(
            "Sortir sans se mettre en danger",
            "Intervenir sur les lieux de fête et aux abords des lycées, avec des "
            "pairs formés, pour parler alcool et produits sans faire la morale.",
        ),
        Idea(
            "Les compétences pour dire non",
            "Développer dès le CM2 les compétences psychosociales qui retardent les "
            "premières consommations, en associant enseignants et familles.",
        ),
        Idea(
            "Écrans, tabac, cannabis : parents en première ligne",
            "Outiller les parents d'adolescents par des soirées d'échange et une "
            "ligne d'écoute tenue par un professionnel de l'addictologie.",
        ),
        Idea(
            "Caravane de prévention des conduites à risque",
            "Installer une caravane chaque mois dans le quartier : tests, jeux, "
            "entretiens courts et accompagnement vers la consultation jeunes "
            "consommateurs.",
        ),
        Idea(
            "Pairs et repères",
            "Former vingt jeunes de 16 à 20 ans à la prévention auprès des plus "
            "petits, avec un séjour de cohésion et une restitution publique.",
        ),
    ),
    "3.4": (
        Idea(
            "Respirer chez soi",
            "Visiter les logements humides avec une conseillère en environnement "
            "intérieur, donner les gestes simples et saisir le bailleur lorsque le "
            "bâti est en cause.",
        ),
        Idea(
            "Dos, souffle, sommeil : la santé des aidants et des précaires",
            "Proposer des bilans courts et des ateliers aux adultes dont les "
            "conditions de vie usent la santé, avec un relais vers la médecine de "
            "ville.",
        ),
        Idea(
            "Bien vieillir dans la cité",
            "Prévenir l'isolement et les chutes par des visites à domicile, des "
            "ateliers d'équilibre et une sortie mensuelle préparée par les "
            "participants.",
        ),
        Idea(
            "Froid dehors, santé dedans",
            "Repérer la précarité énergétique, prévenir ses effets sur les enfants et "
            "accompagner les demandes d'aide aux travaux.",
        ),
    ),
    "3.5": (
        Idea(
            "Le ring à hauteur d'enfants",
            "Faire découvrir la boxe éducative aux 8-14 ans qui ne pratiquent aucun "
            "sport, avec un suivi de la condition physique et un goûter équilibré.",
        ),
        Idea(
            "Bouger près de chez soi",
            "Ouvrir deux créneaux gratuits d'activité physique par semaine au pied "
            "des immeubles, encadrés par un éducateur en activité adaptée.",
        ),
        Idea(
            "Cuisine de quartier, assiette de saison",
            "Cuisiner en petit groupe avec un budget de deux euros par personne et "
            "constituer un livret de recettes des habitantes.",
        ),
        Idea(
            "Marche, jardin, cuisine : trois pas vers la forme",
            "Associer marche hebdomadaire, jardin partagé et atelier cuisine pour des "
            "adultes adressés par les médecins du secteur.",
        ),
        Idea(
            "Nager pour garder la forme",
            "Réserver un créneau de piscine aux femmes et aux enfants du quartier, "
            "avec transport collectif et apprentissage de la nage.",
        ),
        Idea(
            "Équilibre : parents et enfants contre le surpoids",
            "Suivre vingt familles pendant l'année avec une diététicienne, un "
            "éducateur sportif et la santé scolaire.",
        ),
    ),
}
