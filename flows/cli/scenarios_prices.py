"""Showing what each constraint costs, in the terminal or as JSON."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from rich.console import Console

from flows.cli.scenarios_tables import paragraph
from tasks.scenario_prices import PricedConstraint, Prices


def show_prices(found: Prices) -> None:
    """Print the dearest constraint first, then the files at the limit."""
    console = Console(highlight=False)
    paragraph(console, f"{found.about} ({found.quality}).", style="bold")
    for note in found.notes:
        paragraph(console, note)
    for rank, one in enumerate(found.prices, start=1):
        cost = _lost(one)
        paragraph(console, f"{rank}. {one.name} – {cost}", left=2)
        paragraph(console, one.sentence, left=5, style="dim")
    console.print()
    if found.borderline:
        paragraph(console, "Dossiers à la limite", style="bold")
    else:
        paragraph(console, "Aucune enveloppe n'est épuisée : rien n'est à la limite.")
    for limit in found.borderline:
        paragraph(console, limit.sentence, left=2)
    if found.free:
        console.print()
        listed = " ; ".join(found.free)
        paragraph(console, f"Contraintes sans dossier qui y tienne : {listed}.")


def prices_as_json(found: Prices) -> dict[str, Any]:
    """Return the prices as JSON values; what is lost is in the unit of the value."""
    return {
        "objet": found.about,
        "qualite": found.quality,
        "notes": list(found.notes),
        "contraintes": [
            {
                "nom": one.name,
                "perdu": str(one.lost),
                "perdu_texte": one.lost_text,
                "exact": one.is_exact,
                "phrase": one.sentence,
            }
            for one in found.prices
        ],
        "sans_effet": list(found.free),
        "limites": [asdict(one) for one in found.borderline],
    }


def _lost(one: PricedConstraint) -> str:
    if not one.lost_text:
        return "ne coûte rien"
    return one.lost_text if one.is_exact else f"environ {one.lost_text}"
