"""The declared reading of a DAUPHIN record (``config/canaux/dauphin.yaml``)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from contrat_de_ville.adapters.channels.words import has_one
from contrat_de_ville.adapters.list_map_values import MapValues
from contrat_de_ville.domain.depots import Side


@dataclass(frozen=True, kw_only=True)
class FunderRule:
    """Which lines of the subsidies are a funder of the call."""

    code: str
    sub_post: str
    kinds: tuple[str, ...]
    words: tuple[tuple[str, ...], ...]
    never: tuple[str, ...]

    def fits(self, sub_post: str, kind: str, label: str) -> bool:
        """Tell whether this line is asked of this funder."""
        return (
            sub_post == self.sub_post
            and (not self.kinds or kind in self.kinds)
            and all(has_one(label, group) for group in self.words)
            and not has_one(label, self.never)
        )


@dataclass(frozen=True, kw_only=True)
class DauphinMap:
    """Where each part of a record goes.

    ``accounts`` and ``own`` give, by side, the account of a poste: on the form's
    row, or on a row of its own. ``others`` gives the label of the form's row for
    what is asked of nobody in the call, ``own_subsidies`` the account of what keeps
    its row under the subsidies.
    """

    version: str
    departement: str
    fields: Mapping[str, tuple[str, ...]]
    frequencies: Mapping[str, str]
    accounts: Mapping[Side, Mapping[str, str]]
    own: Mapping[Side, Mapping[str, str]]
    details: Mapping[str, str]
    subsidies: str
    others: Mapping[str, str]
    own_subsidies: Mapping[str, str]
    technical: tuple[str, ...]
    funders: tuple[FunderRule, ...]

    def funder(self, sub_post: str, kind: str, label: str) -> str:
        """Return the campaign's code of a line's funder; empty for another."""
        fitting = (one.code for one in self.funders if one.fits(sub_post, kind, label))
        return next(fitting, "")


def dauphin_map(path: Path, document: Any) -> DauphinMap:
    """Read the declared map of DAUPHIN.

    Raises:
        BadFileError: a key is missing, unknown or of the wrong sort.
    """
    reader = _Values(path)
    top = reader.keys(
        "",
        document,
        "sorte version departement champs frequences charges produits details "
        "subventions postes_techniques financeurs",
    )
    charges = reader.keys("charges", top["charges"], "comptes propres")
    produits = reader.keys("produits", top["produits"], "comptes propres")
    sides = ((Side.CHARGE, "charges", charges), (Side.PRODUIT, "produits", produits))
    subsidies = reader.keys("subventions", top["subventions"], "poste autres propres")
    fields = reader.mapping("champs", top["champs"])
    return DauphinMap(
        version=reader.text("version", top["version"]),
        departement=reader.text("departement", top["departement"]),
        fields={code: reader.texts(f"champs.{code}", fields[code]) for code in fields},
        frequencies=reader.pairs("frequences", top["frequences"]),
        accounts={
            side: reader.pairs(f"{name}.comptes", part["comptes"])
            for side, name, part in sides
        },
        own={
            side: reader.pairs(f"{name}.propres", part["propres"])
            for side, name, part in sides
        },
        details=reader.pairs("details", top["details"]),
        subsidies=reader.text("subventions.poste", subsidies["poste"]),
        others=reader.pairs("subventions.autres", subsidies["autres"]),
        own_subsidies=reader.pairs("subventions.propres", subsidies["propres"]),
        technical=reader.texts("postes_techniques", top["postes_techniques"]),
        funders=reader.funders(top["financeurs"]),
    )


class _Values(MapValues):
    """Reads the parts of this map."""

    def pairs(self, where: str, raw: Any) -> dict[str, str]:
        return {
            code: self.text(f"{where}.{code}", text)
            for code, text in self.mapping(where, raw).items()
        }

    def funders(self, raw: Any) -> tuple[FunderRule, ...]:
        if not isinstance(raw, list):
            self.refuse("« financeurs » n'est pas une liste.")
        return tuple(
            self._funder(f"financeurs[{at}]", one) for at, one in enumerate(raw)
        )

    def _funder(self, where: str, raw: Any) -> FunderRule:
        raw = self.keys(where, raw, "code sous_poste types mots sauf")
        if not isinstance(raw["mots"], list):
            self.refuse(f"« {where}.mots » n'est pas une liste.")
        return FunderRule(
            code=self.text(f"{where}.code", raw["code"]),
            sub_post=self.text(f"{where}.sous_poste", raw["sous_poste"]),
            kinds=self.texts(f"{where}.types", raw["types"]),
            words=tuple(self.texts(f"{where}.mots", group) for group in raw["mots"]),
            never=self.texts(f"{where}.sauf", raw["sauf"]),
        )
