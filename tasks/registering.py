"""Register what was read, in the open act: every row has an outcome, and a trace.

Deposits are compared with all that are known in memory and written by hundreds, so
that one of twenty-five thousand costs what one of a hundred does.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from contrat_de_ville.adapters.call_pack import deposit_form
from contrat_de_ville.adapters.store.acts import Act
from contrat_de_ville.adapters.store.deposits import (
    depots_by_numero,
    keep_piece,
    know_porteurs,
    known_depots,
    numeros,
    present_forms,
    registered_files,
)
from contrat_de_ville.adapters.store.derogations import porteurs_admitted
from contrat_de_ville.adapters.store.models import Depot, FichierRefuse
from contrat_de_ville.domain.admissibility import Registration, admit
from contrat_de_ville.domain.deposit_completion import carried
from contrat_de_ville.domain.deposit_parsing import understand
from contrat_de_ville.domain.depots import DepositForm
from contrat_de_ville.domain.differences import contents_sha256, form_labels
from contrat_de_ville.domain.duplicates import normalise_title
from contrat_de_ville.domain.known_depots import Arrival
from contrat_de_ville.domain.received import ReceivedDeposit
from contrat_de_ville.errors import BadFileError
from tasks.receipts import Receipt, acknowledge
from tasks.received import Fate, FileOutcome, Outcome, ReceivedFile
from tasks.saving import Judged, receipt_of, save_version


# Deposits in memory as rows of the database; their texts weigh a hundred kilobytes.
_AT_ONCE = 500
_FATES = {
    Registration.NOUVEAU: Fate.NOUVEAU,
    Registration.VERSION: Fate.VERSION,
    Registration.DOUBLON_EXACT: Fate.DOUBLON,
    Registration.INCHANGE: Fate.INCHANGE,
    Registration.TROP_TARD: Fate.REFUS,
}


@dataclass(frozen=True, kw_only=True)
class _Waiting:
    """A deposit of a file, before it is compared with any other."""

    outcome: FileOutcome
    deposit: ReceivedDeposit
    place: str


def register_files(act: Act, files: Sequence[ReceivedFile]) -> list[FileOutcome]:
    """Register every deposit of these files in order of arrival, and acknowledge it.

    A file on record already, by its hash and its instant of arrival, is passed: its
    registration was whole.
    """
    return _Batch(act).register(files)


class _Batch:
    """One transaction's worth of files, and all that is known around them."""

    def __init__(self, act: Act) -> None:
        self.act, self.session, self.cycle = act, act.session, act.cycle
        self.calendar = act.frozen.campaign.calendar
        self.known = known_depots(self.session, self.cycle)
        self.admitted = porteurs_admitted(self.session, self.cycle)
        self.numeros = numeros(self.session, self.cycle)
        self.labels = form_labels(deposit_form())
        self.registered = registered_files(self.session, self.cycle)
        self.places: dict[tuple[str, ...], int] = {}
        self.receipts: list[Receipt] = []

    def register(self, files: Sequence[ReceivedFile]) -> list[FileOutcome]:
        outcomes = [
            FileOutcome(
                file=one, is_known=(one.sha256, one.received_at) in self.registered
            )
            for one in sorted(files, key=lambda one: (one.received_at, one.name))
        ]
        waiting: list[_Waiting] = []
        for outcome in outcomes:
            if not outcome.is_known:
                waiting += self._open(outcome)
        for start in range(0, len(waiting), _AT_ONCE):
            self._register_some(waiting[start : start + _AT_ONCE])
        for outcome in outcomes:
            self._tell_file(outcome)
        acknowledge(self.act, self.receipts)
        return outcomes

    def _open(self, outcome: FileOutcome) -> Iterator[_Waiting]:
        """Keep the trace of the file; yield its deposits, set the rest aside."""
        file, received = outcome.file, outcome.file.received
        keep_piece(self.session, file.sha256, file.name, file.size, self.act.at)
        if isinstance(received, BadFileError):
            reason = str(received)
            self._set_aside(outcome, Outcome(fate=Fate.REFUS, reason=reason))
            return
        if not received.rows_count:
            reason = "Le fichier ne contient aucun dépôt."
            self._set_aside(outcome, Outcome(fate=Fate.REFUS, reason=reason))
        for one in received.aside:
            fate = Fate.REFUS if one.is_refused else Fate.ECART
            self._set_aside(
                outcome, Outcome(fate=fate, place=one.place, reason=one.reason)
            )
        for deposit in received.deposits:
            if deposit.exercice in {None, self.cycle.annee}:
                place = self._free_place("depot", file, deposit.place)
                yield _Waiting(outcome=outcome, deposit=deposit, place=place)
                continue
            reason = _of_another_year(deposit.exercice, self.cycle.annee)
            self._set_aside(
                outcome, Outcome(fate=Fate.REFUS, place=deposit.place, reason=reason)
            )

    def _register_some(self, waiting: Sequence[_Waiting]) -> None:
        judged = [self._judge(one) for one in waiting]
        versions = [
            one.verdict.numero
            for one in judged
            if one.verdict.kind is Registration.VERSION
        ]
        depots = depots_by_numero(self.session, self.cycle, versions)
        forms = present_forms(self.session, self.cycle, versions)
        for one in judged:
            if one.is_kept:
                numero = one.verdict.numero
                depot = depots.setdefault(numero, self._depot(numero))
                forms[numero] = self._save(one, depot, forms.get(numero))
            else:
                self._set_aside(one.outcome, _row(one))
        know_porteurs(self.session, (one.action for one in judged if one.is_kept))
        self.session.flush()

    def _depot(self, numero: str) -> Depot:
        return Depot(cycle_id=self.cycle.id, numero=numero, current_version=0)

    def _save(
        self, one: Judged, depot: Depot, before: DepositForm | None
    ) -> DepositForm:
        one = one if before is None else _with_completions(one, before)
        save_version(self.act, one, depot)
        one.outcome.rows.append(_row(one))
        self.receipts.append(receipt_of(one, depot, before, self.labels))
        return one.deposit.form

    def _judge(self, one: _Waiting) -> Judged:
        file, deposit = one.outcome.file, one.deposit
        action, unreadable = understand(deposit.form)
        arrival = Arrival(
            sha256=file.sha256,
            place=one.place,
            siret=action.porteur_siret,
            email=action.porteur_email,
            title_key=normalise_title(action.title),
            received_at=file.received_at,
            channel=_channel(file),
            reference=deposit.reference,
            replaces=deposit.replaces,
            contents=contents_sha256(deposit.form) if deposit.reference else "",
            deposited_at=deposit.deposited_at,
        )
        verdict = admit(arrival, self.known, self.calendar, self.admitted, self.numeros)
        return Judged(
            outcome=one.outcome,
            deposit=deposit,
            action=action,
            unreadable=unreadable,
            arrival=arrival,
            verdict=verdict,
        )

    def _set_aside(self, outcome: FileOutcome, row: Outcome) -> None:
        """Keep a row that is no deposit, with its reason."""
        file = outcome.file
        outcome.rows.append(row)
        self.session.add(
            FichierRefuse(
                cycle_id=self.cycle.id,
                piece_sha256=file.sha256,
                file_name=file.name,
                place=self._free_place("ecart", file, row.place),
                received_at=file.received_at,
                reason=row.reason,
                is_refused=row.fate in {Fate.REFUS, Fate.DOUBLON},
                numero=row.numero,
            )
        )
        if row.fate is Fate.REFUS or outcome.is_single:
            about = f"depot:{row.numero}" if row.numero else f"piece:{file.sha256}"
            self.act.tell("fichier.refuse", about, inputs=(file.sha256,))

    def _tell_file(self, outcome: FileOutcome) -> None:
        """Say how many rows a file of several had, and what became of them."""
        received = outcome.file.received
        if outcome.is_known or outcome.is_single or isinstance(received, BadFileError):
            return
        self.act.tell(
            "fichier.lu",
            f"piece:{outcome.file.sha256}",
            inputs=(outcome.file.sha256,),
            data={
                "canal": _channel(outcome.file),
                "lignes": len(outcome.rows),
                **{fate.name.lower(): outcome.count(fate) for fate in Fate},
                "conventions": "\n".join(received.conventions),
            },
        )

    def _free_place(self, kind: str, file: ReceivedFile, place: str) -> str:
        """Return *place*, marked when a reader gave it to two rows of one file."""
        where = (kind, file.sha256, file.received_at.isoformat())
        free, key = place, (*where, place)
        while (*where, free) in self.places:
            self.places[key] += 1
            free = f"{place} ({self.places[key]})"
        self.places[(*where, free)] = 1
        return free


def _with_completions(one: Judged, before: DepositForm) -> Judged:
    """Keep what the coordination completed and the channel still does not say."""
    form = carried(before, one.deposit.form)
    if form is one.deposit.form:
        return one
    action, unreadable = understand(form)
    deposit = replace(one.deposit, form=form)
    return replace(one, deposit=deposit, action=action, unreadable=unreadable)


def _of_another_year(exercice: int | None, annee: int) -> str:
    return (
        f"Dossier de l'exercice {exercice} : ce cycle est celui de {annee}. "
        f"Enregistrez-le dans le cycle de {exercice} ; s'il est bien pour {annee}, "
        "faites corriger son exercice là où il a été déposé."
    )


def _row(one: Judged) -> Outcome:
    return Outcome(
        fate=_FATES[one.verdict.kind],
        place=one.arrival.place,
        numero=one.verdict.numero,
        reason=one.verdict.reason,
        is_late=one.verdict.is_late,
    )


def _channel(file: ReceivedFile) -> str:
    return (
        "" if isinstance(file.received, BadFileError) else file.received.channel.value
    )
