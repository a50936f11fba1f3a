"""What a funder's own system says of a file, where a channel told it."""

from __future__ import annotations

from contrat_de_ville.adapters.store.models import VersionDepot


def channel_avis(version: VersionDepot) -> dict[str, str]:
    """Return what the system of each funder says of a version, by funder's code.

    These are words of others: who shows them hides the addresses they may hold.
    """
    told: dict[str, str] = {}
    for one in version.funders:
        words = (str(one[key]).strip() for key in ("avis", "status_label"))
        text = ", ".join(word for word in words if word)
        if one["funder"] and text:
            told.setdefault(one["funder"], text)
    return told
