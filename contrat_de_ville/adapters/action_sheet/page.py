"""The sheet of one action as a page: offline, printed as it is, nothing to click."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from jinja2 import Template

from contrat_de_ville.adapters.action_sheet.record import ActionSheet
from contrat_de_ville.adapters.action_sheet.wording import (
    basis_label,
    families,
    french_day,
    path_readings,
    place_text,
    points_text,
    typeset,
    verdict_counts,
    verdict_label,
)
from contrat_de_ville.adapters.pages import page_environment
from contrat_de_ville.adapters.whole_file import write_whole
from contrat_de_ville.adapters.wording import percent, safe_text
from contrat_de_ville.domain.calendar import french_date, french_instant
from contrat_de_ville.domain.money import format_euros


_HERE = Path(__file__).parent


def write_sheet(path: Path, sheet: ActionSheet) -> None:
    """Write the sheet at *path*: one page, no script, nothing fetched.

    Raises:
        BadFileError: the place cannot be written.
    """
    write_whole(path, sheet_page(sheet).encode())


def sheet_page(sheet: ActionSheet) -> str:
    """Return the sheet as HTML; every text of a porteur is escaped."""
    found = families(sheet.readings)
    page = _template().render(
        sheet=sheet,
        families=found,
        counts=verdict_counts(found),
        paths=path_readings(sheet.readings),
    )
    return safe_text(page)


@lru_cache(maxsize=1)
def _template() -> Template:
    environment = page_environment(_HERE)
    environment.filters |= {
        "basis": basis_label,
        "date": french_date,
        "day": french_day,
        "euros": format_euros,
        "fr": typeset,
        "instant": french_instant,
        "percent": percent,
        "place": place_text,
        "points": points_text,
        "verdict": verdict_label,
    }
    return environment.get_template("fiche.html.j2")
