"""What a filled workbook would change, and whether that still can be recorded.

The year went on while the workbook was on the table: a line arbitrated meanwhile by
another way is a conflict, and is named. What is already recorded is not recorded
twice. No envelope and no part of one may be exceeded by the whole.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from contrat_de_ville.domain.committee import (
    AVIS_TECHNIQUE_LABELS,
    AvisTechnique,
    CommitteeKind,
    ExportedLine,
    Filled,
    Key,
    Problem,
    Standing,
)
from contrat_de_ville.domain.deposit_text import one_line
from contrat_de_ville.domain.envelopes import Engaged, EnvelopeStand, Room, rooms
from contrat_de_ville.domain.money import format_euros


_EXPORT_AGAIN = (
    "Exportez un nouveau classeur, ou videz cette ligne pour garder ce qui est "
    "enregistré."
)


@dataclass(frozen=True, kw_only=True)
class Year:
    """The year as it stands now.

    Attributes:
        lines: every line of the cycle, those of inadmissible deposits too.
        admissible: the lines that may be programmed.
        valued: the engagements of landlords (TFPB), never granted anything.
        envelopes: the envelopes by funder; who announced none is absent.
    """

    lines: Mapping[Key, Standing]
    admissible: Collection[Key]
    valued: Collection[Key]
    envelopes: Mapping[str, EnvelopeStand]


@dataclass(frozen=True, kw_only=True)
class Changes:
    """What is to be recorded, and what stands in the way."""

    to_record: tuple[Filled, ...]
    problems: tuple[Problem, ...]
    already_count: int


def weigh(
    kind: CommitteeKind,
    filled: Sequence[Filled],
    exported: Mapping[Key, ExportedLine],
    year: Year,
) -> Changes:
    """Compare what was filled with where the year stands now.

    Args:
        kind: the committee whose workbook it is.
        filled: what was filled, each value sound by itself.
        exported: the rows as they left.
        year: where the year stands.
    """
    to_record, problems, already = [], list[Problem](), 0
    for one in filled:
        now = year.lines.get(one.key) if one.key in year.admissible else None
        if now is not None and is_recorded(kind, one, now):
            already += 1
            continue
        to_record.append(one)
        problems += _conflicts(kind, one, exported[one.key].standing, now)
        if one.key in year.valued and one.amount_centimes:
            problems.append(_valued(one))
    problems += _exceeded(kind, to_record, year)
    return Changes(
        to_record=tuple(to_record), problems=tuple(problems), already_count=already
    )


def is_recorded(kind: CommitteeKind, filled: Filled, now: Standing) -> bool:
    """Tell whether the year already says what the row says."""
    text = one_line(filled.text)
    if kind is CommitteeKind.COPIL:
        return filled.amount_centimes == now.arbitrated_centimes and text == one_line(
            now.arbitrated_reason
        )
    amounts = filled.amount_centimes in {None, now.proposed_centimes}
    return amounts and filled.avis == now.avis and text == one_line(now.avis_text)


def _conflicts(
    kind: CommitteeKind, filled: Filled, before: Standing, now: Standing | None
) -> Iterator[Problem]:
    """Name what changed on the line since the export, whoever changed it."""
    if now is None:
        found = "la ligne n'existe plus, ou son dépôt n'est plus recevable."
        yield Problem(place=filled.place, found=found, remedy=_EXPORT_AGAIN)
        return
    if filled.amount_centimes is not None:
        yield from _amount_conflicts(kind, filled.place, before, now)
    if filled.avis and now.avis != before.avis:
        said, was = _avis_label(now.avis), _avis_label(before.avis)
        found = f"l'avis technique a changé depuis l'export : {said} (il était {was})."
        yield Problem(place=filled.place, found=found, remedy=_EXPORT_AGAIN)


def _amount_conflicts(
    kind: CommitteeKind, place: str, before: Standing, now: Standing
) -> Iterator[Problem]:
    for name, then, present in (
        ("la demande a changé", before.asked_centimes, now.asked_centimes),
        ("la proposition a changé", before.proposed_centimes, now.proposed_centimes),
        (
            "la ligne a été arbitrée",
            before.arbitrated_centimes,
            now.arbitrated_centimes,
        ),
    ):
        if then != present:
            found = (
                f"{name} depuis l'export : {_amount(present)} au lieu de "
                f"{_amount(then)}."
            )
            yield Problem(place=place, found=found, remedy=_EXPORT_AGAIN)
    is_decided = now.arbitrated_centimes is not None
    if kind is CommitteeKind.TECHNIQUE and is_decided and now == before:
        found = "le COPIL a déjà arbitré cette ligne : une proposition n'y change rien."
        remedy = "Videz le montant ; l'avis peut rester."
        yield Problem(place=place, found=found, remedy=remedy)


def _exceeded(
    kind: CommitteeKind, to_record: Sequence[Filled], year: Year
) -> Iterator[Problem]:
    """Sum what each envelope would hold; say by how much one would be exceeded.

    The database judges what is arbitrated; a proposal above an envelope could not be
    adopted, and is refused likewise.
    """
    amounts = {
        one.key: one.amount_centimes
        for one in to_record
        if one.amount_centimes is not None
    }
    for funder, envelope in year.envelopes.items():
        lines = {key: one for key, one in year.lines.items() if key[1] == funder}
        before = {key: _counted(kind, one) for key, one in lines.items()}
        after = before | {key: amounts[key] for key in amounts.keys() & lines.keys()}
        for room in rooms(envelope):
            held, wanted = (
                room.engaged(
                    Engaged(part=one.part, centimes=centimes[key])
                    for key, one in lines.items()
                )
                for centimes in (before, after)
            )
            if wanted > max(held, room.credit_centimes):
                yield _above(room, wanted)


def _above(room: Room, wanted: int) -> Problem:
    return Problem(
        place=room.label,
        found=(
            f"{format_euros(wanted)} retenus pour {format_euros(room.credit_centimes)} "
            f"disponibles, soit {format_euros(wanted - room.credit_centimes)} de trop."
        ),
        remedy=(
            "Baissez un montant, ou faites autoriser un dépassement par "
            f"« programmation enveloppe {room.option} --depasser … »."
        ),
    )


def _valued(filled: Filled) -> Problem:
    return Problem(
        place=filled.place,
        found=(
            "c'est un engagement du bailleur en regard de son abattement de taxe "
            "foncière (TFPB) : il est valorisé, jamais accordé en subvention."
        ),
        remedy="Écrivez 0, avec ce motif.",
    )


def _counted(kind: CommitteeKind, standing: Standing) -> int | None:
    if kind is CommitteeKind.COPIL:
        return standing.arbitrated_centimes
    return standing.proposed_centimes


def _amount(centimes: int | None) -> str:
    return "rien" if centimes is None else format_euros(centimes)


def _avis_label(avis: str) -> str:
    return AVIS_TECHNIQUE_LABELS[AvisTechnique(avis)] if avis else "aucun"
