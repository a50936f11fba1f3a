"""One cycle, from the opening of the call to the notifications.

    python -m benchmarks.cycle 300
    python -m benchmarks.cycle 300 --without-prefect
    python -m benchmarks.cycle 3000 --without-mail

Every deposit arrives the same day, so that two cycles of different sizes have the
same passes. The last line printed is the result, in JSON.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from pathlib import Path

from contrat_de_ville.adapters.sink import local_sink
from flows.cli import PREFECT_SETTINGS


def main() -> None:
    """Play the cycle the arguments describe in a folder that is then removed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.cycle")
    parser.add_argument("count", type=int, help="actions")
    parser.add_argument("--without-prefect", action="store_true")
    parser.add_argument(
        "--without-mail", action="store_true", help="leave the letters in the outbox"
    )
    asked = parser.parse_args()
    for name, value in PREFECT_SETTINGS.items():
        os.environ.setdefault(name, value)
    with tempfile.TemporaryDirectory(prefix="banc-") as name:
        folder = Path(name)
        os.environ["PREFECT_HOME"] = str(folder / "prefect")
        os.environ["PROGRAMMATION_DOSSIER"] = str(folder / "annee")
        with local_sink(folder / "courrier") as sink:
            (folder / "annee").mkdir()
            os.environ["PROGRAMMATION_RELAIS"] = f"smtp://{sink.host}:{sink.port}"
            # Imported once the settings above are in the environment.
            from benchmarks.playing import play  # noqa: PLC0415

            found = play(
                asked.count,
                with_prefect=not asked.without_prefect,
                with_mail=not asked.without_mail,
            )
    sys.stdout.write(json.dumps(found) + "\n")


if __name__ == "__main__":
    main()
