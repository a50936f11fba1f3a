"""A committee's workbook by itself: what it shows, and what is read of it."""

from __future__ import annotations

from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from contrat_de_ville.adapters.committee import committee_workbook, read_committee
from contrat_de_ville.adapters.committee.book import Contents, SheetRoom
from contrat_de_ville.adapters.committee.columns import (
    COMPUTED,
    CommitteeRow,
    conseils_in_short,
    exported_line,
    funder_labels,
    locked_columns,
)
from contrat_de_ville.adapters.committee.filling import cell_of, with_cells
from contrat_de_ville.domain.committee import TO_FILL, CommitteeKind, Standing
from contrat_de_ville.domain.committee_rows import CellRead, match_rows
from contrat_de_ville.domain.envelopes import EnvelopeStand, PartStand, rooms
from contrat_de_ville.domain.overview import AvisRow
from tests.builders import build_campaign
from tests.committee_builder import formulas
from tests.overview_builder import action, funder_line, overview


JETON = "0123456789abcdef01234567"
COPIL, TECHNIQUE = CommitteeKind.COPIL, CommitteeKind.TECHNIQUE
HOSTILE = (
    "=cmd|' /C calc'!A0",
    "+1",
    "-1",
    "@SUM(A1)",
    "<r>gras</r>",
    "a\x00b\ud800c",
    "_x0041_",
    "mail@exemple.example",
)


def row(title: str = "Ateliers", number: int = 1, part: str = "") -> CommitteeRow:
    """Return one line of CAPH: 6 000 € asked, 4 200 € proposed."""
    return CommitteeRow(
        action=action(number, 2, funder_line("CAPH", 6_000_00), title=title),
        funder="CAPH",
        funder_name="CAPH",
        part_name="réussite éducative" if part else "",
        standing=Standing(
            part=part,
            asked_centimes=6_000_00,
            avis="RESERVE",
            avis_text="À voir",
            proposed_centimes=4_200_00,
            proposed_reason="Plafond de 70 %",
        ),
    )


def contents(
    *rows: CommitteeRow,
    kind: CommitteeKind = COPIL,
    envelope: EnvelopeStand | None = None,
) -> Contents:
    """Return the contents of a workbook of these lines."""
    shown = overview(actions=tuple(one.action for one in rows))
    return Contents(
        kind=kind,
        overview=shown,
        columns=locked_columns(kind, shown, has_parts=envelope is not None),
        rows=rows,
        rooms=tuple(
            SheetRoom(
                funder="CAPH",
                funder_name="CAPH",
                part_name="réussite éducative" if room.only else "",
                room=room,
                counted_centimes=0,
                elsewhere_centimes=0,
            )
            for room in (rooms(envelope) if envelope else ())
        ),
        jeton=JETON,
        meeting=shown.as_of,
    )


def cells(content: bytes, sheet: str) -> list[list[object]]:
    """Return the cells of a sheet."""
    workbook = CalamineWorkbook.from_filelike(BytesIO(content))
    return [list(one) for one in workbook.get_sheet_by_name(sheet).to_python()]


class TestWritten:
    """What is written is what is shown, and only our formulas compute."""

    @pytest.mark.parametrize("kind", CommitteeKind)
    @pytest.mark.parametrize("title", HOSTILE)
    def test_what_porteurs_wrote_stays_text(
        self, kind: CommitteeKind, title: str
    ) -> None:
        """A hostile title is no formula, and comes back as it left."""
        given = contents(row(title), kind=kind)
        read = read_committee(committee_workbook(given), "c.xlsx")
        exported = [exported_line(one, given.columns) for one in given.rows]
        found = match_rows(read.sheet, exported, TO_FILL[kind], COMPUTED)

        assert (read.jeton, len(found.rows), found.problems) == (JETON, 1, ())

    def test_the_services_are_heard_by_the_copil_only(self) -> None:
        """The COPIL reads their avis; they do not read it on their own sheet."""
        shown = {
            kind: [
                one.header for one in locked_columns(kind, overview(), has_parts=False)
            ]
            for kind in CommitteeKind
        }

        assert shown[COPIL][-2:] == ["Avis des services", "Déjà arbitré"]
        assert shown[TECHNIQUE] == shown[COPIL][:-2]

    def test_what_is_shown_of_a_line(self) -> None:
        """Texts as read, amounts in centimes, nothing for what is not decided."""
        given = contents(row())
        shown = exported_line(given.rows[0], given.columns).shown

        assert (shown["Demandé"], shown["Proposé"], shown["Déjà arbitré"]) == (
            6_000_00,
            4_200_00,
            None,
        )
        assert shown["Avis des services"] == "réservé : À voir"

    def test_the_conseils_in_short(self) -> None:
        """Avis are counted by kind, one line each."""
        said = ("FAVORABLE", "NON_RENDU", "FAVORABLE", "")
        avis = tuple(
            AvisRow(conseil=f"c{n}", avis=one, text="") for n, one in enumerate(said)
        )
        given = action(1, 2, funder_line("CAPH", 100), avis=avis)

        assert conseils_in_short(given) == "attendu : 1\nfavorable : 2\nnon rendu : 1"

    def test_two_funders_alike_are_named_by_their_codes(self) -> None:
        """A short name that two funders share would name neither."""
        campaign = build_campaign()

        assert funder_labels(campaign) == {
            "ETAT": "Financeur ETAT",
            "CAPH": "Financeur CAPH",
        }

    def test_an_empty_workbook_is_still_one(self) -> None:
        """Without any line the workbook opens, and says so."""
        lines = cells(committee_workbook(contents()), "Lignes")

        assert lines[-1][0] == "Aucune ligne."

    def test_a_part_has_its_row_and_its_formula(self) -> None:
        """The whole, the reserved part, and what it leaves to the others."""
        part = PartStand(
            code="re",
            label="réussite éducative",
            amount_centimes=2_000_00,
            is_reserved=True,
        )
        envelope = EnvelopeStand(
            funder="CAPH", amount_centimes=10_000_00, parts=(part,)
        )
        content = committee_workbook(contents(row(part="re"), envelope=envelope))
        shown = cells(content, "Enveloppes")[-3:]

        assert [one[:5] for one in shown] == [
            ["CAPH", "", 10_000.0, 0.0, 10_000.0],
            ["CAPH", "réussite éducative", 2_000.0, 0.0, 2_000.0],
            ["CAPH", "", 8_000.0, 0.0, 8_000.0],
        ]


class TestRead:
    """What is read of a cell: its text, its number, whether a formula makes it."""

    @pytest.mark.parametrize(
        ("written", "expected"),
        [
            (4200, CellRead(text="4200", number="4200")),
            (4200.1, CellRead(text="4200.1", number="4200.1")),
            (1200.3000000000002, CellRead(text="1200.3", number="1200.3")),
            ("4 200", CellRead(text="4 200")),
            ("=1", CellRead(text="1", number="1", is_formula=True)),
            (None, None),
        ],
    )
    def test_a_cell(
        self, written: str | float | None, expected: CellRead | None
    ) -> None:
        """Numbers keep the fifteen digits of a spreadsheet; a text is no number."""
        content = committee_workbook(contents(row()))
        place = cell_of(content, "2017-0001", "CAPH", "Montant arbitré")
        sheet = read_committee(with_cells(content, {place: written}), "c.xlsx").sheet
        letters = place.rstrip("0123456789")

        assert sheet.rows[int(place.removeprefix(letters))].get(letters) == expected

    def test_our_formulas_are_seen_as_such(self) -> None:
        """The two live cells of the row and the line above them, no other."""
        content = committee_workbook(contents(row()))
        live = {cell_of(content, "2017-0001", "CAPH", one) for one in COMPUTED}

        assert formulas(content) == live | {"A4"}
