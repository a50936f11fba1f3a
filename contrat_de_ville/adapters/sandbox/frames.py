"""What goes through the pipes between the two processes: a length, then bytes."""

from __future__ import annotations

from typing import IO


_LENGTH_BYTES = 8
_AT_ONCE = 2**20


class BrokenFrameError(Exception):
    """The other end is gone, or sends what no honest one would."""


def write_frame(stream: IO[bytes], content: bytes) -> None:
    """Write one frame whole.

    Raises:
        OSError: the other end is gone.
    """
    _write_all(stream, len(content).to_bytes(_LENGTH_BYTES, "big"))
    _write_all(stream, content)
    stream.flush()


def read_frame(stream: IO[bytes], most: int) -> bytes:
    """Read one frame of *most* bytes at the utmost.

    Raises:
        BrokenFrameError: the stream ends too early, or the frame is larger.
    """
    size = int.from_bytes(_read_all(stream, _LENGTH_BYTES), "big")
    if size > most:
        raise BrokenFrameError(f"{size} bytes announced, {most} accepted")
    return _read_all(stream, size)


def _write_all(stream: IO[bytes], content: bytes) -> None:
    # A pipe without buffer may take less than it is given.
    left = memoryview(content)
    while left:
        left = left[stream.write(left) :]


def _read_all(stream: IO[bytes], size: int) -> bytes:
    found = bytearray()
    while len(found) < size:
        piece = stream.read(min(size - len(found), _AT_ONCE))
        if not piece:
            raise BrokenFrameError(f"{len(found)} bytes of {size}, then nothing")
        found += piece
    return bytes(found)
