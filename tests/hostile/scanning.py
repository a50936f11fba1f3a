"""Look for what a hostile text could have made of a file we write."""

from __future__ import annotations

import csv
import json
import re
import unicodedata
import zipfile
from collections.abc import Iterator
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from html.parser import HTMLParser
from io import BytesIO, StringIO

from python_calamine import CalamineWorkbook


# Pieces of the hostile texts that must be text wherever they are.
MARKS = ("voleur", "alert(", 'HYPERLINK("http', "cmd|", "SUM(A1", "1+1", "onerror")
_FORMULA = re.compile(r"<f[ >][^<]*(?:</f>)?|<formula\d?>[^<]*")
_TARGET = re.compile(r'Target="([^"]*)"[^>]*TargetMode="External"')
_NUMBER = re.compile(r"[+-]?[0-9][0-9  \u202f]*(?:[.,][0-9]+)?")
_TURNS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def controls(text: str) -> set[str]:
    """Return what a terminal would obey, or what turns the writing round."""
    return {
        one
        for one in text
        if one not in "\n\t"
        and (unicodedata.category(one) in {"Cc", "Cs"} or one in _TURNS)
    }


def workbook_faults(content: bytes) -> Iterator[str]:
    """Yield the formulas and links made of what someone wrote."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        for name in archive.namelist():
            if "vbaProject" in name or "externalLink" in name:
                yield f"{name} is there"
            part = archive.read(name).decode("utf-8", "replace")
            if name.endswith(".xml"):
                for formula in _FORMULA.findall(part):
                    if any(mark in formula for mark in MARKS):
                        yield f"{name}: {formula}"
            for target in _TARGET.findall(part):
                yield f"{name}: link to {target}"
    for sheet, text in cells(content):
        if found := controls(text):
            yield f"{sheet}: {found} in {text[:40]!r}"


def cells(content: bytes) -> Iterator[tuple[str, str]]:
    """Yield the text of each cell of a workbook, with its sheet."""
    with CalamineWorkbook.from_filelike(BytesIO(content)) as book:
        for name in book.sheet_names:
            for row in book.get_sheet_by_name(name).to_python():
                for cell in row:
                    if isinstance(cell, str):
                        yield name, cell


class _Page(HTMLParser):
    """Gathers what is active in a page: handlers, addresses, scripts."""

    def __init__(self) -> None:
        super().__init__()
        self.faults: list[str] = []
        self.text = ""
        self._tag = ""

    def handle_starttag(
        self, tag: str, attributes: list[tuple[str, str | None]]
    ) -> None:
        self._tag = tag
        if tag in {"iframe", "object", "embed", "base", "form"}:
            self.faults.append(f"<{tag}>")
        for name, value in attributes:
            if name.startswith("on"):
                self.faults.append(f"{tag} {name}")
            if name in {"src", "href", "action"} and not _is_local(value or ""):
                self.faults.append(f"{tag} {name}={value}")

    def handle_data(self, data: str) -> None:
        if self._tag in {"script", "style"} and any(one in data for one in MARKS):
            self.faults.append(f"<{self._tag}> holds a text: {data[:80]!r}")
        self.text += data

    def handle_endtag(self, _tag: str) -> None:
        self._tag = ""


def _is_local(address: str) -> bool:
    return address.startswith(("#", "data:")) or ":" not in address


def page_faults(page: str) -> Iterator[str]:
    """Yield what a page would run, load or obey."""
    parser = _Page()
    parser.feed(page)
    yield from parser.faults
    if found := controls(page):
        yield f"{found} in the page"


def table_faults(text: str) -> Iterator[str]:
    """Yield the cells of a CSV file that a spreadsheet would compute."""
    delimiter = ";" if text.partition("\n")[0].count(";") else ","
    for row in csv.reader(StringIO(text), delimiter=delimiter):
        for cell in row:
            start = cell.lstrip(" \t\r\n\u00a0")[:1]
            if start in "=+-@" and start and not _NUMBER.fullmatch(cell.strip()):
                yield f"{cell[:40]!r} would be computed"


def mail_faults(content: bytes) -> Iterator[str]:
    """Yield what is not one plain message with one plain subject."""
    message = message_from_bytes(content, _class=EmailMessage, policy=default)
    subject = str(message["Subject"])
    if controls(subject) or "\n" in subject or "\t" in subject:
        yield f"subject {subject!r}"
    for name in ("To", "From", "Subject", "Message-ID", "Date"):
        if len(message.get_all(name, [])) != 1:
            yield f"{name} is there {len(message.get_all(name, []))} times"
    if message["Bcc"] or message["Cc"]:
        yield "someone else receives it"
    for part in message.walk():
        if part.get_content_type() == "text/plain":
            # Lines end with CR LF in a message; a CR alone is a control.
            if found := controls(part.get_content().replace("\r\n", "\n")):
                yield f"{found} in the text"
        elif part.get_content_maintype() == "text":
            yield f"a part is {part.get_content_type()}"
        elif part.get_filename():
            yield from (f"attachment: {one}" for one in _attachment_faults(part))


def _attachment_faults(part: EmailMessage) -> Iterator[str]:
    name = str(part.get_filename())
    if not re.fullmatch(r"[\w .()-]+\.xlsx", name):
        yield f"name {name!r}"
    yield from workbook_faults(part.get_content())


def journal_faults(text: str) -> Iterator[str]:
    """Yield the lines that are not one object each, or hold a control."""
    for number, line in enumerate(text.split("\n")[:-1]):
        if controls(line) or "\t" in line:
            yield f"line {number} holds {controls(line)}"
        if json.loads(line)["seq"] != number:
            yield f"line {number} is out of place"
