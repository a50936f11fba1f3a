"""Identifiers of the administration: real public ones pass, damaged ones do not."""

from __future__ import annotations

import re
from pathlib import Path
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contrat_de_ville.domain.identifiers import (
    has_rib_key,
    is_email,
    is_iban,
    is_insee,
    is_qpv,
    is_rna,
    is_siren,
    is_siret,
    is_uai,
    luhn_total,
)


DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data"
# Public bodies of the agglomération that hold posts of the programme 147.
PUBLIC_SIRETS = (
    "20004219000013",
    "21590172900016",
    "21590491300013",
    "26590205600018",
    "26590632100012",
    "41539765200025",
    "40539766200025",
)


class TestIsSiret:
    """Fourteen digits that hold together."""

    @pytest.mark.parametrize("text", PUBLIC_SIRETS)
    def test_a_real_one_passes(self, text: str) -> None:
        """Agglomération, communes, CCAS and associations of the territory."""
        assert is_siret(text)

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            # The seat passes Luhn; the sum of its digits (3+5+6+4+8 = 26) does not.
            ("35600000000048", True),
            # 3+5+6+4+9+8+3+7 = 45, a multiple of five.
            ("35600000049837", True),
            # 46 is not, and Luhn fails too.
            ("35600000049838", False),
            # The exception is La Poste's alone: 3+5+6+1+0+… = 15 elsewhere.
            ("35600100000000", False),
        ],
    )
    def test_la_poste_has_its_own_rule(self, text: str, *, expected: bool) -> None:
        """Its establishments may fail Luhn when their digits sum to a multiple of 5."""
        assert expected == is_siret(text)

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "123",
            "2000421900001",
            "200042190000130",
            "20004219000014",
            "20004219000031",
            "200 042 190 00013",
            " 20004219000013",
            "20004219000013\n",
            "2,00042E+13",
            "20004219000013.0",
            "2000421900001³",
            "２０００４２１９０００００１３",
            "٢٠٠٠٤٢١٩٠٠٠٠١٣",
            "A0004219000013",
            "00000000000000",
            "00000000000018",
        ],
    )
    def test_another_text_does_not(self, text: str) -> None:
        """Wrong lengths, keys and digits, numbers spoilt by a spreadsheet, zeros."""
        assert not is_siret(text)

    @given(
        st.sampled_from(PUBLIC_SIRETS), st.integers(0, 13), st.sampled_from("123456789")
    )
    def test_one_wrong_digit_is_always_seen(
        self, siret: str, place: int, shift: str
    ) -> None:
        """Luhn sees any one digit typed for another."""
        wrong = str((int(siret[place]) + int(shift)) % 10)

        assert not is_siret(siret[:place] + wrong + siret[place + 1 :])

    def test_luhn_sums_as_by_hand(self) -> None:
        """Of 7992: 2 + (9 × 2 = 18, 1 + 8 = 9) + 9 + (7 × 2 = 14, 1 + 4 = 5) = 25."""
        assert luhn_total("7992") == 25


class TestForms:
    """Numbers of associations, codes of communes and of quartiers."""

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("W591000000", True),
            ("W2A1000000", True),
            ("W9R1000000", True),
            ("W59100000", False),
            ("W5910000000", False),
            ("w591000000", False),
            ("591000000W", False),
            ("WA91000000", False),
            ("W591000000\n", False),
            ("W59100000٠", False),
            ("", False),
        ],
    )
    def test_a_number_of_association(self, text: str, *, expected: bool) -> None:
        """W, a digit, a digit or a letter, seven digits."""
        assert expected == is_rna(text)

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("59172", True),
            ("01053", True),
            ("2A004", True),
            ("2B033", True),
            ("97411", True),
            ("1053", False),
            ("2C004", False),
            ("2a004", False),
            ("A2004", False),
            ("591720", False),
            ("59172\n", False),
            ("5917٢", False),
            ("", False),
        ],
    )
    def test_a_code_of_commune(self, text: str, *, expected: bool) -> None:
        """Five characters as text; Corsica has its letters."""
        assert expected == is_insee(text)

    @pytest.mark.parametrize(
        ("text", "generation", "expected"),
        [
            ("QP059050", 2015, True),
            ("QP059050", 2024, False),
            ("QN05956M", 2024, True),
            ("QN02A03N", 2024, True),
            ("QN05956M", 2015, False),
            ("QP59050", 2015, False),
            ("qp059050", 2015, False),
            ("QP0590500", 2015, False),
            ("QP059050\n", 2015, False),
            ("QP05905٠", 2015, False),
            ("CV195", 2015, False),
            ("", 2015, False),
        ],
    )
    def test_a_code_of_quartier(
        self, text: str, generation: int, *, expected: bool
    ) -> None:
        """QP until 2023, QN from 2024: one is never taken for the other."""
        assert expected == is_qpv(text, generation=generation)


class TestIsEmail:
    """One plain address to write to, and nothing that writes elsewhere."""

    @pytest.mark.parametrize(
        "text",
        [
            "contact@association.example",
            "prenom.nom@sous.domaine.example",
            "a@b.example",
            "Contact@Association.Example",
            "contact+ville@association.example",
            "o'brien@association.example",
            "contact@asso-59.example",
            f"{'a' * 64}@association.example",
            f"a@{'b' * 63}.example",
        ],
    )
    def test_an_address_passes(self, text: str) -> None:
        """Plain addresses, up to 64 characters before the sign."""
        assert is_email(text)

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "contact",
            "contact@",
            "@association.example",
            "a@b@association.example",
            # Another header, another recipient.
            "contact@association.example\n",
            "contact@association.example\r\nBcc: autre@association.example",
            "contact@association.example\x0b",
            "contact@association.example\x85",
            "contact\x00@association.example",
            "contact@association.example\u2028",
            "a@association.example,b@association.example",
            "a@association.example;b@association.example",
            "a@association.example b@association.example",
            "Contact <contact@association.example>",
            "<contact@association.example>",
            "(c)contact@association.example",
            "contact@association.example(c)",
            '"contact"@association.example',
            "groupe:contact@association.example;",
            "mailto:contact@association.example",
            " contact@association.example",
            # What a relay may not carry, or carries elsewhere.
            "préfet@association.example",
            "contact@préfecture.example",
            "cоntact@association.example",
            "contact@association\u200b.example",
            "a@[127.0.0.1]",
            "a@127.0.0.1",
            "a@localhost",
            "a@association",
            "a@association.",
            "a@.example",
            "a@association..example",
            "a@association.example.",
            "a@-association.example",
            "a@association-.example",
            "a@association.e",
            "a@association.42",
            ".a@association.example",
            "a.@association.example",
            "a..b@association.example",
            "a\\@association.example",
            "contact@association_59.example",
            # Lengths.
            f"{'a' * 65}@association.example",
            f"a@{'b' * 64}.example",
            f"a@{'b' * 60}.{'c' * 60}.{'d' * 60}.{'e' * 60}.{'f' * 10}",
        ],
    )
    def test_a_hostile_text_does_not(self, text: str) -> None:
        """Lists, headers, comments, other scripts, bare hosts, too long."""
        assert not is_email(text)

    def test_the_longest_address_has_254_characters(self) -> None:
        """1 + 1 + 63 + 1 + 63 + 1 + 63 + 1 + 60 = 254 pass, one more does not."""
        labels = [letter * 63 for letter in "bcd"]
        longest = f"a@{'.'.join(labels)}.{'e' * 60}"

        assert len(longest) == 254
        assert is_email(longest)
        assert not is_email(f"{longest}e")

    @pytest.mark.parametrize(
        "text", ["a" * 100_000, "a." * 50_000 + "@", "a@" + "b." * 50_000]
    )
    def test_a_long_text_is_refused_at_once(self, text: str) -> None:
        """A hundred thousand characters cost nothing."""
        begun = perf_counter()

        assert not is_email(text)
        assert perf_counter() - begun < 0.5


class TestIsSiren:
    """Nine digits with a key of their own."""

    @pytest.mark.parametrize("text", PUBLIC_SIRETS)
    def test_of_a_real_siret_passes(self, text: str) -> None:
        """The SIREN of a real SIRET has its own key right."""
        assert is_siren(text[:9])

    @pytest.mark.parametrize(
        "text", ["", "20004219", "2000421900", "200042191", "000000000", "20004219٠"]
    )
    def test_another_text_does_not(self, text: str) -> None:
        """Wrong lengths, a wrong key, zeros, other digits."""
        assert not is_siren(text)

    @pytest.mark.real
    def test_every_real_one_of_the_open_files(self) -> None:
        """Only an invented SIREN of a test file, 987654321, has a wrong key."""
        if not DATA.is_dir():
            pytest.skip("les fichiers réels (shared/data) ne sont pas sur ce poste")
        texts = [
            path.read_bytes().decode("utf-8", "replace")
            for path in DATA.rglob("*")
            if path.suffix in {".csv", ".json"}
        ]
        found = {
            siret
            for text in texts
            for siret in re.findall(r"(?<![0-9])[0-9]{14}(?![0-9])", text)
            if is_siret(siret)
        }

        assert len(found) > 3_000
        assert {one[:9] for one in found if not is_siren(one[:9])} == {"987654321"}


class TestIsIban:
    """An account number has two keys in France, one elsewhere."""

    @pytest.mark.parametrize(
        "text",
        [
            # Published specimens of banks and of the standard.
            "FR7630006000011234567890189",
            "FR1420041010050500013M02606",
            "MC5810096180790123456789085",
            "BE68539007547034",
            "DE89370400440532013000",
            "GB82WEST12345698765432",
        ],
    )
    def test_a_specimen_passes(self, text: str) -> None:
        """French, of Monaco, and of other countries."""
        assert is_iban(text)

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "FR",
            "FR76 3000 6000 0112 3456 7890 189",
            "fr7630006000011234567890189",
            # One digit wrong: the remainder by 97 tells.
            "FR7630006000011234567890188",
            "FR7630006000011234567891189",
            # The remainder is right, the key of the RIB is not.
            "FR7330006000011234567890190",
            # A German account under a French code has not the French length.
            "FR30370400440532013000",
            "BE68539007547035",
            "FR763000600001123456789018٩",
            "FR7630006000011234567890189\n",
        ],
    )
    def test_another_text_does_not(self, text: str) -> None:
        """Spaces, small letters, wrong keys, wrong lengths."""
        assert not is_iban(text)

    @given(st.integers(0, 22), st.sampled_from("123456789"))
    def test_one_wrong_digit_is_always_seen(self, place: int, shift: str) -> None:
        """The key sees any one digit typed for another."""
        iban = "FR7630006000011234567890189"
        wrong = str((int(iban[4 + place]) + int(shift)) % 10)

        assert not is_iban(iban[: 4 + place] + wrong + iban[5 + place :])

    def test_key_of_the_rib_as_by_hand(self) -> None:
        """89 × 1 + 15 × 1 + 3 × 1 = 107 = 97 + 10: the key is 97 − 10 = 87."""
        assert has_rib_key("000010000100000000001" + "87")
        assert not has_rib_key("000010000100000000001" + "86")

    def test_letters_of_the_rib_as_by_hand(self) -> None:
        """A and J count 1, S counts 2: 3 × 112 = 336 = 3 × 97 + 45: the key is 52."""
        assert has_rib_key("000000000000000000AJS" + "52")


class TestIsUai:
    """Seven digits and a key letter."""

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            # Two schools of Paris, as they publish their code.
            ("0750655E", True),
            ("0750654D", True),
            # 1 is the second letter; 23 starts again; I, O and Q are not letters.
            ("0000001B", True),
            ("0000023A", True),
            ("0000008J", True),
            ("0000008I", False),
            ("0750655F", False),
            ("0750655e", False),
            ("750655E", False),
            ("0750655", False),
            ("0750655E\n", False),
            ("", False),
        ],
    )
    def test_a_code_of_school(self, text: str, *, expected: bool) -> None:
        """The letter is the remainder of the number by 23."""
        assert expected == is_uai(text)
