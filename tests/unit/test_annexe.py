"""The annex of an act: grants, what is no grant, the total in letters, the seal."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from contrat_de_ville.adapters.annexe_page import annexe_page, write_annexe
from contrat_de_ville.adapters.annexe_sheet import write_annexe_book
from contrat_de_ville.adapters.annexe_wording import (
    annexe_title,
    common_act,
    left_out,
    notices,
    total_sentence,
)
from contrat_de_ville.domain.annexe import Annexe, Seal, annexe_of
from contrat_de_ville.domain.annexe_acts import FunderAct
from contrat_de_ville.domain.calendar import paris
from contrat_de_ville.domain.criteria_paths import Path as Way
from contrat_de_ville.domain.money import NARROW_NBSP, NBSP
from contrat_de_ville.domain.overview import ActionRow
from contrat_de_ville.errors import BadFileError
from tests.overview_builder import HOSTILE_TITLE, action, funder_line, overview


COPIL = paris(date(2017, 3, 28), time(14))
SEAL = Seal(
    version=2, sha256="ab" * 32, frozen_at=COPIL, minute="PV 2017-03",
    journal_rank=812, journal_head="cd" * 32,
)  # fmt: skip
ACT = "Délibération 17-042 du 10/04/2017"
VOTED = FunderAct(
    funder="CAPH", reference="Délibération 17-042", on=date(2017, 4, 10)
)  # fmt: skip


def caph(rank: int, axe: int, asked: int, kept: int | None, **line: Any) -> ActionRow:
    """Build an action that asks the agglomération alone."""
    return action(rank, axe, funder_line("CAPH", asked, kept, **line))


def own(rank: int, funds: int | None) -> ActionRow:
    """Build an action the agglomération carries, the State alone being asked."""
    line = funder_line("ETAT", 8_000_00, 7_000_00)
    return replace(
        action(rank, 1, line), path="MAITRISE_OUVRAGE", own_funds_centimes=funds
    )


ACTIONS = (
    caph(1, 5, 5_000_00, 4_200_00, decided_centimes=4_200_00, act=ACT),
    caph(2, 2, 9_000_00, 8_000_00, decided_centimes=7_500_50, act=ACT),
    caph(3, 2, 3_000_00, 0, reason="Hors de la note"),
    caph(4, 2, 3_000_00, None),
    caph(5, 3, 1_000_00, 1_000_00),
    own(6, 12_000_00),
    replace(action(7, 4, funder_line("CAPH", 2_000_00, 0)), path="TFPB"),
    replace(caph(8, 2, 4_000_00, None), state="HORS_DELAI"),
)


def annexe(*actions: ActionRow, funder: str = "CAPH", **changes: Any) -> Annexe:
    """Return the annex of those actions, or of the eight."""
    year = overview(actions=actions or ACTIONS, demonstration=())
    return annexe_of(replace(year, **changes), funder, SEAL)


def plain(text: str) -> str:
    """Return *text* with the spaces a keyboard writes."""
    return text.replace(NBSP, " ").replace(NARROW_NBSP, " ").replace("’", "'")


class TestWhatIsInIt:
    """Each action goes its way; only grants are voted."""

    def test_grants_are_by_axe_then_number(self) -> None:
        """Decided 7 500,50 and 4 200, arbitrated 1 000: 12 700,50 € in all."""
        grants = annexe().grants

        assert [(one.numero, one.amount_centimes) for one in grants.lines] == [
            ("2017-0002", 7_500_50), ("2017-0005", 1_000_00), ("2017-0001", 4_200_00),
        ]  # fmt: skip
        assert [axe.total_centimes for axe in grants.axes] == [
            7_500_50, 1_000_00, 4_200_00,
        ]  # fmt: skip
        assert grants.total_centimes == 12_700_50

    def test_what_the_agglomeration_carries_is_apart(self) -> None:
        """Its own 12 000 € are shown, and are not among the grants."""
        section = annexe().sections[1]

        assert (section.path, section.total_centimes) == (
            Way.MAITRISE_OUVRAGE,
            12_000_00,
        )

    def test_another_funder_grants_it_as_anybody(self) -> None:
        """The State's 7 000 € to the agglomération are a grant of the State."""
        sections = annexe(funder="ETAT").sections

        assert [(one.path, one.total_centimes) for one in sections] == [
            (Way.SUBVENTION, 7_000_00),
            (Way.TFPB, 20_000_00),
        ]

    def test_an_engagement_is_valued_and_not_granted(self) -> None:
        """A TFPB action is there for what it costs, 20 000 €, outside the total."""
        section = annexe().sections[2]

        assert (section.path, section.lines[0].amount_centimes) == (
            Way.TFPB,
            20_000_00,
        )

    def test_what_is_left_out_is_counted(self) -> None:
        """One refused, one not arbitrated; what is late or valued is neither."""
        found = annexe()

        assert (found.refused_count, found.waiting_count) == (1, 1)

    def test_money_retained_for_an_engagement_is_told(self) -> None:
        """2 200 € under the TFPB should be nothing: they are said, never voted."""
        odd = replace(caph(1, 4, 3_000_00, 2_200_00), path="TFPB")
        found = annexe(odd)

        assert (found.tfpb_centimes, found.grants.total_centimes) == (2_200_00, 0)
        assert "2 200 € sont retenus pour des engagements TFPB" in plain(
            " ".join(notices(found))
        )


class TestWords:
    """What a councillor reads above and below the list."""

    def test_the_total_is_in_figures_and_in_letters(self) -> None:
        """12 700,50 €: twelve thousand seven hundred euros and fifty centimes."""
        assert plain(total_sentence(annexe())) == (
            "Arrêté à 3 subventions pour un total de 12 700,50 € (douze mille sept "
            "cents euros et cinquante centimes)."
        )

    def test_the_agglomeration_deliberates_others_act(self) -> None:
        """One is annexed to a délibération, the others to an act; first a project."""
        titles = [annexe_title(annexe(funder=one)) for one in ("CAPH", "ETAT")]
        voted = annexe_title(annexe_of(overview(), "CAPH", SEAL, VOTED))

        assert [*titles, voted] == [
            "Projet d'annexe à la délibération – programmation 2017",
            "Projet d'annexe à l'acte – programmation 2017",
            "Annexe à la délibération – programmation 2017",
        ]

    def test_the_annex_of_an_act_names_it_and_what_was_replaced(self) -> None:
        """Its act heads it, and the lines a later act decided anew are told."""
        found = annexe_of(overview(), "CAPH", SEAL, VOTED, replaced=("2017-0002",))

        assert common_act(found) == ACT
        assert (
            "1 ligne de cette annexe a été décidée à nouveau par un acte postérieur : "
            "2017-0002."
        ) in notices(found)

    def test_what_is_not_ready_is_said(self) -> None:
        """Not decided, not arbitrated, invented, not frozen: each has its sentence."""
        early = annexe_of(overview(), "CAPH", replace(SEAL, version=0, sha256=""))

        assert "Montants arbitrés par le comité de pilotage" in notices(annexe())[0]
        assert notices(annexe())[1] == "1 demande sans arbitrage : non comptée."
        assert notices(early)[0].startswith("Valeurs de démonstration")
        assert notices(early)[1].startswith("La programmation n'est pas figée")
        assert left_out(annexe()).startswith("1 demande non retenue")

    def test_one_act_for_all_is_said_once(self) -> None:
        """The same act on every line goes to the head, two acts stay in the lines."""
        same = annexe(ACTIONS[0])

        assert (common_act(same), common_act(annexe())) == (ACT, "")


class _Reader(HTMLParser):
    """Reads what a page shows, its tags and its addresses."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.fetched: list[str] = []
        self.shown: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.fetched += [
            value or "" for name, value in attrs if name in {"src", "href"}
        ]

    def handle_data(self, data: str) -> None:
        self.shown.append(data)

    @property
    def text(self) -> str:
        """Everything shown, on one line, with plain spaces."""
        return " ".join(plain(" ".join(self.shown)).split())


class TestPage:
    """One offline page, made to be printed."""

    def test_it_shows_each_line_and_its_seal(self) -> None:
        """Beneficiary, SIRET, amount, act; version, hash, minute, head of journal."""
        text = _Reader(annexe_page(annexe())).text

        assert "2017-0002 Association de démonstration Les Passerelles" in text
        assert (
            "7 500,50 € Délibération 17-042 du 10/04/2017 (arbitré : 8 000 €)" in text
        )
        assert "version 2, figée le 28 mars 2017" in text
        assert "PV 2017-03" in text
        assert "ab" * 32 in text
        assert "ligne 812" in text
        assert "cd" * 32 in text

    def test_it_is_made_for_paper(self) -> None:
        """A4, headers on each page, pages numbered."""
        page = annexe_page(annexe())

        assert "size: A4" in page
        assert "display: table-header-group" in page
        assert 'content: "Page " counter(page) " sur " counter(pages)' in page

    def test_it_fetches_nothing_and_escapes_everything(self) -> None:
        """Markup of a porteur, of a minute or of a hash stays text."""
        evil = "<script>alert(1)</script>{{7*7}}\u202e"
        one = replace(ACTIONS[0], title=evil, porteur=evil, siret=evil)
        seal = replace(SEAL, minute=evil, sha256='"} body{display:none}')
        page = annexe_page(annexe_of(overview(actions=(one,)), "CAPH", seal))
        found = _Reader(page)

        assert {"script", "img", "link", "iframe"}.isdisjoint(found.tags)
        assert found.fetched == []
        assert "<script" not in page
        assert "\u202e" not in page
        assert "body{display:none}" not in page.partition("</style>")[0]

    def test_an_annex_of_nothing_says_so(self) -> None:
        """A funder that grants nothing still has its page, its total being zero."""
        text = _Reader(annexe_page(annexe(funder="CAF"))).text

        assert "Aucune subvention." in text
        assert "0 subvention pour un total de 0 € (zéro euro)" in text

    def test_it_is_written_whole(self, tmp_path: Path) -> None:
        """The file has the page; a folder in the way is told in French."""
        write_annexe(tmp_path / "annexe.html", annexe())
        (tmp_path / "occupe.html").mkdir()

        assert (tmp_path / "annexe.html").read_bytes() == annexe_page(annexe()).encode()
        with pytest.raises(BadFileError, match="ne peut pas être écrit"):
            write_annexe(tmp_path / "occupe.html", annexe())


class TestBook:
    """The same as sheets."""

    def rows(self, folder: Path, found: Annexe, name: str) -> list[list[Any]]:
        """Write the workbook and read one sheet back."""
        write_annexe_book(folder / "annexe.xlsx", found)
        book = CalamineWorkbook.from_path(str(folder / "annexe.xlsx"))
        read: list[list[Any]] = book.get_sheet_by_name(name).to_python(
            skip_empty_area=False
        )
        return read

    def test_amounts_are_numbers_and_sirets_text(self, tmp_path: Path) -> None:
        """The grants end on 12 700,50, the total in letters under them."""
        rows = self.rows(tmp_path, annexe(), "Subventions")

        assert rows[4] == [
            "N°", "Bénéficiaire", "SIRET", "Axe", "Action", "Montant", "Acte",
        ]  # fmt: skip
        assert rows[5][2] == "00000000100008"
        assert [row[5] for row in rows[5:9]] == [7500.5, 1000.0, 4200.0, 12700.5]
        assert plain(rows[10][0]).startswith("Arrêté à 3 subventions pour un total de")

    def test_each_way_has_its_sheet(self, tmp_path: Path) -> None:
        """What is no grant is on other sheets, the proof on the last one."""
        write_annexe_book(tmp_path / "annexe.xlsx", annexe())
        names = CalamineWorkbook.from_path(str(tmp_path / "annexe.xlsx")).sheet_names

        assert names == [
            "Subventions",
            "Actions en maîtrise d'ouvrage c",
            "Engagements des bailleurs au ti",
            "Preuve",
        ]

    def test_a_formula_in_a_title_stays_text(self, tmp_path: Path) -> None:
        """What a porteur writes is never computed."""
        one = replace(ACTIONS[0], title=HOSTILE_TITLE)

        assert self.rows(tmp_path, annexe(one), "Subventions")[5][4] == HOSTILE_TITLE
