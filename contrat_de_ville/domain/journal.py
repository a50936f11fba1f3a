"""The journal: one line per fact, each holding the hash of the line before.

What is hashed is exactly what is stored: compact UTF-8 JSON of fixed key order.
A line names no person: objects by their number, actors by their function. Anyone
verifies the chain with ``sha256sum`` and ``sed`` (see the exported ``verif.sh``).
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from contrat_de_ville.domain.calendar import PARIS, as_utc


GENESIS = "0" * 64
SYSTEM = "systeme"
"""Who acts where no person does: what is computed, or due at its date."""
Plain = str | int | bool | None


@dataclass(frozen=True, kw_only=True)
class Fact:
    """Something that happened and must be told.

    Attributes:
        act: what was done, e.g. ``aide_aci.calculee``.
        about: the object, e.g. ``depot:2017-0042``.
        step: the step of the cycle it belongs to.
        actor: the function that acted (``coordination``, ``systeme``…).
        rule: the rule applied and its version, empty for a human act.
        inputs, outputs: SHA-256 of the evidence used and produced.
        data: amounts in centimes, states, counts; never a name or an address.
    """

    act: str
    about: str
    step: str
    actor: str = SYSTEM
    rule: str = ""
    inputs: tuple[str, ...] = ()
    outputs: tuple[str, ...] = ()
    data: Mapping[str, Plain] = field(default_factory=dict)


@dataclass(frozen=True)
class Break:
    """Where a chain stops holding: the line's rank and what is wrong there."""

    seq: int
    reason: str


def sha256_hex(content: bytes) -> str:
    """Return the SHA-256 of *content* in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def line_hash(line: str) -> str:
    """Return the hash of a line as stored."""
    return sha256_hex(line.encode())


def compose_line(
    fact: Fact, *, seq: int, prev: str, cycle: str, at: datetime, code: str
) -> str:
    """Write *fact* as the line number *seq* of the chain whose head is *prev*.

    ``seq`` and ``prev`` come first, so that no free text can pass for them.
    """
    instant = as_utc(at)
    content = {
        "seq": seq,
        "prev": prev,
        "utc": instant.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "paris": instant.astimezone(PARIS).isoformat(timespec="seconds"),
        "cycle": cycle,
        "etape": fact.step,
        "acte": fact.act,
        "objet": fact.about,
        "acteur": fact.actor,
        "regle": fact.rule,
        "code": code,
        "entrees": sorted(fact.inputs),
        "sorties": sorted(fact.outputs),
        "donnees": dict(sorted(fact.data.items())),
    }
    return json.dumps(_normalised(content), ensure_ascii=False, separators=(",", ":"))


def first_break(lines: Iterable[str]) -> Break | None:
    """Return where the chain breaks first, or nothing when it holds whole."""
    expected = GENESIS
    for seq, line in enumerate(lines):
        if not line.startswith(f'{{"seq":{seq},"prev":"{expected}"'):
            return Break(seq, "la ligne ne suit pas la précédente")
        expected = line_hash(line)
    return None


def _normalised(value: Any) -> Any:
    r"""Normalise every text (NFC, no lone surrogate) before it is escaped.

    On the written line, a combining mark would join the letter of an escape: a line
    break then U+0301 would read ``\ń``, which is no longer JSON.
    """
    if isinstance(value, str):
        whole = value.encode(errors="replace").decode()
        return unicodedata.normalize("NFC", whole)
    if isinstance(value, dict):
        return {_normalised(key): _normalised(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_normalised(one) for one in value]
    return value
