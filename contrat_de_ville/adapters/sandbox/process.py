"""One child process that reads files, from its start to its end."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from pathlib import Path
from threading import Event, Timer
from typing import IO

from contrat_de_ville.adapters.sandbox.child import READY
from contrat_de_ville.adapters.sandbox.frames import (
    BrokenFrameError,
    read_frame,
    write_frame,
)
from contrat_de_ville.adapters.sandbox.limits import Limits
from contrat_de_ville.errors import ContratDeVilleError


_ROOT = Path(__file__).resolve().parents[3]
# Isolated: neither the environment nor the current folder says what is imported,
# only the parent's own path, handed over.
_START = (
    "import json, sys; order = json.loads(sys.argv[1]); sys.path[:] = order['path']; "
    "from contrat_de_ville.adapters.sandbox.child import main; main(order)"
)
# Without it Windows starts no process.
_KEPT_VARIABLES = ("SYSTEMROOT",)


class ReaderNotStartedError(ContratDeVilleError):
    """The process that reads files does not start: the installation is at fault."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason

    def __str__(self) -> str:
        return (
            f"Le lecteur de fichiers ne démarre pas ({self.reason}). Aucun fichier "
            "n'est perdu. Vérifiez l'installation, puis relancez."
        )


class ReaderDiedError(Exception):
    """The child died, or was killed, before it answered."""

    def __init__(self, *, is_late: bool) -> None:
        super().__init__(is_late)
        self.is_late = is_late


class ReadingProcess:
    """A child that reads files until it is closed, dies or is killed.

    Raises:
        ReaderNotStartedError: it does not start.
    """

    def __init__(self, reader: str, limits: Limits) -> None:
        self._limits = limits
        with ExitStack() as stack:
            folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="lecture-"))
            self._child = _started(folder, _order(reader, limits))
            stack.callback(_ended, self._child)
            self._await_ready()
            self._stack = stack.pop_all()

    def ask(self, name: str, content: bytes) -> bytes:
        """Hand over one file and return the answer, as sent.

        Raises:
            ReaderDiedError: no answer came, within the time allowed or at all.
        """
        seconds = self._limits.wall_for(len(content))
        with self._limited(seconds) as (source, answers):
            write_frame(source, name.encode())
            write_frame(source, content)
            return read_frame(answers, self._limits.answer_bytes)

    def close(self) -> None:
        """End the child and leave nothing behind: no process, no pipe, no folder."""
        self._stack.close()

    def _await_ready(self) -> None:
        try:
            with self._limited(self._limits.start_seconds) as (_, answers):
                said = read_frame(answers, self._limits.answer_bytes)
        except ReaderDiedError as error:
            reason = "délai dépassé" if error.is_late else "arrêt immédiat"
            raise ReaderNotStartedError(reason) from error
        if said != READY:
            raise ReaderNotStartedError(said.decode(errors="replace")[:300])

    @contextmanager
    def _limited(self, seconds: float) -> Iterator[tuple[IO[bytes], IO[bytes]]]:
        """Kill the child at the end of *seconds*: whatever waits on it then fails."""
        source, answers = self._child.stdin, self._child.stdout
        assert source is not None
        assert answers is not None
        expired = Event()

        def expire() -> None:
            expired.set()
            self._child.kill()

        timer = Timer(seconds, expire)
        timer.daemon = True
        timer.start()
        try:
            yield source, answers
        except (OSError, BrokenFrameError) as error:
            is_late = expired.is_set() or self._ended_by_its_time()
            raise ReaderDiedError(is_late=is_late) from error
        finally:
            timer.cancel()

    def _ended_by_its_time(self) -> bool:
        """End the child; tell whether the system did, for the processor it took."""
        self._child.kill()
        return self._child.wait() == -getattr(signal, "SIGXCPU", sys.maxsize)


def _order(reader: str, limits: Limits) -> str:
    """Write what the child is told: where code is, which reader, which limits."""
    folders = [one for one in sys.path if os.path.isabs(one)]  # noqa: PTH117 (text)
    path = [*folders, str(_ROOT)]
    order = {"path": path, "reader": reader}
    return json.dumps({**order, "limits": asdict(limits)})


def _started(folder: str, order: str) -> subprocess.Popen[bytes]:
    kept = {name: os.environ[name] for name in _KEPT_VARIABLES if name in os.environ}
    return subprocess.Popen(  # noqa: S603 (our own interpreter and code)
        [sys.executable, "-I", "-S", "-B", "-c", _START, order],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        bufsize=0,
        cwd=folder,
        env=kept,
        start_new_session=True,
    )


def _ended(child: subprocess.Popen[bytes]) -> None:
    child.kill()
    child.wait()
    for pipe in (child.stdin, child.stdout):
        if pipe is not None:
            pipe.close()
