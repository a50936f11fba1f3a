"""The trace of a figure of the note, or of a choice of the campaign."""

from __future__ import annotations

from sqlalchemy import select

from contrat_de_ville.adapters.store.models import AideAci, Depot
from contrat_de_ville.adapters.tracing.aci import (
    say_choice,
    say_parameter,
)
from contrat_de_ville.adapters.tracing.record import Section, Trace, section, trace_of
from contrat_de_ville.adapters.tracing.source import Source
from contrat_de_ville.domain.calendar import french_instant


def trace_figure(source: Source, name: str) -> Trace | None:
    """Tell a parameter or a choice; nothing when the name is neither."""
    if name in source.frozen.parameters:
        said = say_parameter(source, name)
    elif name in source.frozen.campaign.choices:
        said = say_choice(source.frozen.campaign.choices[name])
    else:
        return None
    is_parameter = name in source.frozen.parameters
    kind = "Paramètre" if is_parameter else "Choix de la campagne"
    return trace_of(
        title=f"{kind} {name}",
        sections=(
            section("Valeur en vigueur", [said]),
            _frozen_section(source),
            _uses_section(source, name),
            source.journal_section(lambda entry: entry["objet"] == f"choix:{name}"),
        ),
    )


def _frozen_section(source: Source) -> Section:
    at = french_instant(source.cycle.opened_at)
    said = [
        f"Figée avec la campagne, le {at} : une correction ne vaut que pour la suite.",
        f"Campagne figée : pièce {source.cycle.campaign_sha256}",
    ]
    return section("D'où elle vient", said)


def _uses_section(source: Source, name: str) -> Section:
    """Tell the grants computed with it; other uses are judgments, not amounts."""
    is_used = name.startswith("aci.")
    grants = source.session.execute(
        select(Depot.numero, AideAci)
        .join(AideAci, AideAci.depot_id == Depot.id)
        .where(Depot.cycle_id == source.cycle.id)
        .order_by(Depot.numero)
    )
    said = [f"{numero} : {aide.explanation['formula']}" for numero, aide in grants]
    return section(
        "Montants calculés avec cette valeur",
        said if is_used else [],
        empty="Aucun montant de l'année n'est calculé directement avec elle.",
    )
