"""The words of the demonstration: avis, reasons of committees, comments of bilans."""

from __future__ import annotations


#: From the least to the most useful chantier.
UTILITE_SOCIALE = (
    "Service rendu réel mais limité à quelques usagers ; à ouvrir au quartier.",
    "Service régulier rendu aux habitants, sur une partie du quartier.",
    "Service attendu par les habitants, tarifs accessibles, partenaires associés.",
)

AVIS: dict[str, tuple[str, ...]] = {
    "FAVORABLE": (
        "Le conseil soutient cette action, attendue dans le quartier.",
        "Action connue et appréciée ; les habitants y sont bien accueillis.",
        "Bonne idée, portée par des gens présents toute l'année.",
        "Le conseil souhaite être invité au bilan.",
        "Cela manquait ici, surtout pour les jeunes et les mères seules.",
    ),
    "FAVORABLE_AVEC_RESERVES": (
        "Oui, à condition que les habitants soient prévenus à temps.",
        "Favorable si les horaires conviennent à ceux qui travaillent.",
        "Le lieu est mal desservi : prévoir un accompagnement.",
        "Favorable, mais deux actions proches existent déjà : se coordonner.",
        "Le conseil demande que la tarification reste symbolique.",
    ),
    "DEFAVORABLE": (
        "Le conseil ne voit pas ce que l'action change pour le quartier.",
        "Personne ici n'a été consulté ; le besoin n'est pas celui-là.",
        "L'action ressemble trop à celle de l'an passé, peu suivie.",
    ),
    "SANS_AVIS": (
        "Le conseil manque d'éléments pour se prononcer.",
        "Plusieurs membres sont liés au porteur et se sont retirés.",
        "Avis partagés, sans majorité.",
    ),
}

AS_PROPOSED = "Proposition du comité technique retenue."
NOTHING_PROPOSED = "Aucun montant proposé par le comité technique."
LOWERED = (
    "Montant ramené : cofinancement de droit commun à rechercher.",
    "Montant ramené : mutualisation demandée avec une action proche.",
    "Montant ramené : enveloppe limitée, équilibre entre les axes.",
    "Montant ramené : coût par bénéficiaire à resserrer.",
)
REFUSED = (
    "Non retenue : action relevant du droit commun.",
    "Non retenue cette année : équilibre entre les axes.",
)

DONE = (
    "Action réalisée comme prévu.",
    "Action réalisée ; la fréquentation a progressé au second semestre.",
    "Objectifs atteints ; les habitants demandent à poursuivre.",
    "Action réalisée malgré un démarrage retardé d'un mois.",
)
UNDERSPENT = (
    "Deux séances annulées faute d'intervenant ; solde non dépensé.",
    "Recrutement tardif de l'animateur ; dépenses de personnel inférieures.",
    "Moins de participants que prévu ; achats réduits d'autant.",
    "Local indisponible au printemps ; une partie de l'action n'a pas eu lieu.",
)
