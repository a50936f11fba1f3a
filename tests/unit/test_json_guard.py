"""JSON from anyone: read exactly, or refused with its place."""

from __future__ import annotations

import time
from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contrat_de_ville.adapters.channels.json_guard import (
    DEEPEST,
    LARGEST_JSON,
    MOST_CONTAINERS,
    read_json,
)
from contrat_de_ville.errors import BadFileError


def refusal(content: bytes) -> str:
    """Return what is said of a document that must be refused."""
    with pytest.raises(BadFileError) as refused:
        read_json(content, "dossier.json")
    return refused.value.found


class TestWhatIsRead:
    """Honest documents."""

    def test_decimals_are_exact(self) -> None:
        """0.1 + 0.2 read from a document is 0.3, and 2.675 keeps its three decimals."""
        read = read_json(b'{"a": [0.1, 0.2, 2.675]}', "dossier.json")

        assert read == {"a": [Decimal("0.1"), Decimal("0.2"), Decimal("2.675")]}
        assert sum(read["a"][:2]) == Decimal("0.3")

    def test_a_byte_order_mark_is_accepted(self) -> None:
        """UTF-8 with its mark is UTF-8."""
        content = '\ufeff{"é": "œ"}'.encode()

        assert read_json(content, "dossier.json") == {"é": "œ"}

    def test_brackets_in_texts_are_not_levels(self) -> None:
        """A text of a hundred brackets, quotes escaped, is one value."""
        content = b'["' + b"[" * 100 + rb"\"\\" + b'"]'

        assert read_json(content, "dossier.json") == ["[" * 100 + '"\\']

    def test_the_deepest_document_is_read(self) -> None:
        """As many levels as are accepted."""
        content = b"[" * DEEPEST + b"]" * DEEPEST

        assert read_json(content, "dossier.json") != []

    def test_a_character_written_in_two_halves_is_whole(self) -> None:
        r"""« \ud83c\udf33 » is one character."""
        assert read_json(rb'["\ud83c\udf33"]', "dossier.json") == ["\U0001f333"]


class TestWhatIsRefused:
    """Hostile or damaged documents."""

    def test_a_key_written_twice(self) -> None:
        """The place of the object and the key are said (H57)."""
        found = refusal(b'{"plan": [{"a": 1}, {"ht": 1, "b": 2, "ht": 2}]}')

        assert found == (
            "à l'endroit « $.plan[1] », la clé « ht » est écrite deux fois."
        )

    @pytest.mark.parametrize("word", ["NaN", "Infinity", "-Infinity"])
    def test_what_is_not_a_number(self, word: str) -> None:
        """NaN and infinities are no amounts (H57)."""
        found = refusal(f'{{"montant": {{"ht": {word}}}}}'.encode())

        assert found == f"à l'endroit « $.montant.ht », « {word} » n'est pas un nombre."

    def test_depth_is_refused_before_recursion(self) -> None:
        """A hundred thousand levels are refused at the sixty-fifth (H58)."""
        found = refusal(b"\n" + b"[" * 100_000)

        assert found == "ligne 2, colonne 65, plus de 64 niveaux sont imbriqués."

    @pytest.mark.parametrize(
        "content",
        [b"[" + b"{}," * MOST_CONTAINERS + b"{}]", b"[" + b"1," * 1_000_001 + b"1]"],
    )
    def test_a_crowd_of_values(self, content: bytes) -> None:
        """Millions of empty objects or of digits would fill the memory."""
        assert refusal(content) == (
            "il contient plus de 400000 listes et objets, ou de 1000000 valeurs."
        )

    def test_a_huge_file(self) -> None:
        """More than ten megabytes is refused unread."""
        assert refusal(b" " * (LARGEST_JSON + 1)).startswith("il pèse 11 Mo")

    def test_a_huge_integer(self) -> None:
        """Five thousand digits are not converted."""
        assert refusal(b"[" + b"9" * 5000 + b"]") == (
            "à l'endroit « $[0] », un nombre est écrit avec 5000 signes."
        )

    @pytest.mark.parametrize("number", ["1e400", "1E-400", "1e999999999999"])
    def test_a_number_out_of_measure(self, number: str) -> None:
        """1e400 is infinite for a float; here it is refused (H45)."""
        assert refusal(f"[{number}]".encode()) == (
            f"à l'endroit « $[0] », le nombre {number} est démesuré."
        )

    def test_half_a_character(self) -> None:
        """A lone surrogate cannot be written anywhere else (H65)."""
        assert "« $.titre »" in refusal(rb'{"titre": "\ud83d"}')

    def test_another_encoding(self) -> None:
        """The line of the first byte that is not UTF-8 is said (H34)."""
        content = '{"a": 1,\n "é": 2}'.encode("cp1252")

        assert refusal(content) == "ligne 2, ce n'est pas de l'UTF-8."

    @pytest.mark.parametrize(
        ("content", "said"),
        [
            ("", "ligne 1, colonne 1, une valeur est attendue."),
            ('{"a": 1,\n}', "ligne 2, colonne 1, un nom de clé"),
            ('{"a" 1}', "ligne 1, colonne 6, il manque un « : »."),
            ('["a" "b"]', "ligne 1, colonne 6, il manque une virgule."),
            ('["a', "ligne 1, colonne 2, des guillemets ne sont pas fermés."),
            ("[1] [2]", "ligne 1, colonne 5, il y a du texte après la fin"),
            ('["\\x"]', "ligne 1, colonne 3, une séquence « \\ » n'existe pas."),
            ('["a\tb"]', "un caractère de commande est dans un texte."),
        ],
    )
    def test_what_is_not_json(self, content: str, said: str) -> None:
        """The place and the mistake are said in French."""
        assert said in refusal(content.encode())

    @pytest.mark.parametrize(
        "content", [b'["' + b'\\"' * 500_000, b'"' + b"\\" * 1_000_001, b'"' * 999_999]
    )
    def test_quotes_left_open_cost_no_time(self, content: bytes) -> None:
        """A million signs of an unclosed text are looked at once."""
        start = time.perf_counter()
        refusal(content)

        assert time.perf_counter() - start < 1


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    """Nothing but a value or our own refusal comes out."""
    with suppress(BadFileError):
        read_json(content, "dossier.json")
