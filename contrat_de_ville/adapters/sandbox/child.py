"""The process in which received files are parsed, one after the other.

It is started by ``process.py`` and dies with its pipe. It says first that it is
ready, or why it is not; then it answers each file by one JSON object: ``received``
(what was read), ``refused`` (found, remedy), ``failed`` (the name of an unforeseen
error) or ``spent`` (no memory left).
"""

from __future__ import annotations

import importlib
import json
import os
import sys
from collections.abc import Callable, Mapping
from typing import Any, BinaryIO

from contrat_de_ville.adapters.sandbox.fence import (
    grant_cpu,
    limit_resources,
    refuse_side_effects,
)
from contrat_de_ville.adapters.sandbox.frames import (
    BrokenFrameError,
    read_frame,
    write_frame,
)
from contrat_de_ville.adapters.sandbox.limits import Limits
from contrat_de_ville.domain.received import Received, received_as_dict
from contrat_de_ville.errors import BadFileError, BadInputError


Read = Callable[[bytes, str], Received]
READY = b"ready"
SPENT = b'{"spent": true}'
_LONGEST_NAME = 64 * 2**10


def main(order: Mapping[str, Any]) -> None:
    """Read files from the standard input until it closes.

    ``order`` holds ``path`` (the folders of code, all that may be read), ``reader``
    (« module:function ») and ``limits``.
    """
    answers = _take_output()
    limits = Limits(**order["limits"])
    limit_resources(limits)
    try:
        read = _reader(order["reader"])
    except Exception as error:  # noqa: BLE001 (told to the parent, whatever it is)
        write_frame(answers, f"{type(error).__name__}: {error}".encode())
        return
    refuse_side_effects(order["path"])
    write_frame(answers, READY)
    while (request := _request(limits)) is not None:
        content, name = request
        grant_cpu(limits.cpu_for(len(content)))
        answer, is_sound = _answer(read, content, name)
        write_frame(answers, answer)
        if not is_sound:
            return


def _take_output() -> BinaryIO:
    """Keep the output for answers: what a library prints goes nowhere."""
    answers = os.fdopen(os.dup(1), "wb")
    with open(os.devnull, "wb") as nowhere:  # noqa: PTH123 (not a path of ours)
        os.dup2(nowhere.fileno(), 1)
    return answers


def _reader(dotted: str) -> Read:
    module, _, function = dotted.partition(":")
    read: Read = getattr(importlib.import_module(module), function)
    return read


def _request(limits: Limits) -> tuple[bytes, str] | None:
    """Return the next content and its name; nothing once the parent is gone."""
    source = sys.stdin.buffer
    try:
        name = read_frame(source, _LONGEST_NAME).decode()
        return read_frame(source, limits.file_bytes), name
    except BrokenFrameError:
        return None


def _answer(read: Read, content: bytes, name: str) -> tuple[bytes, bool]:
    """Return the answer, and whether this process can read another file after it.

    After an exhausted memory or the panic of a native library it cannot be trusted.
    """
    try:
        return _json({"received": received_as_dict(read(content, name))}), True
    except (BadFileError, BadInputError) as error:
        return _json({"refused": [error.found, error.remedy]}), True
    except MemoryError:
        return SPENT, False
    except Exception as error:  # noqa: BLE001 (a file stops nothing but itself)
        return _json({"failed": type(error).__name__}), True
    except BaseException as error:  # noqa: BLE001 (what a native panic is)
        return _json({"failed": type(error).__name__}), False


def _json(answer: dict[str, Any]) -> bytes:
    return json.dumps(answer).encode()
