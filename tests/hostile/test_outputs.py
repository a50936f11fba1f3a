"""A year of hostile texts: nothing we write obeys them, everything shows them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from datetime import datetime
from io import StringIO
from pathlib import Path

import pytest

from contrat_de_ville.adapters.clock import moved_to
from contrat_de_ville.adapters.mail import RELAY_VARIABLE
from contrat_de_ville.adapters.workspace import (
    DATABASE_VARIABLE,
    FOLDER_VARIABLE,
    current_workspace,
)
from flows.avancer import FLOWS
from flows.cli.commands import programmation
from flows.cli.french import run
from tests.hostile import poisoned_year, scanning
from tests.hostile.list_cases import HEADER
from tests.small_year import ATELIERS, CHANTIER, FETE, MUET, OUBLI, REF, RETARD


pytestmark = pytest.mark.slow

COMMANDS = [
    ("etat",),
    ("etat", "--depots"),
    ("etat", "--format", "json"),
    ("qualite",),
    ("qualite", "--format", "json"),
    *(("qualite", "--numero", numero) for numero in (ATELIERS, MUET)),
    *(("versions", numero) for numero in (ATELIERS, MUET, FETE)),
    *(("tracer", numero) for numero in (ATELIERS, CHANTIER, MUET, OUBLI, FETE, RETARD)),
    ("tracer", f"{ATELIERS}/CAPH"),
    ("tracer", f"{RETARD}/CAPH"),
    ("tracer", "conseil:cc-centre"),
    ("tracer", ATELIERS, "--format", "json"),
    ("donnees",),
    ("verifier",),
]


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Play the poisoned year, write its audit folder, and give its folder."""
    folder = tmp_path_factory.mktemp("annee-hostile")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(FOLDER_VARIABLE, str(folder))
        patch.delenv(DATABASE_VARIABLE, raising=False)
        patch.delenv(RELAY_VARIABLE, raising=False)
        poisoned_year.play(patch, run_step, lambda _: None)
        said("exporter", str(folder / "audit"))
        (folder / "liste.csv").write_text(_list(), encoding="utf-8")
        said("deposer", "--liste", str(folder / "liste.csv"))
        yield folder
        current_workspace().store().close()


def run_step(code: str, at: datetime) -> None:
    """Run one step as of an instant."""
    with moved_to(at):
        FLOWS[code].fn(REF.annee, REF.contrat)


def said(*command: str) -> str:
    """Run a command of the terminal and return all that it shows, errors too."""
    shown = StringIO()
    with redirect_stdout(shown), redirect_stderr(shown):
        run(programmation, command)
    return shown.getvalue()


def _list() -> str:
    rows = [
        f'20004219000013;{title};"{text}";{rank}00\n'
        for rank, (title, text) in enumerate(
            [
                ("@SUM(A1)", '=HYPERLINK(""http://voleur.example"";""x"")'),
                ("=1+1", "+33 3 27 00 00 00"),
                ("-1+1", "Ateliers\n=cmd|' /C calc'!A0"),
                ("<script>alert(1)</script>", "{{7*7}}"),
            ],
            start=1,
        )
    ]
    return HEADER + "".join(rows) + "20004219000013;=1+1;=1+1;=1+1\n"


def written(folder: Path, suffix: str) -> list[Path]:
    """Return the files of a kind that the year wrote: not those it received."""
    return [
        one
        for one in sorted(folder.rglob(f"*{suffix}"))
        if "boite" not in one.parts and one.name != "liste.csv"
    ]


class TestWhatIsWritten:
    """Every file of the year, whatever the texts it holds."""

    def test_workbooks_hold_no_active_formula(self, year: Path) -> None:
        """In each workbook, no formula and no link comes from a text."""
        found = [
            (one.name, fault)
            for one in written(year, ".xlsx")
            for fault in scanning.workbook_faults(one.read_bytes())
        ]

        assert found == []
        assert len(written(year, ".xlsx")) >= 4

    def test_workbooks_show_the_texts(self, year: Path) -> None:
        """The titles stand in the programming as they were written."""
        content = (year / REF.code / "sorties" / "programmation-2017.xlsx").read_bytes()
        shown = {text for _, text in scanning.cells(content)}

        assert poisoned_year.TITLES["ateliers.xlsx"] in shown
        assert poisoned_year.TITLES["chantier.xlsx"] in shown

    def test_pages_run_and_load_nothing(self, year: Path) -> None:
        """No page has a script, a handler or an address that comes from a text."""
        pages = written(year, ".html")
        found = [
            (one.name, fault)
            for one in pages
            for fault in scanning.page_faults(one.read_text(encoding="utf-8"))
        ]

        assert found == []
        assert len(pages) >= 2

    def test_pages_show_the_texts(self, year: Path) -> None:
        """Markup and templates stand in the report as text."""
        page = (year / REF.code / "sorties" / "rapport-2017.html").read_text("utf-8")

        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
        assert "<script>alert" not in page

    def test_tables_hold_nothing_to_compute(self, year: Path) -> None:
        """In each CSV file, no cell begins as a formula."""
        found = [
            (one.name, fault)
            for one in written(year, ".csv")
            for fault in scanning.table_faults(one.read_text(encoding="utf-8-sig"))
        ]

        assert found == []

    def test_messages_are_plain(self, year: Path) -> None:
        """Each message has one line of subject, one recipient, a text, no control."""
        messages = list((year / "courrier").glob("*.eml"))
        found = [
            (one.name, fault)
            for one in messages
            for fault in scanning.mail_faults(one.read_bytes())
        ]

        assert found == []
        assert len(messages) > 40

    def test_the_journal_is_one_object_a_line(self, year: Path) -> None:
        """No text makes a line of its own in the journal, nor holds a control."""
        journals = sorted((year / "audit").rglob("*.jsonl"))
        text = "".join(one.read_text(encoding="utf-8") for one in journals)

        assert list(scanning.journal_faults(text)) == []
        assert text


class TestTheTerminal:
    """What a coordinator sees obeys nobody."""

    @pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
    def test_no_order_to_the_terminal(
        self, year: Path, command: tuple[str, ...]
    ) -> None:
        """No escape, no reversed writing, no forged line of a log is shown."""
        shown = said(*command)

        assert year.exists()
        assert scanning.controls(shown) == set()
        assert not any(line.startswith("[INFO]") for line in shown.splitlines())
        if "json" in command:
            assert json.loads(shown)

    def test_a_file_of_a_hostile_name(self, year: Path, tmp_path: Path) -> None:
        """The name of a file that is refused is shown without its orders."""
        path = tmp_path / poisoned_year.FILE_NAME
        path.write_bytes(b"une photo")
        shown = said("deposer", str(path))

        assert year.exists()
        assert scanning.controls(shown) == set()
