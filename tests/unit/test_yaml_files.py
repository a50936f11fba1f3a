"""YAML is read as written, or refused with its line."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from contrat_de_ville.adapters.yaml_files import load_yaml, require_keys, require_text
from contrat_de_ville.errors import BadFileError


def read(folder: Path, content: str | bytes) -> Any:
    """Write *content* in a file and read it back."""
    path = folder / "essai.yaml"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return load_yaml(path)


class TestReading:
    """What is converted, and what stays the text it is."""

    @pytest.mark.parametrize(
        ("written", "expected"),
        [
            ("2016-10-17", date(2016, 10, 17)),
            ("2016-10-17T09:00", "2016-10-17T09:00"),
            ("2016-10-17 09:00:00", "2016-10-17 09:00:00"),
            ("14:00", "14:00"),
            ("no", "no"),
            ("true", True),
            ("null", None),
            ("", None),
            ("01234", "01234"),
            ("1_000", "1_000"),
            ("-12", -12),
            ("1.5", 1.5),
            ("20004219000013", 20004219000013),
            ("9" * 5000, "9" * 5000),
            ('"2017-01-01"', "2017-01-01"),
        ],
    )
    def test_converts_nothing_it_would_have_to_guess(
        self, tmp_path: Path, written: str, expected: object
    ) -> None:
        """Only true, false, null, decimal numbers and full dates are converted."""
        actual = read(tmp_path, f"clef: {written}\n")

        assert {"clef": expected} == actual

    def test_accepts_a_byte_order_mark(self, tmp_path: Path) -> None:
        """A file saved by a Windows editor with its mark is read."""
        actual = read(tmp_path, b"\xef\xbb\xbfa: 1\n")

        assert actual == {"a": 1}

    def test_reads_an_empty_file_as_nothing(self, tmp_path: Path) -> None:
        """An empty file holds nothing, which the reader of keys then refuses."""
        actual = read(tmp_path, "")

        assert actual is None


class TestRefusing:
    """Every mistake is said in French, with its line."""

    @pytest.mark.parametrize(
        ("content", "words"),
        [
            ("a: 1\nb: 2\na: 3\n", ["ligne 3", "« a »", "deux fois"]),
            ("a:\n  x: 1\n  x: 2\n", ["ligne 3", "« x »"]),
            ("a: 2017-02-30\n", ["ligne 1", "2017-02-30 n'existe pas"]),
            ("a: 1\nb: c: d\n", ["ligne 2", "« : »"]),
            ("a\nb: 1\n", ["ligne 2", "« : »"]),
            ("a:\n\tb: 1\n", ["ligne 2", "tabulation"]),
            ("a: 'x\n", ["guillemets ne sont pas fermés"]),
            ("a: [1\n", ["crochet"]),
            ("- a\nb: 1\n", ["ligne 2", "retrait"]),
            ("---\na: 1\n---\nb: 2\n", ["ligne 3", "plusieurs documents"]),
            ("a: 1\nb: \x07\n", ["ligne 2", "caractère invisible"]),
            ("a: &x 1\n", ["ligne 1", "réservés"]),
            ("a: *x\n", ["ligne 1", "réservés"]),
            ("a: !!python/name:os.system x\n", ["ligne 1", "réservés"]),
            ("{[1]: 2}\n", ["ligne 1", "YAML lisible"]),
            ("[" * 5000, ["trop de niveaux"]),
            (b"a: 1\nb: \xe9t\xe9\n", ["ligne 2", "UTF-8"]),
        ],
    )
    def test_says_what_and_where(
        self, tmp_path: Path, content: str | bytes, words: list[str]
    ) -> None:
        """The message names the file, the line and the mistake."""
        with pytest.raises(BadFileError) as caught:
            read(tmp_path, content)

        missing = [
            one for one in ["essai.yaml", *words] if one not in str(caught.value)
        ]
        assert missing == []

    def test_says_when_the_file_is_absent(self, tmp_path: Path) -> None:
        """A file that is not there is an error of the coordinator's kind."""
        with pytest.raises(BadFileError, match="introuvable"):
            load_yaml(tmp_path / "absent.yaml")


class TestRequireKeys:
    """A mapping holds exactly the keys it may."""

    def test_returns_the_mapping_when_all_is_well(self) -> None:
        """Required and optional keys pass, and the mapping comes back."""
        mapping = {"a": 1, "b": 2}

        assert mapping == require_keys(Path("f.yaml"), "", mapping, ("a",), ("b", "c"))

    @pytest.mark.parametrize(
        ("mapping", "words"),
        [
            (
                {"a": 1, "unitt": 2},
                ["metadata", "« unitt »", "vouliez-vous", "« unit »"],
            ),
            ({"a": 1, "zzz": 2}, ["inattendue « zzz »", "permises : a, unit."]),
            ({"unit": 1}, ["manque la clé « a »", "permises : a, unit."]),
            ({1: 1}, ["inattendue « 1 »"]),
            (None, ["« clé : valeur »"]),
            (["a"], ["« clé : valeur »"]),
        ],
    )
    def test_names_the_key_and_the_allowed_ones(
        self, mapping: object, words: list[str]
    ) -> None:
        """An unexpected or missing key is named, with what is allowed."""
        with pytest.raises(BadFileError) as caught:
            require_keys(Path("f.yaml"), "metadata", mapping, ("a",), ("unit",))

        assert [one for one in words if one not in str(caught.value)] == []


class TestRequireText:
    """A text says something."""

    def test_strips_a_text(self) -> None:
        """Spaces around are not part of the text."""
        assert require_text(Path("f.yaml"), "titre", " été ") == "été"

    @pytest.mark.parametrize("raw", [None, "", "  ", 1, date(2017, 1, 1), ["a"]])
    def test_refuses_what_is_not_a_text(self, raw: object) -> None:
        """Nothing, blanks, a number, a date or a list are refused."""
        with pytest.raises(BadFileError, match="« titre » doit être un texte"):
            require_text(Path("f.yaml"), "titre", raw)
