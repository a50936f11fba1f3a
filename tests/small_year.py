"""A small year of six deposits, and what tests look at before and after an act.

The porteurs and their deposits:

==========  ==========================  ==========================================
file        arrives                     what it is there for
==========  ==========================  ==========================================
ateliers    2 November                  sound, ETAT and CAPH
chantier    3 November                  an ACI, same porteur as the first
fete        last second of the call     sound; a copy of it arrives later
muet        10 December                 no description; corrected in time
oubli       11 December                 no description; never corrected
retard      61 s after the closing      late, admitted by a derogation
==========  ==========================  ==========================================
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, time
from functools import lru_cache
from pathlib import Path
from typing import Any
from unittest.mock import patch

from sqlalchemy import select

from contrat_de_ville.adapters.call_pack import deposit_form, form_lists
from contrat_de_ville.adapters.campaign_files import load_campaign
from contrat_de_ville.adapters.deposit_workbook import write_deposit_workbook
from contrat_de_ville.adapters.freezing import campaign_to_freeze
from contrat_de_ville.adapters.store.models import Cycle
from contrat_de_ville.adapters.workspace import current_workspace
from contrat_de_ville.domain.bilans import BilanReceived
from contrat_de_ville.domain.calendar import paris
from contrat_de_ville.domain.campaign import Campaign
from contrat_de_ville.domain.conseils import AvisGiven, AvisKind
from contrat_de_ville.domain.depots import Action, BudgetText, Chantier, Side
from contrat_de_ville.domain.form import blank_budget
from contrat_de_ville.domain.frozen import frozen_from
from contrat_de_ville.domain.programming_choices import OPTIONAL_KINDS
from contrat_de_ville.domain.steps import CycleRef
from tasks.aci import record_utilite
from tasks.arbitrage import adopt_proposals, record_arbitrations
from tasks.bilans import record_bilans
from tasks.consultation import record_avis
from tasks.decisions import record_acte
from tasks.derogations import record_derogation
from tests.builders import build_action, build_form


REF = CycleRef(contrat="CV195", annee=2017)
OPENING = paris(date(2016, 10, 17), time(9, 0))
CLOSING = paris(date(2016, 12, 16), time(23, 59, 59))
LATE = paris(date(2016, 12, 17), time(0, 1, 0))
CORRECTIONS_END = paris(date(2017, 1, 13), time(23, 59, 59))
COMITE_ACI = paris(date(2017, 1, 24), time(9, 30))
CONSULTATION = paris(date(2017, 1, 26), time(9, 0))
CONSULTATION_END = paris(date(2017, 2, 24), time(23, 59, 59))
COPIL = paris(date(2017, 3, 28), time(14, 0))
DELIBERATION = paris(date(2017, 4, 10), time(20, 0))
EXERCISE_END = paris(date(2018, 1, 1), time(8, 0))
END = paris(date(2018, 7, 15), time(0, 0))

ATELIERS, CHANTIER, MUET, OUBLI, FETE, RETARD = (
    f"2017-{rank:04d}" for rank in range(1, 7)
)
"""The numbers the deposits get, in their order of arrival."""

_MORNING = time(8, 0)

_OTHER = {"porteur_siret": "90000000200015", "porteur_email": "fete@autre.example"}
_THIRD = {"porteur_siret": "90000000300013", "porteur_email": "muet@trois.example"}
_FOURTH = {"porteur_siret": "90000000400011", "porteur_email": "tard@quatre.example"}


def _until_december(title: str, **changes: Any) -> Action:
    action = build_action(title=title, ends_on=date(2017, 12, 31))
    return build_action(**{**vars(action), **changes})


_CHARGE = ("64", "Charges de personnel")
_SIMPLE = {"charge": 8_000, "ETAT": 4_000, "CAPH": 2_000, "autres": 2_000}
ACTIONS: dict[str, tuple[Action, dict[str, int], datetime]] = {
    "ateliers.xlsx": (
        _until_december("Ateliers de parents"),
        _SIMPLE,
        paris(date(2016, 11, 2), time(10, 0)),
    ),
    "chantier.xlsx": (
        _until_december(
            "Chantier des jardins",
            axe=2,
            orientation="2.2",
            chantier=Chantier(
                salaries_count=12, is_new=False, previous_centimes=18_000_00
            ),
        ),
        {"charge": 90_000, "CAPH": 25_000, "autres": 65_000},
        paris(date(2016, 11, 3), time(10, 0)),
    ),
    "muet.xlsx": (
        _until_december("Sorties du mercredi", description="", **_THIRD),
        _SIMPLE,
        paris(date(2016, 12, 10), time(10, 0)),
    ),
    "oubli.xlsx": (
        _until_december("Atelier oublié", description="", **_OTHER),
        _SIMPLE,
        paris(date(2016, 12, 11), time(10, 0)),
    ),
    "fete.xlsx": (_until_december("Fête du quartier", **_OTHER), _SIMPLE, CLOSING),
    "retard.xlsx": (_until_december("Jardin tardif", **_FOURTH), _SIMPLE, LATE),
}
CORRECTED = _until_december("Sorties du mercredi", **_THIRD)
CORRECTED_AT = paris(date(2017, 1, 5), time(10, 0))


@lru_cache(maxsize=1)
def _form_and_lists() -> tuple[Any, dict[str, dict[str, str]]]:
    return deposit_form(), form_lists(frozen_from(campaign_to_freeze(REF)))


def _budget(euros: Mapping[str, int]) -> Iterator[BudgetText]:
    """Yield the form's rows that have an amount: a charge, funders, the rest in 79."""
    form, _ = _form_and_lists()
    for row in blank_budget(form):
        if row.side is Side.CHARGE:
            amount = euros["charge"] if (row.account, row.label) == _CHARGE else 0
        else:
            amount = euros.get("autres" if row.account == "79" else row.funder or "", 0)
        if amount:
            yield BudgetText(
                code="",
                side=row.side,
                account=row.account,
                label=row.label,
                amount=str(amount),
                funder=row.funder,
            )


def write_deposit(path: Path, action: Action, euros: Mapping[str, int]) -> Path:
    """Write the workbook of *action* with these amounts; return its path."""
    form, lists = _form_and_lists()
    path.parent.mkdir(parents=True, exist_ok=True)
    fields = build_form(action).fields
    write_deposit_workbook(path, form, lists, fields, tuple(_budget(euros)))
    return path


def write_sample(path: Path, name: str = "ateliers.xlsx") -> Path:
    """Write one of the six deposits elsewhere than in the inbox."""
    action, euros, _ = ACTIONS[name]
    return write_deposit(path, action, euros)


def arrive(name: str, at: datetime | None = None) -> Path:
    """Drop one of the six deposits in the inbox, at its instant of arrival."""
    action, euros, arrives_at = ACTIONS[name]
    path = write_deposit(inbox() / name, action, euros)
    return stamp(path, at or arrives_at)


def arrive_corrected() -> Path:
    """Drop the correction of the deposit without a description."""
    path = write_deposit(inbox() / "muet-corrige.xlsx", CORRECTED, _SIMPLE)
    return stamp(path, CORRECTED_AT)


def stamp(path: Path, at: datetime) -> Path:
    """Make a file look as if it had arrived at that instant."""
    os.utime(path, (at.timestamp(), at.timestamp()))
    return path


def inbox() -> Path:
    """Return the inbox of the small year, made if need be."""
    folder = current_workspace().inbox(REF)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def tables() -> dict[str, list[dict[str, Any]]]:
    """Return every row of every table, as stored."""
    metadata = Cycle.metadata
    with current_workspace().store().reading() as session:
        return {
            table.name: [
                dict(row._mapping)  # noqa: SLF001 (SQLAlchemy's documented name)
                for row in session.execute(
                    select(table).order_by(*table.primary_key.columns)
                )
            ]
            for table in metadata.sorted_tables
        }


def counts() -> dict[str, int]:
    """Return how many rows each table has."""
    return {name: len(rows) for name, rows in tables().items()}


def files(folder: Path) -> dict[str, bytes]:
    """Return every file under *folder* but the database, with its bytes."""
    return {
        one.relative_to(folder).as_posix(): one.read_bytes()
        for one in sorted(folder.rglob("*"))
        if one.is_file() and not one.name.startswith("programmation.db")
    }


@contextmanager
def modest_campaign() -> Iterator[None]:
    """Open a campaign that asks nothing of the whole: six deposits are too few."""

    def load(path: Path) -> Campaign:
        campaign = load_campaign(path)
        kept = {
            code: one
            for code, one in campaign.choices.items()
            if code not in OPTIONAL_KINDS
        }
        return replace(campaign, choices=kept)

    with patch("contrat_de_ville.adapters.freezing.load_campaign", load):
        yield


Step = Callable[[str, datetime], None]
Stage = Callable[[str], None]


def play(step: Step, stage: Stage) -> None:
    """Play the year: *step* runs one flow as of an instant, *stage* names a halt."""
    with modest_campaign():
        step("open_appel", OPENING)
    step("remind", OPENING)
    stage("ouvert")
    _receive(step)
    stage("collecte")
    _correct(step)
    _decide_aci(step)
    _consult(step)
    stage("propose")
    _arbitrate(step)
    stage("fige")
    _notify(step)
    stage("notifie")
    _ask_bilans(step)
    stage("bilans")
    _close(step)


def _receive(step: Step) -> None:
    arrive("ateliers.xlsx")
    arrive("chantier.xlsx")
    _collect(step, paris(date(2016, 11, 4), _MORNING))
    arrive("muet.xlsx")
    arrive("oubli.xlsx")
    stamp(_written("photo.xlsx", b"une photo"), paris(date(2016, 12, 11), time(11)))
    _collect(step, paris(date(2016, 12, 12), _MORNING))
    fete = arrive("fete.xlsx")
    copy = _written("fete (copie).xlsx", fete.read_bytes())
    stamp(copy, paris(date(2016, 12, 17), time(0, 0, 30)))
    arrive("retard.xlsx")
    _collect(step, paris(date(2016, 12, 17), _MORNING))


def _collect(step: Step, at: datetime) -> None:
    for code in ("collect_depots", "check_depots", "remind"):
        step(code, at)


def _written(name: str, content: bytes) -> Path:
    path = inbox() / name
    path.write_bytes(content)
    return path


def _correct(step: Step) -> None:
    record_derogation(
        REF,
        RETARD,
        until=CORRECTIONS_END,
        author="coordination",
        reason="Panne de réseau attestée par la commune.",
        at=paris(date(2016, 12, 20), time(10, 0)),
    )
    arrive_corrected()
    _collect(step, paris(date(2017, 1, 6), _MORNING))
    # Seven days before the end of the corrections, one porteur has not answered.
    step("remind", paris(date(2017, 1, 7), _MORNING))
    step("check_depots", paris(date(2017, 1, 14), _MORNING))
    step("remind", paris(date(2017, 1, 14), _MORNING))


def _decide_aci(step: Step) -> None:
    record_utilite(
        REF,
        CHANTIER,
        8_000_00,
        author="comite_aci",
        reason="Six jardins",
        at=COMITE_ACI,
    )
    step("fund_aci", COMITE_ACI)


def _consult(step: Step) -> None:
    step("consult_conseils", CONSULTATION)
    step("remind", CONSULTATION)
    given = AvisGiven(
        numero=ATELIERS,
        conseil="cc-centre",
        avis=AvisKind.FAVORABLE,
        text="Utile aux familles.",
        members_present=7,
    )
    record_avis(REF, [given], paris(date(2017, 2, 10), time(18, 0)))
    at = paris(date(2017, 2, 25), _MORNING)
    step("consult_conseils", at)
    step("assemble_programmation", at)


def _arbitrate(step: Step) -> None:
    at = COPIL.replace(hour=17)
    refusal = {(RETARD, "CAPH"): (0, "Action trop proche d'une autre.")}
    record_arbitrations(REF, refusal, actor="copil", at=at)
    adopt_proposals(REF, at, a_blanc=False)
    step("assemble_programmation", at)


def _notify(step: Step) -> None:
    acts = {"CAPH": DELIBERATION, "ETAT": paris(date(2017, 4, 20), time(9, 0))}
    for funder, at in acts.items():
        record_acte(REF, funder, f"Acte de {funder}", at.date(), at=at)
        step("notify_decisions", at)
        step("remind", at)


def _ask_bilans(step: Step) -> None:
    step("collect_bilans", EXERCISE_END)
    step("remind", EXERCISE_END)
    step("remind", paris(date(2018, 5, 2), _MORNING))
    received = BilanReceived(
        numero=ATELIERS,
        received_on=date(2018, 6, 1),
        realise_centimes=5_500_00,
        beneficiaries_count=38,
    )
    at = paris(date(2018, 6, 1), time(12, 0))
    record_bilans(REF, [received], at, a_blanc=False)


def _close(step: Step) -> None:
    # The second reminder was due in the evening of the 15th; the machine was down.
    step("remind", paris(date(2018, 6, 15), _MORNING))
    step("remind", paris(date(2018, 6, 19), _MORNING))
    step("remind", paris(date(2018, 6, 20), _MORNING))
    step("collect_bilans", END)
    step("remind", END)
