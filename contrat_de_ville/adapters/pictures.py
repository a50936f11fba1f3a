"""From an overview to the pictures of the report: what each one shows and says."""

from __future__ import annotations

from collections.abc import Iterable

from contrat_de_ville.adapters.aci_picture import draw_aci
from contrat_de_ville.adapters.balance_pictures import draw_balance
from contrat_de_ville.adapters.charts import (
    Caption,
    Gauge,
    Pair,
    Stack,
    Step,
    gauges,
    grouped_bars,
    stacked_bars,
    timeline,
)
from contrat_de_ville.adapters.wording import percent
from contrat_de_ville.domain.answers import (
    AVIS,
    avis_by_conseil,
)
from contrat_de_ville.domain.balance import (
    BalanceRow,
    FunderBalance,
    by_funder,
    by_public,
)
from contrat_de_ville.domain.calendar import french_instant
from contrat_de_ville.domain.money import format_euros, rate
from contrat_de_ville.domain.overview import MilestoneRow, Overview
from contrat_de_ville.domain.reached import Reached


def draw_all(overview: Overview) -> dict[str, str]:
    """Draw every picture of the report, by name."""
    return {
        "financeurs": _draw_envelopes(overview),
        **draw_balance(overview),
        "publics": _draw_publics(by_public(overview)),
        "aci": draw_aci(overview),
        "avis": _draw_avis(overview),
        "calendrier": _draw_calendar(overview),
    }


def _draw_publics(rows: Iterable[BalanceRow]) -> str:
    pairs = [
        Pair(
            label=row.label,
            first=row.actions_count,
            second=row.programmed_count,
            first_text=str(row.actions_count),
            second_text=str(row.programmed_count),
        )
        for row in rows
    ]
    told = " ; ".join(
        f"{one.label} : {one.first_text} déposées, {one.second_text} programmées"
        for one in pairs
    )
    title = "Nombre d'actions par public prioritaire"
    caption = Caption(ident="publics", title=title, text=told)
    return grouped_bars(caption, ("Déposées", "Programmées"), pairs)


def envelope_text(row: FunderBalance, reached: Reached) -> str:
    """Say how far an envelope is used; none announced is said too."""
    used = f"{format_euros(_used(row, reached))} {_stage(reached)}"
    if row.envelope_centimes is None:
        return f"{used}, enveloppe non annoncée"
    share = percent(rate(_used(row, reached), row.envelope_centimes))
    over = (
        f", dépassement autorisé de {format_euros(row.override_centimes)}"
        if row.override_centimes
        else ""
    )
    return f"{used} sur {format_euros(row.envelope_centimes)} ({share}){over}"


def _used(row: FunderBalance, reached: Reached) -> int:
    """Return what the COPIL retained, or what is proposed to it."""
    if reached.is_arbitrated or not reached.is_proposed:
        return row.programmed_centimes
    return row.proposed_centimes


def _stage(reached: Reached) -> str:
    is_early = reached.is_proposed and not reached.is_arbitrated
    return "proposés" if is_early else "programmés"


def _draw_envelopes(overview: Overview) -> str:
    reached = Reached.of(overview)
    drawn = [
        Gauge(
            label=row.name,
            text=envelope_text(row, reached),
            part=_used(row, reached),
            whole=row.envelope_centimes,
        )
        for row in by_funder(overview)
    ]
    told = " ; ".join(f"{one.label} : {one.text}" for one in drawn)
    title = "Part utilisée de chaque enveloppe"
    return gauges(Caption(ident="financeurs", title=title, text=told), drawn)


def _draw_avis(overview: Overview) -> str:
    rows = avis_by_conseil(overview)
    kinds = [kind for kind in AVIS if any(kind in row.counts for row in rows)]
    stacks = [
        Stack(
            label=row.conseil,
            segments=[(_style(kind), count) for kind, count in row.counts.items()],
        )
        for row in rows
    ]
    told = " ; ".join(
        f"{row.conseil} : "
        + ", ".join(
            f"{count} {AVIS.get(kind, kind)}" for kind, count in row.counts.items()
        )
        for row in rows
    )
    legend = [(_style(kind), AVIS[kind].capitalize()) for kind in kinds]
    caption = Caption(ident="avis", title="Avis des conseils citoyens", text=told)
    return stacked_bars(caption, legend, stacks)


def _style(kind: str) -> str:
    """Name the style class of a kind of avis; a kind not known looks like silence."""
    return f"avis-{kind.lower().replace('_', '-') or 'attendu'}" if kind in AVIS else ""


def _draw_calendar(overview: Overview) -> str:
    steps = [_milestone(one, overview) for one in overview.milestones]
    told = " ; ".join(f"{one.label} : {one.date_text}" for one in steps)
    return timeline(Caption(ident="calendrier", title="L'année", text=told), steps)


def _milestone(row: MilestoneRow, overview: Overview) -> Step:
    """Say when, and whether it is done, to come, or past with nothing recorded."""
    when = french_instant(row.at)
    if row.done_at is not None:
        return Step(label=row.label, date_text=f"{when} – fait", kind="done")
    if row.at <= overview.as_of:
        return Step(label=row.label, date_text=f"{when} – date passée", kind="late")
    return Step(label=row.label, date_text=f"{when} – à venir", kind="coming")
