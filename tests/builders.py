"""A small campaign and one sound deposit, to be changed one thing at a time.

Everything is invented but the quartiers and the public identifier of the
agglomération. ``build_form`` writes an action the way its form would show it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from contrat_de_ville.domain.calendar import END_OF_DAY, paris
from contrat_de_ville.domain.campaign import (
    Calendar,
    Campaign,
    Choice,
    Conseil,
    Funder,
    Partner,
    Quartier,
)
from contrat_de_ville.domain.depots import (
    Action,
    BudgetLine,
    BudgetText,
    Chantier,
    DepositForm,
    PorteurKind,
    Side,
)


ORIENTATIONS = {
    "2.1": 2, "2.2": 2, "2.3": 2, "3.1": 3, "5.1": 5, "5.DRE.1": 5, "7.2": 7,
}  # fmt: skip
CALENDAR = Calendar(
    ouverture=paris(date(2016, 10, 17)),
    cloture_depots=paris(date(2016, 12, 16), END_OF_DAY),
    fin_corrections=paris(date(2017, 1, 13), END_OF_DAY),
    comite_aci=paris(date(2017, 1, 24)),
    ouverture_consultation=paris(date(2017, 1, 26)),
    cloture_consultation=paris(date(2017, 2, 24), END_OF_DAY),
    comite_technique=paris(date(2017, 3, 7)),
    copil=paris(date(2017, 3, 28)),
    conseil_communautaire=paris(date(2017, 4, 10)),
    fin_cycle=paris(date(2018, 7, 15)),
)
QUARTIERS = (
    Quartier(
        code="QP059050",
        name="Centre",
        communes={"59172": "Denain", "59361": "Lourches"},
    ),
    Quartier(
        code="QP059056",
        name="Brunehaut",
        communes={"59491": "Raismes", "59112": "Bruay-sur-l’Escaut"},
        other_epci=frozenset({"59112"}),
    ),
)
CHOICES = {
    "depots.part_qpv_minimum_pct": 50,
    "aci.base_effectif": "personnes_presentes",
}
FIELD_CELLS = {
    "porteur_siret": "Porteur!B2",
    "porteur_nom": "Porteur!B3",
    "porteur_type": "Porteur!B4",
    "porteur_rna": "Porteur!B5",
    "porteur_insee": "Porteur!B6",
    "porteur_courriel": "Porteur!B7",
    "action_intitule": "Action!B2",
    "action_axe": "Action!B3",
    "action_orientation": "Action!B4",
    "action_description": "Action!B5",
    "quartiers": "Action!B6",
    "communes": "Action!B7",
    "publics": "Action!B8",
    "beneficiaires": "Action!B9",
    "beneficiaires_femmes": "Action!B10",
    "part_qpv_pct": "Action!B11",
    "date_debut": "Action!B12",
    "date_fin": "Action!B13",
    "renouvellement": "Action!B14",
    "criteres_innovation": "Action!B15",
    "participation": "Action!B16",
    "mutualisation": "Action!B17",
    "pieces": "Action!B18",
    "aci_salaries": "Action!B19",
    "aci_nouveau": "Action!B20",
    "aci_utilite_18_25": "Action!B21",
    "aci_aide_precedente": "Action!B22",
}


def build_campaign(
    *, choices: dict[str, Any] | None = None, **changes: Any
) -> Campaign:
    """Return a campaign of two quartiers and two funders; *choices* adds values."""
    campaign = Campaign(
        contrat="CV195",
        contrat_name="Contrat de ville d'essai",
        annee=2017,
        coordinator_name="Service politique de la ville",
        coordinator_email="coordination@agglo.example",
        epci_siret="20004219000013",
        calendar=CALENDAR,
        funders=(_funder("ETAT", 50_000_00), _funder("CAPH", None)),
        quartiers=QUARTIERS,
        communes={"59172": "Denain", "59361": "Lourches", "59491": "Raismes"},
        conseils=tuple(_conseil(quartier) for quartier in QUARTIERS),
        partners=(
            Partner(code="etat", name="État", role="co-pilote", email="e@etat.example"),
        ),
        choices=_choices(CHOICES | (choices or {})),
        required_pieces={
            "ASSOCIATION": ("statuts", "comptes", "attestation", "rib"),
            "COMMUNE": ("deliberation", "rib"),
        },
        demonstration_values=("Les enveloppes sont inventées.",),
    )
    return replace(campaign, **changes)


def _funder(code: str, envelope_centimes: int | None) -> Funder:
    return Funder(
        code=code,
        name=f"Financeur {code}",
        envelope_centimes=envelope_centimes,
        email=f"{code.lower()}@financeur.example",
        is_demonstration=True,
    )


def _conseil(quartier: Quartier) -> Conseil:
    return Conseil(
        code=f"CC-{quartier.code}",
        name=f"Conseil citoyen {quartier.name}",
        quartier=quartier.code,
        email=f"{quartier.name.lower()}@conseil.example",
        is_constituted=True,
    )


def _choices(values: dict[str, Any]) -> dict[str, Choice]:
    return {
        code: Choice(
            code=code,
            question=f"Que vaut {code} ?",
            value=value,
            reason="Pour l'essai.",
            author="Comité d'essai",
            decided_on=date(2016, 9, 29),
        )
        for code, value in values.items()
    }


def build_line(
    account: str, label: str, euros: int, funder: str | None = None
) -> BudgetLine:
    """Return one budget line; its side follows from its account (70-79 and 87)."""
    is_produit = account[0] == "7" or account == "87"
    return BudgetLine(
        side=Side.PRODUIT if is_produit else Side.CHARGE,
        account=account,
        label=label,
        amount_centimes=euros * 100,
        funder=funder,
    )


# 9 000 € on each side, of which 1 000 € in kind; 6 000 € public out of 8 000 € paid.
BUDGET = (
    build_line("60", "Achats", 2_000),
    build_line("64", "Charges de personnel", 6_000),
    build_line("86", "Emplois des contributions volontaires", 1_000),
    build_line("70", "Ventes", 500),
    build_line("74", "État", 4_000, "ETAT"),
    build_line("74", "Agglomération", 2_000, "CAPH"),
    build_line("79", "Autofinancement", 1_500),
    build_line("87", "Contributions volontaires en nature", 1_000),
)


def build_action(**changes: Any) -> Action:
    """Return the sound action of an association, with *changes* to its fields."""
    action = Action(
        porteur_siret="90000000100017",
        porteur_name="Association d'essai",
        porteur_kind=PorteurKind.ASSOCIATION,
        porteur_rna="W591000000",
        porteur_insee="59172",
        porteur_email="contact@association.example",
        title="Ateliers de parents",
        axe=5,
        orientation="5.1",
        description="Des ateliers pour les parents et leurs enfants.",
        quartiers=("QP059050",),
        communes=("59172",),
        publics=("jeunes_familles", "femmes"),
        beneficiaries_count=40,
        women_count=30,
        qpv_share_pct=80,
        starts_on=date(2017, 2, 1),
        ends_on=date(2017, 12, 15),
        is_renewal=False,
        criteres_innovation=("experimentation",),
        participation=("conception", "evaluation"),
        mutualisation="",
        pieces=("statuts", "comptes", "attestation", "rib"),
        budget=BUDGET,
    )
    return replace(action, **changes)


def build_form(action: Action | None = None, **fields: str) -> DepositForm:
    """Return *action* as its form shows it, with *fields* typed otherwise.

    Budget lines stand in « Budget!B2 » and the following cells, in their order.
    """
    action = action or build_action()
    lines = tuple(
        BudgetText(
            code=f"budget.{row}",
            side=line.side,
            account=line.account,
            label=line.label,
            amount=f"{line.amount_centimes / 100:.2f}",
            funder=line.funder,
        )
        for row, line in enumerate(action.budget, start=2)
    )
    budget_cells = {
        line.code: f"Budget!B{row}" for row, line in enumerate(lines, start=2)
    }
    return DepositForm(
        fields=_field_texts(action) | fields,
        budget=lines,
        cells=FIELD_CELLS | budget_cells,
        form_version="depot-2017-1",
    )


def _field_texts(action: Action) -> dict[str, str]:
    return {
        "porteur_siret": action.porteur_siret,
        "porteur_nom": action.porteur_name,
        "porteur_type": action.porteur_kind.value if action.porteur_kind else "",
        "porteur_rna": action.porteur_rna,
        "porteur_insee": action.porteur_insee,
        "porteur_courriel": action.porteur_email,
        "action_intitule": action.title,
        "action_axe": _written(action.axe),
        "action_orientation": action.orientation,
        "action_description": action.description,
        "quartiers": " ; ".join(action.quartiers),
        "communes": " ; ".join(action.communes),
        "publics": " ; ".join(action.publics),
        "beneficiaires": _written(action.beneficiaries_count),
        "beneficiaires_femmes": _written(action.women_count),
        "part_qpv_pct": _written(action.qpv_share_pct),
        "date_debut": _written(action.starts_on),
        "date_fin": _written(action.ends_on),
        "renouvellement": "oui" if action.is_renewal else "non",
        "criteres_innovation": " ; ".join(action.criteres_innovation),
        "participation": " ; ".join(action.participation),
        "mutualisation": action.mutualisation,
        "pieces": " ; ".join(action.pieces),
        **_chantier_texts(action.chantier),
    }


def _chantier_texts(chantier: Chantier | None) -> dict[str, str]:
    if chantier is None:
        return {}
    previous = chantier.previous_centimes
    return {
        "aci_salaries": _written(chantier.salaries_count),
        "aci_nouveau": "oui" if chantier.is_new else "non",
        "aci_utilite_18_25": chantier.utilite_18_25,
        "aci_aide_precedente": "" if previous is None else f"{previous / 100:.2f}",
    }


def _written(value: object) -> str:
    return "" if value is None else str(value)
