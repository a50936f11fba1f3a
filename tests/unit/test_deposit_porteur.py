"""Who deposits: identifiers are compared, never corrected."""

from __future__ import annotations

import pytest

from contrat_de_ville.domain.deposit_context import CheckContext
from contrat_de_ville.domain.deposit_porteur import (
    commune_of_another_siren,
    country_of_foreign_account,
    doubtful_siren,
    expects_rna,
    missing_pieces,
    postal_code_as_insee,
    siren_known_otherwise,
    siret_with_its_zero,
)
from contrat_de_ville.domain.depots import PorteurKind
from tests.builders import build_action, build_campaign


CAMPAIGN = build_campaign()


class TestPorteur:
    """What identifies a porteur is compared, never corrected."""

    @pytest.mark.parametrize(
        ("siret", "expected"),
        [
            ("6123456780000", "06123456780000"),
            ("6123456780001", ""),
            ("06123456780000", ""),
            ("2,43E+13", ""),
            ("", ""),
        ],
    )
    def test_siret_cut_of_its_zero(self, siret: str, expected: str) -> None:
        """Thirteen digits get their zero back only if the whole is then valid."""
        assert expected == siret_with_its_zero(siret)

    @pytest.mark.parametrize(
        ("kind", "siret", "insee", "expected"),
        [
            (PorteurKind.COMMUNE, "21590172900016", "59172", ""),
            (PorteurKind.COMMUNE, "21590172900016", "59205", "59172"),
            (PorteurKind.CCAS, "26590205600018", "59205", ""),
            (PorteurKind.CCAS, "26590205600018", "59172", "59205"),
            (PorteurKind.CCAS, "21590172900016", "59205", ""),
            (PorteurKind.COMMUNE, "21590172900016", "", ""),
            (PorteurKind.COMMUNE, "20004219000013", "59172", ""),
            (PorteurKind.COMMUNE, "21590172900017", "59205", ""),
            (PorteurKind.ASSOCIATION, "21590172900016", "59205", ""),
            (None, "21590172900016", "59205", ""),
            # No INSEE code at all: said to be none, and compared with nothing.
            (PorteurKind.COMMUNE, "21590172900016", "Denain", ""),
        ],
    )
    def test_commune_inside_the_siren(
        self, kind: PorteurKind | None, siret: str, insee: str, expected: str
    ) -> None:
        """A commune's SIREN holds its INSEE code; only a valid one is compared."""
        action = build_action(
            porteur_kind=kind, porteur_siret=siret, porteur_insee=insee
        )

        assert expected == commune_of_another_siren(action)

    @pytest.mark.parametrize(
        ("insee", "adresse", "expected"),
        [
            ("59220", "1 rue du Coron, 59220 Denain", "59220"),
            ("59220", "1 rue du Coron\n59220", "59220"),
            ("59172", "1 rue du Coron, 59220 Denain", ""),
            ("59220", "1 rue du Coron", ""),
            ("59220", "boîte 159220", ""),
            ("", "", ""),
        ],
    )
    def test_postal_code_of_the_address(
        self, insee: str, adresse: str, expected: str
    ) -> None:
        """A postal code looks like an INSEE code: the address tells it."""
        action = build_action(porteur_insee=insee, porteur_adresse=adresse)

        assert expected == postal_code_as_insee(action)

    @pytest.mark.parametrize(
        ("kind", "insee", "expected"),
        [
            (PorteurKind.ASSOCIATION, "59172", True),
            (PorteurKind.ASSOCIATION, "", True),
            (PorteurKind.ASSOCIATION, "57463", False),
            (PorteurKind.ASSOCIATION, "68066", False),
            (PorteurKind.BAILLEUR, "59172", False),
            (None, "59172", False),
        ],
    )
    def test_rna_is_for_associations(
        self, kind: PorteurKind | None, insee: str, *, expected: bool
    ) -> None:
        """Only associations have an RNA, and not those of Alsace and Moselle."""
        action = build_action(porteur_kind=kind, porteur_insee=insee)

        assert expected is expects_rna(action)

    @pytest.mark.parametrize(
        ("kind", "pieces", "expected"),
        [
            (
                PorteurKind.ASSOCIATION,
                (),
                "statuts, comptes, attestation sur l’honneur, RIB",
            ),
            (PorteurKind.COMMUNE, ("rib",), "délibération"),
            (PorteurKind.BAILLEUR, (), ""),
        ],
    )
    def test_pieces_by_kind(
        self, kind: PorteurKind, pieces: tuple[str, ...], expected: str
    ) -> None:
        """Missing pieces are those the campaign asks of that kind, said in French."""
        action = build_action(porteur_kind=kind, pieces=pieces)

        assert expected == missing_pieces(action, CAMPAIGN)

    def test_piece_without_a_label(self) -> None:
        """A piece the campaign invents is named by its code."""
        campaign = build_campaign(required_pieces={"ASSOCIATION": ("agrement",)})

        assert missing_pieces(build_action(), campaign) == "agrement"

    @pytest.mark.parametrize(
        ("siret", "expected"),
        [
            ("98765432100015", "987654321"),
            ("98765432100016", ""),
            ("20004219000013", ""),
            ("35600000049837", ""),
            ("", ""),
        ],
    )
    def test_siren_of_a_valid_siret(self, siret: str, expected: str) -> None:
        """A SIREN is doubted where the SIRET is right and the SIREN is not."""
        assert expected == doubtful_siren(siret)

    @pytest.mark.parametrize(
        ("siret", "key", "expected"),
        [
            ("90000000100017", "a", "200042190"),
            ("20004219000013", "a", ""),
            ("90000000100018", "a", ""),
            ("90000000100017", "b", ""),
        ],
    )
    def test_siren_known_otherwise(self, siret: str, key: str, expected: str) -> None:
        """Only a valid SIRET of another SIREN than the one on record is said."""
        context = CheckContext(other_sirens={"a": "200042190"})
        action = build_action(porteur_siret=siret)

        assert expected == siren_known_otherwise(action, context, key)

    @pytest.mark.parametrize(
        ("iban", "expected"),
        [
            ("FR7630006000011234567890189", ""),
            ("MC5810096180790123456789085", ""),
            ("BE68539007547034", "BE"),
            ("BE68539007547035", ""),
            ("", ""),
        ],
    )
    def test_account_abroad(self, iban: str, expected: str) -> None:
        """A valid account is foreign unless it has the French key (France, Monaco)."""
        assert expected == country_of_foreign_account(iban)
