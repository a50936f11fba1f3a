"""What the invented year says of the structures: who signs, with whom, which account.

Names of people are plain specimens; telephone numbers are of the series kept for
works of fiction (arcep decision 2012-0855); bank accounts belong to no bank.
"""

from __future__ import annotations

from contrat_de_ville.demonstration.porteurs import Porteur
from contrat_de_ville.demonstration.stable import between, chance, number, pick
from contrat_de_ville.domain.depots import Contact, PorteurKind, Structure


_FIRST = ("Camille", "Dominique", "Claude", "Sacha", "Alix", "Maxence", "Andrea")
_LAST = ("Exemple", "Modèle", "Spécimen", "Gabarit", "Fictif", "Démonstration")
_HEADS = {
    PorteurKind.ASSOCIATION: ("Présidence", "Coprésidence"),
    PorteurKind.COMMUNE: ("Maire",),
    PorteurKind.CCAS: ("Présidence du CCAS",),
    PorteurKind.EPCI: ("Vice-présidence à la politique de la ville",),
    PorteurKind.BAILLEUR: ("Direction générale",),
    PorteurKind.ETABLISSEMENT: ("Chef d'établissement",),
}
_DESKS = ("Direction", "Coordination", "Charge de projet", "Secrétariat")
_STREETS = ("rue de la Fosse", "place du Terril", "allée des Mineurs", "rue du Coron")
_NO_BANK, _NO_BRANCH = "99999", "00001"
# Headcount of the structure, by kind: (least, most).
_STAFF = {
    PorteurKind.ASSOCIATION: (0, 14),
    PorteurKind.COMMUNE: (180, 620),
    PorteurKind.CCAS: (12, 60),
    PorteurKind.EPCI: (240, 260),
    PorteurKind.BAILLEUR: (80, 140),
    PorteurKind.ETABLISSEMENT: (30, 70),
}
_UAI_KEYS = "ABCDEFGHJKLMNPRSTUVWXYZ"


def representant(seed: int, porteur: Porteur) -> Contact:
    """Return who signs for the structure."""
    return Contact(
        name=_person(seed, "head", porteur.siret),
        role=pick(_HEADS[porteur.kind], seed, "head role", porteur.siret),
        email=f"direction@{porteur.slug}.example",
    )


def contact(seed: int, porteur: Porteur) -> Contact:
    """Return who answers about the file."""
    rank = number(seed, "phone", porteur.siret) % 10_000
    return Contact(
        name=_person(seed, "desk", porteur.siret),
        role=pick(_DESKS, seed, "desk role", porteur.siret),
        phone=f"03 53 01 {rank // 100:02d} {rank % 100:02d}",
    )


def adresse(seed: int, porteur: Porteur) -> str:
    """Return an address nobody has."""
    street = pick(_STREETS, seed, "street", porteur.siret)
    return f"{between(1, 90, seed, 'house', porteur.siret)} {street}"


def structure(seed: int, porteur: Porteur) -> Structure:
    """Return the means of the whole structure."""
    keys = (seed, "staff", porteur.siret)
    low, high = _STAFF[porteur.kind]
    salaries = between(low, high, *keys)
    helpers = between(4, 45, *keys, "helpers")
    is_association = porteur.kind is PorteurKind.ASSOCIATION
    return Structure(
        benevoles=helpers if is_association else None,
        volontaires=number(*keys, "volunteers") % 3 if is_association else None,
        salaries=salaries,
        etpt_centiemes=salaries * between(62, 96, *keys, "hours"),
        emplois_aides=salaries // 4 if chance(60, *keys, "helped") else 0,
    )


def iban(porteur: Porteur) -> str:
    """Return an account number with right keys, of a bank that does not exist.

    >>> from contrat_de_ville.demonstration.porteurs import PORTEURS
    >>> iban(PORTEURS[0])
    'FR7699999000010000421900063'
    """
    account = f"0{porteur.siret[1:11]}"
    rib = 97 - (89 * int(_NO_BANK) + 15 * int(_NO_BRANCH) + 3 * int(account)) % 97
    bban = f"{_NO_BANK}{_NO_BRANCH}{account}{rib:02d}"
    key = 98 - int(f"{bban}152700") % 97
    return f"FR{key:02d}{bban}"


def invented_uai(rank: int) -> str:
    """Return the code of a school that does not exist, with its key letter.

    >>> invented_uai(1)
    '0599901S'
    """
    digits = f"05999{rank:02d}"
    return f"{digits}{_UAI_KEYS[int(digits) % len(_UAI_KEYS)]}"


def _person(*keys: object) -> str:
    return f"{pick(_FIRST, 'first', *keys)} {pick(_LAST, 'last', *keys)}"
