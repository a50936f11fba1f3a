"""What the child takes away from itself before it sees a received file.

Two fences. The operating system's limits hold whatever code runs, where they exist
(not on Windows). The audit hook holds for Python code: it stops a reader that would
be led to open, write, call or start something; it is not a wall against machine
code, for which there are the other process and its limits.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterable
from typing import Any

from contrat_de_ville.adapters.sandbox.limits import Limits


_OPEN_FILES = 32
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_TRUNC
_REFUSED = (
    "socket.", "subprocess.", "ctypes.", "pickle.", "marshal.", "shutil.", "pty.",
    "webbrowser.", "winreg.", "tempfile.", "sqlite3.",
    "os.chmod", "os.chown", "os.exec", "os.fork", "os.kill", "os.link", "os.mkdir",
    "os.posix_spawn", "os.putenv", "os.remove", "os.rename", "os.rmdir", "os.spawn",
    "os.startfile", "os.symlink", "os.system", "os.truncate", "os.utime",
)  # fmt: skip
# Reading the byte code of our own modules goes through marshal.
_ALLOWED = frozenset({"marshal.loads", "marshal.load"})


class FenceError(PermissionError):
    """What a reader must not do was asked."""


def limit_resources(limits: Limits) -> None:
    """Set the operating system's limits, those it knows: they can only go down."""
    try:
        import resource  # noqa: PLC0415 (absent on Windows)
    except ImportError:
        return
    wanted = {
        "RLIMIT_AS": limits.memory_bytes,
        "RLIMIT_CORE": 0,
        "RLIMIT_FSIZE": 0,
        "RLIMIT_NOFILE": _OPEN_FILES,
        "RLIMIT_NPROC": 0,
    }
    for name, most in wanted.items():
        known = getattr(resource, name, None)
        if known is not None:
            _lower(resource, known, most)


def _lower(resource: Any, known: int, most: int) -> None:
    """Lower one limit, unless it is already lower; macOS refuses some."""
    _, hard = resource.getrlimit(known)
    ceiling = most if hard == resource.RLIM_INFINITY else min(most, hard)
    try:
        resource.setrlimit(known, (ceiling, ceiling))
    except (OSError, ValueError):
        return


def grant_cpu(seconds: int) -> None:
    """Give the next file *seconds* of processor, beyond what was already used."""
    try:
        import resource  # noqa: PLC0415 (absent on Windows)
    except ImportError:
        return
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    soft = int(time.process_time()) + seconds + 1
    if hard == resource.RLIM_INFINITY or soft <= hard:
        resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))


def refuse_side_effects(readable: Iterable[str]) -> None:
    """Refuse network, processes, writing, and reading outside of *readable*.

    ``readable`` are folders: where Python and our own files are.
    """
    roots = tuple(f"{_absolute(one)}{os.sep}" for one in readable)

    def watch(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open":
            _check_open(arguments, roots)
        elif event.startswith(_REFUSED) and event not in _ALLOWED:
            raise FenceError(f"{event} is not for a reader")

    sys.addaudithook(watch)


def _check_open(arguments: tuple[Any, ...], roots: tuple[str, ...]) -> None:
    """Refuse an opening for writing, or of a file that is not ours."""
    path, mode, flags = arguments
    if isinstance(path, int):
        return
    writes = isinstance(flags, int) and flags & _WRITING
    if writes or (isinstance(mode, str) and set(mode) & set("wax+")):
        raise FenceError("writing is not for a reader")
    if not _absolute(path).startswith(roots):
        raise FenceError("this file is not for a reader")


def _absolute(path: str | bytes) -> str:
    """Return the path without « .. »; links are what the installation made them."""
    return os.path.normcase(os.path.abspath(os.fsdecode(path)))  # noqa: PTH100 (text)
