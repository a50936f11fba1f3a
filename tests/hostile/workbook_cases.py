"""H01 to H22: what is hostile in the workbook itself."""

from __future__ import annotations

from functools import partial

from tests.deposit_builder import zipped
from tests.hostile import archives, deposits
from tests.hostile.expected import Case, Either, Refused, Shown


_DOCTYPE = Refused("DOCTYPE, interdite ici")
_DAMAGED = Refused("abîmée")
_TITLE = Shown("action_intitule", deposits.TITLE)
_FLIPS = (0.001, 0.03, 0.11, 0.29, 0.47, 0.61, 0.83, 0.97, 0.999)


def _many_rows(workbook: bytes) -> bytes:
    row = '<row r="{0}"><c r="A{0}"><v>{1}</v></c></row>'
    rows = (row.format(rank, rank * 7919 % 100_003) for rank in range(1, 400_001))
    return deposits.sheet_replaced(workbook, "".join(rows))


def _corners(workbook: bytes) -> bytes:
    return deposits.sheet_replaced(
        workbook,
        '<row r="1"><c r="A1"><v>1</v></c></row>'
        '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
    )


def _cut(workbook: bytes, tenths: int) -> bytes:
    return workbook[: len(workbook) * tenths // 10]


def _flipped(workbook: bytes, place: float) -> bytes:
    content = bytearray(workbook)
    content[int(len(content) * place)] ^= 0x10
    return bytes(content)


_BOMBS = [
    Case("H01", "A list of 400 000 short rows.", lambda _: archives.dense(),
         Refused("100\u202f000 lignes et 200 colonnes sont lues")),
    Case("H01b", "A deposit whose budget has 400 000 rows.", _many_rows,
         Refused("500 lignes et 50 colonnes sont lues")),
    Case("H02", "1.4 kB, two cells, hundreds of gigabytes.",
         lambda _: archives.hollow(), Refused("« XFD1048576 » est hors limites")),
    Case("H02b", "A deposit whose budget has two cells, at the corners.", _corners,
         Refused("« XFD1048576 » est hors limites")),
    Case("H03", "Entities made of entities, a billion in the end.",
         lambda one: archives.with_doctype(one, archives.laughs(), "&a9;"), _DOCTYPE),
    Case("H04", "One long entity used ten thousand times.",
         lambda one: archives.with_doctype(one, archives.quadratic(), "&a;" * 10_000),
         _DOCTYPE),
    Case("H05", "An entity that is a file of the machine.",
         lambda one: archives.with_doctype(
             one, archives.external("file:///etc/passwd"), "&a;"), _DOCTYPE),
    Case("H06", "An entity that is an address of the network.",
         lambda one: archives.with_doctype(
             one, archives.external("http://169.254.169.254/"), "&a;"), _DOCTYPE),
]  # fmt: skip
_ARCHIVES = [
    Case("H07", "An archive in an archive in the archive.",
         lambda one: archives.with_parts(
             one, {"42.zip": zipped({"a": zipped({"b": b"x" * 10_000})})}),
         Refused("un autre fichier compressé")),
    Case("H08", "Two parts made of the same bytes.", archives.overlapping,
         Refused("ses parties se recouvrent")),
    Case("H09", "A hundred thousand parts.", lambda _: archives.many_entries(),
         Refused("il contient 100\u202f000 parties")),
    Case("H10", "A part whose name climbs out of the folder.",
         lambda one: archives.with_parts(one, {"../../etc/cron.d/x.xml": b"<x/>"}),
         Refused("un nom interdit")),
    Case("H11", "A part that is a symbolic link.", archives.symlink,
         Refused("renvoie à un autre fichier")),
    Case("H12", "A part larger than it declares.",
         lambda one: archives.lying(one, "xl/sharedStrings.xml", 10), _DAMAGED),
    Case("H12b", "A part smaller than it declares.",
         lambda one: archives.lying(one, "xl/sharedStrings.xml", 60_000), _DAMAGED),
    Case("H13", "Two parts of one name that do not say the same.",
         lambda one: archives.twice(one, "xl/worksheets/sheet5.xml", b"<worksheet/>"),
         Refused("le même nom")),
    Case("H14", "A workbook encrypted by a spreadsheet.",
         lambda _: archives.old_container("EncryptionInfo", "EncryptedPackage"),
         Refused("mot de passe")),
    Case("H14b", "An archive encrypted part by part.", archives.under_password,
         Refused("mot de passe")),
]  # fmt: skip
_DAMAGES = [
    *(
        Case(f"H15-{tenths}0", f"A workbook cut at {tenths} tenths.",
             partial(_cut, tenths=tenths), _DAMAGED)
        for tenths in range(1, 10)
    ),
    *(
        Case(f"H16-{place}", f"One bit changed at {place:.1%} of the file.",
             partial(_flipped, place=place), Either())
        for place in _FLIPS
    ),
]  # fmt: skip
_DISGUISES = [
    Case("H17a", "A web page named as a workbook.",
         lambda _: b"<!DOCTYPE html><html><table><tr><td>1</td></tr></table></html>",
         Refused("c'est une page web")),
    Case("H17b", "A text of columns named as a workbook.",
         lambda _: b"Code;Montant\n1;200\n", Refused(".xlsx")),
    Case("H17c", "A PDF named as a workbook.", lambda _: b"%PDF-1.7\n%\xe2\xe3\xcf",
         Refused("c'est un document PDF")),
    Case("H17d", "An old text document named as a workbook.",
         lambda _: archives.old_container("WordDocument"),
         Refused("pas un classeur lisible")),
    Case("H17e", "An archive of anything named as a workbook.",
         lambda _: zipped({"lisez-moi.txt": b"bonjour"}), Refused("sans classeur")),
    Case("H17f", "An OpenDocument workbook.",
         lambda _: zipped({"mimetype": b"application/vnd.oasis.opendocument."
                                       b"spreadsheet", "content.xml": b"<x/>"}),
         Refused("sans classeur")),
    Case("H18a", "A workbook with macros.",
         lambda one: archives.with_parts(one, {"xl/vbaProject.bin": b"\xd0\xcf"}),
         Refused("des macros")),
    Case("H18b", "A formula that asks another program (DDE).",
         lambda one: deposits.in_budget(
             one, "budget.2", '<c r="{}"><f>cmd|\' /C calc\'!A0</f><v>1</v></c>'),
         Refused("appelle un autre programme (DDE)")),
    Case("H18c", "A link to another workbook.",
         lambda one: archives.with_parts(
             one, {"xl/externalLinks/externalLink1.xml": b"<externalLink/>"}),
         Refused("liaisons vers d'autres fichiers")),
    Case("H18d", "A document embedded in the workbook.",
         lambda one: archives.with_parts(
             one, {"xl/embeddings/oleObject1.bin": b"\xd0\xcf"}),
         Refused("objet incorporé")),
    Case("H18e", "An old workbook with macros.",
         lambda _: archives.old_container("Workbook", "_VBA_PROJECT_CUR"),
         Refused("des macros"), "recu.xls"),
]  # fmt: skip
_HIDDEN_ROWS = '<row r="5"><c r="B5"><v>999999</v></c></row>'
_SHEETS = [
    *(
        Case(f"H19-{state}", f"A second budget on a sheet that is {state}.",
             partial(deposits.with_sheet, name="Budget (2)", state=state,
                     rows=_HIDDEN_ROWS),
             Shown("budget.1", "1200.5"))
        for state in ("visible", "hidden", "veryHidden")
    ),
    Case("H20", "A formula whose stored result is not what it computes.",
         lambda one: deposits.in_budget(
             one, "budget.2", '<c r="{}"><f>1+1</f><v>999</v></c>'),
         Shown("budget.2", "999")),
    Case("H20b", "A formula that was never computed.",
         lambda one: deposits.in_budget(
             one, "budget.2", '<c r="{}"><f>1+1</f></c>'),
         Refused("n'a pas été calculée")),
    Case("H20c", "A formula in error.",
         lambda one: deposits.in_budget(
             one, "budget.2", '<c r="{}" t="e"><f>1/0</f><v>#DIV/0!</v></c>'),
         Shown("budget.2", "#DIV/0!")),
    Case("H21", "A list whose header stands on row 7, under blank and merged rows.",
         lambda _: archives.sheet(
             '<row r="2"><c r="A2"><v>2017</v></c></row>'
             '<row r="7"><c r="C7" t="inlineStr"><is><t>Montant</t></is></c></row>'
             '<row r="9"><c r="C9"><v>12</v></c></row></sheetData>'
             '<mergeCells><mergeCell ref="A2:F4"/></mergeCells><sheetData>'),
         Refused("Lu comme une liste")),
    Case("H22", "A sheet that announces a million rows and has forty.",
         lambda one: deposits.dimension_replaced(one, "A1:XFD1048576"), _TITLE),
    Case("H22b", "A sheet that announces one cell and has forty rows.",
         lambda one: deposits.dimension_replaced(one, "A1"), _TITLE),
    Case("H22c", "A workbook with comments and a picture, as people send back.",
         lambda one: archives.with_parts(one, {
             "xl/comments1.xml": b"<!DOCTYPE x><comments/>",
             "xl/drawings/vmlDrawing1.vml": b"<xml>not even closed",
             "xl/media/image1.png": b"\x89PNG"}),
         _TITLE),
]  # fmt: skip
CASES = [*_BOMBS, *_ARCHIVES, *_DAMAGES, *_DISGUISES, *_SHEETS]
