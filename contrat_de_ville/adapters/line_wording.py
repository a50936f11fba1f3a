"""How the outputs say where a part stands, and what the COPIL made of a file."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache

from contrat_de_ville.adapters.call_pack import deposit_form
from contrat_de_ville.adapters.tracing.record import masked
from contrat_de_ville.domain.balance import is_admissible
from contrat_de_ville.domain.calendar import paris
from contrat_de_ville.domain.committee import AVIS_TECHNIQUE_LABELS, AvisTechnique
from contrat_de_ville.domain.overview import ActionRow, FunderLine


def avis_technique_label(avis: str) -> str:
    """Say an avis technique; what a funder's own system says is shown as it is."""
    if avis in set(AvisTechnique):
        return AVIS_TECHNIQUE_LABELS[AvisTechnique(avis)]
    return masked(avis)


def avis_technique_text(line: FunderLine) -> str:
    """Say the avis technique with its words, if it has any."""
    label, text = avis_technique_label(line.avis), masked(line.avis_text).strip()
    return f"{label} : {text}" if label and text else label or text


def line_status(line: FunderLine) -> str:
    """Say the last stage that a funder's part reached; a refusal is said as one."""
    if line.decided_centimes is not None:
        if line.notified_at is not None:
            return "Notifié" if line.decided_centimes else "Refus notifié"
        return "Décidé" if line.decided_centimes else "Refusé"
    if line.arbitrated_centimes is not None:
        return "Arbitré" if line.arbitrated_centimes else "Non retenu"
    return "Demandé" if line.proposed_centimes is None else "Proposé"


def status_date(line: FunderLine) -> datetime | None:
    """Return when that stage was reached, where it is known."""
    if line.decided_centimes is not None:
        acted = None if line.acted_on is None else paris(line.acted_on)
        return line.notified_at or acted
    if line.arbitrated_centimes is not None:
        return line.arbitrated_at
    return line.proposed_at


def copil_decision(action: ActionRow) -> str:
    """Say what the COPIL made of an action, all funders together; or nothing yet."""
    amounts = [one.arbitrated_centimes for one in action.lines]
    if not is_admissible(action) or all(one is None for one in amounts):
        return ""
    if None in amounts:
        return "Arbitrage incomplet"
    retained = action.programmed_centimes()
    if not retained:
        return "Non retenue"
    return "Retenue" if retained == action.asked_centimes() else "Réduite"


def age_text(action: ActionRow) -> str:
    """Tell how many people of each age band, those that have any."""
    counts = ((one.band, (one.women or 0) + (one.men or 0)) for one in action.ages)
    return " ; ".join(
        f"{_bands().get(band, band)} : {count}" for band, count in counts if count
    )


@lru_cache(maxsize=1)
def _bands() -> dict[str, str]:
    return dict(deposit_form().age_bands)
