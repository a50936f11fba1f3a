"""The page of a comparison: offline, escaped, well nested, in French."""

from __future__ import annotations

from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

from contrat_de_ville.adapters.scenario_page import write_scenario_page
from contrat_de_ville.domain.scenario_effects import Compared
from tests.assembly_builder import plain
from tests.scenario_builder import compared, sides


VOID = {"meta", "br"}


class Page(HTMLParser):
    """Reads a page and keeps what the tests ask of it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.faults: list[str] = []
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.addresses: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what opens, and leave it open until its end."""
        values = dict(attrs)
        self.tags.append(tag)
        self.ids += [str(values["id"])] if "id" in values else []
        self.addresses += [str(values[key]) for key in ("href", "src") if key in values]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Ignore a tag that closes itself, as those of a picture."""

    def handle_endtag(self, tag: str) -> None:
        """Close the last tag open, or note a fault."""
        if not self.open or self.open.pop() != tag:
            self.faults.append(tag)


def written(folder: Path, found: Compared | None = None) -> str:
    """Write the page and read its text."""
    path = folder / "scenarios.html"
    write_scenario_page(path, found or compared())
    return path.read_text("utf-8")


def test_it_is_well_nested_and_fetches_nothing(tmp_path: Path) -> None:
    """Every tag is closed in order, every address is in the page, ids are unique."""
    page = Page(written(tmp_path))

    assert (page.open, page.faults) == ([], [])
    assert {one for one in page.addresses if not one.startswith("#")} == set()
    assert {one[1:] for one in page.addresses} <= set(page.ids)
    assert len(page.ids) == len(set(page.ids))
    assert {"script", "img", "link", "iframe"}.isdisjoint(page.tags)


def test_it_has_the_figures_and_the_picture(tmp_path: Path) -> None:
    """Totals, gaps, value, N-1, unexplored fields, sentences, notices."""
    text = plain(written(tmp_path))

    for said in (
        "<svg role",
        "état au 7 mars 2017 à 10 h 00",
        "Valeur : 40 000 points, soit 8 000 points de moins que la proposition",
        "-8 000 points (-16,7 %)",
        "1 action entre, 1 action sort, 1 action monte, 1 action descend.",
        '<th scope="col" class="n">N-1</th>',
        "<strong>4.1</strong> Habiter mieux",
        "Retenue en entier : 5 000 €",
        "La proposition a vieilli.",
        "Les enveloppes sont inventées.",
        "Gardent leur montant, réparti autrement entre financeurs (1)",
        "L&#39;État</th>",
    ):
        assert said in text


def test_last_year_is_shown_only_where_it_is_known(tmp_path: Path) -> None:
    """Axes have their N-1, quartiers do not."""
    text = written(tmp_path)
    quartiers = text.split('id="quartier"')[1].split("</section>")[0]

    assert text.count('class="n">N-1</th>') == 1
    assert "N-1" not in quartiers


def test_names_are_only_ever_text(tmp_path: Path) -> None:
    """A name or a note cannot open a tag, run a template, or reverse the writing."""
    evil = "<script>alert(1)</script>{{7*7}}"
    found = compared(sides=sides(first=evil), notes=(evil, "a\x00b\u202ec"))
    text = written(tmp_path, found)

    assert "<script" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;{{7*7}}" in text
    assert "abc" in text


def test_a_scenario_that_changes_nothing_says_so(tmp_path: Path) -> None:
    """No table without a row."""
    alone = sides()
    same = replace(
        alone,
        actions=tuple(
            replace(one, moves=(None,) * len(one.moves)) for one in alone.actions
        ),
    )

    assert "Aucun dossier ne change." in written(tmp_path, compared(sides=same))
