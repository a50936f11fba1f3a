"""How the chantiers' grants are shown: steps, choices, the two years side by side."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from typing import Any

from rich.console import Console
from rich.text import Text

from contrat_de_ville.adapters.aci_wording import (
    balance_text,
    signed_euros,
    signed_percent,
    spread_text,
)
from contrat_de_ville.domain.aci.harmonisation import ChantierCompared, Harmonisation
from contrat_de_ville.domain.aci.headcount import hundredths
from contrat_de_ville.domain.aci.proposals import Proposal
from contrat_de_ville.domain.aci.terms import ChoiceSaid
from contrat_de_ville.domain.money import format_euros
from contrat_de_ville.domain.steps import plural
from flows.cli.showing import table
from tasks.aci_annexes import Proposals
from tasks.aci_shown import AciShown, ChantierShown


def show_aci(found: AciShown) -> None:
    """Print each chantier step by step, the choices applied, then the two years."""
    console = Console(highlight=False)
    if not found.chantiers:
        console.print("Aucun chantier recevable dans le cycle.")
    for one in found.chantiers:
        console.print(Text(f"{one.numero} {one.chantier}", style="bold"))
        for line in _lines(one):
            console.print(Text(f"  {line}"))
    console.print()
    console.print(Text("Choix appliqués", style="bold"))
    console.print(_choices_table(found.choices))
    if found.harmonisation.rows:
        _show_harmonisation(console, found.harmonisation, found.annee)


def show_proposals(found: Proposals) -> None:
    """Print what the annexes propose; nothing is recorded."""
    console = Console(highlight=False)
    count = len(found.reading.annexes)
    console.print(
        Text(
            f"{plural(found.reading.rows_count, 'ligne lue', 'lignes lues')}, "
            f"{plural(count, 'annexe')} des porteurs du cycle. Rien n'est enregistré : "
            "« --accepter NUMERO --par QUI » retient un effectif."
        )
    )
    columns = ("Dépôt", "SIRET", "Effectif proposé", "ETP", "Personnes", "Annexes", "")
    console.print(table(columns, [_proposal_row(one) for one in found.proposals]))
    for remark in found.reading.remarks:
        console.print(Text(f"À savoir : {remark}"))


def aci_as_json(found: AciShown) -> dict[str, Any]:
    """Return what is shown as JSON values, amounts in centimes."""
    compared = found.harmonisation
    return {
        "annee": found.annee,
        "chantiers": [asdict(one) for one in found.chantiers],
        "choix": [asdict(one) for one in found.choices],
        "harmonisation": {
            "avant": compared.before and asdict(compared.before),
            "apres": compared.after and asdict(compared.after),
            "gagnants": [_compared_json(one) for one in compared.winners],
            "perdants": [_compared_json(one) for one in compared.losers],
        },
    }


def _compared_json(one: ChantierCompared) -> dict[str, Any]:
    return asdict(one) | {
        "ecart_centimes": one.change_centimes,
        "ecart_pct": str(one.change_pct),
    }


def _lines(one: ChantierShown) -> Iterator[str]:
    yield from one.steps
    if one.waits_for:
        if one.headcount:
            yield f"Effectif : {one.headcount}"
        yield f"En attente : {one.waits_for}"
        return
    yield f"Aide : {format_euros(one.amount_centimes)}"
    past = f"année précédente : {format_euros(one.previous_centimes)}"
    if one.is_refused:
        yield past[0].upper() + past[1:]
        return
    bounds = (
        f"{format_euros(one.lowest_centimes)} à {format_euros(one.highest_centimes)}"
    )
    yield f"Bornes de la note : {bounds} ; {past}"


def _choices_table(choices: tuple[ChoiceSaid, ...]) -> Any:
    rows = [
        (
            one.code,
            one.value,
            one.sentence,
            one.author,
            f"{date.fromisoformat(one.decided_on):%d/%m/%Y}",
        )
        for one in choices
    ]
    return table(("Choix", "Valeur", "Ce qui est appliqué", "Auteur", "Date"), rows)


def _show_harmonisation(console: Console, found: Harmonisation, annee: int) -> None:
    years = (str(annee - 1), str(annee))
    console.print()
    console.print(Text("Ce que l'harmonisation change", style="bold"))
    columns = (
        "Dépôt", "Chantier", years[0], years[1], "Écart", "En %",
        f"Par tête {years[0]}", f"Par tête {years[1]}",
    )  # fmt: skip
    console.print(table(columns, [_compared_row(one) for one in found.rows]))
    for spread, year in zip((found.before, found.after), years, strict=True):
        if spread is not None:
            aided = plural(spread.count, "structure aidée", "structures aidées")
            console.print(Text(f"{year}, {aided} : {spread_text(spread)}."))
    console.print(Text(balance_text(found)))


def _compared_row(one: ChantierCompared) -> tuple[str, ...]:
    return (
        one.numero,
        one.chantier,
        format_euros(one.previous_centimes),
        format_euros(one.amount_centimes),
        signed_euros(one.change_centimes),
        signed_percent(one.change_pct),
        format_euros(one.before_centimes),
        format_euros(one.after_centimes),
    )


def _proposal_row(one: Proposal) -> tuple[str | None, ...]:
    said = " ".join((f"{one.verdict.value}.".capitalize(), *one.sentences))
    return (
        one.numero,
        one.siret,
        None if one.centiemes is None else hundredths(one.centiemes),
        None if one.etp_centiemes is None else hundredths(one.etp_centiemes),
        None if one.persons is None else str(one.persons),
        "\n".join(one.annexes),
        said,
    )
