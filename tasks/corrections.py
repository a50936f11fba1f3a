"""Tell porteurs what became of their deposits: to mend, or set aside."""

from __future__ import annotations

from collections.abc import Sequence

from contrat_de_ville.adapters.store.acts import Act
from contrat_de_ville.adapters.store.models import Depot
from contrat_de_ville.domain.depots import DepotState, Severity
from contrat_de_ville.domain.identifiers import is_email
from contrat_de_ville.domain.messages import Letter


def ask_for_corrections(act: Act, changed: Sequence[Depot]) -> None:
    """Write one message per porteur, its findings by action."""
    to_mend = [one for one in changed if one.state == DepotState.A_CORRIGER]
    for email, depots in _by_porteur(to_mend).items():
        versions = [f"{one.numero}-v{one.current_version}" for one in depots]
        act.write(
            Letter(
                intention="correction:" + ",".join(versions),
                recipient=email,
                template="to_porteur_demande_correction",
                about=f"depot:{depots[0].numero}",
                context={
                    "campagne": act.frozen.campaign,
                    "depots": [_findings_of(one) for one in depots],
                },
            )
        )


def tell_refusals(act: Act, changed: Sequence[Depot]) -> None:
    """Tell each porteur whose deposit is set aside, with the reason."""
    refused = {DepotState.IRRECEVABLE, DepotState.HORS_DELAI, DepotState.DOUBLON}
    for depot in changed:
        email = depot.porteur_email
        if depot.state in refused and is_email(email):
            act.write(
                Letter(
                    intention=f"ecarte:{depot.numero}:v{depot.current_version}",
                    recipient=email,
                    template="to_porteur_depot_ecarte",
                    about=f"depot:{depot.numero}",
                    context={
                        "campagne": act.frozen.campaign,
                        "numero": depot.numero,
                        "titre": depot.title,
                        "motif": depot.state_reason,
                    },
                )
            )


def _by_porteur(depots: Sequence[Depot]) -> dict[str, list[Depot]]:
    grouped: dict[str, list[Depot]] = {}
    for one in depots:
        if is_email(one.porteur_email):
            grouped.setdefault(one.porteur_email, []).append(one)
    return grouped


def _findings_of(depot: Depot) -> dict[str, object]:
    return {
        "numero": depot.numero,
        "titre": depot.title,
        "constats": [
            {
                "cellule": one.cell,
                "valeur": one.value,
                "phrase": one.sentence,
                "remede": one.remedy,
                "bloquant": one.severity == Severity.BLOQUANT,
            }
            for one in depot.versions[-1].constats
        ],
    }
