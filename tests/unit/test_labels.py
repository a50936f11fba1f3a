"""How recorded states are said."""

from __future__ import annotations

from contrat_de_ville.domain.depots import DepotState
from contrat_de_ville.domain.labels import STATE_LABELS


def test_every_state_of_a_deposit_has_its_words() -> None:
    """What may be recorded may be shown, and no two states are said alike."""
    assert set(STATE_LABELS) == set(DepotState)
    assert len(set(STATE_LABELS.values())) == len(DepotState)


def test_labels_are_french_prose() -> None:
    """Lower case, without the code's underscores."""
    labels = list(STATE_LABELS.values())

    assert labels == [one.lower().replace("_", " ") for one in labels]
