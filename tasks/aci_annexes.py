"""What the State's annexes financières propose for the chantiers, recording nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from contrat_de_ville.adapters.annexes_financieres import (
    AnnexesRead,
    SourceFile,
    read_annexes,
)
from contrat_de_ville.adapters.store.acts import reading
from contrat_de_ville.adapters.store.models import Depot
from contrat_de_ville.domain.aci.proposals import Proposal, propose_headcounts
from contrat_de_ville.domain.aci.terms import choices_of
from contrat_de_ville.domain.depots import DepotState
from contrat_de_ville.domain.steps import CycleRef
from contrat_de_ville.errors import BadInputError
from tasks.running import step_task


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
