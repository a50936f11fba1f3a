"""Why one funder gives this amount and not what was asked of it, in sentences."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from contrat_de_ville.adapters.action_sheet.record import Bound
from contrat_de_ville.adapters.action_sheet.wording import french_day
from contrat_de_ville.adapters.wording import percent
from contrat_de_ville.domain.calendar import french_date
from contrat_de_ville.domain.journal import SYSTEM
from contrat_de_ville.domain.money import format_euros, rate


# A proposal is in whole euros, a ceiling falls on centimes.
_EURO = 100


@dataclass(frozen=True, kw_only=True)
class LineFacts:
    """One funder's line with what bounds it. Amounts in centimes.

    ``ceiling_pct`` is of the expenses without contributions in kind; ``grant`` is what
    the note's rule gives a chantier, on the funder that pays for it; ``derogatory`` is
    what the State may go to for an action found innovative; ``envelope`` and
    ``asked_by_all`` are the funder's, over the year. ``base`` is what the rate is of,
    where the campaign counts contributions in kind; ``avis`` is what the service says.
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
    funder: str = ""
    avis: str = ""
    avis_text: str = ""
    avis_author: str = ""
    avis_at: datetime | None = None
    proposed_author: str = ""
    arbitrated_author: str = ""
    minute: str = ""
    base: int | None = None
    formula: str = ""

    @property
    def rate_base(self) -> int:
        """What the ceiling's rate is of."""
        return self.cash if self.base is None else self.base

    @property
    def ceiling(self) -> int | None:
        """What the ceiling comes to; the aid of a chantier has none."""
        if self.ceiling_pct is None or self.grant is not None:
            return None
        return self.rate_base * self.ceiling_pct // 100

    @property
    def retained(self) -> int | None:
        """What the last stage that has spoken gives."""
        known = (self.decided, self.arbitrated, self.proposed)
        return next((one for one in known if one is not None), None)

    @property
    def base_label(self) -> str:
        """Say what the rate is of."""
        if self.base is None:
            return "dépenses hors contributions volontaires"
        return "dépenses, contributions volontaires comprises"


def because(facts: LineFacts) -> tuple[str, ...]:
    """Tell each stage in one sentence, in the order they happened."""
    return (
        _say_asked(facts),
        _say_proposed(facts),
        *say_avis(facts),
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
    by = f", par {facts.proposed_author}" if is_of_people(facts) else ""
    return f"Proposé : {amount_said(facts.proposed)}{gap}{by}.{motive}"


def is_of_people(facts: LineFacts) -> bool:
    """Tell whether people put their amount in place of what was computed."""
    return facts.proposed_author not in {"", SYSTEM}


def say_avis(facts: LineFacts) -> Iterator[str]:
    """Say the avis technique, by whom and when, with its words; or nothing."""
    if not facts.avis:
        return
    by = f", par {facts.avis_author}" if facts.avis_author else ""
    on = f", le {french_day(facts.avis_at)}" if facts.avis_at else ""
    is_said_once = facts.avis_text.strip() in {"", facts.proposed_reason.strip()}
    words = "" if is_said_once else f" « {facts.avis_text.strip()} »"
    yield f"Avis technique : {facts.avis}{by}{on}.{words}"


def _say_arbitrated(facts: LineFacts) -> str:
    if facts.arbitrated is None:
        return "Comité de pilotage : il ne s'est pas encore prononcé."
    on = f", le {french_day(facts.arbitrated_at)}" if facts.arbitrated_at else ""
    on += minute_of(facts)
    motive = (
        ""
        if facts.arbitrated_reason == facts.proposed_reason
        else _motive(facts.arbitrated_reason)
    )
    if facts.arbitrated == facts.proposed:
        told = f"proposition suivie, {amount_said(facts.arbitrated)}"
    elif facts.proposed is None:
        told = amount_said(facts.arbitrated)
    else:
        gap = _gap(facts.arbitrated, facts.proposed, "la proposition")
        told = f"{amount_said(facts.arbitrated)}{gap}"
    return f"Comité de pilotage : {told}{on}.{motive}"


def minute_of(facts: LineFacts) -> str:
    """Say under which minute the committee spoke, and who recorded it."""
    told = [facts.minute, f"par {facts.arbitrated_author}"]
    known = [one for one in told if one not in {"", "par "}]
    return f" ({', '.join(known)})" if known else ""


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
    yield f"Décision du financeur : {amount_said(facts.decided)}{gap}{act}{on}."
    if facts.notified_at is None:
        yield "Notification : pas encore faite."
    else:
        yield f"Notification : le {french_day(facts.notified_at)}."


def amount_said(centimes: int) -> str:
    """Write an amount; nothing is a word, for a refusal to read as one."""
    return "rien" if centimes == 0 else format_euros(centimes)


def gap_said(amount: int, other: int, what: str) -> str:
    """Say how far an amount is from another one that it is not."""
    side = "moins" if amount < other else "plus"
    return f"{format_euros(abs(amount - other))} de {side} que {what}"


def _gap(amount: int, other: int, what: str) -> str:
    """Say how far an amount is from the one before it; nothing where it is not."""
    return "" if amount == other else f" ({gap_said(amount, other, what)})"


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
    elif facts.ceiling is not None:
        yield _ceiling(facts, facts.ceiling, amount)
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


def _ceiling(facts: LineFacts, ceiling: int, amount: int | None) -> Bound:
    return Bound(
        label="Le taux plafond du financeur",
        amount_centimes=ceiling,
        how=f"{facts.ceiling_pct} % de {format_euros(facts.rate_base)} de "
        f"{facts.base_label} (choix programmation.taux_plafond_pct).",
        is_reached=amount is not None and amount // _EURO == ceiling // _EURO,
    )
