"""What flows and commands take when nothing else is said."""

from __future__ import annotations


DEFAULT_CONTRAT = "CV195"
"""La Porte du Hainaut, the contrat the first campaign belongs to."""
