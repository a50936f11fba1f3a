"""The sheet of one action: why this amount, on which base, said and escaped."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from contrat_de_ville.adapters.action_sheet.budget import budget_short
from contrat_de_ville.adapters.action_sheet.identity import identity_of
from contrat_de_ville.adapters.action_sheet.page import sheet_page, write_sheet
from contrat_de_ville.adapters.action_sheet.record import (
    ActionSheet,
    AvisSaid,
    FindingSaid,
    FunderPart,
    VersionSaid,
)
from contrat_de_ville.adapters.action_sheet.terminal import sheet_sections
from contrat_de_ville.adapters.action_sheet.why import (
    LineFacts,
    because,
    bounds,
    shortfall,
)
from contrat_de_ville.domain.calendar import paris
from contrat_de_ville.domain.criteria import read_criteria
from contrat_de_ville.domain.criteria_innovation import innovation_ceiling
from contrat_de_ville.domain.criteria_paths import decision_path
from contrat_de_ville.domain.criteria_records import CriteriaFacts
from contrat_de_ville.domain.money import NARROW_NBSP, NBSP
from tests.builders import build_action
from tests.criteria_builder import build_frozen


COPIL = paris(date(2017, 3, 28), time(14, 0))
HOSTILE = "<script>alert('x')</script>\u202e"
# 6 000 € asked; 50 % of 8 400 € is 4 200 €: the ceiling of the funder holds it.
HELD = LineFacts(
    asked=6_000_00,
    proposed=4_200_00,
    proposed_reason="Ramené à 50 % du budget hors contributions volontaires",
    arbitrated=4_200_00,
    arbitrated_reason="Proposition du comité technique retenue.",
    arbitrated_at=COPIL,
    decided=None,
    act="",
    acted_on=None,
    notified_at=None,
    cash=8_400_00,
    ceiling_pct=50,
    minimum=1_000_00,
    grant=None,
    derogatory=None,
    envelope=620_000_00,
    asked_by_all=759_100_00,
)


def plain(text: str) -> str:
    """Return *text* with the spaces a keyboard writes."""
    return text.replace(NBSP, " ").replace(NARROW_NBSP, " ")


def told(**changes: Any) -> list[str]:
    """Return the sentences of the line, once changed."""
    return [plain(one) for one in because(replace(HELD, **changes))]


def reached(**changes: Any) -> list[str]:
    """Return the bounds that the amount stops at."""
    return [one.label for one in bounds(replace(HELD, **changes)) if one.is_reached]


def build_part(facts: LineFacts = HELD) -> FunderPart:
    """Return the part of the State that these facts make."""
    return FunderPart(
        funder="ETAT",
        name="État",
        asked_centimes=facts.asked,
        avis="",
        proposed_centimes=facts.proposed,
        arbitrated_centimes=facts.arbitrated,
        arbitrated_at=facts.arbitrated_at,
        decided_centimes=facts.decided,
        act=facts.act,
        acted_on=facts.acted_on,
        notified_at=facts.notified_at,
        shortfall=shortfall(facts),
        because=because(facts),
        bounds=bounds(facts),
    )


def build_sheet(*parts: FunderPart, **changes: Any) -> ActionSheet:
    """Return the sheet of the sound action, once changed."""
    action, frozen = build_action(**changes), build_frozen()
    readings = read_criteria(action, frozen, CriteriaFacts())
    return ActionSheet(
        contrat="CV195",
        contrat_name="Contrat de ville d'essai",
        annee=2017,
        as_of=COPIL,
        version=0,
        sha256="",
        is_demonstration=False,
        state="recevable",
        state_reason="",
        identity=identity_of("2017-0042", action, frozen),
        path=decision_path(action, frozen),
        parts=parts,
        rank=3,
        ranked_count=12,
        points=8,
        budget=budget_short(action, parts, is_kind_counted=False),
        grant=(),
        readings=readings,
        ceiling=innovation_ceiling(action, readings, frozen),
        avis=(
            AvisSaid(
                conseil="Conseil citoyen Centre",
                avis="favorable",
                asked_at=COPIL,
                rendered_at=COPIL,
                members_present=7,
                is_late=False,
                text=HOSTILE,
            ),
        ),
        findings=(
            FindingSaid(
                is_blocking=False,
                cell="Action!B5",
                sentence="Trop court.",
                rule="COURT",
            ),
        ),
        mended_count=2,
        versions=(
            VersionSaid(
                version=1,
                received_at=COPIL,
                channel="classeur",
                file_name=HOSTILE,
                is_late=False,
                findings_count=3,
            ),
        ),
        references=("2017-0042", "2017-0042/ETAT"),
    )


class _Reader(HTMLParser):
    """Reads what a page shows, and which tags and addresses it holds."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.fetched: list[str] = []
        self._texts: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.fetched += [
            value or "" for name, value in attrs if name in {"src", "href", "action"}
        ]

    def handle_data(self, data: str) -> None:
        self._texts.append(data)

    @property
    def text(self) -> str:
        """Everything shown, on one line, with plain spaces."""
        return " ".join(plain(" ".join(self._texts)).split())


class TestWhy:
    """Whoever reads one sheet knows why it is 4 200 € and not 6 000 €."""

    def test_4_200_and_not_6_000(self) -> None:
        """What was asked, what held it, who decided: 6 000 − 4 200 = 1 800 €."""
        assert "\n".join(told()) == (
            "Demandé : 6 000 €, soit 71,4 % des dépenses hors contributions "
            "volontaires (8 400 €).\n"
            "Proposé : 4 200 € (1 800 € de moins que la demande). Motif : Ramené à "
            "50 % du budget hors contributions volontaires.\n"
            "Comité de pilotage : proposition suivie, 4 200 €, le 28 mars 2017. "
            "Motif : Proposition du comité technique retenue.\n"
            "Décision du financeur : pas encore d'acte."
        )

    @pytest.mark.parametrize(
        ("changes", "expected"),
        [
            pytest.param(
                {}, "4 200 € retenus sur 6 000 € demandés, soit 1 800 € de moins. "
                "Motif : Ramené à 50 % du budget hors contributions volontaires.",
                id="le comité suit la proposition : le motif est le sien",
            ),
            pytest.param(
                {"arbitrated": 4_000_00, "arbitrated_reason": "Équilibre des axes"},
                "4 000 € retenus sur 6 000 € demandés, soit 2 000 € de moins. "
                "Motif : Équilibre des axes.",
                id="le comité réduit encore : le motif est celui du comité",
            ),
            pytest.param(
                {"arbitrated": None, "arbitrated_reason": ""},
                "4 200 € proposés sur 6 000 € demandés, soit 1 800 € de moins. "
                "Motif : Ramené à 50 % du budget hors contributions volontaires.",
                id="le comité ne s'est pas prononcé",
            ),
            pytest.param(
                {"arbitrated": 0, "arbitrated_reason": "Hors de la note."},
                "rien sur 6 000 € demandés. Motif : Hors de la note.", id="refus",
            ),
            pytest.param(
                {"proposed": None, "arbitrated": None}, "", id="rien n'est encore dit",
            ),
            pytest.param(
                {"proposed": 6_000_00, "arbitrated": 6_000_00}, "",
                id="tout est retenu",
            ),
        ],
    )  # fmt: skip
    def test_what_is_missing_in_one_sentence(
        self, changes: dict[str, Any], expected: str
    ) -> None:
        """The reason is that of whoever made it less."""
        assert expected == plain(shortfall(replace(HELD, **changes)))

    @pytest.mark.parametrize(
        ("changes", "expected"),
        [
            pytest.param({}, ["Le taux plafond du financeur"], id="50 % de 8 400 €"),
            pytest.param(
                {"proposed": 6_000_00, "arbitrated": 6_000_00, "ceiling_pct": 80},
                ["La demande"], id="tout ce qui est demandé",
            ),
            pytest.param(
                {"arbitrated": 4_000_00}, [], id="le comité a choisi : aucune borne",
            ),
            pytest.param(
                {"grant": 4_200_00}, ["L'aide de la note au chantier"],
                id="un chantier : l'aide de la note, pas de taux plafond",
            ),
            pytest.param(
                {"arbitrated": 5_000_00, "derogatory": 5_000_00},
                ["Le plafond dérogatoire de l'innovation"], id="innovation reconnue",
            ),
        ],
    )  # fmt: skip
    def test_which_bound_holds(
        self, changes: dict[str, Any], expected: list[str]
    ) -> None:
        """A bound is reached when the amount is exactly there."""
        assert expected == reached(**changes)

    def test_what_follows_the_copil(self) -> None:
        """The act, its day, the notification; a decision that differs says so."""
        said = told(
            decided=4_000_00,
            act="Arrêté 17-1",
            acted_on=date(2017, 4, 24),
            notified_at=paris(date(2017, 5, 1), time(8, 0)),
        )

        assert said[-2] == (
            "Décision du financeur : 4 000 € (200 € de moins que l'arbitrage), par "
            "Arrêté 17-1 du 24 avril 2017."
        )
        assert said[-1] == "Notification : le 1er mai 2017."

    def test_nothing_yet_is_not_a_refusal(self) -> None:
        """Null is said « pas encore », zero is said « rien »."""
        nothing = told(proposed=None, arbitrated=None)
        refused = told(proposed=0, arbitrated=0)

        assert nothing[1] == "Proposé : rien ne l'est encore."
        assert nothing[2] == "Comité de pilotage : il ne s'est pas encore prononcé."
        assert refused[1].startswith(
            "Proposé : rien (6 000 € de moins que la demande)."
        )
        assert refused[2].startswith(
            "Comité de pilotage : proposition suivie, rien, le"
        )


def test_rates_are_said_on_both_bases() -> None:
    """6 000 € public of 8 000 € to pay is 75 %; of 9 000 € in all it is 66,7 %.

    4 200 € kept: 52,5 % and 46,7 %.
    """
    budget = budget_short(build_action(), [build_part()], is_kind_counted=False)

    assert [(one.of_cash, one.of_total) for one in budget.rates] == [
        (Decimal("75.0"), Decimal("66.7")),
        (Decimal("75.0"), Decimal("66.7")),
        (Decimal("52.5"), Decimal("46.7")),
    ]
    assert (budget.cash_centimes, budget.in_kind_centimes) == (8_000_00, 1_000_00)


@pytest.mark.parametrize(
    ("is_kind_counted", "said"), [(False, "sans elles"), (True, "avec elles")]
)
def test_the_page_says_what_the_ceilings_are_of(
    is_kind_counted: bool,  # noqa: FBT001 (a case of the campaign's choice)
    said: str,
) -> None:
    """Contributions in kind count in a ceiling where the campaign chose so."""
    sheet = build_sheet(build_part())
    budget = replace(sheet.budget, is_kind_counted=is_kind_counted)
    text = _Reader(sheet_page(replace(sheet, budget=budget))).text

    assert f"Les taux plafonds de la campagne se calculent {said}." in text


def test_a_sum_of_nothing_is_nothing() -> None:
    """While no funder has spoken, the total is not zero."""
    waiting = replace(HELD, proposed=None, arbitrated=None)
    sheet = build_sheet(build_part(waiting), build_part(replace(waiting, arbitrated=0)))

    assert (sheet.asked_centimes, sheet.proposed_centimes) == (12_000_00, None)
    assert (sheet.arbitrated_centimes, sheet.is_arbitrated) == (0, False)


class TestPage:
    """One page, offline, that shows everything and runs nothing."""

    def test_it_says_the_money_first(self) -> None:
        """Asked, proposed, retained, decided, then what is missing and why."""
        text = _Reader(sheet_page(build_sheet(build_part()))).text

        assert "Demandé 6 000 € Proposé 4 200 €" in text
        assert "Retenu par le comité de pilotage 4 200 € Décidé par les" in text
        assert "4 200 € retenus sur 6 000 € demandés, soit 1 800 € de moins." in text
        assert "Le taux plafond du financeur – atteinte 4 200 € 50 % de 8 400 €" in text

    def test_every_criterion_has_its_verdict_and_its_words(self) -> None:
        """Label, verdict, sentence of the note: nothing is a black box."""
        sheet = build_sheet(build_part())
        text = _Reader(sheet_page(sheet)).text.replace("’", "'")
        shown = [one for one in sheet.readings if one.code not in {"dre", "tfpb"}]
        absent = [
            one.code for one in shown if plain(one.label).replace("’", "'") not in text
        ]

        assert absent == ["maitrise_ouvrage"]
        assert "3 sur 3 points" in text
        assert "Points au classement 8" in text

    def test_it_fetches_nothing_and_escapes_everything(self) -> None:
        """No script, no image, no address; what a porteur wrote stays text."""
        page = sheet_page(
            build_sheet(
                build_part(), title=HOSTILE, description=HOSTILE, objectifs=HOSTILE
            )
        )
        found = _Reader(page)

        assert {"script", "img", "link", "iframe"} & found.tags == set()
        assert [one for one in found.fetched if not one.startswith("#")] == []
        assert "<script>alert('x')</script>" in found.text
        assert "\u202e" not in page

    @pytest.mark.parametrize(
        ("facts", "said"),
        [
            (
                replace(HELD, proposed=None, arbitrated=None),
                "Rien n’est encore proposé.",
            ),
            (
                replace(HELD, proposed=6_000_00, arbitrated=6_000_00),
                "La demande est retenue en entier.",
            ),
            (
                replace(HELD, proposed=6_000_00, arbitrated=None),
                "La demande est proposée en entier",
            ),
        ],
    )
    def test_it_says_when_nothing_is_missing(self, facts: LineFacts, said: str) -> None:
        """Whole, or not said yet: never left to guess."""
        assert said in _Reader(sheet_page(build_sheet(build_part(facts)))).text

    def test_a_path_of_its_own_is_said_above(self) -> None:
        """The agglomération's own action says that it signs nothing with itself."""
        sheet = build_sheet(axe=1, orientation="1.2", porteur_siret="20004219000013")
        text = _Reader(sheet_page(sheet)).text

        assert "Voie de décision : Maîtrise d’ouvrage communautaire." in text
        assert "elle n’en signe pas avec elle-même" in text
        assert "Rien n’est demandé aux financeurs de l’appel." in text

    def test_it_is_written_whole(self, tmp_path: Path) -> None:
        """The file has the page, in UTF-8."""
        sheet = build_sheet(build_part())
        write_sheet(tmp_path / "fiche.html", sheet)

        assert (tmp_path / "fiche.html").read_bytes() == sheet_page(sheet).encode()


class TestTerminal:
    """The same in a terminal, the money first."""

    def test_sections(self) -> None:
        """Each section has its title, and one is there for each funder."""
        titles = [one.title for one in sheet_sections(build_sheet(build_part()))]

        assert titles == [
            "Combien",
            "État",
            "L'action",
            "Budget",
            "Critères de la note : 4 oui, 6 non, 1 à juger",
            "Innovation",
            "Avis des conseils citoyens",
            "Points ouverts au contrôle",
            "Versions reçues",
            "Pour savoir d'où vient un chiffre",
        ]

    def test_nothing_a_porteur_wrote_moves_the_cursor(self) -> None:
        """Controls and reversed writing are taken out of every line."""
        sheet = build_sheet(build_part(), description="a\x1b[2J\nb")
        lines = [line for one in sheet_sections(sheet) for line in one.lines]

        assert "a[2J b" in lines
        assert [one for one in lines if "\u202e" in one or "\n" in one] == []
