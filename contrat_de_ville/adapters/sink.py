"""The local mail sink: a real SMTP server on loopback that keeps what it gets."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller

from contrat_de_ville.adapters.mail import RelaySettings
from contrat_de_ville.domain.journal import sha256_hex


_HOST = "127.0.0.1"
_LARGEST_MESSAGE = 25 * 1024 * 1024
_READY_SECONDS = 30
# What our own identities are made of, and no file name can be abused with.
_PLAIN_NAME = re.compile(r"[0-9a-f]{1,64}")


class _Keeper:
    """Keeps each message as one ``.eml``, named by its Message-ID.

    A second copy of a message is kept beside the first: a duplicate must be seen.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    async def handle_DATA(  # noqa: N802 (the name aiosmtpd calls)
        self, _server: Any, _session: Any, envelope: Any
    ) -> str:
        content: bytes = envelope.content
        identity = message_from_bytes(content, policy=default)["Message-ID"] or ""
        name = identity.strip("<>").partition("@")[0]
        stem = name if _PLAIN_NAME.fullmatch(name) else sha256_hex(content)
        path, rank = self._folder / f"{stem}.eml", 1
        while path.exists():
            rank += 1
            path = self._folder / f"{stem} ({rank}).eml"
        path.write_bytes(content)
        return "250 2.0.0 conserve"


@contextmanager
def local_sink(folder: Path) -> Iterator[RelaySettings]:
    """Run the sink on a free port of loopback while the block lasts."""
    with socket.socket() as probe:
        probe.bind((_HOST, 0))
        port = probe.getsockname()[1]
    controller = Controller(
        _Keeper(folder),
        hostname=_HOST,
        port=port,
        ready_timeout=_READY_SECONDS,
        # Without it the sink asks the name servers who it is.
        server_hostname="localhost",
        data_size_limit=_LARGEST_MESSAGE,
    )
    controller.start()
    try:
        yield RelaySettings(host=_HOST, port=port)
    finally:
        controller.stop()
