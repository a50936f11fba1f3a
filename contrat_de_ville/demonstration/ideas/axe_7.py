"""Citizenship and social life (axe 7); 7.4 is left unexplored on purpose."""

from __future__ import annotations

from contrat_de_ville.demonstration.ideas.idea import Idea


IDEAS: dict[str, tuple[Idea, ...]] = {
    "7.1": (
        Idea(
            "Voisins d'ici et d'ailleurs",
            "Provoquer la rencontre entre habitants anciens et nouveaux par des repas "
            "de rue, des récits de vie et un carnet d'adresses d'entraide.",
        ),
        Idea(
            "Les corons se racontent",
            "Croiser les générations et les origines autour d'une collecte de récits "
            "et d'une veillée par saison.",
        ),
        Idea(
            "Trait d'union : habiter ensemble la cité",
            "Aplanir les conflits entre groupes par des projets communs choisis en "
            "assemblée : terrain, fresque, fête.",
        ),
        Idea(
            "Sabatier sans frontières",
            "Relier les deux rives du quartier par un parcours d'activités alternées "
            "et une équipe d'habitants organisateurs.",
        ),
        Idea(
            "La caravane des voisins",
            "Faire circuler une caravane-salon entre les résidences pour que les "
            "habitants se connaissent et montent de petits projets.",
        ),
        Idea(
            "Tables ouvertes",
            "Cuisiner et manger ensemble une fois par mois, avec inscription par "
            "voisin parrain pour toucher les personnes isolées.",
        ),
        Idea(
            "Du neuf dans le voisinage",
            "Accueillir les nouveaux habitants par un binôme de voisins et un rallye "
            "de découverte du quartier.",
        ),
    ),
    "7.2": (
        Idea(
            "La République au collège, mode d'emploi",
            "Faire vivre l'élection, le budget et le débat à l'échelle du collège, "
            "avec visite des institutions et rencontre d'élus.",
        ),
        Idea(
            "Conseil de jeunes du faubourg",
            "Installer un conseil de jeunes doté d'un petit budget, qui décide, "
            "réalise et rend compte.",
        ),
        Idea(
            "Laïcité, égalité, fraternité : on en parle au vestiaire",
            "Former éducateurs sportifs et jeunes capitaines aux valeurs de la "
            "République à partir de situations vécues.",
        ),
        Idea(
            "Petites voix, grandes causes",
            "Amener des enfants de 9 à 13 ans à choisir une cause, à enquêter et à "
            "interpeller les adultes.",
        ),
        Idea(
            "Ondes citoyennes",
            "Faire réaliser par des jeunes des portraits sonores d'habitants engagés "
            "et débattre de ce qu'est l'engagement.",
        ),
        Idea(
            "Cordée républicaine",
            "Lier sortie en équipe, gestion de groupe et ateliers de débat pour des "
            "adolescents peu présents dans les structures.",
        ),
    ),
    "7.3": (
        Idea(
            "Université populaire du terril",
            "Proposer vingt rendez-vous gratuits dont les sujets sont choisis et "
            "présentés par des habitants avec des invités.",
        ),
        Idea(
            "La fabrique des savoirs ordinaires",
            "Échanger des savoirs entre habitants : couture, mécanique, langues, "
            "cuisine, sans argent ni diplôme.",
        ),
        Idea(
            "Un journal de quartier fait par ceux qui l'habitent",
            "Former une rédaction d'habitants et publier six numéros distribués dans "
            "toutes les boîtes aux lettres.",
        ),
        Idea(
            "Les ateliers savonniers de récup'création",
            "Détourner les matériaux de récupération pour meubler les lieux communs, "
            "avec des artisans bénévoles.",
        ),
        Idea(
            "Le puits aux histoires",
            "Monter une création collective, de l'écriture à la scène, avec quarante "
            "habitants et une compagnie professionnelle.",
        ),
        Idea(
            "Le tilleul à palabres",
            "Installer un rendez-vous de débat en plein air, préparé par les "
            "habitants, et en tirer des propositions portées au conseil citoyen.",
        ),
        Idea(
            "Le carreau des possibles",
            "Ouvrir un atelier partagé où jeunes et adultes fabriquent et réparent, "
            "avec des initiations encadrées par des habitants.",
        ),
        Idea(
            "Cinéma de cité",
            "Choisir, projeter et débattre : une programmation de films décidée par "
            "un comité d'habitants, en plein air l'été.",
        ),
        Idea(
            "Mémoires vives des cités",
            "Former des habitants au recueil de la parole et à la conduite de visites "
            "sensibles de leur quartier.",
        ),
    ),
}
