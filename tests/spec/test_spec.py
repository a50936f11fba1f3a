"""The cases the field can read: a folder is a chapter, a file is a section.

A case gives its sentence, the text it rests on, what is known and what is expected,
in French and in euros. Whoever knows the note can add one without reading Python.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from contrat_de_ville.adapters.parameter_files import load_parameters
from contrat_de_ville.adapters.resources import resource_folder
from contrat_de_ville.adapters.yaml_files import load_yaml, require_keys
from contrat_de_ville.domain.aci import (
    ROUNDING_CENTIMES,
    AciTerms,
    BaremeAci,
    ChantierRequest,
    Effectif,
    GrantAci,
    cut_utility_first,
    fit_envelope,
    grant_aci,
    months_open,
    serve_in_order,
    within_envelope,
)
from contrat_de_ville.domain.aci.choices import BaseEffectif, Territoire
from contrat_de_ville.domain.aci.terms import choices_of
from contrat_de_ville.domain.calendar import parse_date
from contrat_de_ville.domain.deposit_values import parse_hundredths
from contrat_de_ville.domain.money import (
    NARROW_NBSP,
    NBSP,
    format_euros,
    parse_centimes,
)
from contrat_de_ville.errors import ContratDeVilleError
from tests.builders import build_campaign


HERE = Path(__file__).resolve().parent
SECTION = HERE / "axe_2_insertion_emploi" / "financement_aci.yaml"
USUAL: dict[str, Any] = {
    "demande": "100 000 €",
    "nouveau": False,
    "justification": "",
    "an_passe": None,
    "retenu": None,
    "debut": "2017-01-01",
    "fin": "2017-12-31",
    "besoin": None,
    "partage_entre": [],
    "deja_pris": "0 €",
    "signe_par": "Comité ACI",
    "choix": {},
}
CHOICES: dict[str, Any] = {
    "base_effectif": "personnes_presentes",
    "date_reference": date(2016, 12, 31),
    "annee_partielle": "sans_prorata",
    "territoire": "tous_salaries",
    "fixation_utilite": "comite_par_chantier",
    "plafond_demande": True,
    "depassement_enveloppe": "prorata",
    "nouveau_chantier": "justification_ecrite",
    "lissage_n1": "aucun",
    "arrondi": "euro",
}
SAID_OF_A_GRANT = {"aide", "au_moins", "au_plus", "calcul", "refus", "etapes"}


def cases() -> list[dict[str, Any]]:
    """Read the section, refusing what a case has no word for."""
    return [
        require_keys(SECTION, "cas", one, {"name", "reference", "input", "output"})
        for one in load_yaml(SECTION)
    ]


def about(key: str) -> list[Any]:
    """Return the cases whose input speaks of *key*, named by their sentence."""
    return [pytest.param(one, id=one["name"]) for one in cases() if key in one["input"]]


@pytest.fixture(scope="module")
def bareme() -> BaremeAci:
    """Return the figures in force on 1 January 2017, as the project keeps them."""
    parameters = load_parameters(resource_folder("config") / "parameters")

    def centimes(name: str) -> int:
        return int(parameters.value(f"aci.{name}", date(2017, 1, 1))) * 100

    return BaremeAci(
        par_salarie_centimes=centimes("montant_par_salarie"),
        utilite_plancher_centimes=centimes("utilite_sociale.plancher"),
        utilite_plafond_centimes=centimes("utilite_sociale.plafond"),
    )


def plain(text: str) -> str:
    """Return *text* with the spaces a keyboard writes."""
    return text.replace(NBSP, " ").replace(NARROW_NBSP, " ")


def terms_with(choices: dict[str, Any], bareme: BaremeAci) -> AciTerms:
    """Return the terms of a campaign that changes only these choices."""
    values = {f"aci.{code}": one for code, one in (CHOICES | choices).items()}
    return AciTerms(bareme=bareme, choices=choices_of(build_campaign(choices=values)))


def request_of(known: dict[str, Any], name: str = "2017-0001") -> ChantierRequest:
    """Return the chantier a case describes."""
    known = require_keys(SECTION, "input", known, {"salaries", "utilite"}, USUAL)
    known = USUAL | known
    return ChantierRequest(
        numero=name,
        salaries_count=known["salaries"],
        utilite_centimes=parse_centimes(known["utilite"]),
        utilite_author=known["signe_par"],
        utilite_on=date(2017, 1, 24),
        shared_by=tuple(known["partage_entre"]),
        already_shared_centimes=parse_centimes(known["deja_pris"]),
        asked_centimes=parse_centimes(known["demande"]),
        is_new=known["nouveau"],
        utilite_18_25=known["justification"],
        previous_centimes=known["an_passe"] and parse_centimes(known["an_passe"]),
        effectif=known["retenu"] and effectif_of(known["retenu"]),
        months=months_open(
            parse_date(str(known["debut"])), parse_date(str(known["fin"]))
        ),
        besoin_centimes=known["besoin"] and parse_centimes(known["besoin"]),
    )


def effectif_of(known: dict[str, Any]) -> Effectif:
    """Return the headcount someone accepted: how many, of what, of where."""
    return Effectif(
        centiemes=parse_hundredths(str(known["nombre"])),
        base=BaseEffectif(known["base"]),
        territoire=Territoire(known.get("territoire", "tous_salaries")),
        date_reference=CHOICES["date_reference"],
        source=known.get("source", "donné par la coordination"),
        annexes=tuple(known.get("annexes", ())),
        author=known.get("par", ""),
        accepted_on=date(2017, 1, 20) if "par" in known else None,
    )


def said_of(grant: GrantAci) -> dict[str, Any]:
    """Return what a grant says, in the words of the cases."""
    said: dict[str, Any] = {
        "aide": plain(format_euros(grant.amount_centimes)),
        "au_moins": plain(format_euros(grant.lowest_centimes)),
        "au_plus": plain(format_euros(grant.highest_centimes)),
        "calcul": plain(grant.formula),
        "etapes": [plain(one.sentence) for one in grant.steps],
    }
    return said | ({"refus": grant.sentence} if grant.is_refused else {})


def granted(known: dict[str, Any], bareme: BaremeAci) -> dict[str, Any]:
    """Return what the rule says of a chantier, or the sentence of its error."""
    try:
        terms = terms_with(known.get("choix", {}), bareme)
        return said_of(grant_aci(request_of(known), terms))
    except ContratDeVilleError as error:
        return {"erreur": plain(str(error))}


@pytest.mark.parametrize("case", about("salaries"))
def test_a_chantier_is_granted_what_the_case_says(
    case: dict[str, Any], bareme: BaremeAci
) -> None:
    """The rule gives the amount, the refusal or the error of each case."""
    expected = case["output"]
    allowed = {"erreur"} if "erreur" in expected else SAID_OF_A_GRANT

    said = granted(case["input"], bareme)

    assert set(expected) <= allowed
    assert expected == {key: said.get(key) for key in expected}
    assert ("refus" in expected) == ("refus" in said)


@pytest.mark.parametrize("case", about("aides"))
def test_the_envelope_is_shared_as_the_case_says(case: dict[str, Any]) -> None:
    """The grants brought within the envelope are those of each case."""
    known = require_keys(
        SECTION,
        "input",
        case["input"],
        {"aides", "enveloppe", "arrondi"},
        {"planchers", "ordre"},
    )
    grants = {name: parse_centimes(one) for name, one in known["aides"].items()}
    credit = parse_centimes(known["enveloppe"])
    unit = ROUNDING_CENTIMES[known["arrondi"]]

    if "planchers" in known:
        floors = {name: parse_centimes(one) for name, one in known["planchers"].items()}
        fitted = cut_utility_first(grants, floors, credit, unit_centimes=unit)
    elif "ordre" in known:
        fitted = serve_in_order(grants, known["ordre"], credit, unit_centimes=unit)
    else:
        fitted = fit_envelope(grants, credit, unit_centimes=unit)

    assert case["output"]["aides"] == {
        name: plain(format_euros(one)) for name, one in fitted.items()
    }
    assert sum(fitted.values()) <= credit


@pytest.mark.parametrize("case", about("chantiers"))
def test_a_whole_year_is_granted_as_the_case_says(
    case: dict[str, Any], bareme: BaremeAci
) -> None:
    """Each chantier by the rule, then all of them within the envelope."""
    known = require_keys(
        SECTION, "input", case["input"], {"chantiers", "enveloppe"}, {"choix"}
    )
    terms = terms_with(known.get("choix", {}), bareme)
    credit = parse_centimes(known["enveloppe"])

    computed = [
        grant_aci(request_of(one, name), terms)
        for name, one in known["chantiers"].items()
    ]
    fitted = within_envelope(computed, credit, terms)

    assert case["output"]["aides"] == {
        one.numero: plain(format_euros(one.amount_centimes)) for one in fitted
    }
    assert sum(one.amount_centimes for one in fitted) <= credit


def test_every_case_is_played() -> None:
    """A case is about a chantier, an envelope or a year; its sentence is its own."""
    names = [one["name"] for one in cases()]
    played = about("salaries") + about("aides") + about("chantiers")

    assert len(names) == len(set(names))
    assert sorted(names) == sorted(str(one.id) for one in played)


def test_every_section_is_read() -> None:
    """A file beside this one is never silently left out."""
    sections = sorted(HERE.rglob("*.yaml"))

    assert sections == [SECTION]
