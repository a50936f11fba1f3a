"""From the text of a deposit to an action: what is read, what cannot be.

Nothing is guessed. What cannot be read is absent from the action and gives one
blocking finding that points at its cell; what is empty is absent, without finding.
"""

from __future__ import annotations

from dataclasses import replace

from contrat_de_ville.domain.deposit_reading import Reading
from contrat_de_ville.domain.depots import Action, DepositForm, Finding


def understand(form: DepositForm) -> tuple[Action, tuple[Finding, ...]]:
    """Read *form* as an action, with one finding for each unreadable text."""
    reading = Reading(form)
    action = _conduct(_call(reading), reading)
    return action, tuple(reading.findings)


def _call(reading: Reading) -> Action:
    """Read what the call itself asks: who, what, where, for whom, at what cost."""
    return Action(
        porteur_siret=reading.identifier("porteur_siret"),
        porteur_name=reading.line("porteur_nom"),
        porteur_kind=reading.porteur_kind(),
        porteur_rna=reading.identifier("porteur_rna"),
        porteur_insee=reading.identifier("porteur_insee"),
        porteur_email=reading.line("porteur_courriel").lower(),
        title=reading.line("action_intitule"),
        axe=reading.count("action_axe"),
        orientation=reading.line("action_orientation"),
        description=reading.text("action_description"),
        quartiers=reading.codes("quartiers"),
        communes=reading.codes("communes"),
        publics=reading.codes("publics"),
        beneficiaries_count=reading.count("beneficiaires"),
        women_count=reading.count("beneficiaires_femmes"),
        qpv_share_pct=reading.percent("part_qpv_pct"),
        starts_on=reading.day("date_debut"),
        ends_on=reading.day("date_fin"),
        is_renewal=reading.yes("renouvellement"),
        criteres_innovation=reading.codes("criteres_innovation"),
        participation=reading.codes("participation"),
        mutualisation=reading.text("mutualisation"),
        pieces=reading.codes("pieces"),
        budget=reading.budget(),
        chantier=reading.chantier(),
    )


def _conduct(action: Action, reading: Reading) -> Action:
    """Add what the form says of the structure and of how the action is led."""
    return replace(
        action,
        porteur_sigle=reading.line("porteur_sigle"),
        porteur_adresse=reading.text("porteur_adresse"),
        porteur_iban=reading.identifier("porteur_iban"),
        representant=reading.person("representant"),
        contact=reading.person("contact"),
        structure=reading.structure(),
        objectifs=reading.text("objectifs"),
        calendrier=reading.text("calendrier"),
        moyens_humains=reading.text("moyens_humains"),
        moyens_materiels=reading.text("moyens_materiels"),
        partenaires=reading.text("partenaires"),
        indicateurs=reading.text("indicateurs"),
        uais=reading.uais(),
        ages=reading.ages(),
        demandes=reading.requests(),
        subvention_precedente_centimes=reading.amount("subvention_precedente"),
    )
