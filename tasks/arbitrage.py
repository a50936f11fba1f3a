"""Record what the COPIL arbitrates, line by line or as it was proposed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from contrat_de_ville.adapters.store.acts import Act, acting
from contrat_de_ville.adapters.store.envelopes import require_room_for
from contrat_de_ville.adapters.store.finding import require_admissible
from contrat_de_ville.adapters.store.models import Ligne
from contrat_de_ville.adapters.store.waiting import waiting_lines
from contrat_de_ville.domain.calendar import french_instant
from contrat_de_ville.domain.campaign import require_funder
from contrat_de_ville.domain.committee import Key
from contrat_de_ville.domain.criteria_paths import decision_path
from contrat_de_ville.domain.decision_ways import refuse_valued
from contrat_de_ville.domain.deposit_records import action_from_dict
from contrat_de_ville.domain.deposit_text import one_line
from contrat_de_ville.domain.frozen import Frozen
from contrat_de_ville.domain.habilitations import Power
from contrat_de_ville.domain.journal import Plain
from contrat_de_ville.domain.money import format_euros
from contrat_de_ville.domain.steps import Cell, CycleRef, StepReport, plural
from contrat_de_ville.errors import BadInputError
from tasks.habilitations import signed_by
from tasks.running import step_task


STEP = "assemble_programmation"
TITLE = "Arbitrage"
LONGEST_MINUTE = 120
Amounts = Mapping[Key, tuple[int, str]]
"""What is decided: by deposit and funder, an amount in centimes and its motive."""


@dataclass(frozen=True, kw_only=True)
class Signature:
    """Who decides, under which minute, from which file: functions, never names."""

    author: str
    minute: str = ""
    sha256: str = ""

    def inputs(self) -> tuple[str, ...]:
        """Return the evidence the decision rests on."""
        return (self.sha256,) if self.sha256 else ()

    def data(self) -> dict[str, Plain]:
        """Return what the journal says of the minute, where there is one."""
        return {"proces_verbal": self.minute} if self.minute else {}


@step_task("enregistrer-arbitrage")
def record_arbitrations(
    ref: CycleRef,
    amounts: Amounts,
    *,
    actor: str,
    at: datetime,
    minute: str = "",
    a_blanc: bool = False,
) -> StepReport:
    """Record what the COPIL decided, by deposit and funder: amount and motive.

    Args:
        ref: the cycle.
        amounts: what is decided.
        actor: the function that decides, by its code or its French name.
        at: when.
        minute: under which minute (relevé de décisions), if there is one.
        a_blanc: whether it is undone after being tried.

    Raises:
        UnauthorisedError: the campaign does not empower this function to arbitrate.
        BadInputError: no such line, a deposit that is not admissible, an amount above
            the demand, a refusal or a reduction without a motive, or a programming
            already frozen.
        EnvelopeExceededError: an envelope, or a part of one, would be exceeded.
    """
    signature = _signed(ref, actor, minute, at, a_blanc=a_blanc)
    with acting(ref, step=STEP, at=at, a_blanc=a_blanc) as act:
        rows = arbitrate(act, amounts, signature)
        return _report(act, amounts, rows, a_blanc=a_blanc)


@step_task("adopter-propositions")
def adopt_proposals(
    ref: CycleRef,
    at: datetime,
    *,
    a_blanc: bool,
    actor: str = "copil",
    minute: str = "",
    axe: int | None = None,
    funder: str = "",
) -> StepReport:
    """Arbitrate the lines not seen yet as they were proposed.

    Each has the motive its porteur will read: what was computed is explained to the
    committee in other words, which name other files.

    What is adopted is what is proposed at that very moment: it is read where it is
    written.

    Args:
        ref: the cycle.
        at: when.
        a_blanc: whether it is undone after being tried; what would be adopted is
            listed all the same.
        actor: the function that decides.
        minute: under which minute.
        axe: the lines of this axe only; every axe when there is none.
        funder: the lines of this funder only; every funder when empty.

    Raises:
        BadInputError: no such axe, no such funder.
        UnauthorisedError: the campaign does not empower this function to arbitrate.
        EnvelopeExceededError: an envelope, or a part of one, would be exceeded.
    """
    signature = _signed(ref, actor, minute, at, a_blanc=a_blanc)
    with acting(ref, step=STEP, at=at, a_blanc=a_blanc) as act:
        _refuse_unknown(act.frozen, axe, funder)
        amounts = _as_proposed(act, axe, funder)
        rows = arbitrate(act, amounts, signature)
        return _report(act, amounts, rows, a_blanc=a_blanc)


def arbitrate(
    act: Act, amounts: Amounts, signature: Signature
) -> tuple[tuple[Cell, ...], ...]:
    """Record these arbitrations in an open act; return a row of report for each.

    What goes down is written first: the database judges line by line, and money
    taken from one line may be what another gets.

    Raises:
        BadInputError: see :func:`record_arbitrations`.
        EnvelopeExceededError: an envelope, or a part of one, would be exceeded.
    """
    refuse_frozen(act)
    refuse_before(act, act.cycle.proposed_at, "la proposition")
    wanted = [(_checked(act, key, given), *given) for key, given in amounts.items()]
    wanted.sort(key=lambda one: (one[0].depot.numero, one[0].funder))
    require_room_for(
        act.session, act.cycle, [(line, amount) for line, amount, _ in wanted]
    )
    rows = tuple(_row(line, amount, reason) for line, amount, reason in wanted)
    for line, amount, reason in sorted(
        wanted, key=lambda one: one[1] - (one[0].arbitre_centimes or 0)
    ):
        _arbitrate(act, line, (amount, reason), signature)
        act.session.flush()
    return rows


def refuse_frozen(act: Act) -> None:
    """Refuse to decide anything of a programming that is frozen.

    Raises:
        BadInputError: it is.
    """
    if act.cycle.frozen_at is not None:
        raise BadInputError(
            f"La programmation {act.cycle.code} est figée.",
            "Une décision nouvelle demande une version nouvelle, motivée : "
            "« programmation modifier ».",
        )


def refuse_before(act: Act, instant: datetime | None, what: str) -> None:
    """Refuse to date a decision from before what it is about.

    Raises:
        BadInputError: it is.
    """
    if instant is not None and act.at < instant:
        raise BadInputError(
            f"Rien ne peut être daté d'avant {what} ({french_instant(instant)}).",
            "Vérifiez la date donnée.",
        )


def short_minute(minute: str) -> str:
    """Return the reference of a minute on one line, short enough for the journal.

    Raises:
        BadInputError: it is longer than 120 characters.
    """
    said = one_line(minute)
    if len(said) > LONGEST_MINUTE:
        raise BadInputError(
            f"La référence du relevé de décisions a {len(said)} caractères.",
            f"Donnez-la en {LONGEST_MINUTE} au plus : elle entre au journal.",
        )
    return said


def _signed(
    ref: CycleRef, actor: str, minute: str, at: datetime, *, a_blanc: bool
) -> Signature:
    author = signed_by(ref, Power.ARBITRAGE, actor, step=STEP, at=at, a_blanc=a_blanc)
    return Signature(author=author, minute=short_minute(minute))


def _as_proposed(act: Act, axe: int | None, funder: str) -> Amounts:
    return {
        (one.numero, one.funder): (one.proposed_centimes, one.motive)
        for one in waiting_lines(act.session, act.cycle)
        if funder in {"", one.funder} and axe in {None, one.axe}
    }


def _refuse_unknown(frozen: Frozen, axe: int | None, funder: str) -> None:
    axes = frozen.axes()
    if axe is not None and axe not in axes:
        listed = ", ".join(str(one) for one in axes)
        raise BadInputError(
            f"L'axe {axe} n'est pas un axe du contrat.", f"Les axes : {listed}."
        )
    if funder:
        require_funder(frozen.campaign, funder)


def _checked(act: Act, key: Key, given: tuple[int, str]) -> Ligne:
    """Return the line of a decision that it may have."""
    (numero, funder), (amount, reason) = key, given
    line = require_admissible(act.session, act.cycle, numero, funder)
    where = f"{numero}/{funder}"
    if not 0 <= amount <= line.demande_centimes:
        raise BadInputError(
            f"{where} : {format_euros(amount)} pour une demande de "
            f"{format_euros(line.demande_centimes)}.",
            "Le montant va de 0 à la demande.",
        )
    if amount < line.demande_centimes and not reason.strip():
        raise BadInputError(
            f"{where} : un refus ou une réduction sans motif.",
            "Donnez le motif qui sera écrit au porteur.",
        )
    action = action_from_dict(line.depot.versions[-1].action)
    refuse_valued(decision_path(action, act.frozen), where, amount)
    return line


def _report(
    act: Act, amounts: Amounts, rows: tuple[tuple[Cell, ...], ...], *, a_blanc: bool
) -> StepReport:
    total = sum(amount for amount, _ in amounts.values())
    return StepReport(
        step=STEP,
        title=TITLE,
        summary=(
            f"{plural(len(amounts), 'ligne arbitrée', 'lignes arbitrées')}, "
            f"{format_euros(total)}."
        ),
        columns=("N°", "Financeur", "Avant", "Arbitré", "Motif"),
        rows=rows,
        effects_count=act.effects_count,
        a_blanc=a_blanc,
    )


def _row(line: Ligne, amount: int, reason: str) -> tuple[Cell, ...]:
    return (
        line.depot.numero,
        line.funder,
        format_euros(line.arbitre_centimes),
        format_euros(amount),
        reason,
    )


def _arbitrate(
    act: Act, line: Ligne, given: tuple[int, str], signature: Signature
) -> None:
    amount, reason = given
    before = line.arbitre_centimes
    line.arbitre_centimes, line.arbitre_reason = amount, reason
    line.arbitre_author, line.arbitre_minute = signature.author, signature.minute
    line.arbitre_at = act.at
    changed = {} if before is None else {"avant_centimes": before}
    act.tell(
        "ligne.arbitree",
        f"ligne:{line.depot.numero}/{line.funder}",
        actor=signature.author,
        inputs=signature.inputs(),
        data={
            "montant_centimes": amount,
            "propose_centimes": line.propose_centimes,
            **changed,
            **signature.data(),
        },
    )
