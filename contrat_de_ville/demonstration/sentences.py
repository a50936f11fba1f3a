"""The sentences around a purpose: how it is done, who helps, how it is judged."""

from __future__ import annotations

from contrat_de_ville.demonstration.stable import chance, pick


_HOW = (
    "L'équipe intervient deux fois par semaine dans des lieux connus des habitants.",
    "Un repérage est fait au premier trimestre avec les écoles et le CCAS.",
    "Les séances sont préparées avec un groupe d'habitants qui se réunit chaque mois.",
    "L'action alterne temps collectifs et rendez-vous individuels.",
    "Un professionnel et un bénévole formé animent chaque séance en binôme.",
    "Les horaires sont fixés avec les participants ; une garde d'enfants est prévue.",
    "Le premier mois sert à aller vers les personnes les plus isolées.",
    "Chaque participant est reçu à l'entrée, à mi-parcours et à la sortie.",
    "Les rencontres ont lieu en pied d'immeuble dès que le temps le permet.",
)
_FOLLOW_UP = (
    "Un point est fait chaque trimestre avec le chef de projet.",
    "L'évaluation porte sur l'assiduité et sur ce que chacun dit avoir changé.",
    "Un questionnaire simple est rempli au début et à la fin.",
    "Une restitution publique est prévue en fin d'année.",
    "Les résultats seront présentés au conseil citoyen.",
    "Nous suivons le nombre de personnes touchées et les suites données.",
)
_SHARING = (
    "Salle et minibus prêtés par la commune",
    "Animateur partagé avec une association voisine",
    "Repérage commun avec le CCAS et l'équipe de réussite éducative",
    "Formation des bénévoles mise en commun avec deux autres structures du quartier",
    "Achats de matériel groupés avec le centre social",
    "Communication et stands communs lors des fêtes de quartier",
    "Local partagé avec le bailleur, permanences croisées",
    "Intervenants mutualisés entre trois communes du contrat",
)
_SHARING_WIDE = (
    "Groupe de suivi commun aux communes, aux bailleurs et à l'État",
    "Moyens humains partagés avec les services communaux",
    "Calendrier et intervenants communs à plusieurs quartiers",
)
# Actions no small group is received in: structural ones, chantiers, TFPB, TIG.
_WIDE = ("1", "2.1", "2.2", "4.3", "6.4")


def describe(purpose: str, orientation: str, *keys: object) -> str:
    """Return the description a porteur would write around *purpose*."""
    parts = [purpose]
    if not orientation.startswith(_WIDE) and chance(85, "how", *keys):
        parts.append(pick(_HOW, "which how", *keys))
    if chance(65, "follow-up", *keys):
        parts.append(pick(_FOLLOW_UP, "which follow-up", *keys))
    return " ".join(parts)


def share_means(orientation: str, *keys: object) -> str:
    """Return what is shared and with whom, often nothing."""
    options = _SHARING_WIDE if orientation.startswith(_WIDE) else _SHARING
    return pick(options, "sharing", *keys) if chance(60, "shares", *keys) else ""
