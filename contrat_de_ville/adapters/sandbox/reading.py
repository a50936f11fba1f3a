"""Read received files one after the other, whatever each does to its reader."""

from __future__ import annotations

from types import TracebackType
from typing import Self

from contrat_de_ville.adapters.sandbox.answers import SpentError, spent, understood
from contrat_de_ville.adapters.sandbox.limits import DEFAULT, Limits
from contrat_de_ville.adapters.sandbox.process import ReaderDiedError, ReadingProcess
from contrat_de_ville.domain.received import Received
from contrat_de_ville.errors import BadFileError


READER = "contrat_de_ville.adapters.channels.recognise:read_any"


class SafeReading:
    """A context in which files are read in one child, started anew when one kills it.

    The same file gets the same answer wherever it stands in the line: when a child
    that already read others dies or lacks memory, the file is given once more, to a
    fresh one.
    """

    def __init__(self, limits: Limits = DEFAULT, reader: str = READER) -> None:
        self._limits, self._reader = limits, reader
        self._process: ReadingProcess | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._end()

    def read(self, file_name: str, content: bytes) -> Received | BadFileError:
        """Read one file; a file that cannot be read is an answer, not an exception.

        Raises:
            ReaderNotStartedError: the child does not start: no file is at fault.
        """
        # A name that is not Unicode could be written nowhere.
        name = file_name.encode("utf-8", "replace").decode()
        if len(content) > self._limits.file_bytes:
            return _too_large(name, len(content), self._limits.file_bytes)
        while True:
            is_fresh = self._process is None
            process = self._process or ReadingProcess(self._reader, self._limits)
            self._process = process
            try:
                return understood(process.ask(name, content), name)
            except (ReaderDiedError, SpentError) as error:
                self._end()
                if is_fresh or (isinstance(error, ReaderDiedError) and error.is_late):
                    return spent(name)

    def _end(self) -> None:
        if self._process is not None:
            self._process.close()
            self._process = None


def _too_large(name: str, size: int, most: int) -> BadFileError:
    found = f"il pèse {size // 2**20} Mio, {most // 2**20} sont acceptés."
    return BadFileError(name, found, "Ne gardez que ce qui est à lire, puis renvoyez.")
