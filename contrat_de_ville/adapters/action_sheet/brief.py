"""The action in five sentences: asked, bounded, ranked, proposed, decided, and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from contrat_de_ville.adapters.action_sheet.why import (
    LineFacts,
    amount_said,
    gap_said,
    is_of_people,
    minute_of,
    say_avis,
)
from contrat_de_ville.adapters.action_sheet.wording import french_day
from contrat_de_ville.adapters.wording import percent
from contrat_de_ville.domain.assembly.funder_names import (
    of_funder,
    the_funder,
    to_funder,
)
from contrat_de_ville.domain.assembly.wording import capital, listed
from contrat_de_ville.domain.calendar import french_date
from contrat_de_ville.domain.criteria_records import CriterionReading
from contrat_de_ville.domain.money import format_euros, rate
from contrat_de_ville.domain.steps import plural


Place = tuple[int, int, int]
"""Rank, how many are ranked, points: those of the proposal."""


def brief_of(
    lines: Sequence[LineFacts],
    readings: Sequence[CriterionReading],
    place: Place | None,
) -> tuple[tuple[str, str], ...]:
    """Tell an action in five sentences, each with its heading.

    The last two have a line for each funder, where there are several.
    """
    if not lines:
        return ()
    return (
        ("Demande", _asked(lines)),
        ("Plafond", _ceilings(lines)),
        ("Critères", _criteria(readings, place)),
        ("Proposition", _proposed(lines)),
        ("Décision", _decided(lines)),
    )


def _asked(lines: Sequence[LineFacts]) -> str:
    total, cash = sum(one.asked for one in lines), lines[0].cash
    of_whom = listed(
        [f"{format_euros(one.asked)} {to_funder(one.funder)}" for one in lines],
        len(lines),
    )
    told = f"{format_euros(total)} : {of_whom}" if len(lines) > 1 else of_whom
    share = rate(total, cash)
    of_cash = (
        ""
        if share is None
        else f", soit {percent(share)} des dépenses hors contributions volontaires "
        f"({format_euros(cash)})"
    )
    return f"{told}{of_cash}."


def _ceilings(lines: Sequence[LineFacts]) -> str:
    """Say what each may at most give: those that bite first, the others together."""
    biting = [said for one in lines for said in _biting(one)]
    loose = [one for one in lines if one.ceiling is not None and not _bites(one)]
    if loose:
        told = [
            f"{of_funder(one.funder)} ({one.ceiling_pct} % de "
            f"{format_euros(one.rate_base)}, soit {format_euros(one.ceiling)})"
            for one in loose
        ]
        biting.append(f"la demande reste sous le plafond {listed(told, len(told))}")
    return f"{capital(' ; '.join(biting))}." if biting else "Aucun n'est fixé."


def _bites(one: LineFacts) -> bool:
    return one.ceiling is not None and one.ceiling < one.asked


def _biting(one: LineFacts) -> Iterator[str]:
    """Say what stops a request: the note's aid, a rate, the derogatory ceiling."""
    if one.grant is not None:
        how = f" ({one.formula})" if one.formula else ""
        yield f"la note donne {format_euros(one.grant)} à ce chantier{how}"
    elif _bites(one):
        yield (
            f"{the_funder(one.funder)} donne au plus {one.ceiling_pct} % de "
            f"{format_euros(one.rate_base)}, soit {format_euros(one.ceiling)}"
        )
        if one.derogatory is not None and one.derogatory > (one.ceiling or 0):
            most = format_euros(one.derogatory)
            yield f"l'innovation reconnue lui permet d'aller à {most}"


def _criteria(readings: Sequence[CriterionReading], place: Place | None) -> str:
    weighed = [one for one in readings if one.weight]
    met = [f"{one.label.lower()} ({one.points})" for one in weighed if one.points]
    missed = [one.label.lower() for one in weighed if not one.points]
    most = sum(one.weight or 0 for one in weighed)
    told = "L'action n'est pas encore classée"
    if place is not None:
        rank, count, points = place
        told = f"{plural(points, 'point')} sur {most}, rang {rank} sur {count}"
    gained = f" : {', '.join(met)}" if met else ""
    lost = f" ; rien pour {', '.join(missed)}" if missed else ""
    return f"{told}{gained}{lost}."


def _proposed(lines: Sequence[LineFacts]) -> str:
    if all(one.proposed is None for one in lines):
        return "Rien n'est encore proposé."
    return "\n".join(_proposal(one, is_alone=len(lines) == 1) for one in lines)


def _proposal(one: LineFacts, *, is_alone: bool) -> str:
    """Say what is proposed, and which constraint or whose avis held it."""
    who = _who(one, is_alone=is_alone)
    if one.proposed is None:
        return f"{who}rien encore."
    by = f", par {one.proposed_author}" if is_of_people(one) else ""
    if one.proposed == one.asked and not by:
        told = f"{who}{amount_said(one.proposed)}, toute la demande."
    else:
        motive = _because(one.proposed_reason)
        told = f"{who}{amount_said(one.proposed)}{by}.{motive}"
    return " ".join([told, *say_avis(one)])


def _decided(lines: Sequence[LineFacts]) -> str:
    """Say when the COPIL met and under which minute, once where it is one for all."""
    spoken = [one for one in lines if one.arbitrated is not None]
    if not spoken:
        return "Le comité de pilotage ne s'est pas encore prononcé."
    is_alone = len(lines) == 1
    sessions = {_session(one) for one in spoken}
    is_once = len(sessions) == 1
    opening = f"Comité de pilotage{sessions.pop()}" if is_once else ""
    opening += " : " if is_alone else ".\n" if is_once else ""
    return opening + "\n".join(
        _decision(one, is_alone=is_alone, is_once=is_once) for one in lines
    )


def _session(one: LineFacts) -> str:
    on = f" du {french_day(one.arbitrated_at)}" if one.arbitrated_at else ""
    return f"{on}{minute_of(one)}"


def _decision(one: LineFacts, *, is_alone: bool, is_once: bool) -> str:
    who = _who(one, is_alone=is_alone)
    if one.arbitrated is None:
        return f"{who}pas encore d'arbitrage."
    told = f"{who}{amount_said(one.arbitrated)} ({', '.join(_gaps(one))})"
    when = "" if is_once else f", comité de pilotage{_session(one)}"
    is_short = one.arbitrated < one.asked
    is_new = one.arbitrated_reason.strip() != one.proposed_reason.strip()
    motive = _because(one.arbitrated_reason) if is_short and is_new else ""
    return f"{told}{when}.{motive}{_act(one)}"


def _gaps(one: LineFacts) -> Iterator[str]:
    """Hold what is retained against the proposal, then against the request."""
    retained = one.arbitrated or 0
    if one.proposed is None:
        yield "sans proposition"
    elif retained == one.proposed:
        yield "proposition suivie"
    else:
        yield gap_said(retained, one.proposed, "la proposition")
    if retained < one.asked and one.proposed != one.asked:
        yield gap_said(retained, one.asked, "la demande")


def _act(one: LineFacts) -> str:
    if one.decided is None:
        return " Acte du financeur à venir."
    on = f" du {french_date(one.acted_on)}" if one.acted_on else ""
    amount = "" if one.decided == one.arbitrated else f"{amount_said(one.decided)}, "
    return f" Acte du financeur : {amount}{one.act}{on}."


def _who(one: LineFacts, *, is_alone: bool) -> str:
    return "" if is_alone else f"{capital(the_funder(one.funder))} : "


def _because(reason: str) -> str:
    text = reason.strip()
    return f" {capital(text)}{'' if text.endswith('.') else '.'}" if text else ""
