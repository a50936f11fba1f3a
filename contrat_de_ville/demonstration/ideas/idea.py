"""What one action wants: a title and its purpose, written for the demonstration."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Idea:
    """A title, unique over the whole year, and what the action wants to do."""

    title: str
    purpose: str
