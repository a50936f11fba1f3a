"""A small mail server on loopback that answers what a test tells it to.

It keeps what it was told and what it was given, so that a test can count copies
and see whether a password was ever offered.
"""

from __future__ import annotations

import socketserver
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager


DROP = "DROP"
_ORDINARY = {
    "EHLO": "250 relais.example",
    "STARTTLS": "220 allez-y",
    "AUTH": "235 2.7.0 bienvenue",
    "DATA": "354 je vous écoute",
    "END": "250 2.0.0 Ok: queued as 4F1B",
    "QUIT": "221 au revoir",
}


class ScriptedServer(socketserver.ThreadingTCPServer):
    """Answers each command with the next of *script*, then as usual.

    ``script`` maps a command (``END`` is the final dot) to answers; ``DROP`` cuts
    the connection without one.
    """

    daemon_threads = True

    def __init__(
        self, script: dict[str, list[str]], tls: ssl.SSLContext | None = None
    ) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.script = {command: list(answers) for command, answers in script.items()}
        self.tls = tls
        self.commands: list[str] = []
        self.messages: list[bytes] = []

    @property
    def port(self) -> int:
        """Return the free port it was given."""
        return int(self.server_address[1])

    def verbs(self) -> list[str]:
        """Return the first word of each command received."""
        return [line.split(" ")[0].upper() for line in self.commands]

    def answer(self, command: str) -> str:
        """Return what to say to *command*."""
        planned = self.script.get(command, [])
        return planned.pop(0) if planned else _ORDINARY.get(command, "250 2.0.0 Ok")


class _Conversation(socketserver.StreamRequestHandler):
    server: ScriptedServer

    def handle(self) -> None:
        self._say("220 relais.example")
        while line := self.rfile.readline():
            text = line.decode("utf-8", "replace").strip()
            self.server.commands.append(text)
            verb = text.split(" ")[0].upper()
            answer = self.server.answer(verb)
            if verb == "EHLO" and self.server.tls:
                answer = "250-relais.example\r\n250-STARTTLS\r\n250 AUTH PLAIN"
            if answer == DROP or not self._go_on(verb, answer):
                return

    def finish(self) -> None:
        super().finish()
        # The server only closes the socket it accepted, not the one TLS made of it.
        self.request.close()

    def _go_on(self, verb: str, answer: str) -> bool:
        self._say(answer)
        if verb == "STARTTLS":
            return self._secure()
        if verb == "DATA" and answer.startswith("354"):
            return self._take()
        return verb != "QUIT"

    def _secure(self) -> bool:
        assert self.server.tls is not None
        try:
            self.request = self.server.tls.wrap_socket(self.request, server_side=True)
        except OSError:
            return False
        self.rfile.close()
        self.rfile = self.request.makefile("rb")
        self.wfile = self.request.makefile("wb", buffering=0)
        return True

    def _take(self) -> bool:
        lines: list[bytes] = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        self.server.messages.append(b"".join(lines))
        answer = self.server.answer("END")
        if answer == DROP:
            return False
        self._say(answer)
        return True

    def _say(self, text: str) -> None:
        self.wfile.write(text.encode() + b"\r\n")


@contextmanager
def scripted_server(
    script: dict[str, list[str]] | None = None, tls: ssl.SSLContext | None = None
) -> Iterator[ScriptedServer]:
    """Run a scripted server while the block lasts."""
    with ScriptedServer(script or {}, tls) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
