"""How scenarios are said in French: terminal, workbook and page alike."""

from __future__ import annotations

from contrat_de_ville.adapters.aci_wording import signed_percent
from contrat_de_ville.domain.assembly.comparing import ComparedRow, Heading
from contrat_de_ville.domain.assembly.solution import EQUALS, PROVEN
from contrat_de_ville.domain.assembly.wording import capital
from contrat_de_ville.domain.money import format_euros
from contrat_de_ville.domain.scenario_effects import Headline, Move, SideBySide
from contrat_de_ville.domain.steps import plural


HEADINGS = {
    Heading.FINANCEUR: "Financeur",
    Heading.AXE: "Axe",
    Heading.QUARTIER: "Quartier",
    Heading.PUBLIC: "Public",
    Heading.PORTEUR: "Porteur",
}
"""What the money is spread over, in the order it is read."""

MOVES = {
    Move.ENTRE: "Entrent",
    Move.SORT: "Sortent",
    Move.MONTE: "Montent",
    Move.DESCEND: "Descendent",
    Move.AUTREMENT: "Gardent leur montant, réparti autrement entre financeurs",
}
"""What becomes of files, in the order it is read."""

COUNTED = {**MOVES, Move.AUTREMENT: "Répartis autrement"}
"""The same as the heading of a count, where there is less room."""

ANSWERED = {True: "oui", False: "non"}


def row_label(row: ComparedRow) -> str:
    """Name a heading where it begins a line."""
    return capital(row.label)


def signed_euros(centimes: int) -> str:
    r"""Write a change of amount with its sign.

    >>> [signed_euros(one)[:2] for one in (500, -500, 0)]
    ['+5', '-5', '0\xa0']
    """
    return f"{'+' if centimes > 0 else ''}{format_euros(centimes)}"


def bare_points(text: str) -> str:
    """Take the noun away where a heading says it already.

    >>> bare_points("1200 points")
    '1200'
    """
    return text.rpartition(" ")[0]


def signed_points(one: Headline) -> str:
    """Write a change of value with its sign, and in percent where there is a base."""
    if not one.change_points:
        return "égale"
    sign = "+" if one.change_points > 0 else "-"
    pct = change_percent(one)
    return f"{sign}{one.change_text}{pct and f' ({pct})'}"


def change_percent(one: Headline) -> str:
    """Write a change of value in percent; nothing without a base or a change.

    A small change is never written as none.
    """
    if one.change_pct is None or not one.change_points:
        return ""
    return signed_percent(one.change_pct) if one.change_pct else "moins de 0,1\u00a0%"


def value_sentence(one: Headline) -> str:
    """Say what a scenario is worth, and what it costs against the proposal."""
    said = f"Valeur : {one.points_text}, "
    if one.change_points:
        than = "de plus" if one.change_points > 0 else "de moins"
        pct = change_percent(one)
        said += f"soit {one.change_text} {than} que la proposition{pct and f' ({pct})'}"
    else:
        said += "autant que la proposition"
    equals = EQUALS if one.quality == PROVEN else ""
    return f"{said} ; {one.quality}{equals}."


def total_sentence(base: Headline, one: Headline) -> str:
    """Say how much is programmed, for how many actions, beside the proposal."""
    return (
        f"{format_euros(one.centimes)} pour {plural(one.retained_count, 'action')} ; "
        f"la proposition en programme {format_euros(base.centimes)} pour "
        f"{plural(base.retained_count, 'action')} "
        f"({signed_euros(one.change_centimes)})."
    )


def moves_sentence(sides: SideBySide, rank: int) -> str:
    """Count the files that enter, leave, go up and go down under a scenario."""
    verbs = {
        Move.ENTRE: ("entre", "entrent"),
        Move.SORT: ("sort", "sortent"),
        Move.MONTE: ("monte", "montent"),
        Move.DESCEND: ("descend", "descendent"),
    }
    parts = []
    for move, (verb, verbs_) in verbs.items():
        count = len(sides.moved(rank, move))
        parts.append(f"{plural(count, 'action')} {verbs_ if count > 1 else verb}")
    return ", ".join(parts) + "."


def shortened(name: str, most: int = 24) -> str:
    """Cut a long name where a picture or a heading has no room for it.

    >>> shortened("Enveloppe de l'État réduite de dix pour cent")
    "Enveloppe de l'État réd…"
    """
    return name if len(name) <= most else f"{name[: most - 1]}…"
