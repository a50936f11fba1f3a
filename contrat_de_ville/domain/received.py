"""What a channel hands over, whatever it is: deposits, and what was set aside.

A channel (deposit workbook, DAUPHIN, OSIRIS, a declared list,
démarches-simplifiees) is read by its own small reader into one shape: the text of
each answer by field code with the place it came from, the part of each funder as
that channel knows it, and every row that did not become a deposit, with its reason.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from contrat_de_ville.domain.deposit_records import form_as_dict, form_from_dict
from contrat_de_ville.domain.depots import DepositForm
from contrat_de_ville.errors import BadInputError


class Channel(StrEnum):
    """By which way a deposit came."""

    CLASSEUR = "CLASSEUR"
    DAUPHIN = "DAUPHIN"
    OSIRIS = "OSIRIS"
    LISTE = "LISTE"
    DEMARCHE = "DEMARCHE"


class LineStatus(StrEnum):
    """Where one funder stands, whatever words its own system uses for it."""

    EN_INSTRUCTION = "EN_INSTRUCTION"
    INELIGIBLE = "INELIGIBLE"
    ACCORDE = "ACCORDE"
    REFUSE = "REFUSE"
    INCONNU = "INCONNU"


@dataclass(frozen=True, kw_only=True)
class FunderLine:
    """One funder's part of a deposit, as the channel knows it; amounts in centimes.

    ``funder`` is the campaign's code, empty where the channel's label names no
    funder of the campaign. An amount that is absent is nothing, never zero; zero
    was written. ``status_label`` and ``avis`` are the channel's own words.
    """

    label: str
    place: str
    funder: str = ""
    asked_centimes: int | None = None
    proposed_centimes: int | None = None
    voted_centimes: int | None = None
    status: LineStatus = LineStatus.INCONNU
    status_label: str = ""
    avis: str = ""
    decided_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class ReceivedDeposit:
    """One deposit of a file (or of an answer): its form, its place, its funders.

    Attributes:
        form: the answers by field code, with the place of each.
        place: where the deposit stands in the file; empty when the file is one
            deposit.
        reference: the number the channel gives it; empty when it gives none.
        replaces: our number of the deposit that it says it was sent back to mend.
        applicant_number: the number the channel gives the porteur itself.
        exercice: the budget year the channel says it is for.
        deposited_at: the instant the channel says it was deposited; nothing when
            the file's own arrival is all that is known.
        funders: the part of each funder, in the order of the file.
        notes: what the reading chose or could not carry over, in French.
    """

    form: DepositForm
    place: str = ""
    reference: str = ""
    replaces: str = ""
    applicant_number: str = ""
    exercice: int | None = None
    deposited_at: datetime | None = None
    funders: tuple[FunderLine, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class SetAside:
    """A row that is not a deposit: where it stands and why, in French."""

    place: str
    reason: str
    is_refused: bool = False


@dataclass(frozen=True, kw_only=True)
class Received:
    """A whole file (or answer) as read: every row accounted for.

    ``conventions`` say how it was read (separator, encoding, decimal mark, order of
    dates), in French.

    Raises:
        BadInputError: the rows do not add up to what was read.
    """

    channel: Channel
    file_name: str
    rows_count: int
    deposits: tuple[ReceivedDeposit, ...]
    aside: tuple[SetAside, ...] = ()
    conventions: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.rows_count != len(self.deposits) + len(self.aside):
            raise BadInputError(
                f"« {self.file_name} » : {self.rows_count} lignes lues, "
                f"{len(self.deposits)} dépôts et {len(self.aside)} lignes écartées.",
                "Relisez le fichier : aucune ligne ne doit manquer.",
            )


def received_as_dict(one: Received) -> dict[str, Any]:
    """Return *one* as JSON-able values: dates and instants ISO."""
    return {
        "channel": one.channel.value,
        "file_name": one.file_name,
        "rows_count": one.rows_count,
        "conventions": list(one.conventions),
        "aside": [asdict(row) for row in one.aside],
        "deposits": [_deposit_as_dict(deposit) for deposit in one.deposits],
    }


def received_from_dict(record: Mapping[str, Any]) -> Received:
    """Rebuild what :func:`received_as_dict` wrote.

    Raises:
        KeyError, TypeError, ValueError: the record was written by nobody of ours.
    """
    return Received(
        channel=Channel(record["channel"]),
        file_name=record["file_name"],
        rows_count=record["rows_count"],
        conventions=tuple(record["conventions"]),
        aside=tuple(SetAside(**row) for row in record["aside"]),
        deposits=tuple(_deposit_from_dict(one) for one in record["deposits"]),
    )


def funder_as_dict(one: FunderLine) -> dict[str, Any]:
    """Return a funder's line as JSON-able values."""
    day = one.decided_on
    return {
        **asdict(one),
        "status": one.status.value,
        "decided_on": day and day.isoformat(),
    }


def funder_from_dict(record: Mapping[str, Any]) -> FunderLine:
    """Rebuild a funder's line from :func:`funder_as_dict`."""
    day = record["decided_on"]
    rebuilt = {
        "status": LineStatus(record["status"]),
        "decided_on": date.fromisoformat(day) if day else None,
    }
    return FunderLine(**{**record, **rebuilt})


def _deposit_as_dict(one: ReceivedDeposit) -> dict[str, Any]:
    at = one.deposited_at
    return {
        "form": form_as_dict(one.form),
        "place": one.place,
        "reference": one.reference,
        "replaces": one.replaces,
        "applicant_number": one.applicant_number,
        "exercice": one.exercice,
        "deposited_at": at and at.isoformat(),
        "funders": [funder_as_dict(line) for line in one.funders],
        "notes": list(one.notes),
    }


def _deposit_from_dict(record: Mapping[str, Any]) -> ReceivedDeposit:
    at = record["deposited_at"]
    rebuilt = {
        "form": form_from_dict(record["form"]),
        "deposited_at": datetime.fromisoformat(at) if at else None,
        "funders": tuple(funder_from_dict(line) for line in record["funders"]),
        "notes": tuple(record["notes"]),
    }
    return ReceivedDeposit(**{**record, **rebuilt})
