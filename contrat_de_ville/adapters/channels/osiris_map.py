"""The declared reading of one kind of OSIRIS export (``config/canaux/osiris_*``)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from contrat_de_ville.adapters.channels.words import words
from contrat_de_ville.adapters.list_map_values import MapValues


ACTION, NOTHING = "action", "rien"


@dataclass(frozen=True, kw_only=True)
class OsirisMap:
    """How one kind of export is recognised and read.

    ``columns`` gives, by code, the titles « groupe > intitulé » a column may have,
    in the words of :func:`title_key`; ``titles`` the first one, as people read it,
    and ``full_titles`` with its group. ``gives`` says what a row becomes; ``reason``
    why it does not become a deposit.
    """

    version: str
    gives: str
    reason: str
    default_group: str
    known_by: tuple[str, ...]
    required: tuple[str, ...]
    columns: Mapping[str, tuple[str, ...]]
    titles: Mapping[str, str]
    full_titles: Mapping[str, str]
    fields: Mapping[str, tuple[str, ...]]
    notes: tuple[str, ...]
    recurrences: Mapping[str, str]
    applicant: tuple[str, ...]
    total_word: str
    totals: tuple[str, ...]
    count: str
    funder: str
    funder_words: tuple[str, ...]
    other_row: str


def title_key(group: str, title: str) -> str:
    """Return what makes a column itself: its two titles, case and accents aside.

    >>> title_key("Dossier", "N° programme  / Type") == title_key("dossier ",
    ...     "n° Programme / type")
    True
    """
    return f"{words(group)}>{words(title)}"


def osiris_map(path: Path, document: Any) -> OsirisMap:
    """Read the declared map of a kind of export.

    Raises:
        BadFileError: a key is missing, unknown or of the wrong sort, or names a
            column that the map does not declare.
    """
    reader = _Values(path)
    top = reader.keys(
        "",
        document,
        "sorte version donne raison groupe_par_defaut reconnu_par obligatoires "
        "colonnes champs notes recurrences numero_du_porteur consolidation financeur",
    )
    titles = reader.columns(top["colonnes"])
    total = reader.keys("consolidation", top["consolidation"], "mot montants nombre")
    funder = reader.keys("financeur", top["financeur"], "code mots autres")
    fields = reader.mapping("champs", top["champs"])
    recurrences = reader.mapping("recurrences", top["recurrences"])
    return OsirisMap(
        version=reader.text("version", top["version"]),
        gives=reader.one_of("donne", top["donne"], (ACTION, NOTHING)),
        reason=top["raison"] if isinstance(top["raison"], str) else "",
        default_group=reader.text("groupe_par_defaut", top["groupe_par_defaut"]),
        known_by=tuple(map(_key, reader.texts("reconnu_par", top["reconnu_par"]))),
        required=reader.known("obligatoires", top["obligatoires"], titles),
        columns={code: tuple(map(_key, names)) for code, names in titles.items()},
        titles={code: _parts(names[0])[1] for code, names in titles.items()},
        full_titles={
            code: " – ".join(_parts(names[0])) for code, names in titles.items()
        },
        fields={
            code: reader.known(f"champs.{code}", fields[code], titles)
            for code in fields
        },
        notes=reader.known("notes", top["notes"], titles),
        recurrences={words(said): str(recurrences[said]) for said in recurrences},
        applicant=reader.known("numero_du_porteur", top["numero_du_porteur"], titles),
        total_word=words(reader.text("consolidation.mot", total["mot"])),
        totals=reader.known("consolidation.montants", total["montants"], titles),
        count=reader.optional("consolidation.nombre", total["nombre"], titles),
        funder=reader.text("financeur.code", funder["code"]),
        funder_words=reader.texts("financeur.mots", funder["mots"]),
        other_row=reader.text("financeur.autres", funder["autres"]),
    )


def _parts(name: str) -> tuple[str, str]:
    group, _, title = name.partition(">")
    return group.strip(), title.strip()


def _key(name: str) -> str:
    return title_key(*_parts(name))


class _Values(MapValues):
    """Reads the parts of this map."""

    def columns(self, raw: Any) -> dict[str, tuple[str, ...]]:
        titles = {
            code: self.texts(f"colonnes.{code}", names)
            for code, names in self.mapping("colonnes", raw).items()
        }
        for code, names in titles.items():
            if not names or not all(">" in name for name in names):
                self.refuse(f"« colonnes.{code} » : écrivez « groupe > intitulé ».")
        return titles

    def known(self, where: str, raw: Any, titles: Mapping[str, Any]) -> tuple[str, ...]:
        return tuple(
            self.one_of(where, code, tuple(titles)) for code in self.texts(where, raw)
        )

    def optional(self, where: str, raw: Any, titles: Mapping[str, Any]) -> str:
        return self.one_of(where, raw, ("", *titles))
