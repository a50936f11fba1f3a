"""Whether the « dont » of the envelopes of a campaign hold together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import combinations

from contrat_de_ville.domain.campaign import Campaign, EnvelopePart, Funder
from contrat_de_ville.domain.money import format_euros


def part_problems(
    campaign: Campaign, orientations: Mapping[str, int] | None = None
) -> Iterator[str]:
    """Say what is wrong with each part, and with the parts of one funder together.

    Args:
        campaign: the campaign, its funders with their parts.
        orientations: the axe of each orientation of the note; where they are not
            given, nothing is said of codes that may not exist.
    """
    for funder in campaign.funders:
        for part in funder.parts:
            yield from _part_problems(funder, part, orientations)
        yield from _sum_problems(funder)
        yield from _overlaps(funder, orientations or {})


def _part_problems(
    funder: Funder, part: EnvelopePart, orientations: Mapping[str, int] | None
) -> Iterator[str]:
    where = f"Financeur {funder.code}, part « {part.code} »"
    if part.centimes < 0:
        yield f"{where} : le montant est négatif ({format_euros(part.centimes)})."
    if bool(part.axes) == bool(part.orientations):
        yield (
            f"{where} : dites à quoi elle sert, par des axes ou par des orientations "
            "(l'un des deux)."
        )
    if orientations is None:
        return
    for axe in part.axes:
        if axe not in orientations.values():
            yield f"{where} : l'axe {axe} n'est pas dans la note."
    for code in part.orientations:
        if code not in orientations:
            yield f"{where} : l'orientation « {code} » n'est pas dans la note."


def _sum_problems(funder: Funder) -> Iterator[str]:
    """Compare the parts with the envelope they are in, once it is announced."""
    for code, count in Counter(one.code for one in funder.parts).items():
        if count > 1:
            where = f"Financeur {funder.code}"
            yield f"{where} : la part « {code} » est donnée {count} fois."
    whole, envelope = (
        sum(one.centimes for one in funder.parts),
        funder.envelope_centimes,
    )
    if funder.parts and envelope is None:
        yield (
            f"Financeur {funder.code} : des parts « dont » sont déclarées sans "
            "enveloppe. Annoncez l'enveloppe, ou retirez-les."
        )
    elif envelope is not None and whole > envelope >= 0:
        yield (
            f"Financeur {funder.code} : ses parts « dont » font "
            f"{format_euros(whole)}, soit {format_euros(whole - envelope)} de plus que "
            f"son enveloppe ({format_euros(envelope)})."
        )


def _overlaps(funder: Funder, orientations: Mapping[str, int]) -> Iterator[str]:
    for first, second in combinations(funder.parts, 2):
        shared = sorted(_covered(first, orientations) & _covered(second, orientations))
        if shared:
            yield (
                f"Financeur {funder.code} : les parts « {first.code} » et "
                f"« {second.code} » visent toutes deux {', '.join(shared)} ; une ligne "
                "ne compte que dans une part."
            )


def _covered(part: EnvelopePart, orientations: Mapping[str, int]) -> set[str]:
    """Return the axes and orientations that count in a part, by what they are called.

    An orientation is in its axe: a part over the axe covers it too.
    """
    covered = {f"l'axe {axe}" for axe in part.axes}
    covered |= {f"l'orientation {code}" for code in part.orientations}
    return covered | {
        f"l'orientation {code}"
        for code, axe in orientations.items()
        if axe in part.axes
    }
