"""What is refused of an answer before its body is read, or while it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import httpx

from contrat_de_ville.adapters.channels.json_guard import LARGEST_JSON


_OK = 200


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What one request may take: bytes, seconds, attempts.

    ``wait_seconds`` bounds each silence of the server (connecting, reading),
    ``answer_seconds`` the whole answer, which a server could drip. ``delays`` are
    the seconds waited before each new attempt; a server may ask for more, up to
    ``longest_wait``.
    """

    answer_bytes: int = LARGEST_JSON
    wait_seconds: float = 30.0
    answer_seconds: float = 120.0
    delays: tuple[float, ...] = (1.0, 4.0, 16.0)
    longest_wait: float = 120.0


class StatusRefused(Exception):  # noqa: N818 (told apart inside, never shown)
    """The server answered by a status that is not 200."""

    def __init__(self, status: int, retry_after: str, location: str) -> None:
        super().__init__(status, retry_after, location)
        self.status, self.retry_after, self.location = status, retry_after, location


class AnswerRefused(Exception):  # noqa: N818 (told apart inside, never shown)
    """The answer is too long, too slow, or packed though it was asked not to be."""

    def __init__(self, found: str) -> None:
        super().__init__(found)
        self.found = found


class Guard:
    """A hook on each answer of httpx: its head is checked, its body counted."""

    def __init__(self, limits: Limits, clock: Callable[[], float]) -> None:
        self._limits, self._clock = limits, clock

    def __call__(self, response: httpx.Response) -> None:
        """Refuse what is not a plain answer; count the rest as it comes.

        Raises:
            StatusRefused: any status but 200: a redirect is never followed.
            AnswerRefused: the answer is packed, or announced too long.
        """
        headers = response.headers
        if response.status_code != _OK:
            raise StatusRefused(
                response.status_code,
                headers.get("retry-after", ""),
                headers.get("location", ""),
            )
        if headers.get("content-encoding", "identity") != "identity":
            # A packed answer could be a thousand times what was counted.
            raise AnswerRefused("sa réponse est compressée, ce qui n'est pas demandé")
        announced = headers.get("content-length", "")
        if announced.isascii() and announced.isdigit():
            self._refuse_length(int(announced))
        if isinstance(response.stream, httpx.SyncByteStream):
            response.stream = _Counted(response.stream, self._refuse_chunk())

    def _refuse_chunk(self) -> Callable[[int], None]:
        started = self._clock()

        def refuse(total: int) -> None:
            self._refuse_length(total)
            if self._clock() - started > self._limits.answer_seconds:
                raise AnswerRefused(
                    f"sa réponse dure plus de {self._limits.answer_seconds:.0f} s"
                )

        return refuse

    def _refuse_length(self, count: int) -> None:
        if count > self._limits.answer_bytes:
            megabytes = self._limits.answer_bytes / 1024 / 1024
            raise AnswerRefused(f"sa réponse dépasse {megabytes:.0f} Mo")


class _Counted(httpx.SyncByteStream):
    """A body that is given up as soon as it has passed its limits."""

    def __init__(
        self, stream: httpx.SyncByteStream, refuse: Callable[[int], None]
    ) -> None:
        self._stream, self._refuse = stream, refuse

    def __iter__(self) -> Iterator[bytes]:
        total = 0
        for chunk in self._stream:
            total += len(chunk)
            self._refuse(total)
            yield chunk

    def close(self) -> None:
        """Close the body it counts."""
        self._stream.close()
