"""The headcounts a person accepts for the chantiers, from the State's annexes or not.

An annexe proposes, a person accepts: the fact, its author and its date are a line of
the journal, which is where they are read from. A deposit is never changed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from contrat_de_ville.adapters import evidence
from contrat_de_ville.adapters.annexes_financieres import (
    AnnexesRead,
    SourceFile,
    read_annexes,
)
from contrat_de_ville.adapters.store.acts import Act, acting, reading
from contrat_de_ville.adapters.store.deposits import keep_piece
from contrat_de_ville.adapters.store.finding import require_depot
from contrat_de_ville.adapters.store.models import Cycle, Depot, JournalLine
from contrat_de_ville.adapters.workspace import current_workspace
from contrat_de_ville.domain.aci.choices import BaseEffectif, Territoire
from contrat_de_ville.domain.aci.headcount import (
    Effectif,
    headcount_text,
    is_the_one_asked,
    require_headcount,
)
from contrat_de_ville.domain.aci.proposals import Proposal, propose_headcounts
from contrat_de_ville.domain.aci.terms import ChoixAci, choices_of
from contrat_de_ville.domain.calendar import french_date
from contrat_de_ville.domain.depots import DepotState
from contrat_de_ville.domain.journal import sha256_hex
from contrat_de_ville.domain.steps import CycleRef, StepReport, plural
from contrat_de_ville.errors import BadInputError
from tasks.running import step_task


STEP = "fund_aci"
TITLE = "Effectifs retenus"
ACT = "effectif_aci.retenu"


@dataclass(frozen=True, kw_only=True)
class Proposals:
    """What files of the State propose, and those files themselves."""

    sources: tuple[SourceFile, ...]
    reading: AnnexesRead
    proposals: tuple[Proposal, ...]


@step_task("lire-annexes-financieres")
def read_proposals(
    ref: CycleRef, source: SourceFile, structures: SourceFile | None = None
) -> Proposals:
    """Read the State's annexes and propose a headcount for each chantier.

    Raises:
        UnknownCycleError: the cycle was never opened.
        BadFileError: the file is not such an export, or no SIRET can be found.
    """
    with reading(ref) as (session, cycle, frozen):
        choices = choices_of(frozen.campaign)
        rows = session.execute(
            select(Depot.numero, Depot.porteur_siret).where(
                Depot.cycle_id == cycle.id,
                Depot.state == DepotState.RECEVABLE,
                Depot.is_chantier,
            )
        )
        chantiers = {row.numero: row.porteur_siret for row in rows}
    read = read_annexes(source, frozenset(chantiers.values()), structures)
    proposals = propose_headcounts(chantiers, read.annexes, choices)
    sources = (source,) if structures is None else (source, structures)
    return Proposals(sources=sources, reading=read, proposals=proposals)


@step_task("retenir-effectifs")
def record_headcounts(
    ref: CycleRef,
    accepted: Mapping[str, int],
    *,
    author: str,
    at: datetime,
    proposals: Proposals | None = None,
    a_blanc: bool = False,
) -> StepReport:
    """Record the headcounts a person accepts, in hundredths, by number of deposit.

    Raises:
        BadInputError: nobody signs, the deposit is no chantier, is unknown, has its
            grant already, has this very headcount, or the headcount cannot be one.
    """
    if not author.strip():
        raise BadInputError(
            "Personne ne signe cet effectif.", "Dites qui le retient (--par)."
        )
    sources = () if proposals is None else proposals.sources
    if not a_blanc:
        for one in sources:
            evidence.keep(current_workspace().pieces, one.content)
    with acting(ref, step=STEP, at=at, a_blanc=a_blanc) as act:
        choices = choices_of(act.frozen.campaign)
        known = accepted_headcounts(act.session, act.cycle)
        for numero, centiemes in accepted.items():
            before = known.get(numero)
            _refuse(act, numero, centiemes, choices, before)
            _tell(act, numero, centiemes, author.strip(), choices, proposals)
        report = _report(accepted, known, choices, author.strip(), at)
        return replace(report, effects_count=act.effects_count, a_blanc=a_blanc)


def proposed(proposals: Proposals, numeros: Sequence[str]) -> dict[str, int]:
    """Return what the annexes propose for the deposits a person accepts them for.

    Raises:
        BadInputError: a deposit named twice, or one nothing is proposed for.
    """
    accepted: dict[str, int] = {}
    by_numero = {one.numero: one for one in proposals.proposals}
    for numero in numeros:
        one = by_numero.get(numero)
        if one is None:
            raise BadInputError(
                f"Le dépôt {numero} n'est pas un chantier recevable du cycle.",
                f"Chantiers : {', '.join(by_numero) or 'aucun'}.",
            )
        if numero in accepted:
            raise BadInputError(
                f"Le dépôt {numero} est nommé deux fois.", "Nommez-le une fois."
            )
        if one.centiemes is None:
            raise BadInputError(
                f"Rien n'est proposé pour le dépôt {numero}. {one.sentences[0]}",
                "Donnez son effectif (--effectif).",
            )
        accepted[numero] = one.centiemes
    return accepted


def accepted_headcounts(session: Session, cycle: Cycle) -> dict[str, Effectif]:
    """Return the last headcount accepted for each deposit, as the journal tells it."""
    lines = session.scalars(
        select(JournalLine.ligne)
        .where(JournalLine.cycle_id == cycle.id, JournalLine.ligne.contains(ACT))
        .order_by(JournalLine.seq)
    )
    entries = (json.loads(line) for line in lines)
    return {
        str(one["objet"]).removeprefix("depot:"): _told(one)
        for one in entries
        if one["acte"] == ACT
    }


def _told(entry: dict[str, Any]) -> Effectif:
    data = entry["donnees"]
    return Effectif(
        centiemes=data["effectif_centiemes"],
        base=BaseEffectif(data["base"]),
        territoire=Territoire(data["territoire"]),
        date_reference=date.fromisoformat(data["date_reference"]),
        source=data["source"],
        author=entry["acteur"],
        accepted_on=datetime.fromisoformat(entry["paris"]).date(),
    )


def _refuse(
    act: Act, numero: str, centiemes: int, choices: ChoixAci, before: Effectif | None
) -> None:
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
    require_headcount(centiemes, choices.base_effectif)
    same = before is not None and is_the_one_asked(before, choices)
    if before is not None and same and before.centiemes == centiemes:
        raise BadInputError(
            f"Cet effectif du dépôt {numero} est déjà retenu ({before.author}, le "
            f"{before.accepted_on:%d/%m/%Y}).",
            "Il n'y a rien à refaire.",
        )


def _report(
    accepted: Mapping[str, int],
    known: Mapping[str, Effectif],
    choices: ChoixAci,
    author: str,
    at: datetime,
) -> StepReport:
    """Say what was accepted, and what it replaces."""
    count = plural(len(accepted), "effectif retenu", "effectifs retenus")
    return StepReport(
        step=STEP,
        title=TITLE,
        summary=f"{count} par {author}, le {french_date(at.date())}.",
        columns=("Dépôt", "Effectif", "Avant"),
        rows=tuple(
            (
                numero,
                headcount_text(_effectif(centiemes, choices)),
                headcount_text(known[numero]) if numero in known else None,
            )
            for numero, centiemes in accepted.items()
        ),
    )


def _effectif(centiemes: int, choices: ChoixAci) -> Effectif:
    return Effectif(
        centiemes=centiemes,
        base=choices.base_effectif,
        territoire=choices.territoire,
        date_reference=choices.date_reference,
        source="",
    )


def _tell(
    act: Act,
    numero: str,
    centiemes: int,
    author: str,
    choices: ChoixAci,
    proposals: Proposals | None,
) -> None:
    """Tell the journal who accepted what, and the file it was read from."""
    inputs: list[str] = []
    listed = ""
    if proposals is not None:
        for one in proposals.sources:
            inputs.append(sha256_hex(one.content))
            size = len(one.content)
            keep_piece(act.session, inputs[-1], one.name, size, act.at)
        by_numero = {one.numero: one.annexes for one in proposals.proposals}
        listed = ", ".join(by_numero[numero])
    act.tell(
        ACT,
        f"depot:{numero}",
        actor=author,
        inputs=tuple(inputs),
        data={
            "base": choices.base_effectif.value,
            "territoire": choices.territoire.value,
            "date_reference": choices.date_reference.isoformat(),
            "effectif_centiemes": centiemes,
            "source": f"annexe {listed}" if listed else "donné par la coordination",
        },
    )
