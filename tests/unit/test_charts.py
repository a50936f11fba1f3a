"""Pictures: lengths in proportion, words escaped, nothing out of the frame."""

from __future__ import annotations

import re

from contrat_de_ville.adapters.charts import (
    Caption,
    Gauge,
    Pair,
    Stack,
    Step,
    gauges,
    grouped_bars,
    stacked_bars,
    timeline,
)


CAPTION = Caption(ident="essai", title="Essai <1>", text="a & b")


def widths(svg: str, kind: str) -> list[float]:
    """Read the lengths of the bars of a style class, legend left out."""
    found = re.findall(rf'class="{kind}" x="[^"]*" y="\d+" width="([\d.]+)%"', svg)
    return [float(one) for one in found]


def test_bars_share_one_scale() -> None:
    """200 fills the room for bars, 100 half of it, nothing has no length."""
    pairs = [
        Pair(label="A", first=200, second=100, first_text="200", second_text="100"),
        Pair(label="B", first=None, second=0, first_text="–", second_text="0"),
    ]
    svg = grouped_bars(CAPTION, ("un", "deux"), pairs)

    assert (widths(svg, "first"), widths(svg, "second")) == ([68.0, 0.0], [34.0, 0.0])


def test_a_third_bar_stands_between_the_two() -> None:
    """200 asked, 150 proposed, 100 kept: 68, 51 and 34 percent of the width."""
    pair = Pair(
        label="A", first=200, second=100, first_text="200", second_text="100",
        middle=150, middle_text="150",
    )  # fmt: skip
    svg = grouped_bars(CAPTION, ("un", "deux", "trois"), [pair])
    kinds = re.findall(r'class="(\w+)" x="0%"', svg)

    assert kinds == ["first", "middle", "second"]
    assert [widths(svg, kind) for kind in kinds] == [[68.0], [51.0], [34.0]]


def test_only_zeros_draw_no_bar() -> None:
    """A scale without a largest value divides by nothing."""
    pair = Pair(label="A", first=0, second=0, first_text="0 €", second_text="0 €")

    assert widths(grouped_bars(CAPTION, ("un", "deux"), [pair]), "first") == [0.0]


def test_a_whole_exceeded_stays_in_the_frame() -> None:
    """Used at 150 %, a gauge is full and of another colour."""
    svg = gauges(CAPTION, [Gauge(label="A", text="150 %", part=3, whole=2)])

    assert (widths(svg, "over"), widths(svg, "second")) == ([100.0], [])


def test_an_unknown_whole_has_words_and_no_gauge() -> None:
    """Without an envelope there is nothing to fill."""
    svg = gauges(CAPTION, [Gauge(label="A", text="non annoncée", part=3, whole=None)])

    assert ("non annoncée" in svg, "<rect" in svg) == (True, False)


def test_segments_fill_the_bar() -> None:
    """One and three of four are a quarter and three quarters."""
    stack = Stack(label="A", segments=[("avis-favorable", 1), ("avis-non-rendu", 3)])
    svg = stacked_bars(CAPTION, [("avis-favorable", "Favorable")], [stack])

    assert widths(svg, "avis-favorable") == [25.0]
    assert widths(svg, "avis-non-rendu") == [75.0]


def test_steps_are_drawn_by_kind() -> None:
    """Each date has its mark, full or hollow by its class."""
    steps = [
        Step(label="Clôture", date_text="16 décembre", kind="done"),
        Step(label="COPIL", date_text="28 mars", kind="coming"),
    ]

    assert re.findall(r'<circle class="(\w+)"', timeline(CAPTION, steps)) == [
        "done",
        "coming",
    ]


def test_words_are_escaped() -> None:
    """Titles, descriptions and labels cannot open a tag."""
    svg = timeline(CAPTION, [Step(label="<b>", date_text="&", kind="done")])

    assert '<title id="essai-titre">Essai &lt;1&gt;</title>' in svg
    assert '<desc id="essai-texte">a &amp; b</desc>' in svg
    assert "&lt;b&gt;" in svg


def test_a_long_label_is_cut_in_lines() -> None:
    """A name too long for a telephone takes two lines and pushes the rest down."""
    long = Pair(label="mot " * 15, first=1, second=1, first_text="1", second_text="1")
    short = Pair(label="mot", first=1, second=1, first_text="1", second_text="1")
    heights = [
        int(re.findall(r'<svg [^>]*height="(\d+)"', svg)[0])
        for svg in (
            grouped_bars(CAPTION, ("un", "deux"), [short]),
            grouped_bars(CAPTION, ("un", "deux"), [long]),
        )
    ]

    assert heights[1] - heights[0] == 18
