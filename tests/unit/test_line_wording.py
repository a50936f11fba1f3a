"""Where a funder's part stands, and what the COPIL made of an action, in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from typing import Any

import pytest

from contrat_de_ville.adapters.line_wording import (
    age_text,
    avis_technique_label,
    avis_technique_text,
    copil_decision,
    line_status,
    status_date,
)
from contrat_de_ville.domain.calendar import paris
from contrat_de_ville.domain.overview import AgeRow, FunderLine
from tests.overview_builder import action, funder_line


COPIL = paris(date(2017, 3, 28), time(14))
SENT = paris(date(2017, 5, 1), time(8))
ACT = date(2017, 4, 10)


def line(kept: int | None = None, **changes: Any) -> FunderLine:
    """Build a part of 100 asked."""
    return funder_line("ETAT", 100, kept, **changes)


@pytest.mark.parametrize(
    ("one", "status", "day"),
    [
        (line(), "Demandé", None),
        (line(proposed_centimes=0, proposed_at=COPIL), "Proposé", COPIL),
        (line(60, arbitrated_at=COPIL), "Arbitré", COPIL),
        (line(0, arbitrated_at=COPIL), "Non retenu", COPIL),
        (line(60, decided_centimes=60, acted_on=ACT), "Décidé", paris(ACT)),
        (line(0, decided_centimes=0, acted_on=ACT), "Refusé", paris(ACT)),
        (line(60, decided_centimes=60, notified_at=SENT), "Notifié", SENT),
        (line(0, decided_centimes=0, notified_at=SENT), "Refus notifié", SENT),
        (line(60, decided_centimes=60), "Décidé", None),
    ],
)
def test_the_last_stage_reached_is_said(
    one: FunderLine, status: str, day: object
) -> None:
    """Zero is a refusal, nothing is not there yet, each with its own day."""
    assert (line_status(one), status_date(one)) == (status, day)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ((line(),), ""),
        ((line(60), line()), "Arbitrage incomplet"),
        ((line(0), line(0)), "Non retenue"),
        ((line(100), line(100)), "Retenue"),
        ((line(100), line(0)), "Réduite"),
        ((), ""),
    ],
)
def test_what_the_copil_made_of_an_action(
    lines: tuple[FunderLine, ...], expected: str
) -> None:
    """All its funders together, in one word."""
    assert expected == copil_decision(action(1, 1, *lines))


def test_what_is_not_admissible_is_not_decided() -> None:
    """The COPIL says nothing of a file that is out of the year."""
    late = action(1, 1, line(0), state="HORS_DELAI")

    assert copil_decision(late) == ""


def test_the_avis_technique_has_its_words() -> None:
    """A known avis by its label, another system's as it is, its addresses hidden."""
    told = line(avis="RESERVE", avis_text="Public à préciser.")

    assert avis_technique_text(told) == "réservé : Public à préciser."
    assert avis_technique_text(line(avis="FAVORABLE")) == "favorable"
    assert avis_technique_text(line()) == ""
    assert avis_technique_label("Recevable, voir a@b.example") == (
        "Recevable, voir …@b.example"
    )


def test_only_the_bands_that_have_someone_are_told() -> None:
    """Nothing written and nobody are left out; an unknown band keeps its code."""
    ages = (
        AgeRow(band="6_15", women=3, men=None),
        AgeRow(band="18_25", women=0, men=0),
        AgeRow(band="autre", women=None, men=2),
    )

    assert age_text(replace(action(1, 1), ages=ages)) == "6 à 15 ans : 3 ; autre : 2"
