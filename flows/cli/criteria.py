"""The sheet of one action, and the actions that could be brought together."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

import click
from rich.console import Console

from contrat_de_ville.adapters.action_sheet.terminal import sheet_sections
from contrat_de_ville.adapters.tracing.record import one_line
from contrat_de_ville.domain.criteria_records import InnovationScore
from contrat_de_ville.domain.mutualisation_pairs import LEAST_SCORE
from contrat_de_ville.domain.steps import plural
from contrat_de_ville.errors import BadInputError
from flows.cli.french import FrenchCommand
from flows.cli.options import (
    COUNT,
    SAID,
    a_blanc_option,
    cycle_ref,
    format_option,
    instant,
    on_cycle,
)
from flows.cli.showing import show, show_json, table
from tasks.criteria import read_action_sheet, record_all_sheets, record_sheet
from tasks.innovation import record_score
from tasks.mutualisation import Choice, Proposed, read_groups, record_choice


@click.command(cls=FrenchCommand)
@click.argument("numero", required=False)
@on_cycle
@click.option("--toutes", is_flag=True, help="Écrire la fiche de chaque dépôt.")
@format_option
def fiche(
    numero: str | None,
    contrat: str,
    annee: int | None,
    au: datetime | None,
    *,
    toutes: bool,
    output: str,
) -> None:
    """Montrer la fiche d'une action, et l'écrire dans fiches/fiche-NUMERO.html.

    Ce qui est demandé, proposé, retenu et décidé, et pourquoi ; l'action lue selon
    chaque critère de la note ; budget, avis, constats, versions.
    """
    ref, at = cycle_ref(contrat, annee), instant(au)
    if toutes == bool(numero):
        raise BadInputError(
            "Quelle fiche ?", "Donnez un NUMERO de dépôt, ou bien --toutes."
        )
    console = Console(highlight=False, soft_wrap=True)
    if numero is None:
        written = record_all_sheets(ref, at)
        folder = f" dans {written[0].parent}" if written else ""
        console.print(f"{plural(len(written), 'fiche')}{folder}.", markup=False)
        return
    sheet = read_action_sheet(ref, numero, at)
    path = record_sheet(ref, sheet)
    if output == "json":
        show_json(asdict(sheet) | {"page": str(path)})
        return
    heading = one_line(f"{numero} – {sheet.identity.title}")
    console.print(heading, style="bold", markup=False)
    for section in sheet_sections(sheet):
        console.print(f"\n{section.title}", style="bold", markup=False)
        for line in section.lines:
            console.print(f"  {line}", markup=False)
    console.print(f"\nÉcrit : {path}", markup=False)


@click.command(cls=FrenchCommand)
@on_cycle
@click.option(
    "--minimum",
    type=COUNT,
    default=LEAST_SCORE,
    show_default=str(LEAST_SCORE),
    help="Le score, sur 100, sous lequel une paire n'est pas proposée.",
)
@click.option("--paires", is_flag=True, help="Montrer aussi chaque paire.")
@click.option("--accepter", metavar="GROUPE", help="Accepter ce groupe (G3).")
@click.option("--ecarter", metavar="GROUPE", help="Écarter ce groupe (G3).")
@click.option("--par", "author", default="", help="La fonction qui décide.")
@click.option("--motif", "reason", default="", help="Ce qui fonde la décision.")
@a_blanc_option
@format_option
def mutualiser(
    contrat: str,
    annee: int | None,
    au: datetime | None,
    *,
    minimum: int,
    paires: bool,
    accepter: str | None,
    ecarter: str | None,
    author: str,
    reason: str,
    a_blanc: bool,
    output: str,
) -> None:
    """Proposer les actions à mettre en commun : même champ, autres communes.

    Un score sur 100 dit la ressemblance : 60 points pour les mots, 25 pour les
    publics, 15 pour des quartiers qui se touchent. Ce sont des propositions.
    """
    ref = cycle_ref(contrat, annee)
    if accepter or ecarter:
        if accepter and ecarter:
            raise BadInputError("Accepter ou écarter ?", "Donnez l'un ou l'autre.")
        choice = Choice(
            code=accepter or ecarter or "",
            is_accepted=accepter is not None,
            author=author,
            reason=reason,
        )
        report = record_choice(
            ref, choice, at=instant(au), least=minimum, a_blanc=a_blanc
        )
        show([report], output)
        return
    _show_groups(read_groups(ref, least=minimum), output, paires=paires)


def _show_groups(proposed: Proposed, output: str, *, paires: bool) -> None:
    if output == "json":
        show_json(_as_json(proposed))
        return
    console = Console(highlight=False)
    rows = [
        (
            group.code,
            group.score,
            "\n".join(
                one_line(f"{one.numero} – {one.title} ({one.porteur})")
                for one in group.members
            ),
            "\n".join(one_line(fact) for fact in facts),
        )
        for group, facts in zip(proposed.groups, proposed.facts, strict=True)
    ]
    console.print(table(("Groupe", "Score", "Actions", "Ce qu'elles partagent"), rows))
    if paires:
        console.print(table(("Groupe", "Paire", "Score", "Pourquoi"), _pairs(proposed)))
    groups = plural(len(rows), "groupe proposé", "groupes proposés")
    console.print(f"{groups}.", markup=False)


@click.command(cls=FrenchCommand)
@click.argument("numero")
@click.argument("critere")
@click.argument("sens", metavar="SENS", type=click.Choice(["oui", "non"]))
@on_cycle
@click.option(
    "--preuve", "evidence", type=SAID, required=True, help="Ce qui le montre."
)
@click.option(
    "--par", "author", type=SAID, required=True, help="La fonction ou le comité."
)
@a_blanc_option
@format_option
def innovation(
    numero: str,
    critere: str,
    sens: str,
    contrat: str,
    annee: int | None,
    au: datetime | None,
    *,
    evidence: str,
    author: str,
    a_blanc: bool,
    output: str,
) -> None:
    """Dire si une action remplit un critère d'innovation de la note.

    CRITERE : besoin_mal_satisfait, effets_positifs, experimentation,
    implication_acteurs. SENS : oui ou non.
    """
    score = InnovationScore(
        criterion=critere,
        is_met=sens == "oui",
        evidence=evidence,
        author=author,
        at=instant(au),
    )
    report = record_score(cycle_ref(contrat, annee), numero, score, a_blanc=a_blanc)
    show([report], output)


def _pairs(proposed: Proposed) -> list[tuple[str, str, int, str]]:
    return [
        (
            group.code,
            f"{pair.first}\n{pair.second}",
            pair.score,
            "\n".join(one_line(one) for one in told),
        )
        for group, facts in zip(proposed.groups, proposed.pairs, strict=True)
        for pair, told in zip(group.pairs, facts, strict=True)
    ]


def _as_json(proposed: Proposed) -> list[dict[str, Any]]:
    return [
        {
            "groupe": group.code,
            "score": group.score,
            "champ": group.field,
            "depots": list(group.numeros),
            "partage": list(facts),
            "paires": [
                {
                    "depots": [pair.first, pair.second],
                    "score": pair.score,
                    "mots": list(pair.words),
                    "publics": list(pair.publics),
                    "communes": list(pair.near),
                    "meme_porteur": pair.is_same_porteur,
                }
                for pair in group.pairs
            ],
        }
        for group, facts in zip(proposed.groups, proposed.facts, strict=True)
    ]
