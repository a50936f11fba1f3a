"""Record what a check found of a version: what goes on, what is new, what is mended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import update

from contrat_de_ville.adapters.store.acts import Act
from contrat_de_ville.adapters.store.checking import (
    current_versions,
    open_findings,
    slices,
)
from contrat_de_ville.adapters.store.models import Constat, Depot, VersionDepot
from contrat_de_ville.domain.completeness import is_complete
from contrat_de_ville.domain.deposit_records import action_from_dict
from contrat_de_ville.domain.depots import Finding, Severity
from contrat_de_ville.domain.findings_life import Following, OpenFinding, follow
from tasks.annotating import Checkup


RULE = "depots.odcs@2"


def record_all(act: Act, checkups: Mapping[str, Checkup]) -> None:
    """Record what was found of each deposit on the version it was found of.

    A deposit whose next version arrived meanwhile is left to the next check.
    """
    for part in slices(sorted(checkups)):
        checked = [
            (depot, version)
            for depot, version in current_versions(act.session, act.cycle, part)
            if version.version == checkups[depot.numero].version
        ]
        before = open_findings(act.session, [version for _, version in checked])
        for depot, version in checked:
            found = checkups[depot.numero].findings
            _record(act, depot, version, found, before.get(depot.id, []))
        act.session.flush()


def _record(
    act: Act,
    depot: Depot,
    version: VersionDepot,
    found: tuple[Finding, ...],
    before: Sequence[OpenFinding],
) -> None:
    following = follow(before, found, act.at)
    version.checked_at = act.at
    act.session.add_all(
        Constat(version_id=version.id, opened_at=opened_at, **one.as_dict())
        for one, opened_at in zip(found, following.opened_at, strict=True)
    )
    _close(act, following, version.version)
    blocking = sum(one.severity is Severity.BLOQUANT for one in found)
    act.tell(
        "depot.controle",
        f"depot:{depot.numero}",
        rule=RULE,
        inputs=(version.piece_sha256,),
        data={
            "version": version.version,
            "bloquants": blocking,
            "a_verifier": len(found) - blocking,
            "corriges": len(following.closed),
        },
    )
    _start_clock(act, depot, version, found)


def _close(act: Act, following: Following, version: int) -> None:
    for part in slices(following.closed):
        act.session.execute(
            update(Constat)
            .where(Constat.id.in_(part))
            .values(closed_at=act.at, closed_by_version=version)
            .execution_options(synchronize_session=False)
        )


def _start_clock(
    act: Act, depot: Depot, version: VersionDepot, found: Sequence[Finding]
) -> None:
    """Say once when the file was complete: the day its last piece was received."""
    if depot.complete_at is not None:
        return
    action = action_from_dict(version.action)
    required = act.frozen.campaign.required_pieces
    if is_complete([one.severity for one in found], action, required):
        depot.complete_at = version.received_at
        act.tell(
            "depot.complet",
            f"depot:{depot.numero}",
            inputs=(version.piece_sha256,),
            data={"version": version.version},
        )
