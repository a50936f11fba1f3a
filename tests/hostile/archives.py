"""Workbooks as an enemy, a broken disk or an odd program would make them."""

from __future__ import annotations

import stat
import struct
import warnings
import zipfile
from collections.abc import Mapping
from io import BytesIO

from tests.deposit_builder import parts_of, zipped


CONTENT_TYPES = (
    b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    b'<Default Extension="xml" ContentType="application/xml"/></Types>'
)
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def sheet_parts(rows: str, dimension: str = "A1") -> dict[str, bytes]:
    """Return the parts of the smallest workbook there is, with these rows."""
    return {
        "[Content_Types].xml": CONTENT_TYPES,
        "_rels/.rels": (
            f'<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" '
            f'Type="{LINKS}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
        ).encode(),
        "xl/workbook.xml": (
            f'<workbook xmlns="{MAIN}" xmlns:r="{LINKS}"><sheets>'
            '<sheet name="Feuil1" sheetId="1" r:id="rId1"/></sheets></workbook>'
        ).encode(),
        "xl/_rels/workbook.xml.rels": (
            f'<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" '
            f'Type="{LINKS}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
        ).encode(),
        "xl/worksheets/sheet1.xml": (
            f'<worksheet xmlns="{MAIN}"><dimension ref="{dimension}"/>'
            f"<sheetData>{rows}</sheetData></worksheet>"
        ).encode(),
    }


def sheet(rows: str, dimension: str = "A1") -> bytes:
    """Return the smallest workbook there is, with these rows."""
    return zipped(sheet_parts(rows, dimension))


def hollow() -> bytes:
    """H02: two cells, the first and the last of all; 1.4 kB, hundreds of GB."""
    return sheet(
        '<row r="1"><c r="A1"><v>1</v></c></row>'
        '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        "A1:XFD1048576",
    )


def dense(rows: int = 400_000) -> bytes:
    """H01: very many short rows."""
    return sheet(
        "".join(
            f'<row r="{rank}"><c r="A{rank}"><v>{rank * 7919 % 100_003}</v></c></row>'
            for rank in range(1, rows + 1)
        )
    )


def with_parts(workbook: bytes, parts: Mapping[str, bytes]) -> bytes:
    """Return the workbook with parts added or replaced."""
    return zipped(parts_of(workbook) | dict(parts))


def with_doctype(workbook: bytes, doctype: str, use: str) -> bytes:
    """Put a document type before the list of sheets, and *use* in its first name."""
    name = "xl/workbook.xml"
    part = parts_of(workbook)[name].decode()
    start = part.index("<workbook")
    part = part[:start] + doctype + part[start:].replace('name="', f'name="{use}', 1)
    return with_parts(workbook, {name: part.encode()})


def laughs() -> str:
    """H03: entities made of entities, a billion in the end."""
    lines = ['<!ENTITY a0 "rire">']
    lines += [f'<!ENTITY a{rank} "{f"&a{rank - 1};" * 10}">' for rank in range(1, 10)]
    return f"<!DOCTYPE x [{''.join(lines)}]>"


def quadratic() -> str:
    """H04: one long entity, used very many times."""
    return f'<!DOCTYPE x [<!ENTITY a "{"b" * 50_000}">]>'


def external(address: str) -> str:
    """H05, H06: an entity that stands elsewhere."""
    return f'<!DOCTYPE x [<!ENTITY a SYSTEM "{address}">]>'


def many_entries(count: int = 100_000) -> bytes:
    """H09: empty parts, only many; written by hand, a library would take minutes."""
    local, directory = bytearray(), bytearray()
    for rank in range(count):
        name = f"{rank:x}".encode()
        common = struct.pack("<HHHHHIIIHH", 20, 0, 0, 0, 33, 0, 0, 0, len(name), 0)
        place = struct.pack("<HHHII", 0, 0, 0, 0, len(local))
        directory += b"PK\x01\x02\x14\x00" + common + place + name
        local += b"PK\x03\x04" + common + name
    total = min(count, 0xFFFF)
    end = struct.pack("<HHHHIIH", 0, 0, total, total, len(directory), len(local), 0)
    return bytes(local + directory + b"PK\x05\x06" + end)


def overlapping(workbook: bytes) -> bytes:
    """H08: the directory names twice the bytes of one part."""
    content = bytearray(workbook)
    first = content.index(b"PK\x01\x02")
    second = content.index(b"PK\x01\x02", first + 4)
    place = content[first + 42 : first + 46]
    content[second + 42 : second + 46] = place
    return bytes(content)


def lying(workbook: bytes, name: str, size: int) -> bytes:
    """H12: the directory says another size for one part."""
    content = bytearray(workbook)
    at = content.index(b"PK\x01\x02")
    while content[at + 46 : at + 46 + len(name)] != name.encode():
        at = content.index(b"PK\x01\x02", at + 4)
    content[at + 24 : at + 28] = size.to_bytes(4, "little")
    return bytes(content)


def twice(workbook: bytes, name: str, other: bytes) -> bytes:
    """H13: two parts of one name, that do not say the same."""
    content = BytesIO(workbook)
    with warnings.catch_warnings(), zipfile.ZipFile(content, "a") as archive:
        warnings.simplefilter("ignore")
        archive.writestr(name, other)
    return content.getvalue()


def symlink(workbook: bytes) -> bytes:
    """H11: a part that is a link to a file of the machine."""
    content = BytesIO(workbook)
    with zipfile.ZipFile(content, "a") as archive:
        link = zipfile.ZipInfo("xl/media/image1.xml")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    return content.getvalue()


def under_password(workbook: bytes) -> bytes:
    """H14: every part says that it is encrypted, as a zip with a password does."""
    content = bytearray(workbook)
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(mark)
        while at >= 0:
            content[at + flags] |= 1
            at = content.find(mark, at + 4)
    return bytes(content)


def old_container(*names: str) -> bytes:
    """Return an OLE container whose directory names these streams; nothing more."""
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 504
    entries = b"".join(one.encode("utf-16-le").ljust(128, b"\x00") for one in names)
    return header + entries.ljust(1024, b"\x00")
