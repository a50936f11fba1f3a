"""Reads the deposit workbook into the shape that every channel gives."""

from __future__ import annotations

from collections.abc import Sequence

from contrat_de_ville.adapters.channels.forms import known_forms
from contrat_de_ville.adapters.deposit_reader import read_numbered_workbook
from contrat_de_ville.domain.depots import DepositForm
from contrat_de_ville.domain.form import FormDefinition
from contrat_de_ville.domain.received import Channel, Received, ReceivedDeposit
from contrat_de_ville.errors import BadFileError


def read_workbook(content: bytes, file_name: str) -> Received:
    """Read one deposit workbook: one file, one deposit.

    Raises:
        BadFileError: see :func:`read_numbered_workbook`; said of the latest version
            of the form when no version fits.
    """
    form, numero = _form(content, file_name, known_forms())
    return Received(
        channel=Channel.CLASSEUR,
        file_name=file_name,
        rows_count=1,
        deposits=(ReceivedDeposit(form=form, replaces=numero),),
    )


def _form(
    content: bytes, file_name: str, definitions: Sequence[FormDefinition]
) -> tuple[DepositForm, str]:
    refused: list[BadFileError] = []
    for definition in definitions:
        try:
            return read_numbered_workbook(content, definition, file_name)
        except BadFileError as error:
            refused.append(error)
    raise refused[0]
