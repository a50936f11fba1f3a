"""What comes back from the child, believed only once it has been checked.

A file that took hold of the child could make it say anything: what comes back is
JSON, rebuilt as our own records, each value of the type it is declared to be.
"""

from __future__ import annotations

import json
import re
import types
from collections.abc import Callable, Mapping
from typing import Any, NoReturn, Union, get_args, get_origin, get_type_hints

from contrat_de_ville.domain.depots import BudgetText, DepositForm
from contrat_de_ville.domain.received import (
    FunderLine,
    Received,
    ReceivedDeposit,
    SetAside,
    received_from_dict,
)
from contrat_de_ville.errors import BadFileError, BadInputError


_LONGEST_SENTENCE = 20_000
_SURROGATE = re.compile(r"\\u[dD]")
_TELL_US = (
    "Enregistrez-le de nouveau depuis votre logiciel et renvoyez-le ; si cela "
    "persiste, transmettez-le à la coordination."
)
_START_AGAIN = (
    "Repartez du formulaire fourni, ou n'envoyez que la liste à lire, sans feuille "
    "ni mise en forme superflue."
)


class SpentError(Exception):
    """The child had no memory left."""


def spent(file_name: str) -> BadFileError:
    """Say that reading this file takes more than is allowed."""
    return BadFileError(
        file_name, "sa lecture a épuisé la mémoire ou le temps permis.", _START_AGAIN
    )


def unreadable(file_name: str, why: str = "") -> BadFileError:
    """Say that the file could not be read, with the name of the error if known."""
    named = f" ({why})" if why else ""
    return BadFileError(file_name, f"il n'a pas pu être lu{named}.", _TELL_US)


def understood(answer: bytes, file_name: str) -> Received | BadFileError:
    """Rebuild what the child says of one file.

    Raises:
        SpentError: the child had no memory left.
    """
    try:
        said = _loaded(answer)
        if "spent" in said:
            raise SpentError
        if "received" in said:
            return _received(said["received"], file_name)
        if "refused" in said:
            found, remedy = map(_sentence, said["refused"])
            return BadFileError(file_name, found, remedy)
        return unreadable(file_name, _sentence(said["failed"])[:80])
    # What loading and rebuilding raise on what no honest child sends.
    except (
        ValueError,
        TypeError,
        KeyError,
        AttributeError,
        RecursionError,
        BadInputError,
    ):
        return unreadable(file_name)


def _loaded(answer: bytes) -> Any:
    """Load the ASCII the child writes, without what no database or file can hold."""
    text = answer.decode("ascii")
    said = json.loads(text, parse_constant=_refuse_constant)
    if _SURROGATE.search(text):
        json.dumps(said, ensure_ascii=False).encode()
    return _without_nul(said) if r"\u0000" in text else said


def _without_nul(value: Any) -> Any:
    """Show each NUL as the sign of what cannot be read: PostgreSQL stores none."""
    if isinstance(value, str):
        return value.replace("\x00", "\ufffd")
    if isinstance(value, list):
        return [_without_nul(one) for one in value]
    if isinstance(value, dict):
        return {_without_nul(key): _without_nul(one) for key, one in value.items()}
    return value


def _received(record: Any, file_name: str) -> Received:
    received = received_from_dict(record)
    if received.file_name != file_name or not _is_sound(received):
        raise ValueError("not what was asked")
    return received


def _sentence(text: Any) -> str:
    if not isinstance(text, str) or len(text) > _LONGEST_SENTENCE:
        raise TypeError("not a sentence")
    return text


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(name)


Check = Callable[[Any], bool]
_RECORDS = frozenset(
    {Received, ReceivedDeposit, FunderLine, SetAside, DepositForm, BudgetText}
)


def _checker(wanted: Any) -> Check:
    """Return what tells whether a value is of the declared type, all the way down."""
    origin, inner = get_origin(wanted), [_checker(one) for one in get_args(wanted)]
    if origin in {Union, types.UnionType}:
        return lambda value: any(fits(value) for fits in inner)
    if origin is tuple:
        return lambda value: type(value) is tuple and all(map(inner[0], value))
    if origin is Mapping:
        return lambda value: (
            type(value) is dict
            and all(map(inner[0], value))
            and all(map(inner[1], value.values()))
        )
    if wanted in _RECORDS:
        return _record_checker(wanted)
    return lambda value: type(value) is wanted


def _record_checker(record: Any) -> Check:
    checks = [(name, _checker(hint)) for name, hint in get_type_hints(record).items()]
    return lambda value: (
        type(value) is record
        and all(fits(getattr(value, name)) for name, fits in checks)
    )


# Made once: a list has thousands of deposits.
_is_sound = _record_checker(Received)
