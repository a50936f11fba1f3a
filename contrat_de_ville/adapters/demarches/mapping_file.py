"""Reads the mapping of a démarche (``config/demarches``), strictly.

A code that the form does not have, or a champ mapped twice, is a mistake of the
mapping: it is refused here rather than lost at each dossier.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from contrat_de_ville.adapters.demarches.endpoint import Endpoint
from contrat_de_ville.adapters.demarches.mapping import (
    AgeRows,
    BudgetRows,
    ChampMap,
    DemarcheMap,
    Instructor,
    Rows,
    TextRows,
)
from contrat_de_ville.adapters.demarches.mapping_parts import MapParts
from contrat_de_ville.adapters.resources import resource_folder
from contrat_de_ville.adapters.yaml_files import require_keys
from contrat_de_ville.domain.depots import PorteurKind, Side
from contrat_de_ville.domain.form import FieldKind, label_key
from contrat_de_ville.errors import BadInputError


_LARGEST_PAGE = 100  # what the server gives at most, whatever is asked
_LARGEST_INT = 2**31 - 1  # of GraphQL
_LAST_YEAR = 9999
_OF_CHAMP = ("id", "champ", "poste", "piece", "niveau", "valeurs", "code_en_tete")
_JOINED = frozenset({FieldKind.TEXTE, FieldKind.MULTIPLE})


def load_demarche_map(path: Path) -> DemarcheMap:
    """Read and check the mapping of one démarche.

    Raises:
        BadFileError: a key is missing, unknown or of the wrong sort, names a field,
            a budget row or an age band that the form does not have.
    """
    return _Reader(path).read()


def find_demarche_map(number: int) -> DemarcheMap:
    """Return the mapping of ``config/demarches`` for this démarche.

    Raises:
        BadInputError: there is none.
        BadFileError: a mapping of the folder is not well written.
    """
    folder = resource_folder("config") / "demarches"
    known = {one.number: one for one in map(load_demarche_map, folder.glob("*.yaml"))}
    if number in known:
        return known[number]
    listed = ", ".join(str(one) for one in sorted(known)) or "aucune"
    raise BadInputError(
        f"La démarche n° {number} n'a pas de correspondance (connues : {listed}).",
        "Copiez config/demarches/exemple_100000.yaml et adaptez-le à cette démarche : "
        "rangez-le dans config/demarches, ou donnez-le à « programmation recuperer » "
        "par --correspondance.",
    )


class _Reader(MapParts):
    """Reads each part of one mapping."""

    def read(self) -> DemarcheMap:
        champs = tuple(self._champ(where, one) for where, one in self.items("champs"))
        self._refuse_clashes(champs)
        return DemarcheMap(
            path=self.path,
            number=self.count("numero", _LARGEST_INT),
            title=self.text("titre", self.top["titre"]),
            exercice=self.count("exercice", _LAST_YEAR),
            endpoint=self._endpoint(),
            updated_since=self.day("depuis"),
            page_size=self.count("taille_de_page", _LARGEST_PAGE),
            form=self.form,
            instructor=self._instructor(),
            legal_forms=self._legal_forms(),
            champs=champs,
            repetitions=tuple(
                self._rows(where, one) for where, one in self.items("repetitions")
            ),
            ignored=frozenset(
                label_key(self.text(where, one)) for where, one in self.items("ignores")
            ),
        )

    def _champ(self, where: str, raw: Any) -> ChampMap:
        item = require_keys(self.path, where, raw, ("libelle",), _OF_CHAMP)
        if sum(key in item for key in ("champ", "poste", "piece")) != 1:
            raise self.bad(f"{where} : une seule clé parmi champ, poste, piece.")
        return ChampMap(
            **self.target(where, item),
            field=self.known(where, item.get("champ"), self.fields),
            budget=self.poste(where, item["poste"]) if "poste" in item else "",
            piece=self.text(where, item["piece"]) if "piece" in item else "",
            level=int(self.known(where, item.get("niveau", 0), ("0", "1", "2"))),
            values=self.values(where, item.get("valeurs", {})),
            is_code_first=item.get("code_en_tete") is True,
        )

    def _rows(self, where: str, raw: Any) -> Rows:
        sort = raw.get("sorte") if isinstance(raw, dict) else None
        if sort == "texte":
            return self._text_rows(where, raw)
        if sort == "budget":
            return self._budget_rows(where, raw)
        if sort == "publics":
            return self._age_rows(where, raw)
        raise self.bad(f"{where} : la sorte est texte, budget ou publics.")

    def _text_rows(self, where: str, raw: Any) -> TextRows:
        item = self.keys(where, raw, "champ", "colonnes")
        columns = item["colonnes"]
        if not isinstance(columns, list) or not columns:
            raise self.bad(f"{where} : « colonnes » est une liste de libellés.")
        return TextRows(
            **self.target(where, item),
            field=self.known(where, item["champ"], self.fields),
            columns=tuple(self.text(where, one) for one in columns),
        )

    def _budget_rows(self, where: str, raw: Any) -> BudgetRows:
        item = self.keys(where, raw, "sens", "poste", "montant", "valeurs")
        values = self.values(where, item["valeurs"])
        return BudgetRows(
            **self.target(where, item),
            side=Side(self.known(where, item["sens"] or "", tuple(Side))),
            name=self.text(where, item["poste"]),
            amount=self.text(where, item["montant"]),
            values={name: self.poste(where, said) for name, said in values.items()},
        )

    def _age_rows(self, where: str, raw: Any) -> AgeRows:
        item = self.keys(where, raw, "tranche", "femmes", "hommes", "valeurs")
        values = self.values(where, item["valeurs"])
        for band in values.values():
            self.known(where, band, self.form.age_bands)
        return AgeRows(
            **self.target(where, item),
            band=self.text(where, item["tranche"]),
            women=self.text(where, item["femmes"]),
            men=self.text(where, item["hommes"]),
            values=values,
        )

    def _endpoint(self) -> Endpoint:
        try:
            return Endpoint(self.text("adresse", self.top["adresse"]))
        except BadInputError as error:
            raise self.bad(error.found) from None

    def _instructor(self) -> Instructor | None:
        if "financeur" not in self.top:
            return None
        required = ("code", "libelle")
        item = require_keys(self.path, "financeur", self.top["financeur"], required)
        funders = {one.funder for one in self.form.fields if one.funder}
        return Instructor(
            funder=self.known("financeur", item["code"] or "", funders),
            label=self.text("financeur", item["libelle"]),
        )

    def _legal_forms(self) -> dict[str, str]:
        forms = self.values("formes_juridiques", self.top.get("formes_juridiques", {}))
        kinds = tuple(PorteurKind)
        return {
            code: self.known("formes_juridiques", kind, kinds)
            for code, kind in forms.items()
        }

    def _refuse_clashes(self, champs: tuple[ChampMap, ...]) -> None:
        """Refuse two champs for one number, and one champ described twice."""
        fed = Counter(one.field or one.budget for one in champs if not one.piece)
        for code, times in fed.items():
            if times > 1 and self.fields.get(code) not in _JOINED:
                raise self.bad(f"« {code} » reçoit {times} champs, au lieu d'un seul.")
        seen = Counter(
            (one.champ_id or label_key(one.label), one.level) for one in champs
        )
        for (name, _), times in seen.items():
            if times > 1:
                raise self.bad(f"le champ « {name} » est décrit {times} fois.")
