"""The coordination completes what the channel of a deposit had no place for.

It is an act with an author, kept as one more version: the file is the same, what was
added is marked, and what a porteur wrote is never replaced.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from contrat_de_ville.adapters.call_pack import call_form, form_lists
from contrat_de_ville.adapters.store.acts import Act, acting
from contrat_de_ville.adapters.store.finding import require_depot
from contrat_de_ville.adapters.store.models import Depot, Ligne, VersionDepot
from contrat_de_ville.domain.calendar import french_date
from contrat_de_ville.domain.deposit_completion import completed, said
from contrat_de_ville.domain.deposit_parsing import understand
from contrat_de_ville.domain.deposit_records import (
    action_as_dict,
    form_as_dict,
    form_from_dict,
)
from contrat_de_ville.domain.deposit_text import codes
from contrat_de_ville.domain.depots import DepositForm, DepotState
from contrat_de_ville.domain.envelopes import part_of
from contrat_de_ville.domain.form import FormDefinition
from contrat_de_ville.domain.identifiers import is_email
from contrat_de_ville.domain.labels import STATE_LABELS
from contrat_de_ville.domain.steps import CycleRef, StepReport, plural
from contrat_de_ville.errors import BadInputError
from tasks.running import step_task


STEP = "check_depots"
_OPEN = frozenset({DepotState.DEPOSE, DepotState.A_CORRIGER, DepotState.RECEVABLE})


@dataclass(frozen=True, kw_only=True)
class Completion:
    """Answers by code of the form, who gives them, and on what ground."""

    answers: Mapping[str, str]
    author: str
    reason: str


@step_task("completer-depot")
def record_completion(
    ref: CycleRef,
    numero: str,
    completion: Completion,
    at: datetime,
    *,
    a_blanc: bool = False,
) -> StepReport:
    """Record what completes a deposit as its next version, to be checked again.

    Raises:
        BadInputError: nobody signs, nothing is answered, an answer is of no list or
            replaces what the porteur wrote, the deposit is set aside or arbitrated.
    """
    _refuse_unsigned(completion)
    with acting(ref, step=STEP, at=at, a_blanc=a_blanc) as act:
        depot = require_depot(act.session, act.cycle, numero)
        _refuse_settled(act, depot)
        definition = call_form(act.frozen)
        _refuse_unlisted(act, definition, completion.answers)
        before = depot.versions[-1]
        form = completed(form_from_dict(before.form), completion.answers, definition)
        words = said(completion.answers.items(), definition)
        _save(act, depot, form, f"{_signed(completion, at)} : {words}.")
        count = plural(
            len(completion.answers), "rubrique complétée", "rubriques complétées"
        )
        act.tell(
            "depot.complete_par_la_coordination",
            f"depot:{numero}",
            actor=completion.author.strip(),
            inputs=(before.piece_sha256,),
            data={
                "version": depot.current_version,
                "rubriques": ", ".join(completion.answers),
            },
        )
        return StepReport(
            step=STEP,
            title="Dépôt complété",
            summary=f"{numero}, {count} par {completion.author.strip()} : {words}.",
            effects_count=act.effects_count,
            a_blanc=a_blanc,
        )


def _refuse_unsigned(completion: Completion) -> None:
    if not completion.author.strip() or not completion.reason.strip():
        raise BadInputError(
            "Ce complément n'a pas d'auteur ou pas de motif.",
            "Dites qui complète (--par) et d'après quoi (--motif).",
        )
    if not completion.answers:
        raise BadInputError(
            "Rien n'est donné à compléter.",
            "Donnez par exemple --axe 2 --quartier QP059050.",
        )


def _refuse_settled(act: Act, depot: Depot) -> None:
    """Refuse where it would change what was decided already."""
    state = DepotState(depot.state)
    if state not in _OPEN:
        raise BadInputError(
            f"Le dépôt {depot.numero} est à l'état « {STATE_LABELS[state]} ».",
            "Un dépôt écarté ne se complète pas.",
        )
    arbitrated = select(Ligne.id).where(
        Ligne.depot_id == depot.id, Ligne.arbitre_centimes.is_not(None)
    )
    if act.session.scalars(arbitrated).first() is not None:
        raise BadInputError(
            f"Le dépôt {depot.numero} est déjà arbitré.",
            "Ce qui fonde un arbitrage ne change plus.",
        )


def _refuse_unlisted(
    act: Act, definition: FormDefinition, answers: Mapping[str, str]
) -> None:
    """Refuse a code that its list does not have: nobody would find it later."""
    lists = form_lists(act.frozen)
    named = {"action_axe": "axes"} | {
        one.code: one.list_name for one in definition.fields if one.list_name
    }
    labels = {one.code: one.label for one in definition.fields}
    for code, answer in answers.items():
        known = lists.get(named.get(code, ""), {})
        for one in codes(answer) if known else ():
            if one not in known:
                raise BadInputError(
                    f"« {one} » n'est pas un code de « {labels[code]} ».",
                    f"Codes connus : {', '.join(known)}.",
                )
    email = answers.get("porteur_courriel", "")
    if email and not is_email(email):
        raise BadInputError(
            f"« {email} » n'est pas une adresse électronique.", "Vérifiez-la."
        )


def _signed(completion: Completion, at: datetime) -> str:
    return (
        f"complété par {completion.author.strip()} le {french_date(at.date())} "
        f"(motif : {completion.reason.strip()})"
    )


def _save(act: Act, depot: Depot, form: DepositForm, note: str) -> None:
    """Write the next version: the same file and answers, what was added, who added.

    What the channel sent keeps its hash: sent again unchanged, it changes nothing.
    """
    before = depot.versions[-1]
    action, unreadable = understand(form)
    kept = (
        "piece_sha256", "file_name", "channel", "reference", "deposited_at",
        "is_late", "fenetre", "contents_sha256", "funders",
    )  # fmt: skip
    depot.current_version += 1
    depot.porteur_email, depot.ends_on = action.porteur_email, action.ends_on
    depot.is_chantier = action.chantier is not None
    depot.versions.append(
        VersionDepot(
            cycle_id=act.cycle.id,
            version=depot.current_version,
            # One file, and perhaps one instant, may give several versions.
            place=f"{before.place} complété ({depot.current_version})".strip(),
            received_at=act.at,
            registered_at=act.at,
            form=form_as_dict(form),
            action=action_as_dict(action),
            unreadable=[one.as_dict() for one in unreadable],
            notes=[*before.notes, note],
            **{name: getattr(before, name) for name in kept},
        )
    )
    for line in depot.lines:
        line.part = part_of(act.frozen.campaign, line.funder, action)
    act.session.flush()
