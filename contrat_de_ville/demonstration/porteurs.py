"""Who deposits in the demonstration year: about seventy porteurs.

Three families. Public bodies, with their real SIRET. The seven ateliers-chantiers
d'insertion of the territory: name, SIRET and commune are public facts; their RNA,
addresses, headcounts, aids and actions are invented. Everyone else is invented,
under SIREN 999…, a series picked to look reserved, with right check digits.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from contrat_de_ville.demonstration.associations import ASSOCIATIONS
from contrat_de_ville.demonstration.territoire import PLACES
from contrat_de_ville.domain.depots import PorteurKind
from contrat_de_ville.domain.identifiers import luhn_total


INVENTED_SIREN = "999"
_EVERYWHERE = tuple(PLACES)


@dataclass(frozen=True, kw_only=True)
class Porteur:
    """A structure, where it works, and the orientation of each of its actions."""

    name: str
    siret: str
    kind: PorteurKind
    rna: str
    insee: str
    quartiers: tuple[str, ...]
    orientations: tuple[str, ...]

    @property
    def slug(self) -> str:
        """The name as it stands in addresses and file names."""
        return slug(self.name)

    @property
    def email(self) -> str:
        """An address nobody can receive at: the domain is reserved."""
        return f"contact@{self.slug}.example"

    @property
    def is_invented(self) -> bool:
        """Whether the structure exists nowhere; honest mistakes are theirs only."""
        return self.siret.startswith(INVENTED_SIREN)


def slug(text: str) -> str:
    """Write *text* in lower case without accents, words joined by hyphens.

    >>> slug("Les Restos du Cœur – Relais")
    'les-restos-du-coeur-relais'
    """
    plain = text.lower().replace("œ", "oe").replace("'", "-")
    plain = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
    words = "".join(c if c.isalnum() else " " for c in plain).split()
    return "-".join(words)


def invented_siret(rank: int) -> str:
    """Return the SIRET of the invented structure of that rank, Luhn included.

    >>> invented_siret(1)
    '99900001100018'
    """
    siren = _with_check_digit(f"{INVENTED_SIREN}{rank:05d}")
    return _with_check_digit(f"{siren}0001")


def _with_check_digit(digits: str) -> str:
    return f"{digits}{-luhn_total(digits + '0') % 10}"


def invented_rna(rank: int) -> str:
    """Return an invented national number, of a series picked to look reserved."""
    return f"W599{rank:06d}"


def _codes(short: str) -> tuple[str, ...]:
    return tuple(f"QP0590{end}" for end in short.split())


def _public(
    name: str, siret: str, kind: PorteurKind, insee: str, where: str, what: str
) -> Porteur:
    return Porteur(
        name=name,
        siret=siret,
        kind=kind,
        rna="",
        insee=insee,
        quartiers=_codes(where) or _EVERYWHERE,
        orientations=tuple(what.split()),
    )


def _association(
    name: str, siret: str, insee: str, where: str, what: str, rank: int
) -> Porteur:
    return Porteur(
        name=name,
        siret=siret,
        kind=PorteurKind.ASSOCIATION,
        rna=invented_rna(rank),
        insee=insee,
        quartiers=_codes(where),
        orientations=tuple(what.split()),
    )


# CAPH carries the whole of axe 1 (« maîtrise d'ouvrage communautaire »), hence five
# actions where the others have four at most.
PUBLIC_BODIES = (
    _public(
        "Communauté d'agglomération de La Porte du Hainaut",
        "20004219000013", PorteurKind.EPCI, "59632", "", "1.1 1.2 1.3 1.4 1.5",
    ),
    _public(
        "Commune de Denain", "21590172900016", PorteurKind.COMMUNE,
        "59172", "50 54", "5.DRE.1 5.DRE.3 5.DRE.4 6.4",
    ),
    _public(
        "Commune de Raismes", "21590491300013", PorteurKind.COMMUNE,
        "59491", "55 56", "5.DRE.3 5.DRE.4 6.4",
    ),
    _public(
        "CCAS d'Escaudain", "26590205600018", PorteurKind.CCAS,
        "59205", "52 53 54", "5.DRE.1 5.DRE.3 5.DRE.4 3.1",
    ),
    _public(
        "CCAS de Wallers", "26590632100012", PorteurKind.CCAS,
        "59632", "59", "5.DRE.1 5.DRE.3 3.1",
    ),
    _public(
        "Habitat des Trois Fosses (bailleur fictif)", invented_siret(901),
        PorteurKind.BAILLEUR, "59172", "50 52 54 55", "4.3 4.3 4.3 4.2",
    ),
    _public(
        "Collège des Deux Terrils (établissement fictif)", invented_siret(902),
        PorteurKind.ETABLISSEMENT, "59172", "50 54", "5.2 6.3 7.2",
    ),
)  # fmt: skip

CHANTIERS = (
    _association(
        "Espoir Avenir", "37948636800036", "59207", "56", "2.2", 101
    ),
    _association(
        "La Ferme du Major", "38244680500022", "59491", "55", "2.2", 102
    ),
    _association("Envie Nord", "38340754100069", "59491", "55 56", "2.2", 103),
    _association(
        "Les Restos du Cœur – Les Relais du Hainaut-Cambrésis",
        "38470006800032", "59491", "55", "2.2", 104,
    ),
    _association(
        "Iris Environnement Insertion, régie intercommunale",
        "49079679400025", "59205", "52 53", "2.2", 105,
    ),
    _association(
        "Papillons Blancs de Denain et environs",
        "77562194900277", "59172", "50 54", "2.2", 106,
    ),
    _association("ATIS", "81151520400014", "59603", "50", "2.1", 107),
)  # fmt: skip

PORTEURS: tuple[Porteur, ...] = (
    *PUBLIC_BODIES,
    *CHANTIERS,
    *(
        _association(name, invented_siret(rank), insee, where, what, rank)
        for rank, (name, insee, where, what) in enumerate(ASSOCIATIONS, start=1)
    ),
)
