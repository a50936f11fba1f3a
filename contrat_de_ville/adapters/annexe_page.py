"""The annex of an act as a page to be printed: offline, nothing to click."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from jinja2 import Template

from contrat_de_ville.adapters.action_sheet.wording import typeset
from contrat_de_ville.adapters.annexe_wording import (
    amount_header,
    annexe_title,
    common_act,
    council_text,
    left_out,
    notices,
    remark,
    remark_header,
    seal_lines,
    total_sentence,
)
from contrat_de_ville.adapters.pages import page_environment
from contrat_de_ville.adapters.whole_file import write_whole
from contrat_de_ville.adapters.wording import safe_text
from contrat_de_ville.domain.annexe import SECTION_LABELS, SECTION_NOTES, Annexe
from contrat_de_ville.domain.money import format_euros


def write_annexe(path: Path, annexe: Annexe) -> None:
    """Write the annex at *path*: one page, no script, nothing fetched.

    Raises:
        BadFileError: the place cannot be written.
    """
    write_whole(path, annexe_page(annexe).encode())


def annexe_page(annexe: Annexe) -> str:
    """Return the annex as HTML; every text of a porteur is escaped."""
    page = _template().render(
        annexe=annexe,
        title=annexe_title(annexe),
        council=council_text(annexe),
        act=common_act(annexe),
        notices=notices(annexe),
        total=total_sentence(annexe),
        left_out=left_out(annexe),
        seal=seal_lines(annexe),
        labels=SECTION_LABELS,
        notes=SECTION_NOTES,
        amount_header=amount_header,
        remark_header=remark_header,
        remark=remark,
    )
    return safe_text(page)


@lru_cache(maxsize=1)
def _template() -> Template:
    environment = page_environment()
    environment.filters |= {"euros": format_euros, "fr": typeset}
    return environment.get_template("annexe.html.j2")
