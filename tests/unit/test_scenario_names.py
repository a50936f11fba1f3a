"""Names of scenarios: read from people, shown to people."""

from __future__ import annotations

import pickle

import pytest

from contrat_de_ville.domain.scenario_names import (
    same_name,
    scenario_name,
    unknown_scenario,
)
from contrat_de_ville.errors import BadInputError


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Moins dix", "Moins dix"),
        ("  Moins\u00a0 dix\t", "Moins dix"),
        ("E\u0301te\u0301", "Été"),
        ("a" * 60, "a" * 60),
        ("<b>[bold]&", "<b>[bold]&"),
        ("2", "2"),
    ],
)
def test_a_name_is_read(written: str, read: str) -> None:
    """Spaces are made regular, accents composed, and nothing else changes."""
    assert scenario_name(written) == read


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("", "n'est pas un nom"),
        (" \n ", "n'est pas un nom"),
        ("…!", "n'est pas un nom"),
        ("a" * 61, "a 61 caractères"),
        ("a\x1bb", "ne se voient pas"),
        ("a\u202eb", "ne se voient pas"),
        ("a\udc80b", "ne se voient pas"),
        ("PROPOSITION", "nomme déjà autre chose"),
        ("n-1", "nomme déjà autre chose"),
    ],
)
def test_a_name_is_refused(written: str, said: str) -> None:
    """Empty, long, invisible, or that of something else: each has its sentence."""
    with pytest.raises(BadInputError, match=said) as caught:
        scenario_name(written)

    str(caught.value).encode()
    assert "\x1b" not in str(caught.value)


def test_the_same_name_is_told_apart_by_nothing_one_forgets() -> None:
    """Capitals and accents are not what tells two scenarios apart."""
    assert same_name("Été 2", "ETE 2")
    assert not same_name("Été 2", "Été 3")


def test_an_unknown_name_is_answered_by_the_known_ones() -> None:
    """Twelve at most, the others counted; the error survives pickling."""
    error = unknown_scenario("x\x1b", [str(one) for one in range(14)])

    assert str(error).startswith("Aucun scénario « x » (scénarios : 0 ; 1 ; ")
    assert "; 11 et 2 autres)" in str(error)
    assert str(pickle.loads(pickle.dumps(error))) == str(error)
