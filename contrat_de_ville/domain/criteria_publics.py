"""The priority publics of the note: what is ticked, against what is counted."""

from __future__ import annotations

from collections.abc import Iterator

from contrat_de_ville.domain import criteria_sentences as note
from contrat_de_ville.domain.criteria_records import (
    Basis,
    CriteriaFacts,
    CriterionReading,
    Evidence,
    Verdict,
)
from contrat_de_ville.domain.depots import Action, AgeCount
from contrat_de_ville.domain.frozen import Frozen
from contrat_de_ville.domain.money import rate
from contrat_de_ville.domain.steps import plural


CODE = "publics"
# The note counts preadolescents among the young; no band of the form begins there:
# the first one that may hold some is « 6 à 15 ans ».
_YOUNGEST = 6


def read_publics(
    action: Action, frozen: Frozen, facts: CriteriaFacts
) -> tuple[CriterionReading, ...]:
    """Read the three publics, after what they make together."""
    parts = tuple(
        _read_one(code, action, frozen, facts)
        for code in frozen.referentials["publics"]
    )
    met = [one.label for one in parts if one.verdict is not Verdict.NON]
    whole = CriterionReading(
        code=CODE,
        label="Publics prioritaires",
        verdict=_together([one.verdict for one in parts]),
        basis=Basis.DECLARE,
        sentence=f"Publics visés : {' ; '.join(met)}."
        if met
        else "Aucun des trois publics de la note n'est coché.",
        quote=note.PUBLICS,
    )
    return (whole, *parts)


def _together(verdicts: list[Verdict]) -> Verdict:
    """One public is enough; a doubt remains where none is sure."""
    for one in (Verdict.OUI, Verdict.A_JUGER):
        if one in verdicts:
            return one
    return Verdict.NON


def _read_one(
    code: str, action: Action, frozen: Frozen, facts: CriteriaFacts
) -> CriterionReading:
    is_ticked = code in action.publics
    counts = tuple(_counts(code, action, frozen, facts))
    if not is_ticked:
        verdict, sentence = Verdict.NON, "Non coché par le porteur."
    elif _is_contradicted(code, action, frozen):
        verdict = Verdict.A_JUGER
        sentence = "Coché par le porteur, mais les nombres du dossier le démentent."
    else:
        verdict, sentence = Verdict.OUI, "Coché par le porteur."
    tick = (facts.declared("publics", note.label_of(frozen, "publics", code)),)
    return CriterionReading(
        code=f"{CODE}.{code}",
        label=note.label_of(frozen, "publics", code),
        verdict=verdict,
        basis=Basis.DECLARE,
        sentence=sentence,
        quote=note.quote_of(frozen, "publics", code),
        evidence=(*(tick if is_ticked else ()), *counts),
    )


def _is_contradicted(code: str, action: Action, frozen: Frozen) -> bool:
    """Tell whether the counts of the deposit leave nobody of that public."""
    if code == "femmes":
        return action.women_count == 0
    if code == "jeunes":
        young = _young(action, frozen)
        return bool(action.ages) and not any(map(_people, young))
    return False


def _counts(
    code: str, action: Action, frozen: Frozen, facts: CriteriaFacts
) -> Iterator[Evidence]:
    if code == "femmes" and action.women_count is not None:
        total = action.beneficiaries_count or 0
        share = rate(action.women_count, total)
        told = f" sur {total} bénéficiaires" if share is not None else ""
        text = f"{plural(action.women_count, 'femme')}{told}"
        yield facts.declared("beneficiaires_femmes", text)
    if code == "jeunes":
        for one in _young(action, frozen):
            text = f"{_band_label(one.band)} : {plural(_people(one), 'personne')}"
            yield facts.declared(f"femmes.{one.band}", text)


def _young(action: Action, frozen: Frozen) -> list[AgeCount]:
    """Return the bands of the grid that the note calls young."""
    oldest = int(frozen.parameters["publics.jeunes_adultes.age_maximum"])
    bands = [(one, _ages(one.band)) for one in action.ages]
    return [
        one for one, (first, last) in bands if first >= _YOUNGEST and last <= oldest
    ]


def _ages(band: str) -> tuple[int, int]:
    """Return the ages of a band of the form; an open one ends beyond every age.

    >>> _ages("18_25"), _ages("65_plus")
    ((18, 25), (65, 150))
    """
    first, _, last = band.partition("_")
    return int(first), int(last) if last.isdigit() else 150


def _band_label(band: str) -> str:
    first, last = _ages(band)
    return f"{first} à {last} ans"


def _people(one: AgeCount) -> int:
    return (one.women or 0) + (one.men or 0)
