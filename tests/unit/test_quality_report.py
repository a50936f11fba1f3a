from __future__ import annotations

import base64
import hashlib
import re
import zipfile
from dataclasses import replace
from datetime import date, time
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from contrat_de_ville.adapters import quality_report as page_module
from contrat_de_ville.adapters.quality_report import write_quality_page
from contrat_de_ville.adapters.quality_workbook import write_quality_workbook
from contrat_de_ville.domain.calendar import paris
from contrat_de_ville.domain.depots import DepotState, Severity
from contrat_de_ville.domain.quality_report import (
    FileRow,
    FindingRow,
    ImportRow,
    QualityReport,
    RefusedRow,
    RuleRow,
    RuleText,
    VersionRow,
    WaitRow,
    by_channel,
    by_rule,
    by_state,
    by_wait,
    in_order,
    place_of,
    shown_value,
)
from contrat_de_ville.domain.waiting_for import Actor, Wait


AT = paris(date(2017, 1, 9), time(8))
FIRST, SECOND = paris(date(2016, 12, 12), time(8)), paris(date(2017, 1, 6), time(8))
HOSTILE = (
    '=HYPERLINK("http://pisteur.example","x")',
    "@SUM(1)",
    "-1+cmd|' /C calc'!A0",
    "<script>alert(1)</script>",
    "<r>gras</r>",
    "\u202efdp.exe",
    "{{7*7}}",
)


def finding(numero: str, rule: str, **changes: Any) -> FindingRow:
    """Return an open blocking finding of a first version."""
    fields: dict[str, Any] = {
        "numero": numero,
        "version": 1,
        "rule": rule,
        "severity": Severity.BLOQUANT,
        "cell": "Action!B12",
        "value": "31/02/2017",
        "sentence": "« 31/02/2017 » n'est pas une date lisible.",
        "remedy": "Écrivez 28/02/2017.",
        "source": "Formulaire 2017",
        "opened_at": FIRST,
    }
    return FindingRow(**(fields | changes))


def file(numero: str, state: DepotState, **changes: Any) -> FileRow:
    """Return one file of a porteur, deposited by the workbook."""
    fields: dict[str, Any] = {
        "numero": numero,
        "title": f"Ateliers {numero}",
        "porteur": "Association d’essai",
        "channel": "CLASSEUR",
        "version": 1,
        "state": state,
        "state_since": FIRST,
        "reason": "",
        "complete_at": None,
        "blocking_count": 0,
        "to_check_count": 0,
    }
    return FileRow(**(fields | changes))


CORRECTIONS = Wait(actor=Actor.PORTEUR, what="corrections", since=FIRST)
FILES = (
    file("2017-0001", DepotState.A_CORRIGER, blocking_count=2, waits=(CORRECTIONS,)),
    file(
        "2017-0002",
        DepotState.A_CORRIGER,
        channel="DAUPHIN",
        waits=(replace(CORRECTIONS, since=SECOND),),
    ),
    file("2017-0003", DepotState.RECEVABLE, complete_at=SECOND, to_check_count=1),
)
FINDINGS = (
    finding(
        "2017-0001", "RNA_ABSENT", closed_at=SECOND, closed_by_version=2, version=1
    ),
    finding("2017-0001", "PART", severity=Severity.A_VERIFIER, version=2),
    finding("2017-0001", "DATE_ILLISIBLE", version=2),
    finding("2017-0002", "DATE_ILLISIBLE"),
    finding("2017-0003", "PART", severity=Severity.A_VERIFIER),
)
REPORT = QualityReport(
    contrat="CV195",
    contrat_name="Contrat de ville d’essai",
    annee=2017,
    as_of=AT,
    rules={"PART": RuleText(sentence="La part est faible : …", source="Campagne")},
    files=FILES,
    findings=FINDINGS,
    versions=(
        VersionRow(
            numero="2017-0001",
            version=2,
            channel="CLASSEUR",
            file_name="ateliers-2.xlsx",
            received_at=SECOND,
            is_late=False,
            is_checked=True,
            found_count=2,
            mended_count=1,
            notes=("Séparateur : point-virgule",),
        ),
    ),
    refused=(
        RefusedRow(
            file_name="photo.xlsx",
            place="",
            received_at=FIRST,
            reason="Ce n'est pas un classeur.",
            is_refused=True,
        ),
    ),
    imports=(
        ImportRow(
            file_name="liste.csv",
            source="montpellier_2013",
            imported_at=FIRST,
            outcomes={"acceptée": 12, "écartée": 1},
            conventions=("Encodage : Windows-1252",),
        ),
    ),
)


class TestCounts:
    """What is counted from the rows."""

    def test_by_state_every_state_is_there(self) -> None:
        """Each file is counted once, and an empty state is a zero."""
        counts = by_state(REPORT)

        assert list(counts) == list(DepotState)
        assert {state.name: n for state, n in counts.items() if n} == {
            "A_CORRIGER": 2,
            "RECEVABLE": 1,
        }

    def test_by_rule_open_and_closed_are_apart(self) -> None:
        """Blocking first, then most files; what was mended is counted, not hidden."""
        rows = [
            (row.rule, row.files_count, row.open_count, row.closed_count)
            for row in by_rule(REPORT)
        ]

        assert rows == [
            ("DATE_ILLISIBLE", 2, 2, 0),
            ("RNA_ABSENT", 0, 0, 1),
            ("PART", 2, 2, 0),
        ]

    def test_a_rule_is_said_for_any_value(self) -> None:
        """The contract's words where it has them, else the sentence less its value."""
        said = {row.rule: row.sentence for row in by_rule(REPORT)}

        assert said["PART"] == "La part est faible : …"
        assert said["DATE_ILLISIBLE"] == "«\u00a0…\u00a0» n'est pas une date lisible."
        assert isinstance(by_rule(REPORT)[0], RuleRow)

    def test_by_wait_tells_the_oldest(self) -> None:
        """Two files wait for their porteur, the first for twenty-eight days."""
        assert by_wait(REPORT) == (
            WaitRow(
                actor=Actor.PORTEUR,
                name="",
                what="corrections",
                files_count=2,
                oldest=FIRST,
                days=28,
            ),
        )

    def test_by_channel_counts_states(self) -> None:
        """The busiest channel comes first."""
        assert by_channel(REPORT) == {
            "CLASSEUR": {DepotState.A_CORRIGER: 1, DepotState.RECEVABLE: 1},
            "DAUPHIN": {DepotState.A_CORRIGER: 1},
        }

    def test_findings_come_file_by_file(self) -> None:
        """Open and blocking first, what was closed last."""
        rules = [one.rule for one in in_order(REPORT)][:3]

        assert rules == ["DATE_ILLISIBLE", "PART", "RNA_ABSENT"]

    @pytest.mark.parametrize(
        ("cell", "place"),
        [
            ("Identité!B3", ("Identité", "B3")),
            ("Identité", ("Identité", "")),
            ("$.plan[0].total", ("", "$.plan[0].total")),
            ("", ("", "")),
        ],
    )
    def test_a_place_is_a_sheet_and_a_cell(
        self, cell: str, place: tuple[str, str]
    ) -> None:
        """What has no sheet is a place of its own; a sheet alone is said so."""
        assert place_of(cell) == place

    @pytest.mark.parametrize(
        ("field", "value", "expected"),
        [
            ("date_fin", "2017-01-15", "15/01/2017"),
            ("date_fin", "31/02/2017", "31/02/2017"),
            ("date_fin", "2017-01-15 10:00:00", "2017-01-15 10:00:00"),
            ("porteur_iban", "FR7630006000011234567890188", "…0188"),
            ("porteur_iban", "", ""),
            ("beneficiaires", "40", "40"),
        ],
    )
    def test_a_value_is_shown_as_it_was_seen(
        self, field: str, value: str, expected: str
    ) -> None:
        """A date as the spreadsheet showed it; of an account number, the end."""
        assert expected == shown_value(field, value)


class Outline(HTMLParser):
    """What a page is made of: tags with their attributes, and its visible text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep a tag."""
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        """Keep a text."""
        self.texts.append(data)

    def all(self, name: str) -> list[dict[str, str | None]]:
        """Return the attributes of every tag of that name."""
        return [attrs for tag, attrs in self.tags if tag == name]


def page_of(report: QualityReport, folder: Path) -> str:
    """Write the page and return it."""
    write_quality_page(folder / "page.html", report)
    return (folder / "page.html").read_text(encoding="utf-8")


class TestPage:
    """The page: everything in it, nothing outside it."""

    def test_nothing_is_fetched_and_one_script_may_run(self, tmp_path: Path) -> None:
        """No address, and the only script is the one whose hash the page declares."""
        page = page_of(REPORT, tmp_path)
        outline = Outline(page)
        scripts = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(scripts[0].encode()).digest())
        policy = outline.all("meta")[2]["content"]

        assert re.findall(r"https?:|src=|@import|url\(", page) == []
        assert len(scripts) == 1
        assert policy == (
            "default-src 'none'; style-src 'unsafe-inline'; "
            f"script-src 'sha256-{digest.decode()}'"
        )

    def test_everything_is_there_without_the_script(self, tmp_path: Path) -> None:
        """Every finding is a visible row; only the search waits for the script."""
        page = page_of(REPORT, tmp_path)
        hidden = [attrs for _, attrs in Outline(page).tags if "hidden" in attrs]
        table = page.partition('<table id="table-constats">')[2].partition("</table>")
        rows = table[0].count("<tr class=")

        assert [one["id"] for one in hidden] == ["filtre"]
        assert rows == len(FINDINGS)

    def test_a_finding_says_all_of_itself(self, tmp_path: Path) -> None:
        """Sheet, cell, value, sentence, remedy, rule, source, and its life."""
        text = " ".join(" ".join(Outline(page_of(REPORT, tmp_path)).texts).split())

        for part in (
            "Action B12 31/02/2017",
            "Écrivez 28/02/2017.",
            "DATE_ ILLISIBLE",
            "Formulaire 2017",
            "ouvert depuis le 12/12/2016",
            "corrigé le 06/01/2017 par la version 2, ouvert le 12/12/2016",
            "complet depuis le 06/01/2017, à instruire avant le 06/03/2017",
            "ateliers-2.xlsx",
            "Encodage : Windows-1252",
            "12 lignes acceptées, 1 ligne écartée",
            "Ce n'est pas un classeur.",
        ):
            assert part in text

    def test_a_screen_reader_finds_its_way(self, tmp_path: Path) -> None:
        """Tables have captions and headed columns, pictures have words."""
        page = page_of(REPORT, tmp_path)
        outline = Outline(page)

        assert len(outline.all("caption")) == len(outline.all("table"))
        assert all(one.get("scope") in {"col", "row"} for one in outline.all("th"))
        assert len(outline.all("desc")) == len(outline.all("svg")) == 3
        assert outline.all("html") == [{"lang": "fr"}]

    @pytest.mark.parametrize("text", HOSTILE)
    def test_a_hostile_text_stays_a_text(self, text: str, tmp_path: Path) -> None:
        """What a porteur writes adds no tag and no script to the page."""
        honest = Outline(page_of(written(REPORT, "un titre"), tmp_path))
        hostile = Outline(page_of(written(REPORT, text), tmp_path))

        assert [tag for tag, _ in hostile.tags] == [tag for tag, _ in honest.tags]
        assert "49" not in "".join(hostile.texts)

    def test_an_empty_year_has_a_page(self, tmp_path: Path) -> None:
        """Before the first deposit the page says there is none."""
        empty = replace(
            REPORT, files=(), findings=(), versions=(), refused=(), imports=()
        )
        page = page_of(empty, tmp_path)

        assert "Aucun dépôt enregistré." in page
        assert "Aucun constat." in page

    def test_too_many_rows_are_said(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A page a browser could not hold is cut, and says where the rest is."""
        monkeypatch.setattr(page_module, "LONGEST_TABLE", 2)
        page = page_of(REPORT, tmp_path)

        assert "2 constats sont montrés ici, sur 5" in page

    def test_french_marks_never_begin_a_line(self, tmp_path: Path) -> None:
        """The page's own words have no-break spaces before their marks."""
        ours = replace(REPORT, findings=(), versions=(), refused=(), imports=())
        page = page_of(ours, tmp_path)
        body = page.partition("</style>")[2].partition("<script>")[0]

        assert re.findall(r".{12} [:;?!»]|« .{12}", body) == []


def written(report: QualityReport, text: str) -> QualityReport:
    """Return *report* where everything a porteur can write is *text*."""
    return replace(
        report,
        files=tuple(replace(one, title=text, porteur=text) for one in report.files),
        findings=tuple(
            replace(one, value=text, sentence=text, cell=text)
            for one in report.findings
        ),
        versions=tuple(replace(one, file_name=text) for one in report.versions),
        refused=tuple(replace(one, file_name=text) for one in report.refused),
    )


class TestWorkbook:
    """The same rows, to sort and filter."""

    def test_it_has_a_sheet_for_each_table(self, tmp_path: Path) -> None:
        """Findings first; each sheet is headed, filtered and said in French."""
        write_quality_workbook(tmp_path / "q.xlsx", REPORT)
        book = CalamineWorkbook.from_path(tmp_path / "q.xlsx")
        rows = book.get_sheet_by_name("Constats").to_python(skip_empty_area=False)

        assert book.sheet_names == [
            "Constats", "Dossiers", "Règles", "Attentes", "Versions", "Listes",
            "Écartés",
        ]  # fmt: skip
        assert rows[4][6:9] == ["Feuille", "Cellule", "Valeur lue"]
        assert rows[5][:3] == ["2017-0001", "Ateliers 2017-0001", "Association d’essai"]
        assert rows[5][6:9] == ["Action", "B12", "31/02/2017"]
        assert len(rows) == 5 + len(FINDINGS)

    @pytest.mark.parametrize("text", HOSTILE)
    def test_nothing_in_it_is_a_formula(self, text: str, tmp_path: Path) -> None:
        """Whatever the text, no cell is active and no link leads out."""
        write_quality_workbook(tmp_path / "q.xlsx", written(REPORT, text))
        with zipfile.ZipFile(BytesIO((tmp_path / "q.xlsx").read_bytes())) as archive:
            sheets = [
                archive.read(name).decode()
                for name in archive.namelist()
                if name.startswith("xl/worksheets/")
            ]

        assert len(sheets) == 7
        assert all("<f>" not in sheet for sheet in sheets)
        assert all("<hyperlink" not in sheet for sheet in sheets)

    def test_the_same_report_gives_the_same_bytes(self, tmp_path: Path) -> None:
        """Written twice, it can be compared."""
        for name in ("a.xlsx", "b.xlsx"):
            write_quality_workbook(tmp_path / name, REPORT)

        assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
