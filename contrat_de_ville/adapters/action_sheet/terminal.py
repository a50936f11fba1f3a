"""The sheet of one action as lines of text, for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from contrat_de_ville.adapters.action_sheet.record import ActionSheet, FunderPart
from contrat_de_ville.adapters.action_sheet.wording import (
    Family,
    basis_label,
    families,
    french_day,
    path_readings,
    place_text,
    points_text,
    verdict_counts,
    verdict_label,
)
from contrat_de_ville.adapters.tracing.record import Section, section
from contrat_de_ville.adapters.wording import percent
from contrat_de_ville.domain.criteria_paths import Path
from contrat_de_ville.domain.criteria_records import CriterionReading, Evidence
from contrat_de_ville.domain.money import format_euros
from contrat_de_ville.domain.steps import plural


def sheet_sections(sheet: ActionSheet) -> tuple[Section, ...]:
    """Return the sheet as sections of lines, the money first."""
    found = families(sheet.readings)
    return (
        *([section("En bref", _brief(sheet))] if sheet.brief else []),
        section("Combien", _money(sheet)),
        *(section(one.name, _part(one)) for one in sheet.parts),
        *(
            [section("Ce que dit le calcul de la proposition", sheet.computed)]
            if sheet.computed
            else []
        ),
        *([section("Aide au chantier", sheet.grant)] if sheet.grant else []),
        section("L'action", _identity(sheet)),
        section("Budget", _budget(sheet)),
        section(f"Critères de la note : {verdict_counts(found)}", _criteria(found)),
        section("Innovation", [sheet.ceiling.sentence]),
        section("Avis des conseils citoyens", _avis(sheet), empty="Aucun consulté."),
        section("Points ouverts au contrôle", _findings(sheet), empty="Aucun."),
        section("Versions reçues", _versions(sheet)),
        section(
            "Pour savoir d'où vient un chiffre",
            [f"programmation tracer {one}" for one in sheet.references],
        ),
    )


def _brief(sheet: ActionSheet) -> Iterator[str]:
    for label, text in sheet.brief:
        first, *others = text.split("\n")
        yield f"{label} : {first}"
        yield from (f"  {one}" for one in others)


def _money(sheet: ActionSheet) -> Iterator[str]:
    yield f"Demandé : {format_euros(sheet.asked_centimes)}"
    yield f"Proposé : {format_euros(sheet.proposed_centimes)}"
    retained = format_euros(sheet.arbitrated_centimes)
    yield f"Retenu par le comité de pilotage : {retained}"
    yield f"Décidé par les financeurs : {format_euros(sheet.decided_centimes)}"
    for one in sheet.parts:
        if one.shortfall:
            yield f"{one.name} : {one.shortfall}"
    if sheet.rank is not None and sheet.points is not None:
        points = plural(sheet.points, "point")
        yield f"Rang {sheet.rank} sur {sheet.ranked_count}, avec {points}."
    yield f"Dossier {sheet.state}. {sheet.state_reason}".strip()
    if sheet.path.path is not Path.SUBVENTION:
        yield f"Voie de décision : {sheet.path.label}. {sheet.path.sentence}"
    for reading in path_readings(sheet.readings):
        yield _reading(reading)


def _part(part: FunderPart) -> Iterator[str]:
    yield from part.because
    if part.avis and not part.is_avis_given:
        yield f"Avis technique dit par le canal du dépôt : {part.avis}"
    if part.shortfall:
        for one in part.bounds:
            mark = ", atteinte" if one.is_reached else ""
            yield f"{one.label}{mark} : {format_euros(one.amount_centimes)}. {one.how}"


def _identity(sheet: ActionSheet) -> Iterator[str]:
    for label, text in sheet.identity.lines:
        yield f"{label} : {text}"
    for text in (sheet.identity.description, sheet.identity.objectives):
        if text:
            yield text


def _budget(sheet: ActionSheet) -> Iterator[str]:
    budget = sheet.budget
    yield (
        f"Dépenses : {format_euros(budget.total_centimes)}, dont "
        f"{format_euros(budget.in_kind_centimes)} de contributions volontaires"
    )
    for one in budget.rates:
        yield (
            f"{one.label} : {format_euros(one.amount_centimes)}, soit "
            f"{percent(one.of_cash)} hors contributions volontaires, "
            f"{percent(one.of_total)} avec elles"
        )


def _criteria(found: tuple[Family, ...]) -> Iterator[str]:
    for family in found:
        yield f"{_reading(family.whole)} ({points_text(family.whole)})"
        yield from (f"  {_reading(part)}" for part in family.parts)
        yield f"  La note : « {family.whole.quote} »"


def _reading(one: CriterionReading) -> str:
    shown = " ; ".join(_evidence(each, one.label) for each in one.evidence)
    return (
        f"{one.label} : {verdict_label(one).lower()}, {basis_label(one)}. "
        f"{one.sentence} {shown}"
    ).strip()


def _evidence(one: Evidence, label: str) -> str:
    """Show words and their place; a tick has no other words than its label."""
    place = f"({place_text(one)})"
    return place if one.text == label else f"« {one.text} » {place}"


def _avis(sheet: ActionSheet) -> Iterator[str]:
    for one in sheet.avis:
        on = f", rendu le {french_day(one.rendered_at)}" if one.rendered_at else ""
        late = " hors délai" if one.is_late else ""
        text = f" : « {one.text} »" if one.text else ""
        yield f"{one.conseil} : {one.avis}{on}{late}{text}"


def _findings(sheet: ActionSheet) -> Iterator[str]:
    for one in sheet.findings:
        severity = "bloquant" if one.is_blocking else "à vérifier"
        yield f"{one.cell} ({severity}, {one.rule}) : {one.sentence}"
    if sheet.mended_count:
        yield plural(sheet.mended_count, "point déjà corrigé", "points déjà corrigés")


def _versions(sheet: ActionSheet) -> Iterator[str]:
    for one in sheet.versions:
        late = ", hors délai" if one.is_late else ""
        findings = plural(one.findings_count, "constat")
        yield (
            f"Version {one.version}, {one.channel}, « {one.file_name} », reçue le "
            f"{french_day(one.received_at)}{late}, {findings}"
        )
