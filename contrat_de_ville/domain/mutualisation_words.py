"""The words that tell one action from the others: what two of them may share.

Left out: the words of French grammar, those that every deposit uses, and the
sentences found word for word under several orientations, which porteurs copy from
one deposit to the next and which say nothing of the action.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from contrat_de_ville.domain.deposit_text import fold, one_line


Bag = Mapping[str, str]
"""Words of one action: as it is written first, by the beginning that identifies it."""

Sentence = tuple[str, str]
"""A sentence folded to be compared, and as it is written."""

_WORD = re.compile(r"[^\W\d_]{3,}")
_SENTENCE_END = re.compile(r"(?<=[.!?;])\s+|\n+")
# « locataire », « locataires », « locative »: a beginning is enough to see one word.
_BEGINNING = 6
_MOST_USED_PCT = 10
_LEAST_USED = 3
_GRAMMAR = frozenset(
    """
    afin ainsi alors apres aucun aucune aussi autour autre autres avant avec avoir bien
    car ceci cela celle celles celui ces cet cette ceux chacun chacune chaque chez comme
    comment dans des deux dix donc dont elle elles encore entre est etaient etait etc
    ete etre eux font huit ils jusqu jusque les leur leurs lors lui mais meme memes mes
    moins mon neuf non nos notre nous ont onze par parmi pas pendant peu peut peuvent
    plus plusieurs pour pres puis quand quatre que quel quelle quelques qui quinze quoi
    sans sept ses seul seule sinon six soi soit son sont sous sur tous tout toute toutes
    tres trente trois une vers vingt vos votre vous
    """.split()  # noqa: SIM905 (a page of words reads better than a page of quotes)
)
_OF_EVERY_DEPOSIT = tuple(
    """
    accueil action aide aider annee ans beneficiair chef commune communal conduire
    contrat donner educativ faire fait fois habitant heure jour lieu mardi matin
    mercredi mett mise mois objectif organis ouvert ouvrir participant permet personne
    petit place premier projet propos public quartier reussite seance semaine soir
    souten temp territoire vendredi ville
    """.split()  # noqa: SIM905 (the same)
)
"""Beginnings of the words that any deposit uses, whatever it is about."""


def distinctive_words(texts: Sequence[tuple[str, str]]) -> list[Bag]:
    """Return the words of each text that tell it from the others, in its order.

    Args:
        texts: the field (orientation) and the words of each action.
    """
    sentences = [
        (field, [(fold(part), part) for part in _SENTENCE_END.split(text)])
        for field, text in texts
    ]
    copied = _copied(sentences)
    bags = [_words_of(parts, copied) for _, parts in sentences]
    used = Counter(beginning for bag in bags for beginning in bag)
    most = max(_LEAST_USED, len(bags) * _MOST_USED_PCT // 100)
    return [
        {beginning: word for beginning, word in bag.items() if used[beginning] <= most}
        for bag in bags
    ]


def _copied(sentences: Iterable[tuple[str, Sequence[Sentence]]]) -> frozenset[str]:
    """Return the sentences found under more than one field, folded."""
    fields: dict[str, set[str]] = defaultdict(set)
    for field, parts in sentences:
        for folded, _ in parts:
            fields[folded].add(field)
    return frozenset(text for text, found in fields.items() if len(found) > 1)


def _words_of(parts: Sequence[Sentence], copied: frozenset[str]) -> dict[str, str]:
    bag: dict[str, str] = {}
    for folded, part in parts:
        if folded in copied:
            continue
        words = _WORD.findall(folded)
        written = _WORD.findall(one_line(part).lower())
        # A mark that composes with no letter cuts a word in one and not in the other.
        shown = written if len(written) == len(words) else words
        for word, as_written in zip(words, shown, strict=True):
            if word not in _GRAMMAR and not word.startswith(_OF_EVERY_DEPOSIT):
                bag.setdefault(_singular(word)[:_BEGINNING], as_written)
    return bag


def _singular(word: str) -> str:
    """Drop the mark of the plural.

    >>> _singular("droits"), _singular("jeux"), _singular("parent")
    ('droit', 'jeu', 'parent')
    """
    return word[:-1] if word[-1] in "sx" else word
