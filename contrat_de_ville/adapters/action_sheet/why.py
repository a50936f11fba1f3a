"""Why one funder gives this amount and not what was asked of it, in sentences."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from contrat_de_ville.adapters.action_sheet.record import Bound
from contrat_de_ville.adapters.action_sheet.wording import french_day
from contrat_de_ville.adapters.wording import percent
from contrat_de_ville.domain.calendar import french_date
from contrat_de_ville.domain.money import format_euros, rate


@dataclass(frozen=True, kw_only=True)
class LineFacts:
    """One funder's line with what bounds it. Amounts in centimes.

    ``ceiling_pct`` is of the expenses without contributions in kind; ``grant`` is what
    the note's rule gives a chantier, on the funder that pays for it; ``derogatory`` is
    what the State may go to for an action found innovative; ``envelope`` and
    ``asked_by_all`` are the funder's, over the year.
    """

    asked: int
    proposed: int | None
    proposed_reason: str
    arbitrated: int | None
    arbitrated_reason: str
    arbitrated_at: datetime | None
    decided: int | None
    act: str
    acted_on: date | None
    notified_at: datetime | None
    cash: int
    ceiling_pct: int | None
    minimum: int
    grant: int | None
    derogatory: int | None
    envelope: int | None
    asked_by_all: int


def because(facts: LineFacts) -> tuple[str, ...]:
    """Tell each stage in one sentence, in the order they happened."""
    return (
        _say_asked(facts),
        _say_proposed(facts),
        _say_arbitrated(facts),
        *_say_decided(facts),
    )


def shortfall(facts: LineFacts) -> str:
    """Say in one sentence how much less than asked is given, and why; or nothing.

    The reason is that of who made it less: the COPIL, or the proposal it followed.
    """
    amount = facts.proposed if facts.arbitrated is None else facts.arbitrated
    if amount is None or amount >= facts.asked:
        return ""
    is_of_copil = facts.arbitrated is not None and facts.arbitrated != facts.proposed
    by = "proposés" if facts.arbitrated is None else "retenus"
    asked = f"sur {format_euros(facts.asked)} demandés"
    missing = format_euros(facts.asked - amount)
    told = (
        f"rien {asked}"
        if amount == 0
        else f"{format_euros(amount)} {by} {asked}, soit {missing} de moins"
    )
    reason = facts.arbitrated_reason if is_of_copil else facts.proposed_reason
    return f"{told}.{_motive(reason)}"


def bounds(facts: LineFacts) -> tuple[Bound, ...]:
    """Return what bounds the amount, and which of these it stops at."""
    return tuple(_bounds(facts))


def _say_asked(facts: LineFacts) -> str:
    share = rate(facts.asked, facts.cash)
    told = (
        ""
        if share is None
        else f", soit {percent(share)} des dépenses hors contributions volontaires "
        f"({format_euros(facts.cash)})"
    )
    return f"Demandé : {format_euros(facts.asked)}{told}."


def _say_proposed(facts: LineFacts) -> str:
    if facts.proposed is None:
        return "Proposé : rien ne l'est encore."
    gap = _gap(facts.proposed, facts.asked, "la demande")
    motive = _motive(facts.proposed_reason)
    return f"Proposé : {_amount(facts.proposed)}{gap}.{motive}"


def _say_arbitrated(facts: LineFacts) -> str:
    if facts.arbitrated is None:
        return "Comité de pilotage : il ne s'est pas encore prononcé."
    on = f", le {french_day(facts.arbitrated_at)}" if facts.arbitrated_at else ""
    motive = (
        ""
        if facts.arbitrated_reason == facts.proposed_reason
        else _motive(facts.arbitrated_reason)
    )
    if facts.arbitrated == facts.proposed:
        told = f"proposition suivie, {_amount(facts.arbitrated)}"
    elif facts.proposed is None:
        told = _amount(facts.arbitrated)
    else:
        gap = _gap(facts.arbitrated, facts.proposed, "la proposition")
        told = f"{_amount(facts.arbitrated)}{gap}"
    return f"Comité de pilotage : {told}{on}.{motive}"


def _say_decided(facts: LineFacts) -> Iterator[str]:
    if facts.decided is None:
        yield "Décision du financeur : pas encore d'acte."
        return
    gap = (
        ""
        if facts.arbitrated is None
        else _gap(facts.decided, facts.arbitrated, "l'arbitrage")
    )
    act = f", par {facts.act}" if facts.act else ""
    on = f" du {french_date(facts.acted_on)}" if facts.acted_on else ""
    yield f"Décision du financeur : {_amount(facts.decided)}{gap}{act}{on}."
    if facts.notified_at is None:
        yield "Notification : pas encore faite."
    else:
        yield f"Notification : le {french_day(facts.notified_at)}."


def _amount(centimes: int) -> str:
    return "rien" if centimes == 0 else format_euros(centimes)


def _gap(amount: int, other: int, what: str) -> str:
    """Say how far an amount is from the one before it; nothing where it is not."""
    if amount == other:
        return ""
    side = "moins" if amount < other else "plus"
    return f" ({format_euros(abs(amount - other))} de {side} que {what})"


def _motive(reason: str) -> str:
    text = reason.strip()
    return f" Motif : {text}{'' if text.endswith('.') else '.'}" if text else ""


def _bounds(facts: LineFacts) -> Iterator[Bound]:
    amount = facts.proposed if facts.arbitrated is None else facts.arbitrated
    yield Bound(
        label="La demande",
        amount_centimes=facts.asked,
        how="Un financeur ne donne jamais plus qu'on ne lui demande.",
        is_reached=amount == facts.asked,
    )
    if facts.grant is not None:
        yield Bound(
            label="L'aide de la note au chantier",
            amount_centimes=facts.grant,
            how="Voir le calcul plus bas.",
            is_reached=amount == facts.grant,
        )
    elif facts.ceiling_pct is not None:
        yield _ceiling(facts, amount)
    if facts.derogatory is not None:
        yield Bound(
            label="Le plafond dérogatoire de l'innovation",
            amount_centimes=facts.derogatory,
            how="Un plafond que l'État peut atteindre, jamais un droit.",
            is_reached=amount == facts.derogatory,
        )
    if facts.envelope is not None:
        yield Bound(
            label="L'enveloppe de l'année",
            amount_centimes=facts.envelope,
            how=f"{format_euros(facts.asked_by_all)} demandés à ce financeur par les "
            "dossiers recevables.",
            is_reached=False,
        )
    if facts.grant is None and facts.minimum > 0:
        yield Bound(
            label="Le montant minimum utile",
            amount_centimes=facts.minimum,
            how="En dessous, aucune aide n'est proposée "
            "(choix programmation.montant_minimum_utile).",
            is_reached=False,
        )


def _ceiling(facts: LineFacts, amount: int | None) -> Bound:
    assert facts.ceiling_pct is not None
    ceiling = facts.cash * facts.ceiling_pct // 100
    return Bound(
        label="Le taux plafond du financeur",
        amount_centimes=ceiling,
        how=f"{facts.ceiling_pct} % de {format_euros(facts.cash)} de dépenses hors "
        "contributions volontaires (choix programmation.taux_plafond_pct).",
        is_reached=amount == ceiling,
    )
