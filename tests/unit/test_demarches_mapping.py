from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from contrat_de_ville.adapters.demarches.mapping import postes
from contrat_de_ville.adapters.demarches.mapping_file import (
    find_demarche_map,
    load_demarche_map,
)
from contrat_de_ville.domain.depots import Side
from contrat_de_ville.errors import BadFileError, BadInputError


EXAMPLE = (
    Path(__file__).resolve().parents[2]
    / "config" / "demarches" / "exemple_100000.yaml"
)  # fmt: skip


def changed(tmp_path, old, new):
    """Write the example with *old*, which must be there, replaced once by *new*."""
    text = EXAMPLE.read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "demarche.yaml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


class TestExample:
    """The example that ships is read whole."""

    def test_its_head(self):
        """Its number, its year, its date in Paris and its page size are read."""
        mapping = find_demarche_map(100000)

        assert (mapping.number, mapping.exercice, mapping.page_size) == (
            100000,
            2017,
            50,
        )
        assert mapping.updated_since == datetime(2016, 10, 16, 22, tzinfo=UTC)
        assert mapping.source == "demarche:100000"

    def test_a_poste_is_a_row_of_the_form(self):
        """« Achats » of the charges is the form's row 60, « État » its row 74."""
        mapping = load_demarche_map(EXAMPLE)
        rows = {row.code: row for row in postes(mapping.form).values()}
        charges, produits = mapping.repetitions[2], mapping.repetitions[3]

        assert rows[charges.values["achats"]].account == "60"
        assert rows[produits.values["état"]].funder == "ETAT"
        assert (charges.side, produits.side) == (Side.CHARGE, Side.PRODUIT)

    def test_every_amount_asked_has_its_champ(self):
        """The four funders of the form are asked through a champ."""
        asked = {one.field for one in load_demarche_map(EXAMPLE).champs}

        assert {f"demande.{who}" for who in ("ETAT", "CAPH", "DEPARTEMENT", "CAF")} <= (
            asked
        )

    def test_an_unknown_number_is_said(self):
        """A démarche without mapping is refused, with those that have one."""
        with pytest.raises(BadInputError, match="connues : 100000"):
            find_demarche_map(42)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("numero: 100000", "numero: cent", "« numero » doit être un nombre"),
        ("numero: 100000", "numero: 3000000000", "de 1 à 2147483647"),
        ("taille_de_page: 50", "taille_de_page: 500", "de 1 à 100"),
        ("depuis: 2016-10-17", "depuis: hier", "doit être une date"),
        ("https://demarche", "http://demarche", "https://"),
        ("depot_2017.yaml", "depot_1917.yaml", "introuvable"),
        ("champ: porteur_sigle", "champ: porteur_sigles", "vouliez-vous dire"),
        ("champ: porteur_sigle", "piece: a, champ: porteur_sigle", "une seule clé"),
        ("champ: structure_benevoles", "champ: structure_salaries", "reçoit 2 champs"),
        ("niveau: 2", "niveau: 3", "« 3 » est inconnu"),
        ("niveau: 2", "niveau: 1", "est décrit 2 fois"),
        ("code: CAPH", "code: REGION", "« REGION » est inconnu"),
        ('"92": ASSOCIATION', '"92": CLUB', "« CLUB » est inconnu"),
        ("sens: CHARGE", "sens: PERTE", "« PERTE » est inconnu"),
        ("60 – Achats", "60 – Emplettes", "est inconnu"),
        ('ans": "6_15"', 'ans": "6_16"', "« 6_16 » est inconnu"),
        ("sorte: publics", "sorte: gens", "la sorte est"),
        ('colonnes: ["Code UAI"]', "colonnes: []", "est une liste"),
        ("ignores:\n", "ignores: rien\nautre:\n", "clé inattendue"),
    ],
)
def test_a_mistake_is_refused(tmp_path, old, new, said):
    """Each mistake of a mapping is refused in French, with its place."""
    path = changed(tmp_path, old, new)

    with pytest.raises(BadFileError, match=said):
        load_demarche_map(path)
