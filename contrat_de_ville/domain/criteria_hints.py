"""Words of a deposit that may tell of a criterion: hints to judge, never a yes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from contrat_de_ville.domain.criteria_records import CriteriaFacts, Evidence
from contrat_de_ville.domain.deposit_text import fold, one_line
from contrat_de_ville.domain.depots import Action


_LETTER, _BETWEEN = r"[^\W_]", r"[\W_]+"
_LETTERS = f"{_LETTER}*"
_WORD = re.compile(f"{_LETTER}+")
_SENTENCE_END = re.compile(r"(?<=[.!?;])\s+|\n+")
_LONGEST = 180
_MOST = 3
# What people write in a box they leave empty.
_NOTHING = frozenset(
    {
        "", "non", "neant", "aucun", "aucune", "sans objet", "so", "s o", "nc", "n c",
        "rien", "pas de mutualisation", "aucune mutualisation", "non concerne",
    }
)  # fmt: skip


def says_nothing(text: str) -> bool:
    """Tell whether an answer is empty, or only says that there is none.

    >>> says_nothing(" Néant. "), says_nothing("S.O."), says_nothing("Avec le CCAS")
    (True, True, False)
    """
    return " ".join(_WORD.findall(fold(text))) in _NOTHING


def hints(
    action: Action, patterns: Sequence[str], facts: CriteriaFacts
) -> tuple[Evidence, ...]:
    """Return the first sentence of each field where a pattern is found.

    A pattern is one or several words without accents; a star ends the beginning of a
    word (``reper*`` finds « repérées »).
    """
    wanted = _any_of(tuple(patterns))
    found = [
        facts.declared(code, _shortened(sentence))
        for code, text in _texts(action)
        if (sentence := _first_sentence(text, wanted))
    ]
    return tuple(found[:_MOST])


def _texts(action: Action) -> tuple[tuple[str, str], ...]:
    """Return the answers written in sentences, by field code."""
    return (
        ("action_intitule", action.title),
        ("action_description", action.description),
        ("objectifs", action.objectifs),
        ("calendrier", action.calendrier),
        ("moyens_humains", action.moyens_humains),
        ("partenaires", action.partenaires),
        ("indicateurs", action.indicateurs),
        ("mutualisation", action.mutualisation),
    )


def _first_sentence(text: str, wanted: re.Pattern[str]) -> str:
    if not wanted.search(_folded(text)):
        return ""
    for sentence in _SENTENCE_END.split(text):
        if wanted.search(fold(sentence)):
            return one_line(sentence)
    return ""


@lru_cache(maxsize=64)
def _folded(text: str) -> str:
    """Fold a whole answer, once for all the criteria that look into it."""
    return fold(text)


@lru_cache(maxsize=32)
def _any_of(patterns: tuple[str, ...]) -> re.Pattern[str]:
    """Compile patterns: whole words, whatever stands between two of them."""
    told = [
        _BETWEEN.join(re.escape(one).replace(r"\*", _LETTERS) for one in each.split())
        for each in patterns
    ]
    return re.compile(rf"(?<!{_LETTER})(?:{'|'.join(told)})(?!{_LETTER})")


def _shortened(sentence: str) -> str:
    """Cut a long sentence between two words."""
    if len(sentence) <= _LONGEST:
        return sentence
    return f"{sentence[:_LONGEST].rpartition(' ')[0]}…"


def listed(names: Sequence[str]) -> str:
    """Write names the French way.

    >>> listed(["Denain"]), listed(["Denain", "Lourches", "Raismes"])
    ('Denain', 'Denain, Lourches et Raismes')
    """
    return " et ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))
