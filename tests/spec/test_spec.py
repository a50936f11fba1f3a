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
    BaremeAci,
    ChantierRequest,
    UtiliteSocialeOutOfRangeError,
    fit_envelope,
    grant_aci,
)
from contrat_de_ville.domain.money import (
    NARROW_NBSP,
    NBSP,
    format_euros,
    parse_centimes,
)


HERE = Path(__file__).resolve().parent
SECTION = HERE / "axe_2_insertion_emploi" / "financement_aci.yaml"
USUAL: dict[str, Any] = {
    "demande": "100 000 €",
    "nouveau": False,
    "justification": "",
    "plafond_demande": True,
}
SAID_OF_A_GRANT = {"aide", "au_moins", "au_plus", "calcul", "refus"}


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


def granted(known: dict[str, Any], bareme: BaremeAci) -> dict[str, str]:
    """Return what the rule says of a chantier, in the words of the cases."""
    known = require_keys(SECTION, "input", known, {"salaries", "utilite"}, USUAL)
    known = USUAL | known
    request = ChantierRequest(
        numero="2017-0001",
        salaries_count=known["salaries"],
        utilite_centimes=parse_centimes(known["utilite"]),
        asked_centimes=parse_centimes(known["demande"]),
        is_new=known["nouveau"],
        utilite_18_25=known["justification"],
        previous_centimes=None,
    )
    try:
        grant = grant_aci(request, bareme, capped_by_request=known["plafond_demande"])
    except UtiliteSocialeOutOfRangeError as error:
        return {"erreur": plain(str(error))}
    said = {
        "aide": plain(format_euros(grant.amount_centimes)),
        "au_moins": plain(format_euros(grant.lowest_centimes)),
        "au_plus": plain(format_euros(grant.highest_centimes)),
        "calcul": plain(grant.formula),
    }
    return said | ({"refus": grant.sentence} if grant.is_refused else {})


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


@pytest.mark.parametrize("case", about("enveloppe"))
def test_the_envelope_is_shared_as_the_case_says(case: dict[str, Any]) -> None:
    """The grants brought within the envelope are those of each case."""
    known = require_keys(
        SECTION, "input", case["input"], {"aides", "enveloppe", "arrondi"}
    )
    grants = {name: parse_centimes(one) for name, one in known["aides"].items()}
    credit = parse_centimes(known["enveloppe"])
    unit = ROUNDING_CENTIMES[known["arrondi"]]

    fitted = fit_envelope(grants, credit, unit_centimes=unit)

    assert case["output"]["aides"] == {
        name: plain(format_euros(one)) for name, one in fitted.items()
    }
    assert sum(fitted.values()) <= credit


def test_every_case_is_played() -> None:
    """A case is about a chantier or about an envelope, and its sentence is its own."""
    names = [one["name"] for one in cases()]
    played = about("salaries") + about("enveloppe")

    assert len(names) == len(set(names))
    assert sorted(names) == sorted(str(one.id) for one in played)


def test_every_section_is_read() -> None:
    """A file beside this one is never silently left out."""
    sections = sorted(HERE.rglob("*.yaml"))

    assert sections == [SECTION]
