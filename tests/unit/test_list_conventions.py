"""What a file shows of itself: encoding, separator, line ends."""

from __future__ import annotations

import pytest

from contrat_de_ville.domain.list_conventions import (
    encoding_sentence,
    establish_encoding,
    establish_separator,
    line_ends,
    separator_sentence,
)


TEXT = "Bénéficiaire;Montant\nL'été à Raismes;1 200 €\n"


class TestEncoding:
    """An encoding is proved by the whole file, or it is not established."""

    @pytest.mark.parametrize(
        "name", ["utf-8", "utf-8-sig", "utf-16-le", "utf-16-be", "cp1252"]
    )
    def test_each_is_recognised(self, name: str) -> None:
        """French text tells each encoding apart."""
        assert establish_encoding(TEXT.encode(name)) == name

    def test_utf16_with_its_mark(self) -> None:
        """The mark tells the order of the bytes."""
        assert establish_encoding(TEXT.encode("utf-16")) == "utf-16"

    @pytest.mark.parametrize(
        "content",
        [
            TEXT.encode("mac_roman"),
            TEXT.replace("€", "").encode("cp850"),
            TEXT.encode() + TEXT.encode("cp1252"),
            b"\xef\xbb\xbf\xe9",
            b"\xff\xfe\x00\xd8a",
            b"a\x81b",
        ],
    )
    def test_what_shows_none(self, content: bytes) -> None:
        """Mac, DOS, two encodings in one file, or broken bytes are not guessed."""
        assert establish_encoding(content) == ""

    def test_it_is_said(self) -> None:
        """The report names it in French."""
        said = "Encodage : Windows-1252 (ce n'est pas de l'UTF-8)."

        assert encoding_sentence("cp1252") == said


class TestSeparator:
    """The separator is the sign that cuts the most rows alike."""

    @pytest.mark.parametrize("mark", [";", ",", "\t", "|"])
    def test_each_is_found(self, mark: str) -> None:
        """Each sign is found in a table it cuts."""
        text = f"a{mark}b{mark}c\n" * 3

        assert establish_separator(text)[0].mark == mark

    def test_signs_inside_cells_do_not_win(self) -> None:
        """Decimal commas and a quoted semicolon cut fewer rows alike."""
        text = 'a;b\n"x;y";1,5\nz;2,5\nt;3\n'
        best = establish_separator(text)[0]

        assert (best.mark, best.width, best.fitting_count) == (";", 2, 4)
        assert separator_sentence(best) == (
            "Séparateur : point-virgule (4 lignes sur 4 ont 2 cellules)."
        )

    def test_a_preamble_does_not_hide_it(self) -> None:
        """Lines of one cell above the table do not count for a width."""
        assert (
            establish_separator("Titre\n\nNote, datée\na;b;c\n1;2;3\n")[0].mark == ";"
        )

    @pytest.mark.parametrize("text", ["", "abc\ndef\n", ";" * 5000])
    def test_none(self, text: str) -> None:
        """One cell a row, or thousands, is no table."""
        assert establish_separator(text) == ()


def test_line_ends_are_counted() -> None:
    """A line separator of typography is not a line end."""
    assert line_ends("a\r\nb\rc\nd\u2028e\r\n") == {"CRLF": 2, "CR": 1, "LF": 1}
