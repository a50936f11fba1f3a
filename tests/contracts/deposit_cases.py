"""Sound deposits with every field filled, and how a batch of them is checked."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from contrat_de_ville.adapters.quality.contract_file import load_contract
from contrat_de_ville.adapters.quality.run import CheckInput, check_deposits
from contrat_de_ville.domain.deposit_context import CheckContext
from contrat_de_ville.domain.depots import (
    Action,
    AgeCount,
    BudgetLine,
    Chantier,
    Contact,
    DepositForm,
    Finding,
    PorteurKind,
    Severity,
    Structure,
)
from tests.builders import (
    BUDGET,
    ORIENTATIONS,
    build_action,
    build_campaign,
    build_form,
    build_line,
)


ROOT = Path(__file__).resolve().parents[2]
FILE = ROOT / "data_contracts" / "depots.odcs.yaml"
CONTRACT = load_contract(FILE)
NEW_CHANTIER = Chantier(salaries_count=12, is_new=True, utilite_18_25="Permis B.")
B, V = Severity.BLOQUANT, Severity.A_VERIFIER
CHOICES = {
    "depots.cout_par_beneficiaire_min": 5,
    "depots.cout_par_beneficiaire_max": 1_000,
    "depots.hausse_maximale_pct": 20,
}
# 20 + 10 women and 6 + 4 men: the 40 beneficiaries, of whom 30 women, of the builder.
AGES = (
    AgeCount(band="18_25", women=20, men=6),
    AgeCount(band="26_64", women=10, men=4),
)
IBAN = "FR7630006000011234567890189"
FULL: dict[str, Any] = {
    "porteur_adresse": "1 rue de la Fosse",
    "porteur_iban": IBAN,
    "representant": Contact(
        name="Camille Exemple", role="Présidence", email="presidence@asso.example"
    ),
    "contact": Contact(name="Sacha Modèle", role="Direction", phone="03 53 01 00 01"),
    "structure": Structure(
        benevoles=12, volontaires=0, salaries=4, etpt_centiemes=320, emplois_aides=1
    ),
    "objectifs": "Que chaque parent vienne trois fois.",
    "calendrier": "De février à décembre.",
    "moyens_humains": "Une animatrice à mi-temps.",
    "indicateurs": "Nombre de parents, assiduité.",
    "uais": ("0750655E",),
    "ages": AGES,
    "demandes": (("ETAT", 400_000), ("CAPH", 200_000)),
}
CELLS = {
    "porteur_adresse": "Porteur!B8",
    "porteur_iban": "Porteur!B9",
    "representant_nom": "Porteur!B10",
    "representant_courriel": "Porteur!B11",
    "contact_nom": "Porteur!B12",
    "structure_salaries": "Porteur!B13",
    "structure_etpt": "Porteur!B14",
    "structure_emplois_aides": "Porteur!B15",
    "objectifs": "Action!B23",
    "calendrier": "Action!B24",
    "moyens_humains": "Action!B25",
    "indicateurs": "Action!B26",
    "uais": "Action!B27",
    "subvention_precedente": "Action!B28",
    "demande.ETAT": "Action!B29",
    "demande.CAPH": "Action!B30",
    "femmes.18_25": "Publics!B8",
    "hommes.18_25": "Publics!C8",
}
# Of another porteur than the builder's: what is known of it concerns nobody else.
KNOWN_SIRET, OWING_SIRET = "20004219000013", "21590172900016"
RENEWED = {"is_renewal": True, "porteur_siret": KNOWN_SIRET, "title": "Jardin partagé"}
CONTEXT = CheckContext(
    owed_bilans={OWING_SIRET[:9]: ("2016-014, « Jardin partagé »",)},
    previous_grants={(KNOWN_SIRET[:9], "jardin partage"): 500_000},
    other_sirens={"NUMERO_AUTRE_SIREN": "900000001, 900000019"},
)


def full_action(**changes: Any) -> Action:
    """Return the sound action with every field of the form filled."""
    return build_action(**(FULL | changes))


def full_form(action: Action, **fields: str) -> DepositForm:
    """Return *action* as its form shows it, the newer fields too."""
    form = build_form(action)
    structure, previous = action.structure, action.subvention_precedente_centimes
    newer = {
        "porteur_adresse": action.porteur_adresse,
        "porteur_iban": action.porteur_iban,
        "representant_nom": action.representant.name,
        "representant_courriel": action.representant.email,
        "contact_nom": action.contact.name,
        "structure_salaries": str(structure.salaries),
        "structure_etpt": f"{(structure.etpt_centiemes or 0) / 100:.2f}",
        "structure_emplois_aides": str(structure.emplois_aides),
        "objectifs": action.objectifs,
        "calendrier": action.calendrier,
        "moyens_humains": action.moyens_humains,
        "indicateurs": action.indicateurs,
        "uais": " ; ".join(action.uais),
        "subvention_precedente": "" if previous is None else f"{previous / 100:.2f}",
        **{f"demande.{code}": f"{asked / 100:.2f}" for code, asked in action.demandes},
        **{f"femmes.{one.band}": str(one.women) for one in action.ages},
    }
    return replace(
        form, fields={**form.fields, **newer, **fields}, cells={**form.cells, **CELLS}
    )


def with_lines(**lines: BudgetLine | None) -> tuple[BudgetLine, ...]:
    """Return the sound budget with lines replaced, removed (None) or added."""
    places = ("c60", "c64", "c86", "p70", "etat", "caph", "p79", "p87")
    named: dict[str, BudgetLine | None] = dict(zip(places, BUDGET, strict=True))
    return tuple(line for line in (named | lines).values() if line is not None)


def build_detail(account: str, label: str, euros: int) -> BudgetLine:
    """Return a detail of an account."""
    return replace(build_line(account, label, euros), is_detail=True)


def check(
    actions: dict[str, Action],
    contract: Any = CONTRACT,
    context: CheckContext = CONTEXT,
    **campaign: Any,
) -> dict[str, tuple[Finding, ...]]:
    """Check those actions in one batch, each with the form that shows it."""
    inputs = [
        CheckInput(key=key, form=full_form(action), action=action)
        for key, action in actions.items()
    ]
    facts = build_campaign(**({"choices": CHOICES} | campaign))
    return check_deposits(inputs, facts, ORIENTATIONS, contract, context)


def codes(findings: tuple[Finding, ...]) -> list[str]:
    """Return the rules of the findings, in their order."""
    return [finding.rule for finding in findings]


SOUND = {
    "association": full_action(),
    "chantier": full_action(axe=2, orientation="2.1", chantier=NEW_CHANTIER),
    "la_poste": full_action(porteur_siret="35600000049837"),
    "no_orientation": full_action(orientation=""),
    "no_list": full_action(publics=(), criteres_innovation=(), participation=()),
    "no_women_said": full_action(women_count=None),
    "named_na": full_action(porteur_name="NA", title="null", description="None"),
    "alsace": full_action(porteur_insee="67482", porteur_rna=""),
    "school_year": full_action(starts_on=date(2016, 9, 1), ends_on=date(2017, 6, 30)),
    "at_80_pct": full_action(
        budget=with_lines(
            etat=build_line("74", "État", 4_400, "ETAT"),
            p79=build_line("79", "Autofinancement", 1_100),
        ),
        demandes=(("ETAT", 440_000), ("CAPH", 200_000)),
    ),
    "commune": full_action(
        porteur_kind=PorteurKind.COMMUNE,
        porteur_siret="21590172900016",
        porteur_rna="",
        pieces=("deliberation", "rib"),
    ),
    "details": full_action(
        budget=with_lines(
            d601=build_detail("601", "Matières", 500),
            d604=build_detail("604", "Prestations", 1_500),
        )
    ),
    "renewal": full_action(**RENEWED, subvention_precedente_centimes=500_000),
    "first_of_two": full_action(porteur_siret=OWING_SIRET),
    "monaco": full_action(porteur_iban="MC5810096180790123456789085"),
    "shared": full_action(quartiers=("QP059056",), communes=("59491",)),
    "men_only": full_action(
        women_count=None, ages=(AgeCount(band="26_64", women=None, men=40),)
    ),
    "little_said": full_action(structure=Structure(), uais=(), demandes=()),
}
