"""From an overview to the pictures of the report: what each one shows and says."""

from __future__ import annotations

from collections.abc import Iterable

from contrat_de_ville.adapters.aci_picture import draw_aci
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
    by_axis,
    by_funder,
    by_public,
    by_quartier,
)
from contrat_de_ville.domain.calendar import french_instant
from contrat_de_ville.domain.money import format_euros, rate
from contrat_de_ville.domain.overview import MilestoneRow, Overview


_MONEY_LEGEND = ("Demandé", "Programmé")


def draw_all(overview: Overview) -> dict[str, str]:
    """Draw every picture of the report, by name."""
    return {
        "financeurs": _draw_envelopes(by_funder(overview)),
        "axes": _draw_amounts("axes", "par axe", by_axis(overview)),
        "quartiers": _draw_amounts("quartiers", "par quartier", by_quartier(overview)),
        "publics": _draw_publics(by_public(overview)),
        "aci": draw_aci(overview),
        "avis": _draw_avis(overview),
        "calendrier": _draw_calendar(overview),
    }


def _draw_amounts(ident: str, spread: str, rows: Iterable[BalanceRow]) -> str:
    pairs = [
        Pair(
            label=row.label,
            first=row.asked_centimes,
            second=row.programmed_centimes,
            first_text=format_euros(row.asked_centimes),
            second_text=format_euros(row.programmed_centimes),
        )
        for row in rows
    ]
    told = " ; ".join(
        f"{one.label} : {one.first_text} demandés, {one.second_text} programmés"
        for one in pairs
    )
    title = f"Montants demandés et programmés {spread}"
    return grouped_bars(
        Caption(ident=ident, title=title, text=told), _MONEY_LEGEND, pairs
    )


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


def envelope_text(row: FunderBalance) -> str:
    """Say how far an envelope is used; none announced is said too."""
    used = format_euros(row.programmed_centimes)
    if row.envelope_centimes is None:
        return f"{used} programmés, enveloppe non annoncée"
    share = percent(rate(row.programmed_centimes, row.envelope_centimes))
    return f"{used} sur {format_euros(row.envelope_centimes)} ({share})"


def _draw_envelopes(rows: Iterable[FunderBalance]) -> str:
    drawn = [
        Gauge(
            label=row.name,
            text=envelope_text(row),
            part=row.programmed_centimes,
            whole=row.envelope_centimes,
        )
        for row in rows
    ]
    told = " ; ".join(f"{one.label} : {one.text}" for one in drawn)
    title = "Part programmée de chaque enveloppe"
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
