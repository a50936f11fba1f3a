"""Saying what is under way, once it has lasted a second, on the error stream."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.status import Status
from rich.text import Text

from contrat_de_ville.adapters.wording import safe_text


PATIENCE_SECONDS = 1.0


@contextmanager
def progress() -> Iterator[Callable[[str], None]]:
    """Give a way to say what is under way; nothing shows in the first second.

    Only where a person looks: a script reading the error stream finds nothing there.
    """
    status = Status(Text("Lecture de l'année…"), console=Console(stderr=True))
    timer = threading.Timer(PATIENCE_SECONDS, status.start)
    timer.daemon = True

    def tell(text: str) -> None:
        status.update(Text(safe_text(text)))

    if status.console.is_terminal:
        timer.start()
    try:
        yield tell
    finally:
        timer.cancel()
        if timer.is_alive():
            timer.join()
        status.stop()
