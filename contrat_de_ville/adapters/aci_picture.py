"""The picture of the harmonised financing: how far structures differ, and each one."""

from __future__ import annotations

from collections.abc import Iterator

from contrat_de_ville.adapters.aci_wording import signed_percent, spread_text
from contrat_de_ville.adapters.charts import Caption
from contrat_de_ville.adapters.dumbbells import Dumbbell, Reach, dumbbells
from contrat_de_ville.domain.aci.compared import harmonisation_of
from contrat_de_ville.domain.aci.harmonisation import ChantierCompared, Harmonisation
from contrat_de_ville.domain.money import format_euros
from contrat_de_ville.domain.overview import Overview
from contrat_de_ville.domain.steps import plural


def draw_aci(overview: Overview) -> str:
    """Draw the grant per salarié of each chantier, from the year before to the year."""
    found = harmonisation_of(overview)
    years = (str(overview.annee - 1), str(overview.annee))
    reaches = list(_reaches(found, years))
    rows = [
        Dumbbell(
            label=one.chantier,
            text=_said(one, years),
            first=one.before_centimes or None,
            second=one.after_centimes,
        )
        for one in found.rows
        if one.after_centimes is not None
    ]
    said = [(one.label, one.text) for one in reaches]
    said += [(one.label, one.text) for one in rows]
    told = " ; ".join(f"{label} : {text}" for label, text in said)
    title = "Aide par salarié en insertion, d'une année à l'autre"
    return dumbbells(Caption(ident="aci", title=title, text=told), years, reaches, rows)


def _reaches(found: Harmonisation, years: tuple[str, str]) -> Iterator[Reach]:
    spreads = ((found.before, "first"), (found.after, "second"))
    for (spread, kind), year in zip(spreads, years, strict=True):
        if spread is None:
            continue
        yield Reach(
            label=f"{plural(spread.count, 'structure aidée', 'structures aidées')} "
            f"en {year}",
            text=spread_text(spread),
            lowest=spread.lowest_centimes,
            highest=spread.highest_centimes,
            kind=kind,
        )


def _said(one: ChantierCompared, years: tuple[str, str]) -> str:
    after = f"{format_euros(one.after_centimes)} en {years[1]}"
    if not one.previous_centimes:
        return f"{after}, non aidé en {years[0]}"
    change = signed_percent(one.change_pct)
    return f"{format_euros(one.before_centimes)} en {years[0]}, {after} ({change})"
