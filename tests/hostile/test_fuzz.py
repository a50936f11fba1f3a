"""Sound files damaged at random: they are read or refused, nothing else."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from contrat_de_ville.adapters.sandbox import SafeReading
from contrat_de_ville.domain.received import Received
from contrat_de_ville.errors import BadFileError
from tests import dauphin_builder
from tests.deposit_builder import parts_of, zipped
from tests.hostile import deposits
from tests.hostile.list_cases import HEADER


DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data"
OLD_WORKBOOK = DATA / "osiris" / "SuiviActions_test.xls"
ROUNDS = 40
NASTY = (b"\x00", b"\xff\xff\xff\x7f", b"<", b"&", b'"', b";", b"\n", b"{", b"[" * 99)


def damaged(content: bytes, chance: random.Random) -> bytes:
    """Change, cut, repeat or insert a few bytes."""
    found = bytearray(content)
    for _ in range(chance.choice((1, 1, 2, 5, 20))):
        place = chance.randrange(len(found) or 1)
        kind = chance.randrange(4)
        if kind == 0 and found:
            found[place % len(found)] ^= 1 << chance.randrange(8)
        elif kind == 1:
            del found[place : place + chance.choice((1, 10, 1_000))]
        elif kind == 2:
            found[place:place] = found[: chance.choice((1, 100, 5_000))]
        else:
            found[place:place] = chance.choice(NASTY)
    return bytes(found)


def damaged_inside(workbook: bytes, chance: random.Random) -> bytes:
    """Damage one part of a workbook and pack it again as if nothing had happened."""
    parts = parts_of(workbook)
    name = chance.choice(sorted(parts))
    return zipped({**parts, name: damaged(parts[name], chance)})


Damage = Callable[[bytes, random.Random], bytes]
Answers = list[Received | BadFileError]


def answers(
    file_name: str, content: bytes, damage: Damage
) -> tuple[Answers, Received | BadFileError]:
    """Return what each damaged copy gives, and the sound one read last."""
    chance = random.Random(file_name)
    with SafeReading() as reading:
        found = [
            reading.read(file_name, damage(content, chance)) for _ in range(ROUNDS)
        ]
        return found, reading.read(file_name, content)


def check(found: Answers, last: Received | BadFileError) -> None:
    """Fail unless each copy was read or refused, and the sound one read after all."""
    assert all(isinstance(one, Received | BadFileError) for one in found)
    assert isinstance(last, Received)


class TestDamage:
    """Damage never raises, never ends the reading, and stops no later file."""

    @pytest.mark.parametrize("damage", [damaged, damaged_inside])
    def test_a_deposit_workbook(self, damage: Damage) -> None:
        """A workbook, damaged as a file and inside its parts."""
        check(*answers("depot.xlsx", deposits.deposit(), damage))

    def test_a_list(self) -> None:
        """A list in text."""
        rows = (f"20004219000013;A;Action {i};{i} 200,50\n" for i in range(1, 20))

        check(*answers("liste.csv", (HEADER + "".join(rows)).encode(), damaged))

    def test_a_record(self) -> None:
        """A record of the portal DAUPHIN."""
        record = dauphin_builder.record(dauphin_builder.small_plan())

        check(*answers("dossier.json", json.dumps(record).encode(), damaged))

    @pytest.mark.real
    def test_an_old_workbook(self) -> None:
        """A real .xls, whose reader panics: the next file is read all the same."""
        if not OLD_WORKBOOK.exists():
            pytest.skip("the real files of shared/data are not on this machine")

        check(*answers("export.xls", OLD_WORKBOOK.read_bytes(), damaged))
