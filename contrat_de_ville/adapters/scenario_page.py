"""The page of a comparison: scenarios side by side, offline, ready for paper."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from jinja2 import Template
from markupsafe import Markup

from contrat_de_ville.adapters.aci_wording import signed_percent
from contrat_de_ville.adapters.pages import page_environment
from contrat_de_ville.adapters.scenario_picture import MOST_SERIES, draw_axes
from contrat_de_ville.adapters.scenario_wording import (
    ANSWERED,
    HEADINGS,
    MOVES,
    moves_sentence,
    row_label,
    signed_euros,
    signed_points,
    value_sentence,
)
from contrat_de_ville.adapters.whole_file import write_whole
from contrat_de_ville.adapters.wording import safe_text
from contrat_de_ville.domain.calendar import french_instant
from contrat_de_ville.domain.money import format_euros
from contrat_de_ville.domain.scenario_effects import Compared
from contrat_de_ville.domain.scenario_names import LAST_YEAR


_PAGE_HEIGHT = 520
"""Pixels a landscape page leaves a picture, under its heading and above its caption."""


def write_scenario_page(path: Path, compared: Compared) -> None:
    """Write the page at *path*: one page, no script, nothing fetched.

    Raises:
        BadFileError: the place cannot be written.
    """
    page = _template().render(**_facts(compared))
    write_whole(path, safe_text(page).encode())


@lru_cache(maxsize=1)
def _template() -> Template:
    """Load the template in the sandbox; every text of a person is escaped."""
    environment = page_environment()
    environment.filters |= {
        "euros": format_euros,
        "label": row_label,
        "signed": signed_euros,
        "signed_percent": signed_percent,
        "signed_points": signed_points,
        "value_sentence": value_sentence,
        "instant": french_instant,
    }
    return environment.get_template("scenarios.html.j2")


def _facts(compared: Compared) -> dict[str, object]:
    """Gather what the template shows; it computes nothing itself."""
    sides = compared.sides
    picture = draw_axes(compared)
    tables = {one.heading: one for one in sides.comparison.tables}
    return {
        "compared": compared,
        "names": compared.names,
        "base": sides.headlines[0],
        "scenarios": [
            {
                "rank": rank,
                "headline": one,
                "moves": moves_sentence(sides, rank),
                "moved": [
                    (label, found)
                    for move, label in MOVES.items()
                    if (found := sides.moved(rank, move))
                ],
            }
            for rank, one in enumerate(sides.headlines)
            if rank
        ],
        "picture": Markup(picture),  # noqa: S704 (drawn by us, texts escaped in charts)
        "print_zoom": _print_zoom(picture),
        "most_series": MOST_SERIES,
        "spreads": [
            {
                "ident": heading.value,
                "title": title,
                "rows": tables[heading].rows,
                "has_previous": any(
                    one.previous_centimes is not None for one in tables[heading].rows
                ),
            }
            for heading, title in HEADINGS.items()
        ],
        "unexplored": compared.unexplored(),
        "answered": ANSWERED,
        "last_year": LAST_YEAR,
    }


def _print_zoom(picture: str) -> float:
    """Return how much smaller a picture is on paper, so that one page holds it.

    >>> _print_zoom('<svg height="1040">'), _print_zoom('<svg height="200">')
    (0.5, 1.0)
    """
    found = re.search(r'height="([0-9]+)"', picture)
    height = int(found[1]) if found else _PAGE_HEIGHT
    return min(1.0, round(_PAGE_HEIGHT / height, 2))
