"""Every figure and every entry says where it is written, and it is there."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from contrat_de_ville.adapters.parameter_files import load_parameters
from contrat_de_ville.adapters.referential_files import load_referentials
from contrat_de_ville.adapters.resources import resource_folder
from contrat_de_ville.domain.parameters import DatedValue


ROOT = Path(__file__).resolve().parents[2]
NOTE_HREF = "docs/sources/note_orientations_2017.txt"
NOTE = ROOT / NOTE_HREF
ORIGINAL = ROOT.parent / "shared" / "reference" / "note-orientations-2017.txt"
PARAMETERS = load_parameters(resource_folder("config") / "parameters")
REFERENTIALS = load_referentials(resource_folder("config") / "referentiels")

# How the note writes in letters the figures it does not write in digits.
IN_LETTERS = {1: "un", 4: "quatre", 10: "dix"}
# Figures the note shows only by a list: they are counted in the referential.
COUNTED = {
    "participation.nombre_d_etapes": REFERENTIALS.participation,
    "pilotage.nombre_de_fonctions": REFERENTIALS.pilotage,
}


def squeeze(text: str) -> str:
    """Forget line breaks, odd spaces and the shape of apostrophes."""
    one_line = " ".join(text.replace("’", "'").split())
    return re.sub(r"(?<=\w)- (?=\w)", "-", one_line)


def figures(text: str) -> set[str]:
    """Return the numbers written in digits."""
    return set(re.findall(r"[0-9]+", text))


def values_of_the_note() -> Iterator[tuple[str, DatedValue]]:
    """Yield each parameter value whose sentence is in the note."""
    for name in PARAMETERS.names():
        for value in PARAMETERS.parameter(name).values:
            if value.reference.href == NOTE_HREF:
                yield name, value


def quoted() -> Iterator[tuple[str, str]]:
    """Yield the place and the quote of everything that quotes the note."""
    for name, value in values_of_the_note():
        yield f"{name} ({value.starts_on})", value.reference.quote
    for list_name, entries in REFERENTIALS.as_dict().items():
        for code, entry in entries.items():
            if "quote" in entry and list_name != "pieces":
                yield f"{list_name} {code}", entry["quote"]


def test_every_quote_is_in_the_note() -> None:
    """The words quoted are found in the note, spaces and apostrophes apart."""
    note = squeeze(NOTE.read_text(encoding="utf-8"))
    absent = [where for where, quote in quoted() if squeeze(quote) not in note]

    assert absent == []


def test_the_note_is_quoted_as_often_as_it_is_used() -> None:
    """17 parameters, 7 axes, 33 orientations and 22 entries quote the note."""
    assert len(list(quoted())) == 17 + 7 + 33 + 22


@pytest.mark.parametrize(
    ("name", "value"),
    [
        pytest.param(name, value, id=name)
        for name, value in values_of_the_note()
        if type(value.value) is int
    ],
)
def test_a_figure_is_in_its_own_quote(name: str, value: DatedValue) -> None:
    """The figure is in its quote in digits or letters, or counts a list quoted."""
    words = re.findall(r"\w+", value.reference.quote.lower())
    written = str(value.value) in figures(value.reference.quote)
    spelled = IN_LETTERS.get(value.value) in words
    counted = len(COUNTED.get(name, ())) == value.value

    assert written or spelled or counted


def test_no_figure_of_the_note_is_forgotten() -> None:
    """Every number the note writes in digits is quoted, but for the year itself."""
    note = figures(NOTE.read_text(encoding="utf-8"))
    known = set().union(*(figures(quote) for _, quote in quoted()))

    assert {"2017"} == note - known


def test_the_counts_of_the_note_are_those_of_the_lists() -> None:
    """The number of axes, criteria, stages and functions is that of their lists."""
    on = next(values_of_the_note())[1].starts_on
    counts = {
        "axes.nombre": len(REFERENTIALS.axes),
        "innovation.nombre_de_criteres": len(REFERENTIALS.criteres_innovation),
        "participation.nombre_d_etapes": len(REFERENTIALS.participation),
        "pilotage.nombre_de_fonctions": len(REFERENTIALS.pilotage),
    }

    assert counts == {name: PARAMETERS.value(name, on) for name in counts}


def test_publics_point_at_known_figures() -> None:
    """The ages of the publics are named parameters, written once."""
    named = {one for entry in REFERENTIALS.publics.values() for one in entry.parameters}

    assert set() == named - set(PARAMETERS.names())


def test_sources_kept_here_exist() -> None:
    """A reference to a file of the project leads to a file."""
    hrefs = {
        value.reference.href
        for name in PARAMETERS.names()
        for value in PARAMETERS.parameter(name).values
    }
    absent = [
        one
        for one in sorted(hrefs)
        if not one.startswith("https://") and not (ROOT / one).is_file()
    ]

    assert absent == []


def test_every_folder_of_parameters_explains_itself() -> None:
    """Each folder has an index with its description."""
    root = resource_folder("config") / "parameters"
    folders = [root, *(one for one in root.rglob("*") if one.is_dir())]

    assert [one.name for one in folders if not (one / "index.yaml").is_file()] == []


@pytest.mark.real
def test_the_note_is_the_one_received() -> None:
    """The note kept here has the bytes of the note received."""
    if not ORIGINAL.is_file():
        pytest.skip("la note reçue (shared/reference) n'est pas sur cette machine")
    kept, received = (
        hashlib.sha256(one.read_bytes()).hexdigest() for one in (NOTE, ORIGINAL)
    )

    assert received == kept
