"""Tell porteurs what became of their deposits: to mend, or set aside."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from contrat_de_ville.adapters.letters import LARGEST_MESSAGE
from contrat_de_ville.adapters.store.acts import Act
from contrat_de_ville.adapters.store.mending import ToMend, read_form, read_to_mend
from contrat_de_ville.adapters.store.models import Depot
from contrat_de_ville.domain.calendar import PARIS
from contrat_de_ville.domain.depots import DepotState, Finding, Severity
from contrat_de_ville.domain.identifiers import is_email
from contrat_de_ville.domain.messages import Attachment, Letter
from contrat_de_ville.domain.quality_report import place_of, shown_value
from contrat_de_ville.domain.received import Channel
from tasks.annotating import Annotator, Checkup


# Base64 makes four bytes of three, with an end of line every 76; the text has the rest.
_LARGEST_ATTACHMENTS = LARGEST_MESSAGE * 7 // 10


def ask_for_corrections(
    act: Act, changed: Sequence[Depot], checkups: Mapping[str, Checkup]
) -> None:
    """Write one message per porteur: its findings by action, annotated workbooks.

    A deposit without an address to write to is journaled: someone must call.
    *checkups* have the workbooks already made; the others are made here.
    """
    to_mend = [one for one in changed if one.state == DepotState.A_CORRIGER]
    annotator = Annotator(act.frozen)
    for email, depots in _by_porteur(to_mend).items():
        if not is_email(email):
            for one in depots:
                act.tell("correction.impossible", f"depot:{one.numero}")
            continue
        found = [read_to_mend(act.session, one) for one in depots]
        copies = (
            _copy_of(act, depot, one, annotator, checkups)
            for depot, one in zip(depots, found, strict=True)
        )
        act.write(_request(act, email, found, _that_fit(found, copies)))


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
        grouped.setdefault(one.porteur_email, []).append(one)
    return grouped


def _copy_of(
    act: Act,
    depot: Depot,
    one: ToMend,
    annotator: Annotator,
    checkups: Mapping[str, Checkup],
) -> bytes:
    made = checkups.get(one.numero)
    if made is not None and made.copy and made.version == one.version:
        return made.copy
    return annotator.copy_of(read_form(act.session, depot), one.findings, one.numero)


def _that_fit(found: Sequence[ToMend], copies: Iterable[bytes]) -> dict[str, bytes]:
    """Return the annotated workbooks by name, as many as one message can carry."""
    joined: dict[str, bytes] = {}
    room = _LARGEST_ATTACHMENTS
    for one, content in zip(found, copies, strict=True):
        if len(content) <= room:
            joined[_name(one)] = content
            room -= len(content)
    return joined


def _request(
    act: Act, email: str, found: Sequence[ToMend], joined: Mapping[str, bytes]
) -> Letter:
    versions = [f"{one.numero}-v{one.version}" for one in found]
    return Letter(
        intention="correction:" + ",".join(versions),
        recipient=email,
        template="to_porteur_demande_correction",
        about=f"depot:{found[0].numero}",
        context={
            "campagne": act.frozen.campaign,
            "depots": [
                _said(one, act.at)
                | {"piece": _name(one) if _name(one) in joined else ""}
                for one in found
            ],
        },
        attachments=tuple(
            Attachment(name=name, content=content) for name, content in joined.items()
        ),
    )


def _name(one: ToMend) -> str:
    return f"depot-{one.numero}-a-corriger.xlsx"


def _said(one: ToMend, at: datetime) -> dict[str, object]:
    """Gather what the template says of one deposit."""
    blocking = sum(finding.severity is Severity.BLOQUANT for finding in one.findings)
    return {
        "numero": one.numero,
        "titre": one.title,
        "bloquants": blocking,
        "a_verifier": len(one.findings) - blocking,
        "corriges": one.mended_count,
        "repris": one.channel != Channel.CLASSEUR,
        "constats": [
            _finding_said(finding, opened_at, at)
            for finding, opened_at in zip(one.findings, one.opened_at, strict=True)
        ],
    }


def _finding_said(
    finding: Finding, opened_at: datetime, at: datetime
) -> dict[str, object]:
    sheet, cell = place_of(finding.cell)
    return {
        "feuille": sheet,
        "cellule": cell,
        "valeur": shown_value(finding.field, finding.value),
        "phrase": finding.sentence,
        "remede": finding.remedy,
        "bloquant": finding.severity is Severity.BLOQUANT,
        "signale_le": opened_at.astimezone(PARIS).date() if opened_at < at else None,
    }
