"""The picture of a comparison: lengths in proportion, letters, words escaped."""

from __future__ import annotations

import re

from contrat_de_ville.adapters.charts import Caption
from contrat_de_ville.adapters.scenario_picture import (
    Series,
    draw_axes,
    many_bars,
)
from contrat_de_ville.domain.scenario_effects import side_by_side
from tests.assembly_builder import plain
from tests.scenario_builder import FIRST, NAMES, compared, programming, sides


CAPTION = Caption(ident="essai", title="Essai", text="a & b")


def widths(svg: str, kind: str) -> list[float]:
    """Read the lengths of the bars of a style class, legend left out."""
    found = re.findall(rf'class="{kind}" x="[^"]*" y="\d+" width="([\d.]+)%"', svg)
    return [float(one) for one in found]


def test_all_bars_are_on_one_scale() -> None:
    """200 fills the room for bars, 100 half of it, what is not known has no length."""
    series = [
        Series(name="un", kind="serie-0", values=(200, 100)),
        Series(name="deux", kind="serie-1", values=(None, 0)),
    ]
    svg = many_bars(CAPTION, ("A", "B"), series)

    assert widths(svg, "serie-0") == [60.0, 30.0]
    assert widths(svg, "serie-1") == [0.0, 0.0]


def test_each_programming_has_its_letter() -> None:
    """N-1 first, where it is known, then the proposal, then the scenarios."""
    svg = plain(draw_axes(compared()))

    for said in ("A – N-1", "B – Proposition", "C – Premier", "D – Second"):
        assert said in svg
    assert "A : 5 000 €" in svg
    assert "C : 4 000 €" in svg
    # Axe 5 of the year before is not known.
    assert "A : –" in svg


def test_the_same_figures_are_told() -> None:
    """Those who do not see the picture hear every amount."""
    told = plain(draw_axes(compared()))

    assert "Axe 5 – Apprentissages : N-1 –, Proposition 2 000 €, Premier 5 000" in told


def test_names_are_escaped_and_cut() -> None:
    """A name cannot open a tag, and a long one is cut in the legend."""
    svg = draw_axes(compared(sides=sides(first="<b>" + "x" * 57)))

    assert "<b>" not in svg
    assert f"&lt;b&gt;{'x' * 36}…</text>" in svg


def test_so_many_scenarios_stay_a_picture() -> None:
    """Of ten, the proposal and seven scenarios are drawn; the tables have them all."""
    many = [programming(f"n° {rank}", FIRST) for rank in range(11)]
    svg = draw_axes(compared(sides=side_by_side(many, NAMES, {})))

    assert "H – n° 7" in svg
    assert "n° 8" not in svg
