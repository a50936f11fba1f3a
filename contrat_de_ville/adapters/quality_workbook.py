"""The workbook of the quality report: the same rows as the page, to sort and filter."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from contrat_de_ville.adapters.quality_wording import (
    actor_text,
    channel_label,
    clock_text,
    outcomes_text,
    severity_label,
    wait_text,
)
from contrat_de_ville.adapters.whole_file import write_whole
from contrat_de_ville.adapters.wording import state_label
from contrat_de_ville.adapters.workbook.book import PlainBook
from contrat_de_ville.adapters.workbook.table import Column, Kind, Row
from contrat_de_ville.domain.quality_report import (
    FileRow,
    FindingRow,
    ImportRow,
    QualityReport,
    RefusedRow,
    RuleRow,
    VersionRow,
    WaitRow,
    by_rule,
    by_wait,
    in_order,
)


def write_quality_workbook(path: Path, report: QualityReport) -> None:
    """Write the workbook at *path*; the same report gives the same bytes.

    Nothing in it is a formula: every text of a porteur is a text for good.

    Raises:
        BadFileError: the place cannot be written.
    """
    book = PlainBook(
        f"{report.contrat_name} – contrôle de qualité {report.annee}",
        "Contrôle de qualité des dépôts",
        report.as_of,
        "",
    )
    sheets = (
        _write_findings,
        _write_files,
        _write_rules,
        _write_waits,
        _write_versions,
        _write_received,
    )
    for write in sheets:
        write(book, report)
    write_whole(path, book.content())


def _write_findings(book: PlainBook, report: QualityReport) -> None:
    titles = {one.numero: one for one in report.files}
    sheet = book.add_sheet("Constats", "Constats, cellule par cellule", is_wide=True)
    # Sixteen columns: on one page across, only a large sheet can be read.
    sheet.fit_to_pages(1, 0)
    columns: list[Column[FindingRow]] = [
        _text("N°", 11, lambda one: one.numero),
        _text("Intitulé", 24, lambda one: titles[one.numero].title),
        _text("Porteur", 22, lambda one: titles[one.numero].porteur),
        _text("Version", 8, lambda one: f"v{one.version}"),
        _text("Gravité", 11, lambda one: severity_label(one.severity)),
        _text("Suivi", 10, lambda one: "ouvert" if one.is_open else "corrigé"),
        _text("Feuille", 12, lambda one: one.place[0]),
        _text("Cellule", 9, lambda one: one.place[1]),
        _text("Valeur lue", 20, lambda one: one.value),
        _text("Constat", 40, lambda one: one.sentence),
        _text("À faire", 34, lambda one: one.remedy),
        _date("Ouvert le", lambda one: one.opened_at),
        _date("Corrigé le", lambda one: one.closed_at),
        _text("Par la version", 8, _mended_by),
        _text("Règle", 26, lambda one: one.rule),
        _text("Source", 30, lambda one: one.source),
    ]
    book.fill(sheet, columns, in_order(report), "", 1)


def _mended_by(one: FindingRow) -> str:
    return f"v{one.closed_by_version}" if one.closed_by_version else ""


def _write_files(book: PlainBook, report: QualityReport) -> None:
    def awaited(one: FileRow) -> str:
        return "\n".join(wait_text(wait, report.as_of) for wait in one.waits)

    sheet = book.add_sheet("Dossiers", "Dossiers")
    columns: list[Column[FileRow]] = [
        _text("N°", 11, lambda one: one.numero),
        _text("Intitulé", 32, lambda one: one.title),
        _text("Porteur", 26, lambda one: one.porteur),
        _text("Canal", 16, lambda one: channel_label(one.channel)),
        _count("Version", 8, lambda one: one.version),
        _text("État", 12, lambda one: state_label(one.state)),
        _date("Depuis le", lambda one: one.state_since),
        _text("Motif", 26, lambda one: one.reason),
        _count("Bloquants", 10, lambda one: one.blocking_count),
        _count("À vérifier", 10, lambda one: one.to_check_count),
        _text("En attente de", 36, awaited),
        _date("Complet le", lambda one: one.complete_at),
        _text("Délai d'instruction", 30, clock_text),
    ]
    book.fill(sheet, columns, report.files, "", 1)


def _write_rules(book: PlainBook, report: QualityReport) -> None:
    sheet = book.add_sheet("Règles", "Constats par règle")
    columns: list[Column[RuleRow]] = [
        _text("Règle", 28, lambda row: row.rule),
        _text("Gravité", 11, lambda row: severity_label(row.severity)),
        _text("Ce qu'elle dit", 60, lambda row: row.sentence),
        _count("Dossiers", 10, lambda row: row.files_count),
        _count("Ouverts", 10, lambda row: row.open_count),
        _count("Corrigés", 10, lambda row: row.closed_count),
        _text("Source", 50, lambda row: row.source),
    ]
    book.fill(sheet, columns, by_rule(report), "", 1)


def _write_waits(book: PlainBook, report: QualityReport) -> None:
    sheet = book.add_sheet("Attentes", "En attente de qui, depuis quand")
    columns: list[Column[WaitRow]] = [
        _text("De qui", 44, actor_text),
        _text("Quoi", 44, lambda row: row.what),
        _count("Dossiers", 10, lambda row: row.files_count),
        _date("Le plus ancien", lambda row: row.oldest),
        _count("Jours", 10, lambda row: row.days),
    ]
    book.fill(sheet, columns, by_wait(report), "", 1)


def _write_versions(book: PlainBook, report: QualityReport) -> None:
    sheet = book.add_sheet("Versions", "Versions reçues, et ce que chacune corrige")
    columns: list[Column[VersionRow]] = [
        _text("N°", 11, lambda one: one.numero),
        _count("Version", 8, lambda one: one.version),
        _text("Fichier", 36, lambda one: one.file_name),
        _text("Canal", 18, lambda one: channel_label(one.channel)),
        _date("Reçue le", lambda one: one.received_at),
        _text("Hors délai", 10, lambda one: "oui" if one.is_late else "non"),
        _count("Constats", 10, lambda one: one.found_count if one.is_checked else None),
        _count("Corrigés par elle", 10, lambda one: one.mended_count),
        _text("Lecture", 50, lambda one: "\n".join(one.notes)),
    ]
    book.fill(sheet, columns, report.versions, "", 1)


def _write_received(book: PlainBook, report: QualityReport) -> None:
    lists = book.add_sheet("Listes", "Fichiers de plusieurs lignes")
    columns: list[Column[ImportRow]] = [
        _text("Fichier", 40, lambda one: one.file_name),
        _text("Canal ou correspondance", 24, lambda one: channel_label(one.source)),
        _date("Importée le", lambda one: one.imported_at),
        _text("Lignes", 34, outcomes_text),
        _text("Conventions du fichier", 60, lambda one: "\n".join(one.conventions)),
    ]
    book.fill(lists, columns, report.imports, "", 1)
    aside = book.add_sheet("Écartés", "Fichiers et lignes écartés")
    refused: list[Column[RefusedRow]] = [
        _text("Fichier", 40, lambda one: one.file_name),
        _text("Où", 20, lambda one: one.place),
        _date("Reçu le", lambda one: one.received_at),
        _text("Suite", 10, lambda one: "refusé" if one.is_refused else "écarté"),
        _text("Motif", 80, lambda one: one.reason),
    ]
    book.fill(aside, refused, report.refused, "", 1)


def _text(header: str, width: int, value: Callable[[Row], str]) -> Column[Row]:
    return Column(header=header, width=width, value=value)


def _count(header: str, width: int, value: Callable[[Row], int | None]) -> Column[Row]:
    return Column(header=header, width=width, value=value, kind=Kind.COUNT)


def _date(header: str, value: Callable[[Row], datetime | None]) -> Column[Row]:
    return Column(header=header, width=12, value=value, kind=Kind.DATE)
