"""The chantiers of a year as the harmonisation compares them."""

from __future__ import annotations

from collections import Counter

from contrat_de_ville.domain.aci.harmonisation import (
    ChantierCompared,
    Harmonisation,
    harmonise,
)
from contrat_de_ville.domain.overview import AciRow, Overview


def harmonisation_of(overview: Overview) -> Harmonisation:
    """Compare the chantiers of a year with the year before, by structure.

    A structure is a SIRET; where two chantiers have one name, their number tells them
    apart.
    """
    sirets = {one.numero: one.siret for one in overview.actions}
    names = Counter(row.chantier for row in overview.aci)
    return harmonise(
        ChantierCompared(
            numero=row.numero,
            chantier=_name(row, is_shared=names[row.chantier] > 1),
            structure=sirets.get(row.numero, row.numero),
            effectif_centiemes=counted_centiemes(row),
            previous_centimes=row.previous_centimes,
            amount_centimes=row.amount_centimes,
        )
        for row in overview.aci
    )


def counted_centiemes(row: AciRow) -> int:
    """Return the headcount the rule counted; before it was kept, the declared one."""
    counted = row.explanation.get("inputs", {}).get("effectif_centiemes")
    return row.salaries_count * 100 if counted is None else int(counted)


def _name(row: AciRow, *, is_shared: bool) -> str:
    return f"{row.chantier} ({row.numero})" if is_shared else row.chantier
