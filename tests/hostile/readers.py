"""Readers that misbehave, given to the child by name instead of the real one."""

from __future__ import annotations

import ctypes
import os
import pickle
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from contrat_de_ville.domain.depots import DepositForm
from contrat_de_ville.domain.received import Channel, Received, ReceivedDeposit
from contrat_de_ville.errors import BadFileError


def received(name: str, text: str) -> Received:
    """Return one deposit whose title is *text*."""
    form = DepositForm(
        fields={"action_intitule": text},
        budget=(),
        cells={"action_intitule": "Action!B4"},
        form_version="essai-1",
    )
    return Received(
        channel=Channel.CLASSEUR,
        file_name=name,
        rows_count=1,
        deposits=(ReceivedDeposit(form=form),),
    )


def obey(content: bytes, name: str) -> Received:
    """Do what the content says; text that orders nothing is read as a title."""
    order = content.decode()
    if order in ORDERS:
        return received(name, str(ORDERS[order]()))
    return received(name, order)


def _refuse() -> None:
    raise BadFileError("ailleurs.xlsx", "il manque une feuille.", "Ajoutez-la.")


def _fill_memory() -> None:
    bytearray(2**40)


def _grow() -> None:
    kept = []
    while True:
        kept.append(bytearray(2**24))


def _panic() -> None:
    raise BaseException("panic")  # noqa: TRY002 (what a native library raises)


def _sleep() -> None:
    time.sleep(60)


def _loop() -> None:
    while True:
        pass


def _recurse() -> None:
    _recurse()


def _print() -> str:
    sys.stdout.write("x" * 100_000)
    os.write(1, b"not an answer")
    return "imprimé"


def _write() -> None:
    Path("trace.txt").write_text("x", encoding="utf-8")


def _fork() -> None:
    os.fork()


def _where() -> str:
    return f"{list(Path().iterdir())}|{' '.join(os.environ)}|{sys.flags.isolated}"


def _limits() -> str:
    import resource  # noqa: PLC0415 (absent on Windows)

    names = ("RLIMIT_CORE", "RLIMIT_FSIZE", "RLIMIT_NPROC", "RLIMIT_NOFILE")
    return " ".join(
        str(resource.getrlimit(getattr(resource, name))[1]) for name in names
    )


ORDERS: dict[str, Callable[[], object]] = {
    "refuse": _refuse,
    "abort": os.abort,
    "exit": lambda: os._exit(0),
    "fill-memory": _fill_memory,
    "grow": _grow,
    "panic": _panic,
    "sleep": _sleep,
    "loop": _loop,
    "recurse": _recurse,
    "print": _print,
    "write": _write,
    "os-open": lambda: os.open("trace.txt", os.O_CREAT | os.O_WRONLY),
    "read-passwd": lambda: Path("/etc/passwd").read_text(encoding="utf-8"),
    "read-environment": lambda: Path("/proc/self/environ").read_bytes(),
    "socket": socket.socket,
    "name": lambda: socket.getaddrinfo("localhost", 25),
    "run": lambda: subprocess.run(["true"], check=True),
    "system": lambda: os.system("true"),
    "fork": _fork,
    "library": lambda: ctypes.CDLL("libc.so.6"),
    "remove": lambda: Path(__file__).unlink(),
    "unpickle": lambda: pickle.loads(pickle.dumps(Path)),
    "process": os.getpid,
    "limits": _limits,
    "where": _where,
}


def broken(content: bytes, name: str) -> Received:
    """Give back what is not the file that was asked."""
    return received("autre.xlsx", f"{name} {len(content)}")


def wrong_types(_content: bytes, name: str) -> Received:
    """Give back a number where a text is declared."""
    return received(name, 12)  # type: ignore[arg-type]


def surrogate(_content: bytes, name: str) -> Received:
    """Give back half a character."""
    return received(name, "\ud800")


_READ: list[str] = []


def once(_content: bytes, name: str) -> Received:
    """Read one file well, and die at the second: what wears its process."""
    if _READ:
        os.abort()
    _READ.append(name)
    return received(name, "lu")


def long_answer(_content: bytes, name: str) -> Received:
    """Give back more than any honest file holds."""
    return received(name, "x" * 2**22)
