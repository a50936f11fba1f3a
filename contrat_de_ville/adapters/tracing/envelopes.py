"""The trace of an envelope: what is in it, and the acts that changed it."""

from __future__ import annotations

from collections.abc import Iterator

from contrat_de_ville.adapters.store.envelopes import (
    FunderLines,
    lines_of,
    read_acts,
)
from contrat_de_ville.adapters.store.guards import STAGES
from contrat_de_ville.adapters.store.models import ActeEnveloppe
from contrat_de_ville.adapters.tracing.record import Trace, masked, section, trace_of
from contrat_de_ville.adapters.tracing.source import Source, unknown
from contrat_de_ville.domain.calendar import french_instant
from contrat_de_ville.domain.envelopes import (
    KIND_LABELS,
    EnvelopeActKind,
    rooms,
    spoken,
)
from contrat_de_ville.domain.money import format_euros


_STAGE_NAMES = ("arbitré", "décidé")


def trace_envelope(source: Source, funder: str) -> Trace:
    """Tell what a funder brings, what the lines make of it, and each signed act.

    Raises:
        BadInputError: the campaign has no such funder.
    """
    if source.frozen.campaign.funder(funder) is None:
        known = ", ".join(one.code for one in source.frozen.campaign.funders)
        raise unknown(f"« {funder} » n'est pas un financeur (connus : {known}).")
    found = lines_of(source.session, source.cycle, funder)
    acts = [
        one for one in read_acts(source.session, source.cycle) if one.funder == funder
    ]
    name = f"enveloppe:{funder}"
    return trace_of(
        title=f"Enveloppe {source.funder_name(funder)}",
        sections=(
            section(
                "Ce qu'elle est, et ce qui y est programmé",
                _say_rooms(found),
                empty="Ce financeur n'a pas annoncé d'enveloppe : rien n'y est limité.",
            ),
            section("Actes signés", map(_say_act, acts), empty="Aucun depuis l'appel."),
            source.journal_section(
                lambda entry: str(entry["objet"]).partition("/")[0] == name
            ),
        ),
    )


def _say_rooms(found: FunderLines) -> Iterator[str]:
    for room in rooms(found.envelope) if found.envelope else ():
        said = [f"{room.label} : {format_euros(room.amount_centimes)}"]
        if room.overrun_centimes:
            overrun = format_euros(room.overrun_centimes)
            said.append(f"dépassement autorisé de {overrun}")
        for stage, name in zip(STAGES, _STAGE_NAMES, strict=True):
            lines = [one for one in found.engaged(stage) if room.counts(one.part)]
            total = spoken(one.centimes for one in lines)
            said.append(f"{name} {format_euros(total)}")
        yield ", ".join(said)


def _say_act(act: ActeEnveloppe) -> str:
    kind = EnvelopeActKind(act.kind)
    is_first = kind is EnvelopeActKind.ANNONCE
    before = format_euros(None if is_first else act.before_centimes)
    where = f", part {act.part}" if act.part else ""
    return (
        f"{french_instant(act.decided_at)}{where}, {KIND_LABELS[kind]} : de {before} à "
        f"{format_euros(act.after_centimes)}, par {masked(act.author)}, "
        f"{masked(act.acte)}, motif : {masked(act.reason)}"
    )
