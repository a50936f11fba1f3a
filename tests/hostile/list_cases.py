"""H23 to H42 and some of H43 to H52: what is hostile in a list of a partner."""

from __future__ import annotations

from tests.hostile.expected import Case, Outcome, Refused, Rows


HEADER = "SIRET;Structure;Intitulé de l'action;Demandé État\n"
_SIRET = "20004219000013"
_ESCAPED = '"=HYPERLINK(""http://voleur.example"";""a"")"'


def _row(
    title: str = "Jardins", amount: str = "1 200,50 €", siret: str = _SIRET
) -> str:
    return f"{siret};Association;{title};{amount}\n"


def _list(code: str, what: str, text: str | bytes, outcome: Outcome) -> Case:
    content = text if isinstance(text, bytes) else text.encode()
    return Case(code, what, lambda _: content, outcome, "liste.csv")


def _big(code: str, what: str, unit: str, count: int, sentence: str) -> Case:
    """Return a case whose text is made when it is needed."""
    return Case(
        code,
        what,
        lambda _: (HEADER + unit * count).encode(),
        Refused(sentence),
        "liste.csv",
    )


_BOTH = Rows(("Jardins", "Ateliers"))
_FORMULAS = [
    _list("H23-liste", "A formula with a link in a cell.",
          HEADER + _row(_ESCAPED) + _row(),
          Rows(('=HYPERLINK("http://voleur.example";"a")', "Jardins"))),
    _list("H24-liste", "A telephone number in a cell.", HEADER + _row("+33 3 27"),
          Rows(("+33 3 27",))),
    _list("H27-liste", "A tabulation before a formula.", HEADER + _row('"\t=1+1"'),
          Rows(("=1+1",))),
    _list("H29-liste", "A formula on the second line of a cell.",
          HEADER + _row('"Ateliers\n=cmd"'), Rows(("Ateliers =cmd",))),
    _list("H30-liste", "A NUL in a cell.", HEADER + _row("a\0b") + _row(),
          Rows(("Jardins",), ((2, "U+0000"),))),
]  # fmt: skip
_SHAPES = [
    _list("H31", "A row longer than its header: its columns have shifted.",
          HEADER + f"{_SIRET};A;B;100;200;300\n" + _row(),
          Rows(("Jardins",), ((2, "6 cellules pour 4 colonnes"),))),
    _list("H32", "A row shorter than its header.",
          HEADER + f"{_SIRET};A;B\n" + _row(),
          Rows(("Jardins",), ((2, "3 cellules pour 4 colonnes"),))),
    _list("H33", "A column announced twice, with two values.",
          HEADER.replace("\n", ";Demandé État\n")
          + f"{_SIRET};A;Jardins;100;200\n{_SIRET};A;Ateliers;100;100\n",
          Rows(("Ateliers",), ((2, "deux fois dans l'en-tête"),))),
    _list("H34a", "A mark of UTF-8 at the head.",
          "\ufeff" + HEADER + _row() + _row("Ateliers"), _BOTH),
    _list("H34b", "UTF-16.", (HEADER + _row() + _row("Ateliers")).encode("utf-16"),
          _BOTH),
    _list("H34c", "Windows-1252.",
          (HEADER + _row(amount="12,50") + _row("Ateliers")).encode("cp1252"), _BOTH),
    _list("H34d", "Two encodings in one file.",
          HEADER.encode() + _row("Fête").encode("cp1252"),
          Refused("encodage ne se laisse pas établir")),
    _list("H35", "A cell of more than 131 072 signs.",
          HEADER + _row("x" * 131_073), Refused("dépasse 131 072 caractères")),
    _list("H36", "A row written with another separator.",
          HEADER + _row() + f"{_SIRET},A,B,100\n",
          Rows(("Jardins",), ((3, "1 cellules pour 4 colonnes"),))),
    _list("H37", "Quotes that are never closed.",
          HEADER + _row() + _row('"sans fin') + _row(), Refused("Lu comme une liste")),
    _list("H38-liste", "Names that libraries take for nothing.",
          HEADER + _row("NA") + _row("null") + _row("Jardins", "#N/A"),
          Rows(("NA", "null"), ((4, "« #N/A » n'est pas un montant lisible"),))),
    _list("H41a", "An empty file.", b"", Refused("il est vide")),
    _list("H41b", "Nothing but blank lines.", b"\n\r\n \n", Refused("il est vide")),
    _list("H41c", "A header and nothing under it.", HEADER, Rows(())),
    _list("H42a", "Ends of lines of three kinds, and one inside a cell.",
          HEADER.replace("\n", "\r\n") + _row("Ate\u2028liers") + _row(),
          Rows(("Ate liers", "Jardins"))),
    _list("H42b", "Ends of lines of old machines.",
          (HEADER + _row() + _row("Ateliers")).replace("\n", "\r"), _BOTH),
]  # fmt: skip
_SIZES = [
    _big("H39", "A million lines.", "1;a;b;1\n", 1_000_000, "il a plus de 100"),
    _big("H40a", "One line of 30 MB.", "x" * 2**20, 30, "131 072 caractères"),
    _big("H40b", "One line of 33 MiB, above what is opened.", "x" * 2**20, 33,
         "il pèse 33 Mio"),
]  # fmt: skip
_VALUES = [
    _list("H44-liste", "Points and commas that cannot be told apart.",
          HEADER + _row(amount="1.200") + _row("Ateliers", "1,200"),
          Rows((), ((2, "« 1.200 »"), (3, "« 1,200 »")))),
    _list("H45-liste", "Numbers without end.",
          HEADER + _row(amount="1e400") + _row(amount="inf") + _row(),
          Rows(("Jardins",), ((2, "« 1e400 » n'est pas"), (3, "« inf » n'est pas")))),
    _list("H46-liste", "What is not a number.", HEADER + _row(amount="NaN") + _row(),
          Rows(("Jardins",), ((2, "« NaN » n'est pas"),))),
    _list("H47-liste", "A negative amount.", HEADER + _row(amount="-1") + _row(),
          Rows(("Jardins",), ((2, "est négatif"),))),
    _list("H50-liste", "Arabic digits.", HEADER + _row(amount="١٢٠٠") + _row(),
          Rows(("Jardins",), ((2, "« ١٢٠٠ » n'est pas"),))),
    _list("H52-liste", "SIRETs that a spreadsheet has spoiled.",
          HEADER + _row(siret="2,43E+13") + _row(siret="4219000013") + _row(),
          Rows(("Jardins",), ((2, "ses derniers chiffres"), (3, "10 chiffres")))),
]  # fmt: skip
CASES = [*_FORMULAS, *_SHAPES, *_SIZES, *_VALUES]
