"""Avis of the conseils citoyens: asked, answered or silent, each by the right one."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from contrat_de_ville.domain.calendar import french_instant
from contrat_de_ville.domain.conseils import AvisKind


_EXPLAINED = frozenset({AvisKind.FAVORABLE_AVEC_RESERVES, AvisKind.DEFAVORABLE})


@dataclass(frozen=True, kw_only=True)
class AvisOnRecord:
    """What is on record of one conseil on one action; ``avis`` is None while open."""

    numero: str
    conseil: str
    avis: str | None
    text: str
    members_present: int | None
    asked_at: datetime
    rendered_at: datetime | None


def avis_row(
    one: AvisOnRecord,
    concerned: Collection[str],
    conseils: Collection[str],
    *,
    is_closed: bool,
) -> dict[str, object]:
    """Return the row of one avis.

    Args:
        one: the avis.
        concerned: the conseils of the action's quartiers.
        conseils: the conseils of the campaign.
        is_closed: whether the consultation is over.
    """
    return {
        "depot": one.numero,
        "conseil": one.conseil,
        "avis": one.avis,
        "membres_presents": one.members_present,
        "conseil_inconnu": "" if one.conseil in conseils else one.conseil,
        "autre_quartier": _elsewhere(one, concerned, conseils),
        "motif_absent": _unexplained(one),
        "rendu_avant_demande": _too_early(one),
        "silence_apres_cloture": one.conseil if is_closed and one.avis is None else "",
    }


def _elsewhere(
    one: AvisOnRecord, concerned: Collection[str], conseils: Collection[str]
) -> str:
    is_elsewhere = one.conseil in conseils and one.conseil not in concerned
    return one.conseil if is_elsewhere else ""


def _unexplained(one: AvisOnRecord) -> str:
    is_bare = one.avis in _EXPLAINED and not one.text.strip()
    return one.avis or "" if is_bare else ""


def _too_early(one: AvisOnRecord) -> str:
    if one.rendered_at is None or one.rendered_at >= one.asked_at:
        return ""
    return french_instant(one.rendered_at)
