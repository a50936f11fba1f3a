"""Beneficiaries by age band and sex, adding up to what the action announces."""

from __future__ import annotations

from contrat_de_ville.demonstration.stable import between
from contrat_de_ville.demonstration.weights import by_prefix, split_whole
from contrat_de_ville.domain.depots import AgeCount


#: Age bands of the form, in its order.
BANDS = ("0_5", "6_15", "16_17", "18_25", "26_64", "65_plus")
# Weight of each band, by beginning of the orientation's code.
_WEIGHTS: dict[str, tuple[int, ...]] = {
    "": (4, 14, 6, 18, 46, 12),
    "2": (0, 0, 2, 38, 60, 0),
    "2.1": (0, 0, 0, 100, 0, 0),
    "5": (6, 48, 12, 8, 26, 0),
    "5.DRE": (8, 84, 8, 0, 0, 0),
    "6": (0, 12, 22, 40, 26, 0),
}


def spread(
    orientation: str, total: int, women: int, *keys: object
) -> tuple[AgeCount, ...]:
    """Spread *total* people, of whom *women*, over the bands the action aims at."""
    base = by_prefix(_WEIGHTS, orientation)
    weights = {
        band: weight * between(80, 120, "band", band, *keys)
        for band, weight in zip(BANDS, base, strict=True)
        if weight
    }
    of_women = split_whole(women, weights)
    of_men = split_whole(total - women, weights)
    return tuple(
        AgeCount(band=band, women=of_women[band], men=of_men[band]) for band in weights
    )
