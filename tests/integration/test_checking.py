from __future__ import annotations

from datetime import date, time

from sqlalchemy.orm import Session

from contrat_de_ville.adapters.store.checking import open_findings
from contrat_de_ville.adapters.store.deposit_past import read_context
from contrat_de_ville.adapters.store.engine import Store
from contrat_de_ville.adapters.store.models import (
    Avis,
    Constat,
    Cycle,
    Depot,
    Piece,
    VersionDepot,
)
from contrat_de_ville.adapters.store.quality import read_quality
from contrat_de_ville.domain.calendar import paris
from contrat_de_ville.domain.deposit_records import action_as_dict, form_as_dict
from tests.builders import build_action, build_form
from tests.store_builder import add_cycle, add_depot, add_grant_of_2016


ARRIVED = paris(date(2016, 12, 10), time(10))
CHECKED = paris(date(2016, 12, 12), time(8))
CHECKED_AGAIN = paris(date(2017, 1, 6), time(8))
FOUND = ("RNA_ABSENT", "DATE_ILLISIBLE")


class TestBothDatabases:
    """What is read for the check and for its report is the same on each database."""

    def test_the_readers_agree(self, store: Store) -> None:
        """A version checked twice: kept and mended findings, waits, past and names."""
        with store.writing() as session:
            add_grant_of_2016(session)
            cycle = add_cycle(session)
            depot = _two_versions(session, cycle)
            depot.is_chantier = True
            session.add(
                Avis(
                    cycle_id=cycle.id,
                    depot_id=depot.id,
                    conseil="cc-centre",
                    asked_at=CHECKED,
                )
            )
            session.flush()
            context = read_context(session, cycle, CHECKED_AGAIN)
            report = read_quality(session, cycle, CHECKED_AGAIN, {})
            before = open_findings(session, depot.versions)

        (row,) = report.files
        assert row.porteur == "Association d'essai"
        assert [wait.what for wait in row.waits] == [
            "avis",
            "montant d'utilité sociale",
        ]
        assert [(one.rule, one.closed_by_version) for one in report.findings] == [
            ("RNA_ABSENT", 2),
            ("DATE_ILLISIBLE", None),
        ]
        assert [one.mended_count for one in report.versions] == [0, 1]
        assert [one.rule for one in before[depot.id]] == [
            "RNA_ABSENT",
            "DATE_ILLISIBLE",
        ]
        assert context.owed_bilans == {"900000001": ("2016-0014 Ateliers de parents",)}
        assert context.previous_grants == {
            ("900000001", "ateliers de parents"): 200_000
        }


def _two_versions(session: Session, cycle: Cycle) -> Depot:
    """Add a deposit whose second version mends one finding of two."""
    action = build_action()
    depot = add_depot(session, cycle, "2017-0001", "RECEVABLE", action)
    depot.current_version = 2
    for rank, rules in enumerate(
        (("RNA_ABSENT", "DATE_ILLISIBLE"), ("DATE_ILLISIBLE",))
    ):
        sha256 = f"{rank}" * 64
        session.add(Piece(sha256=sha256, file_name="a", size=1, stored_at=ARRIVED))
        session.flush()
        depot.versions.append(
            VersionDepot(
                cycle_id=cycle.id,
                version=rank + 1,
                piece_sha256=sha256,
                file_name="a.xlsx",
                received_at=ARRIVED,
                registered_at=CHECKED,
                is_late=False,
                form=form_as_dict(build_form(action)),
                action=action_as_dict(action),
                unreadable=[],
                checked_at=CHECKED,
                constats=[_constat(rule) for rule in rules],
            )
        )
    mended = depot.versions[0].constats[0]
    mended.closed_at, mended.closed_by_version = CHECKED_AGAIN, 2
    session.flush()
    return depot


def _constat(rule: str) -> Constat:
    return Constat(
        rule=rule,
        severity="BLOQUANT",
        field="porteur_rna",
        cell="Porteur!B5",
        value="",
        sentence="Une phrase.",
        remedy="Un remède.",
        source="",
        opened_at=CHECKED,
    )
