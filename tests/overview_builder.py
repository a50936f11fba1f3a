"""Overviews for the tests of what is shown: small, complete, countable by hand.

Twelve actions, three axes, three quartiers, four funders. Asked 91 750,76 €
(83 250,51 € by admissible ones), programmed 64 250,01 €. Nothing here names a real
association.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from typing import Any

from contrat_de_ville.domain.calendar import paris
from contrat_de_ville.domain.overview import (
    AciRow,
    ActionRow,
    AvisRow,
    EnvelopeRow,
    FunderLine,
    MilestoneRow,
    OrientationRow,
    Overview,
)


HOSTILE_TITLE = '=HYPERLINK("http://x")'
CENTRE, LIBERTE, GAMBETTA = "QP059050", "QP059051", "QP059054"
_ACTION = ActionRow(
    numero="2017-0001",
    title="Ateliers d'entraide",
    porteur="Association de démonstration Les Passerelles",
    siret="00000000100008",
    axe=3,
    orientation="3.1",
    quartiers=(CENTRE,),
    communes=("Denain",),
    publics=("jeunes",),
    beneficiaries_count=40,
    women_count=22,
    is_renewal=False,
    is_chantier=False,
    state="RECEVABLE",
    findings=(),
    total_centimes=2_000_000,
    cash_centimes=1_600_000,
    criteria_count=2,
    rank=1,
    lines=(),
    avis=(),
    bilan="",
)


def funder_line(
    funder: str, asked: int, arbitrated: int | None = None, **changes: Any
) -> FunderLine:
    """Build one funder's part; unless told, no stage but the COPIL's is reached."""
    plain = FunderLine(
        funder=funder,
        asked_centimes=asked,
        proposed_centimes=None,
        arbitrated_centimes=arbitrated,
        decided_centimes=None,
        reason="",
        act="",
        notified_at=None,
    )
    return replace(plain, **changes)


def action(rank: int, axe: int, *lines: FunderLine, **changes: Any) -> ActionRow:
    """Build the action of that rank in the year's numbering."""
    plain = replace(_ACTION, numero=f"2017-{rank:04d}", axe=axe, lines=lines)
    return replace(plain, **{"orientation": f"{axe}.1", **changes})


def actions() -> tuple[ActionRow, ...]:
    """Build the twelve actions: split, refused, undecided, irrecevable, hostile."""
    return (
        action(1, 1, funder_line("CAPH", 12_000_00, 12_000_00), quartiers=()),
        action(
            2,
            2,
            funder_line("CAPH", 17_000_00, 17_000_00, reason="Barème ACI"),
            quartiers=(CENTRE, GAMBETTA),
            is_chantier=True,
            is_renewal=True,
            avis=(AvisRow(conseil="Centre", avis="FAVORABLE", text="Utile"),),
        ),
        action(
            3,
            2,
            funder_line("CAPH", 22_000_50, 20_000_00),
            quartiers=(LIBERTE,),
            is_chantier=True,
        ),
        action(
            4,
            2,
            funder_line(
                "ETAT",
                8_000_00,
                5_000_00,
                decided_centimes=5_000_00,
                act="Arrêté 2017-12",
                notified_at=paris(date(2017, 4, 20), time(0, 30)),
            ),
            funder_line("DEPARTEMENT", 2_000_00, 0, reason="Hors compétence"),
        ),
        action(
            5,
            3,
            funder_line("ETAT", 100_00, 100_00),
            quartiers=(CENTRE, LIBERTE, GAMBETTA),
            publics=("jeunes", "femmes"),
            avis=(
                AvisRow(conseil="Centre", avis="FAVORABLE_AVEC_RESERVES", text=""),
                AvisRow(conseil="Gambetta", avis="NON_RENDU", text=""),
            ),
        ),
        action(
            6,
            3,
            funder_line("ETAT", 4_500_00),
            funder_line("CAF", 1_500_00),
            quartiers=(GAMBETTA,),
            publics=(),
            avis=(AvisRow(conseil="Gambetta", avis="DEFAVORABLE", text=""),),
        ),
        action(7, 3, funder_line("CAF", 3_000_00, 0), quartiers=(LIBERTE,)),
        action(8, 3, funder_line("ETAT", 6_000_00), state="IRRECEVABLE"),
        action(
            9,
            3,
            funder_line("CAF", 2_500_25),
            quartiers=(GAMBETTA,),
            state="A_CORRIGER",
            findings=("Le budget n'est pas équilibré.",),
        ),
        action(
            10,
            3,
            funder_line("ETAT", 10_000_01, 7_000_01),
            funder_line("CAPH", 1_000_00, 1_000_00),
            quartiers=(CENTRE, GAMBETTA),
            beneficiaries_count=None,
        ),
        action(11, 1, funder_line("DEPARTEMENT", 900_00, 900_00), quartiers=()),
        action(
            12,
            3,
            funder_line("ETAT", 1_250_00, 1_250_00),
            quartiers=(LIBERTE,),
            title=HOSTILE_TITLE,
        ),
    )


def overview(**changes: Any) -> Overview:
    """Build the year, decided by the COPIL of 28 March and frozen."""
    return replace(_year(), **changes)


def _year() -> Overview:
    return Overview(
        contrat="CV195",
        contrat_name="Contrat de ville de La Porte du Hainaut",
        annee=2017,
        as_of=paris(date(2017, 3, 29), time(9)),
        axes={
            1: "Adaptation des cadres de mise en œuvre de l'action publique",
            2: "Insertion / Emploi",
            3: "Promotion ; Prévention en santé publique",
        },
        quartiers={
            CENTRE: "Centre",
            LIBERTE: "Boulevard de la Liberté",
            GAMBETTA: "Gambetta",
        },
        actions=actions(),
        envelopes=_envelopes(),
        milestones=_milestones(),
        orientations=_orientations(),
        aci=_aci(),
        demonstration=("Les enveloppes sont inventées.",),
        version=1,
        sha256="ab" * 32,
        messages_count={"ACCEPTE": 12, "INCERTAIN": 1},
        findings_count={"BLOQUANT": 1, "A_VERIFIER": 4},
    )


def _envelopes() -> tuple[EnvelopeRow, ...]:
    names = {
        "ETAT": ("État, politique de la ville (programme 147)", 20_000_00),
        "CAPH": ("La Porte du Hainaut, crédits spécifiques", 50_000_00),
        "DEPARTEMENT": ("Département du Nord", 1_000_00),
        "CAF": ("Caisse d'allocations familiales du Nord", None),
    }
    asked = {"ETAT": 23_850_01, "CAPH": 52_000_50, "DEPARTEMENT": 2_900_00}
    programmed = {"ETAT": 13_350_01, "CAPH": 50_000_00, "DEPARTEMENT": 900_00}
    return tuple(
        EnvelopeRow(
            funder=code,
            name=name,
            envelope_centimes=envelope,
            asked_centimes=asked.get(code, 4_500_00),
            programmed_centimes=programmed.get(code, 0),
        )
        for code, (name, envelope) in names.items()
    )


def _milestones() -> tuple[MilestoneRow, ...]:
    closing = paris(date(2016, 12, 16), time(23, 59, 59))
    copil = paris(date(2017, 3, 28), time(14))
    council = paris(date(2017, 4, 10), time(18, 30))
    return (
        MilestoneRow(label="Clôture des dépôts", at=closing, done_at=closing),
        MilestoneRow(label="Comité de pilotage", at=copil, done_at=None),
        MilestoneRow(label="Conseil communautaire", at=council, done_at=None),
    )


def _orientations() -> tuple[OrientationRow, ...]:
    rows = {
        "1.1": ("Plan de formation et de qualification des acteurs locaux", 2, 2),
        "2.2": ("Financement harmonisé des chantiers", 3, 3),
        "3.1": ("Accès aux droits", 7, 3),
        "3.2": ("Prévenir les grossesses précoces", 0, 0),
        "3.3": ("Prévenir les pratiques à risque", 1, 0),
    }
    return tuple(
        OrientationRow(
            code=code,
            axe=int(code[0]),
            label=label,
            deposited_count=deposited,
            programmed_count=programmed,
        )
        for code, (label, deposited, programmed) in rows.items()
    )


def _aci() -> tuple[AciRow, ...]:
    return (
        AciRow(
            numero="2017-0002",
            chantier="Chantier des berges",
            salaries_count=12,
            previous_centimes=20_000_00,
            per_salarie_centimes=1_000_00,
            utilite_centimes=5_000_00,
            amount_centimes=17_000_00,
            formula="12 × 1 000 € + 5 000 € = 17 000 €",
        ),
        AciRow(
            numero="2017-0003",
            chantier="Chantier des jardins",
            salaries_count=14,
            previous_centimes=None,
            per_salarie_centimes=1_000_00,
            utilite_centimes=6_000_00,
            amount_centimes=20_000_00,
            formula="14 × 1 000 € + 6 000 € = 20 000 €",
        ),
    )
