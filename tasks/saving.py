"""Write a judged deposit: its version, its journal line, what its porteur is owed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from contrat_de_ville.adapters.store.acts import Act
from contrat_de_ville.adapters.store.models import Depot, VersionDepot
from contrat_de_ville.domain.admissibility import Registration, Verdict
from contrat_de_ville.domain.deposit_records import action_as_dict, form_as_dict
from contrat_de_ville.domain.depots import Action, DepositForm, DepotState, Finding
from contrat_de_ville.domain.differences import differences
from contrat_de_ville.domain.known_depots import Arrival
from contrat_de_ville.domain.received import ReceivedDeposit, funder_as_dict
from tasks.receipts import Receipt
from tasks.received import FileOutcome


@dataclass(frozen=True, kw_only=True)
class Judged:
    """A deposit understood, compared with the others, and numbered if it is new."""

    outcome: FileOutcome
    deposit: ReceivedDeposit
    action: Action
    unreadable: tuple[Finding, ...]
    arrival: Arrival
    verdict: Verdict

    @property
    def is_kept(self) -> bool:
        """Tell whether it becomes a deposit, or a version of one."""
        return self.verdict.kind in {Registration.NOUVEAU, Registration.VERSION}


def save_version(act: Act, one: Judged, depot: Depot) -> None:
    """Make *one* the present version of *depot*, to be checked, and tell it."""
    action = one.action
    depot.porteur_siret, depot.title = action.porteur_siret, action.title
    depot.title_key = one.arrival.title_key
    depot.porteur_email, depot.ends_on = action.porteur_email, action.ends_on
    depot.is_chantier = action.chantier is not None
    depot.current_version += 1
    depot.state, depot.state_reason = DepotState.DEPOSE, ""
    depot.state_since = act.at
    depot.channel, depot.reference = one.arrival.channel, one.arrival.reference
    depot.applicant_number = one.deposit.applicant_number
    act.session.add(_version(act, one, depot))
    act.tell(
        "depot.enregistre",
        f"depot:{depot.numero}",
        actor="porteur",
        inputs=(one.arrival.sha256,),
        data={
            "version": depot.current_version,
            "hors_delai": one.verdict.is_late,
            "canal": one.arrival.channel,
            "instant_retenu": one.verdict.decider.value,
            "fenetre": one.verdict.window,
        },
    )


def _version(act: Act, one: Judged, depot: Depot) -> VersionDepot:
    deposit, arrival = one.deposit, one.arrival
    return VersionDepot(
        cycle_id=act.cycle.id,
        depot=depot,
        version=depot.current_version,
        piece_sha256=arrival.sha256,
        file_name=one.outcome.file.name,
        place=arrival.place,
        channel=arrival.channel,
        reference=arrival.reference,
        received_at=arrival.received_at,
        deposited_at=arrival.deposited_at,
        registered_at=act.at,
        is_late=one.verdict.is_late,
        fenetre=one.verdict.window,
        contents_sha256=arrival.contents,
        form=form_as_dict(deposit.form),
        action=action_as_dict(one.action),
        unreadable=[finding.as_dict() for finding in one.unreadable],
        funders=[funder_as_dict(line) for line in deposit.funders],
        notes=list(deposit.notes),
    )


def receipt_of(
    one: Judged,
    depot: Depot,
    before: DepositForm | None,
    labels: Mapping[str, str],
) -> Receipt:
    """Return what its porteur is told of it; *before* is the version it replaces."""
    after = one.deposit.form
    changes = None if before is None else len(differences(before, after, labels))
    return Receipt(
        email=one.action.porteur_email,
        sha256=one.arrival.sha256,
        recu_le=one.arrival.received_at,
        numero=depot.numero,
        titre=depot.title,
        version=depot.current_version,
        hors_delai=one.verdict.is_late,
        admis=one.verdict.is_admitted,
        fenetre=one.verdict.window,
        changements=changes,
    )
