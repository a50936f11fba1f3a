"""Writing a committee's workbook: the same contents, the same bytes."""

from __future__ import annotations

from contrat_de_ville.adapters.committee.book import CommitteeBook, Contents
from contrat_de_ville.adapters.committee.envelopes_sheet import write_envelopes
from contrat_de_ville.adapters.committee.guide_sheet import write_guide
from contrat_de_ville.adapters.committee.lines_sheet import write_lines


def committee_workbook(contents: Contents) -> bytes:
    """Return the workbook of a committee, ready to be filled."""
    book = CommitteeBook(contents)
    write_lines(book)
    write_envelopes(book)
    write_guide(book)
    return book.content()
