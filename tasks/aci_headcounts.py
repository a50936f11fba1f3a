"""The headcounts a person keeps for the chantiers, from the State's annexes or not.

An annexe proposes, a person keeps: who, when, on what evidence and why is recorded,
and the last one counts. A deposit is never changed; someone may go back to it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from contrat_de_ville.adapters import evidence
from contrat_de_ville.adapters.annexes_financieres import SourceFile
from contrat_de_ville.adapters.store.acts import Act, acting
from contrat_de_ville.adapters.store.chantiers import headcounts_kept
from contrat_de_ville.adapters.store.deposits import keep_piece
from contrat_de_ville.adapters.store.finding import require_depot
from contrat_de_ville.adapters.store.models import Depot, EffectifAci
from contrat_de_ville.adapters.workspace import current_workspace
from contrat_de_ville.domain.aci.choices import BaseEffectif, Territoire
from contrat_de_ville.domain.aci.headcount import (
    DEPOSIT,
    Effectif,
    headcount_text,
    is_the_one_asked,
    require_headcount,
)
from contrat_de_ville.domain.aci.terms import ChoixAci, choices_of
from contrat_de_ville.domain.calendar import french_date
from contrat_de_ville.domain.deposit_records import action_from_dict
from contrat_de_ville.domain.journal import sha256_hex
from contrat_de_ville.domain.steps import CycleRef, StepReport, plural
from contrat_de_ville.errors import BadInputError
from tasks.aci_annexes import Proposals
from tasks.running import step_task


STEP = "fund_aci"
TITLE = "Effectifs retenus"
ACT, BACK = "effectif_aci.retenu", "effectif_aci.retour_au_depot"
FROM_ANNEXES = "annexes financières de l'État"
BESIDE_ANNEXES = "donné au vu des annexes financières de l'État"
GIVEN = "donné par la coordination"


@step_task("retenir-effectifs")
def record_headcounts(
    ref: CycleRef,
    accepted: Mapping[str, int],
    *,
    author: str,
    reason: str = "",
    at: datetime,
    proposals: Proposals | None = None,
    a_blanc: bool = False,
) -> StepReport:
    """Record the headcounts a person keeps, in hundredths, by number of deposit.

    What the annexes propose is its own reason; what someone gives instead has one.

    Raises:
        BadInputError: nobody signs, no reason is given, the deposit is no chantier,
            is unknown, has its grant already, has this very headcount, or the
            headcount cannot be one.
    """
    origins = {one: _origin(one, accepted[one], proposals) for one in accepted}
    is_given = any(one.source != FROM_ANNEXES for one in origins.values())
    _refuse_unsigned(author, reason, needs_reason=is_given)
    sources = () if proposals is None else proposals.sources
    if not a_blanc:
        for one in sources:
            evidence.keep(current_workspace().pieces, one.content)
    with acting(ref, step=STEP, at=at, a_blanc=a_blanc) as act:
        choices = choices_of(act.frozen.campaign)
        known = headcounts_kept(act.session, act.cycle)
        pieces = _pieces(act, sources)
        for numero, centiemes in accepted.items():
            depot = _chantier(act, numero)
            _refuse(numero, centiemes, choices, known.get(numero))
            kept = _kept(choices, centiemes, origins[numero])
            kept.depot_id, kept.decided_at = depot.id, at
            kept.author, kept.reason = author.strip(), reason.strip()
            kept.piece_sha256s = pieces
            _record(act, numero, kept, ACT)
        return _report(act, accepted, known, choices, author.strip(), a_blanc=a_blanc)


@step_task("revenir-a-l-effectif-du-depot")
def record_back_to_deposit(
    ref: CycleRef,
    numero: str,
    *,
    author: str,
    reason: str,
    at: datetime,
    a_blanc: bool = False,
) -> StepReport:
    """Record that a chantier's headcount is its deposit's again: the contrary act.

    Raises:
        BadInputError: nobody signs, no reason is given, no headcount is kept for that
            chantier, or its grant is recorded.
    """
    _refuse_unsigned(author, reason, needs_reason=True)
    with acting(ref, step=STEP, at=at, a_blanc=a_blanc) as act:
        depot = _chantier(act, numero)
        before = headcounts_kept(act.session, act.cycle).get(numero)
        if before is None or before.source == DEPOSIT:
            raise BadInputError(
                f"Aucun effectif n'est retenu pour le dépôt {numero} : le sien compte.",
                "Il n'y a rien à défaire.",
            )
        kept = _of_deposit(depot)
        kept.author, kept.reason, kept.decided_at = author.strip(), reason.strip(), at
        _record(act, numero, kept, BACK)
        count = _declared_count(depot)
        said = "non dit" if count is None else plural(count, "salarié")
        return StepReport(
            step=STEP,
            title=TITLE,
            summary=f"{numero} : retour à l'effectif du dépôt par {author.strip()}.",
            columns=("Dépôt", "Effectif", "Avant"),
            rows=((numero, said, headcount_text(before)),),
            effects_count=act.effects_count,
            a_blanc=a_blanc,
        )


@dataclass(frozen=True, kw_only=True)
class _Origin:
    """Where a headcount comes from: in words, and the annexes it was read from."""

    source: str
    annexes: tuple[str, ...] = ()


def _origin(numero: str, centiemes: int, proposals: Proposals | None) -> _Origin:
    if proposals is None:
        return _Origin(source=GIVEN)
    found = next((one for one in proposals.proposals if one.numero == numero), None)
    if found is None or not found.annexes:
        return _Origin(source=GIVEN)
    is_proposed = found.centiemes == centiemes
    source = FROM_ANNEXES if is_proposed else BESIDE_ANNEXES
    return _Origin(source=source, annexes=found.annexes)


def _kept(choices: ChoixAci, centiemes: int, origin: _Origin) -> EffectifAci:
    """Return what is kept, on the campaign's basis; who keeps it signs it."""
    return EffectifAci(
        base=choices.base_effectif.value,
        territoire=choices.territoire.value,
        date_reference=choices.date_reference,
        effectif_centiemes=centiemes,
        source=origin.source,
        annexes=list(origin.annexes),
    )


def _of_deposit(depot: Depot) -> EffectifAci:
    """Return the deposit's own headcount, which it does not date."""
    return EffectifAci(
        depot_id=depot.id,
        base=BaseEffectif.PERSONNES_PRESENTES.value,
        territoire=Territoire.TOUS_SALARIES.value,
        date_reference=None,
        effectif_centiemes=(_declared_count(depot) or 0) * 100,
        source=DEPOSIT,
        annexes=[],
        piece_sha256s=[depot.versions[-1].piece_sha256],
    )


def _refuse_unsigned(author: str, reason: str, *, needs_reason: bool) -> None:
    if not author.strip():
        raise BadInputError(
            "Personne ne signe cet effectif.", "Dites qui le retient (--par)."
        )
    if needs_reason and not reason.strip():
        raise BadInputError(
            "Cet effectif n'a pas de motif, et n'est pas celui que les annexes de "
            "l'État proposent.",
            "Dites ce qui le fonde (--motif).",
        )


def _pieces(act: Act, sources: Sequence[SourceFile]) -> list[str]:
    """Keep the files it was read from; the bytes are kept already."""
    found = [sha256_hex(one.content) for one in sources]
    for sha256, one in zip(found, sources, strict=True):
        keep_piece(act.session, sha256, one.name, len(one.content), act.at)
    return found


def _record(act: Act, numero: str, kept: EffectifAci, what: str) -> None:
    """Record the fact, and tell the journal who kept what, and on what evidence."""
    act.session.add(kept)
    dated = kept.date_reference
    act.tell(
        what,
        f"depot:{numero}",
        actor=kept.author,
        inputs=tuple(kept.piece_sha256s),
        data={
            "base": kept.base,
            "territoire": kept.territoire,
            "date_reference": dated.isoformat() if dated else None,
            "effectif_centiemes": kept.effectif_centiemes,
            "source": kept.source,
            "annexes": ", ".join(kept.annexes) or None,
        },
    )


def _declared_count(depot: Depot) -> int | None:
    chantier = action_from_dict(depot.versions[-1].action).chantier
    return chantier.salaries_count if chantier else None


def _chantier(act: Act, numero: str) -> Depot:
    """Return the chantier of that number, whose grant is still to be computed."""
    depot = require_depot(act.session, act.cycle, numero)
    if not depot.is_chantier:
        raise BadInputError(
            f"Le dépôt {numero} n'est pas un chantier d'insertion.",
            "Vérifiez le numéro.",
        )
    if depot.aide is not None:
        raise BadInputError(
            f"L'aide du dépôt {numero} est déjà calculée.",
            "Un effectif ne change plus une aide enregistrée.",
        )
    return depot


def _refuse(
    numero: str, centiemes: int, choices: ChoixAci, before: Effectif | None
) -> None:
    require_headcount(centiemes, choices.base_effectif)
    is_kept = before is not None and before.source != DEPOSIT
    if before is None or not is_kept or not is_the_one_asked(before, choices):
        return
    if before.centiemes == centiemes:
        raise BadInputError(
            f"Cet effectif du dépôt {numero} est déjà retenu ({before.author}, le "
            f"{before.accepted_on:%d/%m/%Y}).",
            "Il n'y a rien à refaire.",
        )


def _report(
    act: Act,
    accepted: Mapping[str, int],
    known: Mapping[str, Effectif],
    choices: ChoixAci,
    author: str,
    *,
    a_blanc: bool,
) -> StepReport:
    """Say what was kept, and what it replaces."""
    count = plural(len(accepted), "effectif retenu", "effectifs retenus")
    return StepReport(
        step=STEP,
        title=TITLE,
        summary=f"{count} par {author}, le {french_date(act.at.date())}.",
        columns=("Dépôt", "Effectif", "Avant"),
        rows=tuple(
            (
                numero,
                headcount_text(_asked(centiemes, choices)),
                headcount_text(known[numero]) if numero in known else None,
            )
            for numero, centiemes in accepted.items()
        ),
        effects_count=act.effects_count,
        a_blanc=a_blanc,
    )


def _asked(centiemes: int, choices: ChoixAci) -> Effectif:
    return Effectif(
        centiemes=centiemes,
        base=choices.base_effectif,
        territoire=choices.territoire,
        date_reference=choices.date_reference,
        source="",
    )
