"""Whether a campaign holds together, before its cycle opens and freezes it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import pairwise

from contrat_de_ville.domain.aci import choice_problems
from contrat_de_ville.domain.calendar import french_instant
from contrat_de_ville.domain.campaign import Campaign, Choice, Conseil, Quartier
from contrat_de_ville.domain.campaign_parts import part_problems
from contrat_de_ville.domain.campaign_windows import window_problems
from contrat_de_ville.domain.habilitations import habilitation_problems
from contrat_de_ville.domain.money import format_euros
from contrat_de_ville.domain.programming_choices import (
    OPTIONAL_KINDS,
    programming_problems,
)
from contrat_de_ville.errors import ContratDeVilleError


CHOICE_KINDS: dict[str, type] = {
    "aci.base_effectif": str,
    "aci.date_reference": date,
    "aci.annee_partielle": str,
    "aci.territoire": str,
    "aci.fixation_utilite": str,
    "aci.plafond_demande": bool,
    "aci.plafond_besoin": bool,
    "aci.depassement_enveloppe": str,
    "aci.nouveau_chantier": str,
    "aci.lissage_n1": str,
    "aci.arrondi": str,
    "innovation.criteres_exiges": int,
    "depots.part_qpv_minimum_pct": int,
    "programmation.taux_plafond_pct": dict,
    "programmation.base_du_taux": str,
    "programmation.montant_minimum_utile": int,
    "programmation.poids": dict,
    "conseils.silence": str,
    "relances.plafond_par_destinataire_heures": int,
}
"""What kind of value each choice takes; a text « non » would pass for true."""

REQUIRED_CHOICES = tuple(CHOICE_KINDS)
"""What the note leaves open and the computations need: no silent default."""

CHOICE_KINDS |= {
    "depots.cout_par_beneficiaire_min": int,
    "depots.cout_par_beneficiaire_max": int,
    "depots.hausse_maximale_pct": int,
    **OPTIONAL_KINDS,
}
# Those a campaign may leave out: then nothing is said of what they would judge.

RARE_KINDS: dict[str, type] = {
    "aci.lissage_pct": int,
    "aci.grille_utilite": dict,
    "aci.ordre": list,
}
"""The kinds of what only some answers on the ACI need."""

_KINDS_IN_FRENCH = {
    str: "un mot",
    date: "une date (2016-12-31)",
    bool: "true ou false",
    int: "un nombre entier",
    dict: "des lignes « code : nombre entier »",
    list: "une liste de mots, entre crochets",
}
MILESTONE_LABELS = {
    "ouverture": "ouverture de l'appel",
    "cloture_depots": "clôture des dépôts",
    "fin_corrections": "fin des corrections",
    "comite_aci": "comité des chantiers d'insertion",
    "ouverture_consultation": "ouverture de la consultation",
    "cloture_consultation": "clôture de la consultation",
    "comite_technique": "comité technique",
    "copil": "comité de pilotage",
    "conseil_communautaire": "conseil communautaire",
    "fin_cycle": "fin du cycle",
}


class InconsistentCampaignError(ContratDeVilleError):
    """A campaign contradicts itself or the note; every problem is listed."""

    def __init__(self, contrat: str, annee: int, problems: tuple[str, ...]) -> None:
        super().__init__(contrat, annee, problems)
        self.contrat, self.annee, self.problems = contrat, annee, problems

    def __str__(self) -> str:
        listed = "\n".join(f"- {problem}" for problem in self.problems)
        return (
            f"La campagne {self.annee} du contrat {self.contrat} n'est pas cohérente "
            f"({len(self.problems)} à reprendre) :\n{listed}\n"
            "Corrigez le fichier de la campagne, puis recommencez."
        )


def check_campaign(
    campaign: Campaign,
    *,
    expected_quartiers: int,
    expected_conseils_par_quartier: int,
    orientations: Mapping[str, int] | None = None,
) -> None:
    """Refuse a campaign that contradicts itself or the note, saying all of why.

    The two expected numbers are those of the note: « les communes structurent un
    conseil citoyen au sein de chacun des dix quartiers prioritaires ». *orientations*
    gives the axe of each one: where they are given, the parts of envelopes are held
    to them.

    Raises:
        InconsistentCampaignError: with one French sentence per problem.
    """
    problems = (
        *_dates_out_of_order(campaign),
        *window_problems(campaign.calendar),
        *_repeated_codes(campaign),
        *_bad_envelopes(campaign),
        *part_problems(campaign, orientations),
        *_quartier_problems(campaign, expected_quartiers),
        *_conseil_problems(campaign, expected_conseils_par_quartier),
        *_choice_problems(campaign),
        *_aci_problems(campaign),
        *_rate_problems(campaign),
        *_programming_problems(campaign),
        *habilitation_problems(campaign),
    )
    if problems:
        raise InconsistentCampaignError(campaign.contrat, campaign.annee, problems)


def _dates_out_of_order(campaign: Campaign) -> Iterator[str]:
    """Compare each milestone with the next one; the same instant is allowed."""
    for (first, before), (second, after) in pairwise(campaign.calendar.in_order()):
        if after < before:
            yield (
                f"Calendrier : « {MILESTONE_LABELS[second]} » "
                f"({french_instant(after)}) vient avant « {MILESTONE_LABELS[first]} » "
                f"({french_instant(before)})."
            )


def _repeated_codes(campaign: Campaign) -> Iterator[str]:
    lists: dict[str, Iterable[str]] = {
        "Financeurs": (one.code for one in campaign.funders),
        "Quartiers": (one.code for one in campaign.quartiers),
        "Conseils citoyens": (one.code for one in campaign.conseils),
        "Partenaires": (one.code for one in campaign.partners),
    }
    for name, codes in lists.items():
        for code, count in Counter(codes).items():
            if count > 1:
                yield f"{name} : le code « {code} » est donné {count} fois."


def _bad_envelopes(campaign: Campaign) -> Iterator[str]:
    for funder in campaign.funders:
        envelope = funder.envelope_centimes
        if envelope is not None and envelope < 0:
            yield (
                f"Financeur {funder.code} : l'enveloppe est négative "
                f"({format_euros(envelope)})."
            )


def _quartier_problems(campaign: Campaign, expected: int) -> Iterator[str]:
    if len(campaign.quartiers) != expected:
        yield (
            f"La note compte {expected} quartiers prioritaires ; "
            f"la campagne en donne {len(campaign.quartiers)}."
        )
    for quartier in campaign.quartiers:
        yield from _commune_problems(campaign, quartier)


def _commune_problems(campaign: Campaign, quartier: Quartier) -> Iterator[str]:
    """Look at each commune: in this agglomération, or declared of another one."""
    where = f"Quartier {quartier.name} ({quartier.code})"
    if not quartier.communes:
        yield f"{where} : aucune commune n'est donnée."
    for insee, name in quartier.communes.items():
        elsewhere = insee in quartier.other_epci
        if insee not in campaign.communes and not elsewhere:
            yield (
                f"{where} : {name} ({insee}) n'est pas une commune de l'agglomération "
                "et n'est pas déclarée « autre_epci »."
            )
        if insee in campaign.communes and elsewhere:
            yield (
                f"{where} : {name} ({insee}) est déclarée « autre_epci » alors qu'elle "
                "est une commune de l'agglomération."
            )
    for insee in sorted(quartier.other_epci - quartier.communes.keys()):
        yield f"{where} : « autre_epci » cite {insee}, qui n'est pas de ses communes."


def _conseil_problems(campaign: Campaign, expected: int) -> Iterator[str]:
    """Count the conseils of each quartier, constituted or not."""
    for conseil in campaign.conseils:
        if campaign.quartier(conseil.quartier) is None:
            yield _unknown_quartier(conseil)
    counts = Counter(conseil.quartier for conseil in campaign.conseils)
    for quartier in campaign.quartiers:
        if counts[quartier.code] != expected:
            yield (
                f"Quartier {quartier.name} ({quartier.code}) : la note veut {expected} "
                "conseil citoyen par quartier, "
                f"la campagne en donne {counts[quartier.code]}."
            )


def _unknown_quartier(conseil: Conseil) -> str:
    return (
        f"{conseil.name} ({conseil.code}) : le quartier {conseil.quartier} n'est pas "
        "dans la campagne."
    )


def _choice_problems(campaign: Campaign) -> Iterator[str]:
    """Look for what is missing, unsigned, unexplained or of another kind."""
    for code in REQUIRED_CHOICES:
        if code not in campaign.choices:
            yield f"Choix « {code} » : il manque, alors que la note le laisse ouvert."
    for code, choice in campaign.choices.items():
        if not choice.author.strip():
            yield f"Choix « {code} » : dites qui l'a fait (auteur)."
        if not choice.reason.strip():
            yield f"Choix « {code} » : dites pourquoi (motif)."
        if not _is_of_kind(choice):
            yield (
                f"Choix « {code} » : la valeur « {choice.value} » ne convient pas, "
                f"écrivez {_KINDS_IN_FRENCH[_kind_of(choice)]}."
            )


def _kind_of(choice: Choice) -> type:
    kinds = CHOICE_KINDS | RARE_KINDS
    return kinds.get(choice.code, type(choice.value))


def _aci_problems(campaign: Campaign) -> Iterator[str]:
    """Say what the ACI rule cannot apply, once each value is of its kind."""
    choices = campaign.choices.values()
    if all(_is_of_kind(one) for one in choices if one.code.startswith("aci.")):
        yield from choice_problems(campaign)


def _programming_problems(campaign: Campaign) -> Iterator[str]:
    """Say what no programming can be made of, once each value is of its kind."""
    choices = campaign.choices.values()
    if all(_is_of_kind(one) for one in choices if one.code.startswith("programmation")):
        yield from programming_problems(campaign)


def _is_of_kind(choice: Choice) -> bool:
    """Compare exactly: for Python true is also a whole number."""
    kind = _kind_of(choice)
    if kind is dict and type(choice.value) is dict:
        return all(type(number) is int for number in choice.value.values())
    return type(choice.value) is kind


def _rate_problems(campaign: Campaign) -> Iterator[str]:
    """Compare the funders with those whose ceiling is set: each needs its own."""
    choice = campaign.choices.get("programmation.taux_plafond_pct")
    if choice is None or not _is_of_kind(choice):
        return
    known = {funder.code for funder in campaign.funders}
    for code in sorted(known - choice.value.keys()):
        yield f"Choix « {choice.code} » : il manque le taux du financeur {code}."
    for code in sorted(choice.value.keys() - known):
        yield f"Choix « {choice.code} » : {code} n'est pas un financeur."
