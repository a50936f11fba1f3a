"""The report of the programming: one offline page that a COPIL looks at."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from jinja2 import Template
from markupsafe import Markup

from contrat_de_ville.adapters.balance_pictures import concentration_sentence
from contrat_de_ville.adapters.pages import page_environment
from contrat_de_ville.adapters.pictures import draw_all
from contrat_de_ville.adapters.whole_file import write_whole
from contrat_de_ville.adapters.wording import (
    avis_label,
    held,
    percent,
    public_names,
    quartier_names,
    renewal_label,
    safe_text,
    state_label,
)
from contrat_de_ville.domain import answers, balance
from contrat_de_ville.domain.aci.compared import counted_centiemes
from contrat_de_ville.domain.aci.headcount import hundredths
from contrat_de_ville.domain.calendar import french_instant
from contrat_de_ville.domain.concentration import concentration_of
from contrat_de_ville.domain.money import format_euros, rate
from contrat_de_ville.domain.overview import AciRow, ActionRow, Overview
from contrat_de_ville.domain.reached import Reached


def write_report(path: Path, overview: Overview) -> None:
    """Write the report at *path*: one page, no script, nothing fetched.

    Raises:
        BadFileError: the place cannot be written.
    """
    page = _template().render(**_facts(overview))
    write_whole(path, safe_text(page).encode())


@lru_cache(maxsize=1)
def _template() -> Template:
    """Load the template in the sandbox; every text of a porteur is escaped."""
    environment = page_environment()
    environment.filters |= {
        "euros": format_euros,
        "percent": percent,
        "instant": french_instant,
        "state": state_label,
        "avis": avis_label,
        "renewal": renewal_label,
        "publics": public_names,
        "counted": _counted,
        "held": held,
    }
    return environment.get_template("rapport.html.j2")


def _counted(row: AciRow) -> str:
    """Write the headcount that the grant of a chantier counts."""
    return hundredths(counted_centiemes(row))


def _facts(overview: Overview) -> dict[str, object]:
    """Gather what the template shows; it computes nothing itself."""
    return {
        "overview": overview,
        "pictures": {name: Markup(svg) for name, svg in draw_all(overview).items()},  # noqa: S704 (drawn by us, texts escaped in charts)
        "totals": balance.totals(overview),
        "reached": Reached.of(overview),
        "funders": balance.by_funder(overview),
        "axes": [
            (row, _actions_of(overview, row)) for row in balance.by_axis(overview)
        ],
        "quartiers": balance.by_quartier(overview),
        "publics": balance.by_public(overview),
        "communes": balance.by_commune(overview),
        "novelty": balance.by_novelty(overview),
        "concentration": concentration_of(overview),
        "unexplored": answers.unexplored(overview),
        "avis": answers.avis_by_conseil(overview),
        "rate": rate,
        "room_of": balance.room_of,
        "retained": balance.retained_centimes,
        "retained_rate": balance.retained_rate,
        "quartier_names": quartier_names,
        "porteurs_phrase": concentration_sentence,
    }


def _actions_of(overview: Overview, axe: balance.BalanceRow) -> list[ActionRow]:
    return [one for one in overview.actions if str(one.axe) == axe.key]
