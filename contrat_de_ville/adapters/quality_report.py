"""The quality report: one offline page, searched where it stands, printed as it is."""

from __future__ import annotations

import base64
import hashlib
from functools import lru_cache
from pathlib import Path

from jinja2 import Template
from markupsafe import Markup

from contrat_de_ville.adapters.pages import SHARED_TEMPLATES, page_environment
from contrat_de_ville.adapters.quality_pictures import MOST_RULES, draw_quality
from contrat_de_ville.adapters.quality_wording import (
    actor_text,
    channel_label,
    clock_text,
    code_text,
    day,
    life_text,
    outcomes_text,
    severity_label,
    state_text,
    wait_text,
)
from contrat_de_ville.adapters.whole_file import write_whole
from contrat_de_ville.adapters.wording import safe_text, state_label
from contrat_de_ville.domain.calendar import french_instant
from contrat_de_ville.domain.completeness import EXAMINATION_SOURCE
from contrat_de_ville.domain.depots import DepotState
from contrat_de_ville.domain.quality_report import (
    QualityReport,
    by_channel,
    by_rule,
    by_state,
    by_wait,
    in_order,
)


LONGEST_TABLE = 3_000
"""Rows of a table of the page: above, no browser is at ease. The workbook has all."""
_SCRIPT = (SHARED_TEMPLATES / "qualite.js").read_text(encoding="utf-8")


def write_quality_page(path: Path, report: QualityReport) -> None:
    """Write the page at *path*: nothing fetched, one small script of our own.

    Raises:
        BadFileError: the place cannot be written.
    """
    page = _template().render(**_facts(report))
    write_whole(path, safe_text(page).encode())


@lru_cache(maxsize=1)
def _template() -> Template:
    """Load the template in the sandbox; every text of a porteur is escaped."""
    environment = page_environment()
    environment.filters |= {
        "actor": actor_text,
        "channel": channel_label,
        "clock": clock_text,
        "code": code_text,
        "day": day,
        "instant": french_instant,
        "life": life_text,
        "outcomes": outcomes_text,
        "severity": severity_label,
        "state": state_label,
        "state_since": state_text,
    }
    environment.globals["wait_text"] = wait_text
    return environment.get_template("qualite.html.j2")


def _facts(report: QualityReport) -> dict[str, object]:
    """Gather what the template shows; it computes nothing itself."""
    shown = {one.numero: one for one in report.files}
    still_open = [one for one in report.findings if one.is_open]
    rules = by_rule(report)
    return {
        "report": report,
        "script": Markup(_SCRIPT),  # noqa: S704 (ours, and the page says its hash)
        "script_hash": _script_hash(),
        "pictures": {name: Markup(svg) for name, svg in draw_quality(report).items()},  # noqa: S704 (drawn by us, texts escaped in charts)
        "states": by_state(report),
        "all_states": list(DepotState),
        "channels": by_channel(report),
        "rules": rules,
        "most_rules": MOST_RULES,
        "open_rules_count": sum(row.files_count > 0 for row in rules),
        "waits": by_wait(report),
        "files": shown,
        "findings": in_order(report)[:LONGEST_TABLE],
        "longest": LONGEST_TABLE,
        "blocking_count": sum(one.is_blocking for one in still_open),
        "to_check_count": sum(not one.is_blocking for one in still_open),
        "mended_count": len(report.findings) - len(still_open),
        "refused_count": sum(one.is_refused for one in report.refused),
        "examination_source": EXAMINATION_SOURCE,
    }


@lru_cache(maxsize=1)
def _script_hash() -> str:
    """Name the one script that the page lets run (Content-Security-Policy)."""
    digest = hashlib.sha256(_SCRIPT.encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"
