"""What the COPIL decided, beside what the campaign asks."""

from __future__ import annotations

from contrat_de_ville.domain.assembly.constraints import (
    CouvertureQuartier,
    Enveloppe,
    MinimumUtile,
    PlafondAxe,
)
from contrat_de_ville.domain.constraint_standing import constraint_rows
from contrat_de_ville.domain.overview import ActionRow
from tests.assembly_builder import plain
from tests.overview_builder import CENTRE, action, funder_line


ASKED = (
    PlafondAxe(axe=5, pct=25),
    Enveloppe(funder="ETAT", centimes=1_000_00),
    CouvertureQuartier(code=CENTRE, nom="Centre"),
    MinimumUtile(line_centimes=100_00),
)


def year(fifth: int | None, first: int | None) -> tuple[ActionRow, ...]:
    """Return two actions: proposed 250 € and 750 €, arbitrated as told, in euros."""
    return tuple(
        action(
            axe,
            axe,
            funder_line(
                "ETAT",
                900_00,
                None if kept is None else kept * 100,
                proposed_centimes=proposed,
            ),
        )
        for axe, proposed, kept in ((5, 250_00, fifth), (1, 750_00, first))
    )


def test_a_ceiling_that_people_go_beyond_is_said() -> None:
    """252 € of 1 000 € is 25,2 %, above 25 %; the proposal was at 25 %."""
    ceiling, envelope, quartier = constraint_rows(year(252, 748), ASKED)

    assert ceiling.is_proposed_held is True
    assert (plain(ceiling.limit), plain(ceiling.proposed)) == ("25 % au plus", "25 %")
    assert (plain(ceiling.arbitrated), ceiling.is_held) == ("25,2 %", False)
    assert (plain(envelope.arbitrated), envelope.is_held) == ("1 000 €", True)
    assert plain(quartier.arbitrated) == "2 actions"


def test_nothing_is_judged_before_the_copil() -> None:
    """No arbitrated amount: no word on it, and the useful minimum has no sum."""
    rows = constraint_rows(year(None, None), ASKED)

    assert [(one.arbitrated, one.is_held) for one in rows] == [("", None)] * 3
