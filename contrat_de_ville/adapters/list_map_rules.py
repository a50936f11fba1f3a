"""Reads what a declared map says of the columns and the rows of a list."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from contrat_de_ville.adapters.list_map_values import ETABLIR, MapValues
from contrat_de_ville.domain.list_dates import DateConvention, DateOrder
from contrat_de_ville.domain.list_fields import FieldRules
from contrat_de_ville.domain.list_headers import ColumnSpec
from contrat_de_ville.domain.list_rules import (
    AmountConvention,
    RowRules,
    TotalMark,
    squeeze,
)


_DUPLICATES = {"ecarter": False, "signaler": True}
_PRESENCES = ("obligatoire", "attendue", "facultative")
_NO_CONVENTION = AmountConvention(decimal_mark=",", thousands_mark=" ", symbol="€")
_CELLS = (
    "siret siret_a_verifier rna annee oui_non part longueur attendues obligatoires "
    "un_parmi"
)


class MapReader(MapValues):
    """Reads each part of one map."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.specs: dict[str, ColumnSpec] = {}
        self.establishes_numbers = self.establishes_dates = False

    def rules(self, top: dict[str, Any]) -> RowRules:
        """Return the rules of the rows; the columns are read first."""
        columns = self.mapping("colonnes", top["colonnes"])
        self.specs = {code: self._spec(code, raw) for code, raw in columns.items()}
        self._refuse_twins()
        identity = self.keys("identite", top["identite"], "code nom format_code")
        aside = self.keys(
            "lignes_ecartees",
            top["lignes_ecartees"],
            "entete_repete variantes_entete total doublons",
        )
        variants = self.mapping("variantes_entete", aside["variantes_entete"])
        kept = self.one_of("doublons", aside["doublons"], tuple(_DUPLICATES))
        return RowRules(
            columns={code: spec.title for code, spec in self.specs.items()},
            code=self.column("identite.code", identity["code"]),
            name=self.column("identite.nom", identity["nom"]),
            code_format=self.pattern("identite.format_code", identity["format_code"]),
            group=self.column("regroupement", top["regroupement"]),
            header_columns=self.some("entete_repete", aside["entete_repete"]),
            variants=self.per_column("variantes_entete", variants),
            total=self._total(aside["total"]),
            keep_duplicates=_DUPLICATES[kept],
            fields=FieldRules(
                **self._dates(top.get("dates")), **self._cells(top.get("cellules"))
            ),
            **self._amounts(top["montants"]),
            **self._checks(top["controles"]),
        )

    def per_column(self, where: str, raw: dict[str, Any]) -> dict[str, tuple[str, ...]]:
        """Return texts by column."""
        return {
            self.column(where, code): self.texts(f"{where}.{code}", values)
            for code, values in raw.items()
        }

    def some(self, where: str, raw: Any) -> tuple[str, ...]:
        """Return at least one declared column."""
        return self.known(where, raw) or self.refuse(f"« {where} » est vide.")

    def known(self, where: str, raw: Any) -> tuple[str, ...]:
        """Return declared columns."""
        return tuple(self.column(where, code) for code in self.texts(where, raw))

    def column(self, where: str, raw: Any) -> str:
        """Return a declared column."""
        return self.one_of(where, raw, tuple(self.specs))

    def _spec(self, code: str, raw: Any) -> ColumnSpec:
        where = f"colonnes.{code}"
        if not isinstance(raw, dict):
            return ColumnSpec(title=squeeze(self.text(where, raw)))
        raw = self.keys(where, raw, "intitule", "variantes presence")
        presence = self.one_of(
            f"{where}.presence", raw.get("presence", _PRESENCES[0]), _PRESENCES
        )
        return ColumnSpec(
            title=squeeze(self.text(f"{where}.intitule", raw["intitule"])),
            variants=self.texts(f"{where}.variantes", raw.get("variantes", [])),
            is_optional=presence != _PRESENCES[0],
            is_expected=presence == "attendue",
        )

    def _refuse_twins(self) -> None:
        """Refuse two columns that one header would name."""
        owners: dict[str, str] = {}
        for code, spec in self.specs.items():
            for key in spec.spellings():
                if owners.setdefault(key, code) != code:
                    self.refuse(
                        f"« colonnes » : deux codes ont le même intitulé "
                        f"({owners[key]}, {code})."
                    )

    def _amounts(self, raw: Any) -> dict[str, Any]:
        raw = self.keys(
            "montants",
            raw,
            "colonnes au_moins_un",
            "decimale milliers symbole convention",
        )
        self.establishes_numbers = "convention" in raw
        if self.establishes_numbers:
            self.keys("montants", raw, "colonnes au_moins_un convention")
            self.one_of("montants.convention", raw["convention"], (ETABLIR,))
        amounts = self.some("montants.colonnes", raw["colonnes"])
        some = self.some("montants.au_moins_un", raw["au_moins_un"])
        if stray := set(some) - set(amounts):
            self.refuse(
                f"« montants.au_moins_un » : {min(stray)} n'est pas un montant."
            )
        convention = (
            _NO_CONVENTION if self.establishes_numbers else self._convention(raw)
        )
        return {"amounts": amounts, "convention": convention, "some_amount": some}

    def _convention(self, raw: dict[str, Any]) -> AmountConvention:
        self.keys("montants", raw, "colonnes au_moins_un decimale milliers symbole")
        decimal = self.mark("montants.decimale", raw["decimale"])
        thousands = self.mark("montants.milliers", raw["milliers"], empty=True)
        if decimal == thousands:
            self.refuse("« montants » : décimales et milliers ont le même signe.")
        symbol = raw["symbole"]
        if not isinstance(symbol, str):
            self.refuse("« montants.symbole » n'est pas un texte.")
        return AmountConvention(
            decimal_mark=decimal, thousands_mark=thousands, symbol=symbol
        )

    def _dates(self, raw: Any) -> dict[str, Any]:
        if raw is None:
            return {}
        raw = self.keys("dates", raw, "colonnes convention", "periodes")
        orders = tuple(one.value for one in DateOrder if one)
        said = self.one_of("dates.convention", raw["convention"], (*orders, ETABLIR))
        self.establishes_dates = said == ETABLIR
        order = DateOrder.OUVERT if self.establishes_dates else DateOrder(said)
        convention = DateConvention(order=order, is_declared=not self.establishes_dates)
        return {
            "dates": dict.fromkeys(self.known("dates", raw["colonnes"]), convention),
            "periods": dict.fromkeys(
                self.known("dates.periodes", raw.get("periodes", [])), convention
            ),
        }

    def _cells(self, raw: Any) -> dict[str, Any]:
        """Return what the cells of each column must hold."""
        raw = self.keys("cellules", raw or {}, "", _CELLS)
        where = "cellules"
        lengths = self.mapping(f"{where}.longueur", raw.get("longueur", {}))
        expected = self.mapping(f"{where}.attendues", raw.get("attendues", {}))
        groups = raw.get("un_parmi", [])
        if not isinstance(groups, list):
            self.refuse("« cellules.un_parmi » n'est pas une liste.")
        return {
            "sirets": self.known("siret", raw.get("siret", [])),
            "sirets_to_verify": self.known(where, raw.get("siret_a_verifier", [])),
            "rnas": self.known(where, raw.get("rna", [])),
            "years": self.known(where, raw.get("annee", [])),
            "yes_no": self.known(where, raw.get("oui_non", [])),
            "shares": self.known(where, raw.get("part", [])),
            "longest": {
                self.column(where, code): self._length(code, longest)
                for code, longest in lengths.items()
            },
            "expected": self.per_column(f"{where}.attendues", expected),
            "required": self.known(where, raw.get("obligatoires", [])),
            "one_of": tuple(self.some("un_parmi", group) for group in groups),
        }

    def _length(self, code: str, raw: Any) -> int:
        if type(raw) is not int or raw < 1:
            self.refuse(f"« cellules.longueur.{code} » n'est pas une longueur.")
        return int(raw)

    def _total(self, raw: Any) -> TotalMark:
        raw = self.keys("total", raw, "mot colonnes montant_seul", "mots vides")
        if not isinstance(raw["montant_seul"], bool):
            self.refuse("« total.montant_seul » doit être true ou false.")
        if not isinstance(raw["mot"], str):
            self.refuse("« total.mot » n'est pas un texte.")
        return TotalMark(
            text=squeeze(raw["mot"]),
            columns=self.known("total.colonnes", raw["colonnes"]),
            lone_amount=raw["montant_seul"],
            words=self.texts("total.mots", raw.get("mots", [])),
            blank=self.known("total.vides", raw.get("vides", [])),
        )

    def _checks(self, raw: Any) -> dict[str, Any]:
        raw = self.keys(
            "controles", raw, "valeurs_admises vides_a_verifier", "exercice"
        )
        allowed = self.mapping("valeurs_admises", raw["valeurs_admises"])
        exercice = None
        if "exercice" in raw:
            year = self.keys("exercice", raw["exercice"], "colonne attendu")
            exercice = (
                self.column("exercice.colonne", year["colonne"]),
                self.text("exercice.attendu", year["attendu"]),
            )
        return {
            "exercice": exercice,
            "allowed": self.per_column("valeurs_admises", allowed),
            "to_verify": self.known("vides_a_verifier", raw["vides_a_verifier"]),
        }
