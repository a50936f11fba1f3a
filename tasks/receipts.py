"""Acknowledging deposits: one letter per porteur and per file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from contrat_de_ville.adapters.store.acts import Act
from contrat_de_ville.domain.identifiers import is_email
from contrat_de_ville.domain.messages import Letter


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """What is said of one deposit; ``changements`` is nothing for a first version."""

    email: str
    sha256: str
    recu_le: datetime
    numero: str
    titre: str
    version: int
    hors_delai: bool
    admis: bool
    fenetre: str
    changements: int | None


def acknowledge(act: Act, receipts: Sequence[Receipt]) -> None:
    """Write to each porteur once for all its deposits of one file.

    A deposit without an address that can be written to is told in the journal.
    """
    letters: dict[tuple[str, datetime, str], list[Receipt]] = {}
    for one in receipts:
        if is_email(one.email):
            key = (one.sha256, one.recu_le, one.email)
            letters.setdefault(key, []).append(one)
        else:
            act.tell("accuse.impossible", f"depot:{one.numero}")
    for together in letters.values():
        act.write(_letter(act, together))


def _letter(act: Act, receipts: Sequence[Receipt]) -> Letter:
    first = receipts[0]
    context = {"campagne": act.frozen.campaign, "empreinte": first.sha256}
    if len(receipts) == 1:
        template = "to_porteur_accuse_depot"
        context |= asdict(first)
    else:
        template = "to_porteur_accuse_depots"
        context |= {"recu_le": first.recu_le, "depots": [asdict(r) for r in receipts]}
    return Letter(
        intention=f"accuse:{first.numero}:v{first.version}",
        recipient=first.email,
        template=template,
        about=f"depot:{first.numero}",
        context=context,
    )
