"""Record arbitrations typed on the Prefect screen, through the same tasks as a file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

from prefect import flow
from pydantic import BaseModel, ConfigDict, Field

from contrat_de_ville.domain.money import parse_centimes
from contrat_de_ville.domain.steps import CycleRef, StepReport
from contrat_de_ville.errors import BadInputError
from flows.parameters import DEFAULT_CONTRAT
from tasks.arbitrage import record_arbitrations
from tasks.running import as_of, publish


class Decision(BaseModel):
    """Ce que le COPIL retient d'une action, pour un financeur."""

    model_config = ConfigDict(title="Décision", extra="forbid")

    dossier: str = Field(
        title="Dossier",
        description="Le numéro du dépôt, par exemple 2017-0042.",
        pattern=r"^[0-9]{4}-[0-9]{4,9}$",
    )
    financeur: str = Field(
        title="Financeur",
        description="Son code dans la campagne : ETAT, CAPH, DEPARTEMENT, CAF.",
        pattern=r"^[A-Z][A-Z0-9_]*$",
    )
    montant: str = Field(
        title="Montant arbitré (en euros)",
        description="En chiffres, par exemple 4 200,00. Un refus s'écrit 0.",
        min_length=1,
        max_length=30,
    )
    motif: str = Field(
        default="",
        title="Motif",
        description=(
            "Obligatoire pour un refus ou une réduction : il sera écrit au porteur. "
            "Aucun nom de personne : Prefect garde ce qui est saisi ici."
        ),
        max_length=2000,
    )


Decisions = Annotated[list[Decision], Field(min_length=1)]
Said = Annotated[str, Field(min_length=1, max_length=120)]


@flow(name="decisions-copil", flow_run_name="decisions-copil-{contrat}-{annee}")
def record_decisions(
    decisions: Decisions,
    minute: Said,
    annee: int,
    contrat: str = DEFAULT_CONTRAT,
    par: Said = "copil",
    au: datetime | None = None,
    *,
    a_blanc: bool = True,
) -> StepReport:
    """Enregistrer des arbitrages du COPIL, ligne par ligne.

    Tout est contrôlé d'abord : un montant au-dessus de la demande, un refus sans
    motif, une enveloppe dépassée, une fonction non habilitée arrêtent tout. Prefect
    garde les paramètres saisis : des fonctions et des références, jamais de noms.

    Args:
        decisions: Une par action et par financeur ; tout est enregistré, ou rien.
        minute: La référence du relevé de décisions, par exemple « Relevé du COPIL du
            28/03/2017 ». Aucun nom de personne.
        annee: L'année de la programmation.
        contrat: Le code du contrat de ville.
        par: La fonction qui décide, par exemple copil. Jamais le nom d'une personne :
            Prefect garde ce qui est saisi ici.
        au: À quelle date ; vide, maintenant.
        a_blanc: Coché, montre ce qui serait enregistré sans rien enregistrer ;
            décochez une fois le résultat relu.
    """
    ref, at = CycleRef(contrat=contrat, annee=annee), as_of(au)
    amounts = read_amounts(decisions)
    return publish(
        record_arbitrations(
            ref, amounts, actor=par, at=at, minute=minute, a_blanc=a_blanc
        )
    )


def read_amounts(
    decisions: Sequence[Decision],
) -> dict[tuple[str, str], tuple[int, str]]:
    """Return the decisions by deposit and funder: centimes and motive.

    Raises:
        BadInputError: an amount is not one, or a line is decided twice.
    """
    lines = Counter((one.dossier, one.financeur) for one in decisions)
    for (dossier, funder), count in lines.items():
        if count > 1:
            raise BadInputError(
                f"{dossier}/{funder} est décidé {count} fois.", "Gardez une décision."
            )
    return {
        (one.dossier, one.financeur): (parse_centimes(one.montant), one.motif)
        for one in decisions
    }
