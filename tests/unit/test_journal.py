"""The chain of the journal: what it shows, what it cannot show alone."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contrat_de_ville.domain.journal import (
    GENESIS,
    Break,
    Fact,
    compose_line,
    first_break,
    line_hash,
)


AT = datetime(2017, 3, 28, 12, 0, 0, 123456, tzinfo=UTC)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
PLAIN = st.one_of(TEXTS, st.integers(), st.booleans(), st.none())
HASHES = st.lists(st.text("0123456789abcdef", min_size=64, max_size=64)).map(tuple)
FACTS = st.builds(
    Fact,
    act=TEXTS,
    about=TEXTS,
    step=TEXTS,
    actor=TEXTS,
    rule=TEXTS,
    inputs=HASHES,
    outputs=HASHES,
    data=st.dictionaries(st.text("abcdefgh_", min_size=1), PLAIN),
)


def build_chain(facts: list[Fact]) -> list[str]:
    """Write *facts* one after the other, as the store does."""
    lines: list[str] = []
    prev = GENESIS
    for seq, fact in enumerate(facts):
        line = compose_line(
            fact, seq=seq, prev=prev, cycle="CV195-2017", at=AT, code="essai"
        )
        prev = line_hash(line)
        lines.append(line)
    return lines


CHAIN = build_chain(
    [Fact(act="essai", about=f"depot:2017-000{rank}", step="s") for rank in range(6)]
)


def test_a_line_is_compact_json_whose_order_and_instants_are_fixed() -> None:
    """A line holds rank and hash first, and the instant in UTC and in Paris."""
    fact = Fact(act="a", about="b", step="c", inputs=("2", "1"), data={"z": 1, "y": 2})
    line = compose_line(fact, seq=3, prev="p", cycle="C", at=AT, code="k")

    assert line == (
        '{"seq":3,"prev":"p","utc":"2017-03-28T12:00:00.123Z",'
        '"paris":"2017-03-28T14:00:00+02:00","cycle":"C","etape":"c","acte":"a",'
        '"objet":"b","acteur":"systeme","regle":"","code":"k","entrees":["1","2"],'
        '"sorties":[],"donnees":{"y":2,"z":1}}'
    )


@given(fact=FACTS)
def test_a_fact_written_is_read_back_the_same(fact: Fact) -> None:
    """Whatever the text, a line is one line of JSON that says what was told."""
    line = build_chain([fact])[0]
    record = json.loads(line)
    expected = {key: _composed(value) for key, value in fact.data.items()}

    assert "\n" not in line
    assert record["donnees"] == expected
    assert (record["acte"], record["objet"]) == (
        _composed(fact.act),
        _composed(fact.about),
    )
    assert record["entrees"] == sorted(fact.inputs)


@given(facts=st.lists(FACTS, max_size=5))
def test_a_chain_as_written_holds(facts: list[Fact]) -> None:
    """A chain nobody touched has no break, whatever it tells."""
    assert first_break(build_chain(facts)) is None


@given(facts=st.lists(FACTS, min_size=2, max_size=5), data=st.data())
def test_any_change_of_a_line_but_the_last_is_seen(
    facts: list[Fact], data: st.DataObject
) -> None:
    """A character changed anywhere above the last line breaks the chain."""
    lines = build_chain(facts)
    rank = data.draw(st.integers(0, len(lines) - 2))
    place = data.draw(st.integers(0, len(lines[rank]) - 1))
    other = "x" if lines[rank][place] != "x" else "y"
    lines[rank] = lines[rank][:place] + other + lines[rank][place + 1 :]

    assert first_break(lines) is not None


def test_an_escape_followed_by_a_combining_mark_stays_json() -> None:
    """A line break then a combining acute accent is not joined into « ń »."""
    line = build_chain([Fact(act="a", about="b", step="c", data={"x": "\n\u0301"})])[0]

    assert json.loads(line)["donnees"] == {"x": "\n\u0301"}


def test_a_lone_surrogate_does_not_stop_the_journal() -> None:
    """Half a character typed in a terminal is written as a question mark."""
    line = build_chain([Fact(act="a", about="b\udcff", step="c")])[0]

    assert json.loads(line)["objet"] == "b?"


def test_free_text_cannot_pass_for_a_rank_and_a_hash() -> None:
    """A text that looks like the start of a line is escaped inside its own."""
    forged = f'{{"seq":0,"prev":"{GENESIS}"'
    chain = build_chain([Fact(act=forged, about="b", step="c")])

    assert first_break(chain) is None
    assert first_break([f'x{{"acte":"{forged}"']) == Break(
        0, "la ligne ne suit pas la précédente"
    )


ATTACKS: dict[str, tuple[Callable[[list[str]], list[str]], int]] = {
    "edit": (lambda c: [*c[:2], c[2].replace("2017", "2018"), *c[3:]], 3),
    "delete a line": (lambda c: [*c[:2], *c[3:]], 2),
    "delete the first": (lambda c: c[1:], 0),
    "insert": (lambda c: [*c[:2], build_chain([Fact(act="a", about="b", step="c")])[0],
                          *c[2:]], 2),
    "reorder": (lambda c: [*c[:2], c[3], c[2], *c[4:]], 2),
    "duplicate": (lambda c: [*c[:3], c[2], *c[3:]], 3),
    "renumber after a deletion": (
        lambda c: [*c[:2], c[3].replace('"seq":3', '"seq":2'), *c[4:]], 2
    ),
}  # fmt: skip


@pytest.mark.parametrize("attack", ATTACKS)
def test_the_chain_shows_an_attack_in_its_middle(attack: str) -> None:
    """Editing, deleting, inserting, reordering or duplicating a line is seen."""
    change, rank = ATTACKS[attack]

    assert first_break(change(CHAIN)) == Break(
        rank, "la ligne ne suit pas la précédente"
    )


def test_a_cut_tail_is_seen_only_against_a_head_kept_elsewhere() -> None:
    """The chain alone holds without its last lines; its head and count differ."""
    cut = CHAIN[:-2]

    assert first_break(cut) is None
    assert (len(cut), line_hash(cut[-1])) != (len(CHAIN), line_hash(CHAIN[-1]))


def test_an_edit_of_the_last_line_is_seen_only_against_a_head() -> None:
    """Nothing follows the last line: only the head kept elsewhere shows its edit."""
    edited = [*CHAIN[:-1], CHAIN[-1].replace("essai", "autre")]

    assert first_break(edited) is None
    assert line_hash(edited[-1]) != line_hash(CHAIN[-1])


def _composed(value: object) -> object:
    return unicodedata.normalize("NFC", value) if isinstance(value, str) else value
