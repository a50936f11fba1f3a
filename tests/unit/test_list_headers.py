"""Declared columns found in the header a file has."""

from __future__ import annotations

import pytest

from contrat_de_ville.domain.list_headers import (
    ColumnSpec,
    find_header,
    header_key,
    match_header,
)


SPECS = {
    "nom": ColumnSpec(title="nomBeneficiaire", variants=("Nom du bénéficiaire",)),
    "siret": ColumnSpec(title="idBeneficiaire", variants=("N° SIRET",)),
    "objet": ColumnSpec(title="objet", is_optional=True, is_expected=True),
}


class TestKey:
    """Two spellings of one header have one key."""

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("NOM_Beneficiaire", "nomBeneficiaire"),
            (" Nom du bénéficiaire* ", "nom du beneficiaire"),
            ("N° SIRET", "n°siret"),
            ("BÃ©nÃ©ficiaire", "Bénéficiaire"),
            ("Aide notifiÃ©e Ã\u00a0 l'Europe", "aide notifiée à l’Europe"),
            ("Œuvre", "oeuvre"),
        ],
    )
    def test_same(self, one: str, other: str) -> None:
        """Case, accents, marks, spaces and letters decoded twice do not count."""
        assert header_key(one) == header_key(other)


class TestMatch:
    """Columns are found in any order, and what is not found is named."""

    def test_any_order_and_spelling(self) -> None:
        """Positions are those of the file."""
        match = match_header(["N° Siret", "", "NOM BENEFICIAIRE", "Ville"], SPECS)

        assert match.positions == {"nom": 2, "siret": 0}
        assert (match.missing, match.absent) == ((), ("objet",))
        assert (match.unknown, match.untitled) == ((3,), (1,))

    def test_lost_letters(self) -> None:
        """Letters lost in decoding are bridged when one column only fits."""
        match = match_header(["Nom du b\ufffdn\ufffdficiaire", "\ufffdSIRET"], SPECS)

        assert match.positions == {"nom": 0, "siret": 1}

    def test_lost_letters_that_fit_two_columns(self) -> None:
        """A header that could be either column is neither."""
        specs = {"a": ColumnSpec(title="pré"), "b": ColumnSpec(title="prê bis")}
        twins = {"a": ColumnSpec(title="cote"), "b": ColumnSpec(title="cite")}

        assert match_header(["pr\ufffd"], specs).positions == {"a": 0}
        assert match_header(["c\ufffdte"], twins).positions == {}

    def test_doubled(self) -> None:
        """A column under two of its spellings is doubled."""
        match = match_header(["nomBeneficiaire", "x", "Nom du bénéficiaire"], SPECS)

        assert match.doubled == {"nom": (0, 2)}

    def test_ignored_columns_are_not_unknown(self) -> None:
        """A column the map leaves out is not reported."""
        assert match_header(["Ville"], SPECS, ["VILLE"]).unknown == ()


class TestFind:
    """The header is the row that has the most of the columns."""

    def test_below_a_preamble(self) -> None:
        """Titles above do not hide it; a header repeated below does not win."""
        header = ["objet", "N° SIRET", "nomBeneficiaire"]
        rows = [["Liste de 2023"], [], header, ["a", "b", "c"], header]

        assert find_header(rows, SPECS)[0] == 2

    def test_no_row(self) -> None:
        """Without a row everything is missing."""
        assert find_header([], SPECS)[1].missing == ("nom", "siret")
