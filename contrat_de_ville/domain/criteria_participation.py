"""The participation of residents, at each of the four stages of the note."""

from __future__ import annotations

from contrat_de_ville.domain import criteria_sentences as note
from contrat_de_ville.domain.criteria_hints import hints, listed
from contrat_de_ville.domain.criteria_records import (
    Basis,
    CriteriaFacts,
    CriterionReading,
    Verdict,
)
from contrat_de_ville.domain.depots import Action
from contrat_de_ville.domain.frozen import Frozen


CODE = "participation"
PARAMETER = "participation.nombre_d_etapes"
_WORDS = (
    "habitant*", "usager*", "conseil citoyen", "conseils citoyens", "co construi*",
    "coconstrui*", "coproduc*",
)  # fmt: skip


def takes_part_everywhere(action: Action, frozen: Frozen) -> bool:
    """Tell whether every stage that the note names is declared."""
    return len(action.participation) >= int(frozen.parameters[PARAMETER])


def read_participation(
    action: Action, frozen: Frozen, facts: CriteriaFacts
) -> tuple[CriterionReading, ...]:
    """Read the stages, after what they make together."""
    stages = frozen.referentials["participation"]
    parts = tuple(_read_stage(code, action, frozen, facts) for code in stages)
    ticked = [one.label.lower() for one in parts if one.verdict is Verdict.OUI]
    is_met = takes_part_everywhere(action, frozen)
    count = f"{len(ticked)} étape{'s' if len(ticked) > 1 else ''} sur {len(stages)}"
    whole = CriterionReading(
        code=CODE,
        label="Participation des habitants",
        verdict=Verdict.OUI if is_met else Verdict.NON,
        basis=Basis.DECLARE,
        sentence=f"{count}{f' : {listed(ticked)}' if ticked else ''}.",
        quote=note.reference_of(frozen, PARAMETER),
        evidence=hints(action, _WORDS, facts) if ticked else (),
    )
    return (whole, *parts)


def _read_stage(
    code: str, action: Action, frozen: Frozen, facts: CriteriaFacts
) -> CriterionReading:
    label = note.label_of(frozen, "participation", code)
    is_ticked = code in action.participation
    return CriterionReading(
        code=f"{CODE}.{code}",
        label=label,
        verdict=Verdict.OUI if is_ticked else Verdict.NON,
        basis=Basis.DECLARE,
        sentence="Coché par le porteur." if is_ticked else "Non coché par le porteur.",
        quote=note.quote_of(frozen, "participation", code),
        evidence=(facts.declared("participation", label),) if is_ticked else (),
    )
