"""Innovation: four criteria, what the porteur claims, what a person scored.

The note says that four criteria « peuvent définir » innovation, and that the State
« peut » then go up to 80 % of eligible expenses: how many criteria are needed is the
campaign's choice, and the rate is a ceiling, never an entitlement.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from contrat_de_ville.domain import criteria_sentences as note
from contrat_de_ville.domain.calendar import PARIS, french_date
from contrat_de_ville.domain.criteria_hints import hints
from contrat_de_ville.domain.criteria_records import (
    Basis,
    CriteriaFacts,
    CriterionReading,
    Evidence,
    InnovationScore,
    Verdict,
)
from contrat_de_ville.domain.depots import Action
from contrat_de_ville.domain.frozen import Frozen
from contrat_de_ville.domain.money import format_euros
from contrat_de_ville.domain.steps import plural


CODE = "innovation"
FUNDER = "ETAT"
"""The note: « accompagnées par l'État sur les crédits dérogatoires »."""
REQUIRED = "innovation.criteres_exiges"
_COUNT = "innovation.nombre_de_criteres"
_CEILING = "innovation.taux_plafond_credits_derogatoires"
_ORDINARY = "programmation.taux_plafond_pct"
_WORDS = {
    "besoin_mal_satisfait": (
        "besoin*", "manque*", "absence de", "mal couvert*", "non couvert*",
        "aucun service", "sans solution",
    ),
    "effets_positifs": ("effet*", "retombee*", "impact*", "entraine*"),
    "experimentation": (
        "experiment*", "inedit*", "premiere fois", "pilote", "test", "tester",
        "innov*", "nouvelle maniere",
    ),
    "implication_acteurs": (
        "partena*", "cooper*", "co construi*", "coconstrui*", "ensemble", "conjoint*",
    ),
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class InnovationCeiling:
    """What the State may at most give to an innovative action. Amounts in centimes.

    ``verdict`` is that of the criterion: the ceiling is open only on a yes.
    ``ordinary_pct`` is the funder's rate for other actions, where it has one.
    """

    funder: str
    verdict: Verdict
    rate_pct: int
    ordinary_pct: int | None
    base_centimes: int
    ceiling_centimes: int
    asked_centimes: int
    sentence: str
    quote: str

    @property
    def is_open(self) -> bool:
        """Tell whether the ceiling applies: someone found the action innovative."""
        return self.verdict is Verdict.OUI


def is_innovative(
    action: Action, frozen: Frozen, scores: Sequence[InnovationScore] = ()
) -> bool:
    """Tell whether enough criteria are met: those scored, the others as declared."""
    judged = {one.criterion: one.is_met for one in scores}
    claimed = dict.fromkeys(action.criteres_innovation, True)
    return sum({**claimed, **judged}.values()) >= required_count(frozen)


def required_count(frozen: Frozen) -> int:
    """Return how many of the four criteria the campaign asks for."""
    return int(frozen.campaign.choice(REQUIRED))


def read_innovation(
    action: Action, frozen: Frozen, facts: CriteriaFacts
) -> tuple[CriterionReading, ...]:
    """Read the four criteria, after what they make together."""
    parts = tuple(
        _read_one(code, action, frozen, facts)
        for code in frozen.referentials["criteres_innovation"]
    )
    required = required_count(frozen)
    verdicts = [one.verdict for one in parts]
    whole = CriterionReading(
        code=CODE,
        label="Innovation",
        verdict=_together(verdicts, required),
        basis=Basis.JUGE if facts.innovation else Basis.DECLARE,
        sentence=_say(verdicts, required),
        quote=note.reference_of(frozen, _COUNT),
    )
    return (whole, *parts)


def _together(verdicts: Sequence[Verdict], required: int) -> Verdict:
    """Say yes when enough are met, no when not enough can be, else leave to judge."""
    met = verdicts.count(Verdict.OUI)
    if met >= required:
        return Verdict.OUI
    possible = met + verdicts.count(Verdict.A_JUGER)
    return Verdict.A_JUGER if possible >= required else Verdict.NON


def _say(verdicts: Sequence[Verdict], required: int) -> str:
    met, to_judge = verdicts.count(Verdict.OUI), verdicts.count(Verdict.A_JUGER)
    told = [
        plural(met, "critère reconnu", "critères reconnus"),
        f"{to_judge} à juger",
        f"{len(verdicts) - met - to_judge} non",
    ]
    return f"{', '.join(told)} ; la campagne en exige {required} sur {len(verdicts)}."


def _read_one(
    code: str, action: Action, frozen: Frozen, facts: CriteriaFacts
) -> CriterionReading:
    label = note.label_of(frozen, "criteres_innovation", code)
    score = next((one for one in facts.innovation if one.criterion == code), None)
    is_ticked = code in action.criteres_innovation
    tick = (facts.declared("criteres_innovation", label),) if is_ticked else ()
    if score is not None:
        verdict, basis, sentence = _say_score(score)
        shown: tuple[Evidence, ...] = (Evidence(text=score.evidence), *tick)
    else:
        verdict = Verdict.A_JUGER if is_ticked else Verdict.NON
        basis = Basis.DECLARE
        sentence = (
            "Coché par le porteur ; personne ne l'a encore jugé."
            if is_ticked
            else "Non coché par le porteur."
        )
        shown = (*tick, *(hints(action, _WORDS[code], facts) if is_ticked else ()))
    return CriterionReading(
        code=f"{CODE}.{code}",
        label=label,
        verdict=verdict,
        basis=basis,
        sentence=sentence,
        quote=note.quote_of(frozen, "criteres_innovation", code),
        evidence=shown,
    )


def _say_score(score: InnovationScore) -> tuple[Verdict, Basis, str]:
    when = french_date(score.at.astimezone(PARIS).date())
    found = "Reconnu" if score.is_met else "Non reconnu"
    verdict = Verdict.OUI if score.is_met else Verdict.NON
    return verdict, Basis.JUGE, f"{found} le {when} (auteur : {score.author})."


def innovation_ceiling(
    action: Action, readings: Sequence[CriterionReading], frozen: Frozen
) -> InnovationCeiling:
    """Return what the State may at most give if the action is innovative.

    Args:
        action: the action; its eligible expenses are what must be paid, without
            contributions in kind (campaign's choice ``programmation.base_du_taux``).
        readings: as :func:`read_innovation` gave them.
        frozen: the campaign; the rate is the note's.
    """
    innovation = next(one for one in readings if one.code == CODE)
    pct = int(frozen.parameters[_CEILING])
    base = action.cash_centimes()
    ceiling, asked = base * pct // 100, action.requests().get(FUNDER, 0)
    return InnovationCeiling(
        funder=FUNDER,
        verdict=innovation.verdict,
        rate_pct=pct,
        ordinary_pct=frozen.campaign.choice(_ORDINARY).get(FUNDER),
        base_centimes=base,
        ceiling_centimes=ceiling,
        asked_centimes=asked,
        sentence=_say_ceiling(innovation.verdict, pct, base, ceiling),
        quote=note.reference_of(frozen, _CEILING),
    )


def _say_ceiling(verdict: Verdict, pct: int, base: int, ceiling: int) -> str:
    most = (
        f"{pct} % de {format_euros(base)} de dépenses hors contributions volontaires, "
        f"soit {format_euros(ceiling)}"
    )
    if verdict is Verdict.OUI:
        return (
            f"L'État peut aller, sur ses crédits dérogatoires, jusqu'à {most} : c'est "
            "un plafond, jamais un droit."
        )
    if verdict is Verdict.A_JUGER:
        return (
            f"Si l'innovation est reconnue, l'État pourra aller jusqu'à {most} ; tant "
            "qu'elle n'est pas jugée, le taux ordinaire s'applique."
        )
    return "L'action ne remplit pas les critères exigés : le taux ordinaire s'applique."
