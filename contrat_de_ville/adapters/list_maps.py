"""Reads the declared map of a list of requests (``config/listes``).

A map says where the columns are, how amounts are written, what is set aside and
what is refused. Its keys are strict: a misspelt rule is an error, not a rule lost.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from contrat_de_ville.adapters.list_map_values import MapValues
from contrat_de_ville.adapters.yaml_files import load_yaml
from contrat_de_ville.domain.list_rules import (
    AmountConvention,
    RowRules,
    TotalMark,
    squeeze,
)


CSV, XLS, XLSX = "csv", "xls", "xlsx"
_DUPLICATES = {"ecarter": False, "signaler": True}


@dataclass(frozen=True, kw_only=True)
class ListMap:
    """How to read one list: where its rows are, and the rules they follow.

    ``kind`` is ``csv``, ``xls`` or ``xlsx``. ``sheet`` is empty for a CSV file,
    ``encoding`` and ``separator`` for a workbook. ``header_row`` starts at 1.
    """

    path: Path
    version: str
    kind: str
    sheet: str
    encoding: str
    separator: str
    header_row: int
    ignored: tuple[str, ...]
    rules: RowRules


def load_list_map(path: Path) -> ListMap:
    """Read and check the declared map of a list.

    Raises:
        BadFileError: a key is missing, unknown or of the wrong sort, or names a
            column that the map does not declare.
    """
    reader = _MapReader(path)
    top = reader.keys(
        "",
        load_yaml(path),
        "version fichier colonnes colonnes_ignorees identite regroupement montants "
        "lignes_ecartees controles",
    )
    place = reader.place(top["fichier"])
    return ListMap(
        path=path,
        version=reader.text("version", top["version"]),
        ignored=reader.texts("colonnes_ignorees", top["colonnes_ignorees"]),
        rules=reader.rules(top),
        **place,
    )


class _MapReader(MapValues):
    """Reads each part of one map."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.columns: dict[str, str] = {}

    def place(self, raw: Any) -> dict[str, Any]:
        raw = self.keys(
            "fichier", raw, "sorte ligne_entete", "feuille encodage separateur"
        )
        kind = self.one_of("fichier.sorte", raw["sorte"], (CSV, XLS, XLSX))
        own = "encodage separateur" if kind == CSV else "feuille"
        self.keys("fichier", raw, f"sorte ligne_entete {own}")
        header_row = raw["ligne_entete"]
        if type(header_row) is not int or header_row < 1:
            self.refuse("« fichier.ligne_entete » n'est pas un numéro de ligne.")
        place = {"kind": kind, "header_row": header_row}
        if kind == CSV:
            encoding = self.encoding(raw["encodage"])
            separator = self.mark("fichier.separateur", raw["separateur"])
            return {**place, "sheet": "", "encoding": encoding, "separator": separator}
        sheet = self.text("fichier.feuille", raw["feuille"])
        return {**place, "sheet": sheet, "encoding": "", "separator": ""}

    def rules(self, top: dict[str, Any]) -> RowRules:
        self.columns = {
            code: squeeze(self.text(f"colonnes.{code}", title))
            for code, title in self.mapping("colonnes", top["colonnes"]).items()
        }
        if len(set(self.columns.values())) < len(self.columns):
            self.refuse("« colonnes » : deux codes ont le même intitulé.")
        identity = self.keys("identite", top["identite"], "code nom format_code")
        aside = self.keys(
            "lignes_ecartees",
            top["lignes_ecartees"],
            "entete_repete variantes_entete total doublons",
        )
        variants = self.mapping("variantes_entete", aside["variantes_entete"])
        kept = self.one_of("doublons", aside["doublons"], tuple(_DUPLICATES))
        return RowRules(
            columns=self.columns,
            code=self.column("identite.code", identity["code"]),
            name=self.column("identite.nom", identity["nom"]),
            code_format=self.pattern("identite.format_code", identity["format_code"]),
            group=self.column("regroupement", top["regroupement"]),
            header_columns=self.some("entete_repete", aside["entete_repete"]),
            variants=self.per_column("variantes_entete", variants),
            total=self.total(aside["total"]),
            keep_duplicates=_DUPLICATES[kept],
            **self.amounts(top["montants"]),
            **self.checks(top["controles"]),
        )

    def amounts(self, raw: Any) -> dict[str, Any]:
        raw = self.keys(
            "montants", raw, "colonnes decimale milliers symbole au_moins_un"
        )
        decimal = self.mark("montants.decimale", raw["decimale"])
        thousands = self.mark("montants.milliers", raw["milliers"], empty=True)
        if decimal == thousands:
            self.refuse("« montants » : décimales et milliers ont le même signe.")
        symbol = raw["symbole"]
        if not isinstance(symbol, str):
            self.refuse("« montants.symbole » n'est pas un texte.")
        amounts = self.some("montants.colonnes", raw["colonnes"])
        some = self.some("montants.au_moins_un", raw["au_moins_un"])
        if stray := set(some) - set(amounts):
            self.refuse(
                f"« montants.au_moins_un » : {min(stray)} n'est pas un montant."
            )
        convention = AmountConvention(
            decimal_mark=decimal, thousands_mark=thousands, symbol=symbol
        )
        return {"amounts": amounts, "convention": convention, "some_amount": some}

    def total(self, raw: Any) -> TotalMark:
        raw = self.keys("total", raw, "mot colonnes montant_seul")
        if not isinstance(raw["montant_seul"], bool):
            self.refuse("« total.montant_seul » doit être true ou false.")
        if not isinstance(raw["mot"], str):
            self.refuse("« total.mot » n'est pas un texte.")
        return TotalMark(
            text=squeeze(raw["mot"]),
            columns=self.known("total.colonnes", raw["colonnes"]),
            lone_amount=raw["montant_seul"],
        )

    def checks(self, raw: Any) -> dict[str, Any]:
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

    def per_column(self, where: str, raw: dict[str, Any]) -> dict[str, tuple[str, ...]]:
        return {
            self.column(where, code): self.texts(f"{where}.{code}", values)
            for code, values in raw.items()
        }

    def some(self, where: str, raw: Any) -> tuple[str, ...]:
        return self.known(where, raw) or self.refuse(f"« {where} » est vide.")

    def known(self, where: str, raw: Any) -> tuple[str, ...]:
        return tuple(self.column(where, code) for code in self.texts(where, raw))

    def column(self, where: str, raw: Any) -> str:
        return self.one_of(where, raw, tuple(self.columns))
