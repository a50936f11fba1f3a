"""The titles and purposes of the demonstration, by orientation of the note.

Invented throughout. They are dealt in order: the first porteur that lists an
orientation takes its first idea, the second the next one, so that what a
structure proposes suits its name.
"""

from __future__ import annotations

from contrat_de_ville.demonstration.ideas import (
    axe_1,
    axe_2,
    axe_3,
    axe_4,
    axe_5,
    axe_6,
    axe_7,
    dre,
)
from contrat_de_ville.demonstration.ideas.idea import Idea


IDEAS: dict[str, tuple[Idea, ...]] = {
    **axe_1.IDEAS,
    **axe_2.IDEAS,
    **axe_3.IDEAS,
    **axe_4.IDEAS,
    **axe_5.IDEAS,
    **dre.IDEAS,
    **axe_6.IDEAS,
    **axe_7.IDEAS,
}

#: Fields of the note nobody explores this year, so that the reports show some.
UNEXPLORED = ("3.6", "5.DRE.2", "7.4")

__all__ = ["IDEAS", "UNEXPLORED", "Idea"]
