"""The pictures of the quality report: files by state, findings by rule, waits."""

from __future__ import annotations

from contrat_de_ville.adapters.charts import Bar, Caption, bars
from contrat_de_ville.adapters.quality_wording import (
    SEVERITY_KINDS,
    SEVERITY_LABELS,
    STATE_KINDS,
    actor_text,
)
from contrat_de_ville.adapters.wording import state_label
from contrat_de_ville.domain.quality_report import (
    QualityReport,
    RuleRow,
    by_rule,
    by_state,
    by_wait,
)
from contrat_de_ville.domain.steps import plural


MOST_RULES = 8
# Two lines of a picture's letters.
_LONGEST_LABEL = 80


def draw_quality(report: QualityReport) -> dict[str, str]:
    """Draw every picture of the quality report, by name."""
    return {
        "etats": _draw_states(report),
        "regles": _draw_rules(report),
        "attentes": _draw_waits(report),
    }


def _draw_states(report: QualityReport) -> str:
    drawn = [
        Bar(
            label=state_label(state),
            value=count,
            text=str(count),
            kind=STATE_KINDS[state],
        )
        for state, count in by_state(report).items()
        if count
    ]
    return bars(_caption("etats", "Dossiers par état", drawn), (), drawn)


def _draw_rules(report: QualityReport) -> str:
    """Draw the rules that stop or touch most files; the table has them all."""
    drawn = [
        Bar(
            label=_shortened(row.sentence),
            value=row.files_count,
            text=plural(row.files_count, "dossier"),
            kind=SEVERITY_KINDS[row.severity],
        )
        for row in _most_found(report)
    ]
    legend = [(SEVERITY_KINDS[one], label) for one, label in SEVERITY_LABELS.items()]
    return bars(_caption("regles", "Constats ouverts par règle", drawn), legend, drawn)


def _most_found(report: QualityReport) -> list[RuleRow]:
    still_open = [row for row in by_rule(report) if row.files_count]
    return sorted(still_open, key=lambda row: -row.files_count)[:MOST_RULES]


def _shortened(sentence: str) -> str:
    """Keep the first words of a sentence, and its no-break spaces."""
    if len(sentence) <= _LONGEST_LABEL:
        return sentence
    kept, _, _ = sentence[:_LONGEST_LABEL].rpartition(" ")
    return f"{kept} …"


def _draw_waits(report: QualityReport) -> str:
    drawn = [
        Bar(
            label=f"{actor_text(row)}\u00a0: {row.what}",
            value=row.files_count,
            text=plural(row.files_count, "dossier"),
            kind="second",
        )
        for row in by_wait(report)
    ]
    return bars(_caption("attentes", "Dossiers en attente", drawn), (), drawn)


def _caption(ident: str, title: str, drawn: list[Bar]) -> Caption:
    told = "\u00a0; ".join(f"{one.label}\u00a0: {one.text}" for one in drawn)
    return Caption(ident=ident, title=title, text=told or "Aucun.")
