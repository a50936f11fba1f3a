"""The report as a page: offline, escaped, well nested, in French."""

from __future__ import annotations

from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest

from contrat_de_ville.adapters.report import write_report
from contrat_de_ville.domain.overview import EnvelopePartRow, Overview
from tests.overview_builder import action, funder_line, overview


VOID = {"meta", "br", "link", "img", "hr", "input"}


class Page(HTMLParser):
    """Reads a page and keeps what the tests ask of it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.faults: list[str] = []
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.addresses: list[str] = []
        self.svgs: list[dict[str, str | None]] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what opens, and leave it open until its end."""
        self._note(tag, dict(attrs))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag that closes itself."""
        self._note(tag, dict(attrs))

    def handle_endtag(self, tag: str) -> None:
        """Close the last tag open, or note a fault."""
        if not self.open or self.open[-1] != tag:
            self.faults.append(tag)
            return
        self.open.pop()

    def _note(self, tag: str, values: dict[str, str | None]) -> None:
        self.tags.append(tag)
        self.ids += [str(values["id"])] if "id" in values else []
        self.addresses += [str(values[key]) for key in ("href", "src") if key in values]
        self.svgs += [values] if tag == "svg" else []


def rendered(folder: Path, year: Overview) -> str:
    """Write the report and read its text."""
    path = folder / "rapport.html"
    write_report(path, year)
    return path.read_text("utf-8")


@pytest.fixture
def text(tmp_path: Path) -> str:
    """Write the report of the builder's year."""
    return rendered(tmp_path, overview())


def spaced(text: str) -> str:
    """Replace no-break spaces, so that amounts can be read in the tests."""
    return text.replace("\u202f", " ").replace("\xa0", " ")


class TestOffline:
    """Nothing comes from elsewhere."""

    def test_fetches_nothing(self, text: str) -> None:
        """Every address is inside the page, there is no script."""
        page = Page(text)

        assert [one for one in page.addresses if not one.startswith("#")] == []
        assert "script" not in page.tags
        assert {"link", "img", "iframe", "object"}.isdisjoint(page.tags)

    def test_names_no_site(self, tmp_path: Path) -> None:
        """Without a hostile title, not one address of a site is in the page."""
        plain = overview(actions=(action(1, 1, funder_line("CAF", 100)),))
        text = rendered(tmp_path, plain)

        assert "http" not in text.replace("http-equiv", "")
        assert "url(" not in text

    def test_forbids_what_it_does_not_use(self, text: str) -> None:
        """The page itself refuses scripts and anything from elsewhere."""
        assert "default-src 'none'; style-src 'unsafe-inline'" in text


class TestHostile:
    """What a porteur writes is only ever text."""

    def test_markup_of_a_porteur_is_escaped(self, tmp_path: Path) -> None:
        """A title, a chantier or a conseil cannot open a tag or run a template."""
        evil = "<script>alert(1)</script>{{7*7}}<svg onload=x>"
        one = action(1, 1, funder_line("CAF", 100), title=evil, porteur=evil)
        text = rendered(
            tmp_path, overview(actions=(one,), quartiers={"QP059050": evil})
        )

        assert "<script" not in text
        assert "<svg onload" not in text
        assert "&lt;script&gt;alert(1)&lt;/script&gt;{{7*7}}" in text

    def test_controls_and_reversed_writing_are_dropped(self, tmp_path: Path) -> None:
        """A NUL, a lone surrogate and an override of direction are not shown."""
        one = action(1, 1, funder_line("CAF", 100), title="a\x00b\ud800c\u202ed")

        assert "abcd" in rendered(tmp_path, overview(actions=(one,)))


class TestContent:
    """What a COPIL reads."""

    def test_writes_amounts_the_french_way(self, text: str) -> None:
        """Narrow spaces between thousands, a comma, the euro after a no-break space."""
        assert "91\u202f750,76\xa0€" in text
        assert "64\u202f250,01\xa0€" in text

    def test_tells_refused_from_undecided(self, text: str) -> None:
        """Action 6 waits and shows a dash; action 7 is refused and shows zero."""
        rows = {part[:9]: part for part in spaced(text).split('class="numero">')}

        assert '<td class="n">6 000 €</td><td class="n">–</td>' in rows["2017-0006"]
        assert '<td class="n">3 000 €</td><td class="n">0 €</td>' in rows["2017-0007"]

    def test_the_proposal_is_shown_once_there_is_one(
        self, tmp_path: Path, text: str
    ) -> None:
        """Between what is asked and what is kept, and a dash before it."""
        line = funder_line("CAF", 100_00, 40_00, proposed_centimes=60_00)
        shown = spaced(rendered(tmp_path, overview(actions=(action(1, 1, line),))))
        stages = (
            '<td class="n">100 €</td><td class="n">60 €</td><td class="n">40 €</td>'
        )

        assert stages in shown
        assert 'class="middle"' in shown
        assert 'class="middle"' not in text

    def test_says_how_much_the_money_gathers(self, text: str) -> None:
        """One porteur carries the twelve actions of the year."""
        assert "1 porteur, dont 1 avec plusieurs actions." in text
        assert 'id="communes"' in text
        assert "Actions reconduites" in text

    def test_a_part_is_under_its_envelope(self, tmp_path: Path) -> None:
        """« dont ACI » is a row of its own, and the total stays what it was."""
        part = EnvelopePartRow(
            part="aci", label="ACI", envelope_centimes=30_000_00,
            programmed_centimes=17_000_00, is_reserved=True,
        )  # fmt: skip
        rows = tuple(replace(one, parts=(part,)) for one in overview().envelopes[:1])
        text = spaced(rendered(tmp_path, overview(envelopes=rows)))

        assert "dont ACI (réservé)" in text
        assert '30 000 €</td><td></td><td></td><td class="n">17 000 €</td>' in text

    def test_says_what_is_invented(self, text: str) -> None:
        """The notice of demonstration is in the page."""
        assert "Les enveloppes sont inventées." in text

    def test_says_what_is_frozen(self, tmp_path: Path, text: str) -> None:
        """The hash is there once frozen, the warning before."""
        before = rendered(tmp_path, overview(sha256="", version=0))

        assert "ab" * 32 in text
        assert "Programmation non figée" in before

    def test_says_that_nothing_is_arbitrated_yet(self, tmp_path: Path) -> None:
        """Before the COPIL the page says why the programmed amounts are zero."""
        waiting = overview(actions=(action(1, 1, funder_line("CAF", 100)),), aci=())

        assert "n’a encore rien arbitré" in rendered(tmp_path, waiting)

    def test_a_year_without_anything_is_written(self, tmp_path: Path) -> None:
        """The day of the opening the page stands, with its empty sections."""
        empty = overview(actions=(), aci=(), envelopes=(), milestones=())
        text = rendered(tmp_path, empty)

        assert "Aucune action déposée." in text
        assert Page(text).faults == []

    def test_the_same_facts_give_the_same_page(self, tmp_path: Path, text: str) -> None:
        """Two writings of one overview are equal."""
        assert text == rendered(tmp_path, overview())


class TestAccess:
    """Everyone can read it."""

    def test_is_well_nested(self, text: str) -> None:
        """Every tag is closed where it must be, every id is alone."""
        page = Page(text)

        assert (page.faults, page.open) == ([], [])
        assert len(set(page.ids)) == len(page.ids)

    def test_headings_are_in_order(self, text: str) -> None:
        """One first heading, and no level is jumped."""
        levels = [int(tag[1]) for tag in Page(text).tags if tag in {"h1", "h2", "h3"}]
        jumps = [
            (before, after) for before, after in pairwise(levels) if after > before + 1
        ]

        assert (levels.count(1), jumps) == (1, [])

    def test_every_picture_has_words(self, text: str) -> None:
        """Each picture is an image with a title and a description."""
        page = Page(text)

        assert len(page.svgs) == 10
        assert {"img"} == {svg["role"] for svg in page.svgs}
        assert [
            name
            for svg in page.svgs
            for name in str(svg["aria-labelledby"]).split()
            if name not in page.ids
        ] == []

    def test_is_french_and_can_be_skipped_through(self, text: str) -> None:
        """The language is said, and the first link leads to the content."""
        assert '<html lang="fr">' in text
        assert Page(text).addresses[0] == "#contenu"
