"""The terms of a cycle: the note's figures and the campaign's choices, checked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from contrat_de_ville.domain.aci.bareme import (
    BaremeAci,
    ParameterSaid,
    bareme_of,
    parameters_said,
)
from contrat_de_ville.domain.aci.checks import (
    choice_problems,
    day_of,
    require_implemented,
    value_of,
)
from contrat_de_ville.domain.aci.choices import (
    GRILLE,
    IMPLEMENTED,
    LISSAGE_PCT,
    ORDRE,
    PLAFOND_BESOIN,
    AnneePartielle,
    Arrondi,
    BaseEffectif,
    CritereOrdre,
    DepassementEnveloppe,
    FixationUtilite,
    LissageN1,
    Territoire,
)
from contrat_de_ville.domain.aci.errors import InconsistentChoicesError
from contrat_de_ville.domain.aci.grid import Grille, grille_from
from contrat_de_ville.domain.aci.sentences import sentence_of
from contrat_de_ville.domain.campaign import Campaign
from contrat_de_ville.domain.frozen import Frozen


_FAMILY = "aci."


@dataclass(frozen=True, kw_only=True)
class ChoixAci:
    """What the campaign decided on what the note leaves open, ready to be applied."""

    base_effectif: BaseEffectif = BaseEffectif.PERSONNES_PRESENTES
    date_reference: date
    annee_partielle: AnneePartielle = AnneePartielle.SANS_PRORATA
    territoire: Territoire = Territoire.TOUS_SALARIES
    fixation_utilite: FixationUtilite = FixationUtilite.COMITE_PAR_CHANTIER
    plafond_demande: bool = True
    plafond_besoin: bool = False
    depassement_enveloppe: DepassementEnveloppe = DepassementEnveloppe.PRORATA
    lissage_n1: LissageN1 = LissageN1.AUCUN
    lissage_pct: int = 0
    arrondi: Arrondi = Arrondi.EURO
    grille: Grille | None = None
    ordre: tuple[CritereOrdre, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ChoiceSaid:
    """A choice as the result keeps it: code, value, sentence, author and date."""

    code: str
    value: str
    sentence: str
    question: str
    author: str
    decided_on: str


@dataclass(frozen=True, kw_only=True)
class AciTerms:
    """Everything the rule applies to every chantier of a cycle."""

    bareme: BaremeAci
    choices: ChoixAci
    parameters: tuple[ParameterSaid, ...] = ()
    said: tuple[ChoiceSaid, ...] = ()


def choices_of(campaign: Campaign) -> ChoixAci:
    """Return the campaign's choices, ready to be applied.

    Raises:
        ChoiceNotImplementedError: an answer the rule does not know.
        InconsistentChoicesError: a figure is missing, or two answers contradict.
    """
    for code in IMPLEMENTED:
        require_implemented(campaign, code)
    if problems := tuple(choice_problems(campaign)):
        raise InconsistentChoicesError(problems)
    fixation = FixationUtilite(campaign.choice("aci.fixation_utilite"))
    is_grid = fixation is FixationUtilite.GRILLE
    return ChoixAci(
        base_effectif=BaseEffectif(campaign.choice("aci.base_effectif")),
        date_reference=day_of(campaign.choice("aci.date_reference")),
        annee_partielle=AnneePartielle(campaign.choice("aci.annee_partielle")),
        territoire=Territoire(campaign.choice("aci.territoire")),
        fixation_utilite=fixation,
        plafond_demande=bool(campaign.choice("aci.plafond_demande")),
        plafond_besoin=bool(value_of(campaign, PLAFOND_BESOIN)),
        depassement_enveloppe=DepassementEnveloppe(
            campaign.choice("aci.depassement_enveloppe")
        ),
        lissage_n1=LissageN1(campaign.choice("aci.lissage_n1")),
        lissage_pct=value_of(campaign, LISSAGE_PCT) or 0,
        arrondi=Arrondi(campaign.choice("aci.arrondi")),
        grille=grille_from(campaign.choice(GRILLE)) if is_grid else None,
        ordre=tuple(CritereOrdre(one) for one in value_of(campaign, ORDRE) or ()),
    )


def terms_of(frozen: Frozen) -> AciTerms:
    """Return the terms of a cycle, as frozen with it; see :func:`choices_of`."""
    choices = choices_of(frozen.campaign)
    return AciTerms(
        bareme=bareme_of(frozen),
        choices=choices,
        parameters=parameters_said(frozen),
        said=choices_said(frozen.campaign),
    )


def choices_said(campaign: Campaign) -> tuple[ChoiceSaid, ...]:
    """Return every choice on the ACI, each with its sentence, its author, its date."""
    return tuple(
        ChoiceSaid(
            code=code,
            value=_plain(choice.value),
            sentence=sentence_of(code, choice.value),
            question=choice.question,
            author=choice.author,
            decided_on=choice.decided_on.isoformat(),
        )
        for code, choice in sorted(campaign.choices.items())
        if code.startswith(_FAMILY)
    )


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, dict):
        return ", ".join(f"{key} : {one}" for key, one in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    return str(value)
