"""A committee's workbook, from its export to what the year records of it."""

from __future__ import annotations

import json
import re
import shutil
import zipfile
from collections.abc import Iterator, Mapping
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import select, text

from contrat_de_ville.adapters.clock import moved_to
from contrat_de_ville.adapters.committee.filling import (
    Value,
    cell_of,
    filled,
    with_cells,
)
from contrat_de_ville.adapters.store.acts import acting
from contrat_de_ville.adapters.store.models import Depot, Enveloppe
from contrat_de_ville.adapters.workspace import (
    DATABASE_VARIABLE,
    FOLDER_VARIABLE,
    current_workspace,
)
from contrat_de_ville.domain.committee import CommitteeKind, WorkbookRefusedError
from contrat_de_ville.domain.envelopes import EnvelopeExceededError
from contrat_de_ville.domain.habilitations import UnauthorisedError
from contrat_de_ville.domain.steps import StepReport
from contrat_de_ville.errors import BadFileError, BadInputError
from flows import assemble_programmation
from flows.avancer import FLOWS
from flows.cli.commands import programmation
from flows.cli.french import run
from flows.record_decisions import Decision, record_decisions
from tasks.arbitrage import adopt_proposals, record_arbitrations
from tasks.committee import export_committee
from tasks.committee_reading import read_committee_file, record_committee
from tests import small_year
from tests.committee_builder import formulas, with_sheet
from tests.deposit_builder import parts_of, zipped
from tests.small_year import ATELIERS, CHANTIER, COPIL, FETE, REF, tables
from tests.unit.test_deposit_recalculated import SOFFICE, saved_by_a_spreadsheet


SESSION = COPIL.replace(hour=17)
STATE, CAPH = "État", "La Porte du Hainaut"
AMOUNT, MOTIVE = "Montant arbitré", "Motif"
AVIS, PROPOSED, COMMENT = (
    "Avis technique",
    "Montant proposé par le comité",
    "Commentaire",
)
MINUTE = "Relevé du 28/03/2017"
TO_FILL = {
    CommitteeKind.COPIL: {AMOUNT, MOTIVE},
    CommitteeKind.TECHNIQUE: {AVIS, PROPOSED, COMMENT},
}
Answers = Mapping[tuple[str, str], Mapping[str, Value]]


class _HaltError(Exception):
    """The year has come where the tests begin."""


@pytest.fixture(scope="module")
def proposed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Play the small year until its proposal, once, and keep its folder."""
    folder = tmp_path_factory.mktemp("annee") / "jouee"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(FOLDER_VARIABLE, str(folder))
        patch.delenv(DATABASE_VARIABLE, raising=False)
        # What is written for the committees is tried elsewhere, and takes long.
        patch.setattr(assemble_programmation, "record_outputs", lambda *_, **__: ())

        def step(code: str, at: datetime) -> None:
            with moved_to(at):
                FLOWS[code].fn(REF.annee, REF.contrat)

        def halt(name: str) -> None:
            if name == "propose":
                current_workspace().store().close()
                raise _HaltError

        with pytest.raises(_HaltError):
            small_year.play(step, halt)
    return folder


@pytest.fixture
def year(
    proposed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Path]:
    """Give a copy of the year at its proposal, named by the environment."""
    folder = shutil.copytree(proposed, tmp_path / "annee")
    monkeypatch.setenv(FOLDER_VARIABLE, str(folder))
    monkeypatch.delenv(DATABASE_VARIABLE, raising=False)
    yield folder
    current_workspace().store().close()


def export(
    year: Path, kind: CommitteeKind = CommitteeKind.COPIL, at: datetime = COPIL
) -> bytes:
    """Export a workbook and return its bytes."""
    path = year / f"{kind}-{at:%H%M}.xlsx"
    export_committee(REF, kind, at, path=path)
    return path.read_bytes()


def read_back(
    year: Path,
    content: bytes,
    author: str = "copil",
    *,
    a_blanc: bool = False,
) -> StepReport:
    """Read a workbook back, as the command does."""
    path = year / "rempli.xlsx"
    path.write_bytes(content)
    workbook = read_committee_file(path)
    return record_committee(
        REF, workbook, SESSION, author=author, minute=MINUTE, a_blanc=a_blanc
    )


def refused(year: Path, content: bytes) -> list[str]:
    """Return the points to mend of a workbook that must not be recorded."""
    before = recorded()
    with pytest.raises(WorkbookRefusedError) as refusal:
        read_back(year, content)
    assert recorded() == before
    problems = refusal.value.problems
    return [one.replace("\u202f", " ").replace("\xa0", " ") for one in problems]


def recorded() -> Any:
    """Return all that a reading may change."""
    kept = tables()
    return {
        name: kept[name] for name in ("ligne", "journal", "piece", "classeur_comite")
    }


def line(numero: str, funder: str) -> dict[str, Any]:
    """Return one line as stored."""
    kept = tables()
    depot = next(one["id"] for one in kept["depot"] if one["numero"] == numero)
    return next(
        one
        for one in kept["ligne"]
        if (one["depot_id"], one["funder"]) == (depot, funder)
    )


def told(act: str) -> list[dict[str, Any]]:
    """Return the lines of the journal that tell one act."""
    lines = [json.loads(one["ligne"]) for one in tables()["journal"]]
    return [one for one in lines if one["acte"] == act]


class TestExport:
    """What a committee is given, and what is kept of it."""

    @pytest.mark.parametrize("kind", CommitteeKind)
    def test_only_the_cells_to_fill_are_unlocked(
        self, year: Path, kind: CommitteeKind
    ) -> None:
        """The sheet is protected; nine lines have their cells to fill, and no other."""
        export_committee(REF, kind, COPIL, path=year / "c.xlsx")
        content = (year / "c.xlsx").read_bytes()
        rows = _rows(content)
        top = next(rank for rank, row in enumerate(rows) if row[0] == "N°")
        unlocked = _unlocked(content)

        assert rows[top][:3] == ["N°", "Axe", "Financeur"]
        assert len(rows) - top - 1 == 9
        assert {rows[top][column] for _, column in unlocked} == TO_FILL[kind]
        assert len(unlocked) == 9 * len(TO_FILL[kind])

    def test_it_is_registered_with_what_it_held(self, year: Path) -> None:
        """The jeton stands in the workbook, the rows in the database."""
        content = export(year)
        (kept,) = tables()["classeur_comite"]

        assert f"jeton {kept['jeton']}" in _rows(content)[2][0]
        assert (kept["kind"], len(kept["rows"]), kept["read_at"]) == ("copil", 9, None)
        assert [one["donnees"] for one in told("classeur_comite.exporte")] == [
            {"lignes": 9, "nature": "copil"}
        ]

    def test_the_same_export_is_the_same_workbook(self, year: Path) -> None:
        """Same state, same instant: same bytes, same jeton, registered once."""
        first, second = export(year), export(year)
        third = export(year, at=SESSION)

        assert first == second
        assert third != first
        assert len(tables()["classeur_comite"]) == 2

    def test_a_filled_workbook_is_never_written_over(self, year: Path) -> None:
        """A file of that name that is not this export is left alone."""
        path = year / "copil.xlsx"
        path.write_bytes(filled(export(year), {(ATELIERS, STATE): {AMOUNT: 4000}}))
        before = path.read_bytes()

        with pytest.raises(BadFileError, match="existe déjà, peut-être rempli"):
            export_committee(REF, CommitteeKind.COPIL, SESSION, path=path)

        assert path.read_bytes() == before

    def test_a_rehearsal_writes_nothing(self, year: Path) -> None:
        """Neither the file nor its registration."""
        path = year / "copil.xlsx"
        export_committee(REF, CommitteeKind.COPIL, COPIL, path=path, a_blanc=True)

        assert not path.exists()
        assert tables()["classeur_comite"] == []

    def test_the_only_formulas_are_ours(self, year: Path) -> None:
        """What porteurs wrote is text; two live columns and one line are formulas."""
        content = export(year)
        columns = {one.rstrip("0123456789") for one in formulas(content)}
        headings = next(row for row in _rows(content) if row[0] == "N°")

        assert {headings[_index(one)] for one in columns - {"A"}} == {
            "Montant compté",
            "À vérifier",
        }

    def test_before_any_proposal_there_is_nothing_to_arbitrate(
        self, year: Path
    ) -> None:
        """Without a proposal, the refusal says when there will be one."""
        with current_workspace().store().writing() as session:
            session.execute(text("UPDATE cycle SET proposed_at = NULL"))

        with pytest.raises(BadInputError, match="Rien n'est encore proposé"):
            export(year)


class TestCopilReadBack:
    """What the COPIL filled becomes arbitrations, all or none."""

    def test_two_funders_of_one_action(self, year: Path) -> None:
        """Each line has its amount, its motive, its author, its minute, its file."""
        content = filled(
            export(year),
            {
                (ATELIERS, STATE): {AMOUNT: 4000},
                (ATELIERS, CAPH): {AMOUNT: 1200.5, MOTIVE: "Un poste est retiré."},
                (FETE, CAPH): {AMOUNT: 0, MOTIVE: "Fête déjà aidée."},
            },
        )
        report = read_back(year, content)
        (piece,) = [
            one for one in tables()["piece"] if one["file_name"] == "rempli.xlsx"
        ]
        whole, part, refusal, unseen = (
            line(ATELIERS, "ETAT"),
            line(ATELIERS, "CAPH"),
            line(FETE, "CAPH"),
            line(FETE, "ETAT"),
        )

        assert report.summary == "3 lignes enregistrées."
        assert [
            (one["arbitre_centimes"], one["arbitre_reason"], one["arbitre_author"])
            for one in (whole, part, refusal, unseen)
        ] == [
            (4_000_00, "", "copil"),
            (1_200_50, "Un poste est retiré.", "copil"),
            (0, "Fête déjà aidée.", "copil"),
            (None, "", ""),
        ]
        assert part["arbitre_minute"] == MINUTE
        assert {tuple(one["entrees"]) for one in told("ligne.arbitree")} == {
            (piece["sha256"],)
        }
        assert {one["donnees"]["proces_verbal"] for one in told("ligne.arbitree")} == {
            MINUTE
        }

    def test_the_file_is_kept_as_it_came(self, year: Path) -> None:
        """The bytes are evidence, named in the journal and on the export."""
        content = filled(export(year), {(ATELIERS, STATE): {AMOUNT: 4000}})
        read_back(year, content)
        (kept,) = tables()["classeur_comite"]
        path = current_workspace().pieces / kept["piece_sha256"][:2]

        assert (path / kept["piece_sha256"]).read_bytes() == content
        assert [one["entrees"] for one in told("classeur_comite.lu")] == [
            [kept["piece_sha256"]]
        ]

    def test_a_rehearsal_tells_and_records_nothing(self, year: Path) -> None:
        """What would be recorded is listed; nothing is, not even the file."""
        content = filled(export(year), {(ATELIERS, STATE): {AMOUNT: 4000}})
        before = recorded()
        report = read_back(year, content, a_blanc=True)

        assert [row[:2] for row in report.rows] == [(ATELIERS, "ETAT")]
        assert report.summary == "1 ligne à enregistrer."
        assert recorded() == before

    def test_the_same_file_twice(self, year: Path) -> None:
        """The second reading says when it was read, and does nothing."""
        content = filled(export(year), {(ATELIERS, STATE): {AMOUNT: 4000}})
        read_back(year, content)
        before = recorded()
        report = read_back(year, content)

        assert "a déjà été lu le 28 mars 2017 à 17 h 00" in report.summary
        assert (report.effects_count, recorded()) == (0, before)

    def test_a_workbook_filled_in_two_times(self, year: Path) -> None:
        """What was recorded the first time is counted, not recorded again."""
        first = filled(export(year), {(ATELIERS, STATE): {AMOUNT: 4000}})
        read_back(year, first)
        report = read_back(year, filled(first, {(FETE, STATE): {AMOUNT: 4000}}))

        assert report.summary == "1 ligne enregistrée. 1 ligne l'était déjà."
        assert len(told("ligne.arbitree")) == 2

    def test_nothing_filled_is_nothing_done(self, year: Path) -> None:
        """An untouched workbook records nothing and is not kept."""
        content = export(year)
        before = recorded()
        report = read_back(year, content)

        assert (report.summary, recorded()) == ("0 ligne enregistrée.", before)

    def test_decreases_come_before_increases(self, year: Path) -> None:
        """With an envelope just full, what one line loses another gets, in one file."""
        at = {(ATELIERS, "CAPH"): (2_000_00, ""), (FETE, "CAPH"): (1_000_00, "m")}
        record_arbitrations(REF, at, actor="copil", at=COPIL)
        _set_envelope("CAPH", 3_000_00)
        content = filled(
            export(year, at=SESSION),
            {
                (FETE, CAPH): {AMOUNT: 2000},
                (ATELIERS, CAPH): {AMOUNT: 1000, MOTIVE: "Partagé."},
            },
        )
        read_back(year, content)

        assert [line(one, "CAPH")["arbitre_centimes"] for one in (ATELIERS, FETE)] == [
            1_000_00,
            2_000_00,
        ]

    def test_an_arbitration_changed_before_the_freeze_is_told_with_both(
        self, year: Path
    ) -> None:
        """A new line of the journal says what was, and what is."""
        given = {(ATELIERS, "CAPH"): (1_000_00, "m")}
        record_arbitrations(REF, given, actor="copil", at=COPIL)
        read_back(
            year, filled(export(year, at=SESSION), {(ATELIERS, CAPH): {AMOUNT: 2000}})
        )
        last = told("ligne.arbitree")[-1]["donnees"]

        assert (last["avant_centimes"], last["montant_centimes"]) == (
            1_000_00,
            2_000_00,
        )


class TestTampering:
    """Every point to mend is named at once; nothing is recorded."""

    def test_many_mistakes_in_one_reading(self, year: Path) -> None:
        """Locked cells, an excess, a formula, a text, three decimals: six points."""
        content = filled(
            export(year),
            {
                (ATELIERS, STATE): {"Intitulé": "Autre titre", AMOUNT: 4000},
                (ATELIERS, CAPH): {"Demandé": 9000, AMOUNT: 9000},
                (FETE, STATE): {AMOUNT: "=SUM(A1:A3)"},
                (FETE, CAPH): {AMOUNT: "2 000 €"},
                (CHANTIER, CAPH): {AMOUNT: 10.001, MOTIVE: "x"},
            },
        )
        problems = refused(year, content)

        assert [one.split(") : ")[1][:42] for one in problems] == [
            "« Intitulé » a été changé : « Autre titre ",
            "« Demandé » a été changé : « 9000 » au lie",
            "10,001 a plus de deux décimales. Arrondiss",
            "9 000 € pour une demande de 2 000 €. Le mo",
            "« Montant arbitré » contient une formule. ",
            "« 2 000 € » est un texte, pas un montant :",
        ]

    def test_a_row_removed(self, year: Path) -> None:
        """A line whose row is gone is named."""
        content = export(year)
        number = cell_of(content, FETE, STATE, AMOUNT).lstrip("ABCDEFGHIJKLMNOPQ")
        gone = with_sheet(content, rf'<row r="{number}".*?</row>', "")

        assert [one.split(". ")[0] for one in refused(year, gone)] == [
            f"Feuille « Lignes » : la ligne {FETE}, État manque"
        ]

    def test_a_row_repeated(self, year: Path) -> None:
        """A line that takes the name of another leaves itself missing."""
        content = export(year)
        cells = {cell_of(content, FETE, STATE, "N°"): ATELIERS}
        problems = refused(year, with_cells(content, cells))

        assert any("elle répète la ligne" in one for one in problems)
        assert any(f"la ligne {FETE}, État manque" in one for one in problems)

    def test_another_export_of_the_year(self, year: Path) -> None:
        """A jeton that is not known is refused before anything is read."""
        content = export(year)
        (kept,) = tables()["classeur_comite"]
        forged = _with_text(content, kept["jeton"], "0" * 24)

        with pytest.raises(BadFileError, match="n'est celui d'aucun export"):
            read_back(year, forged)

    def test_the_workbook_of_another_campaign(self, year: Path) -> None:
        """The same jeton under another cycle is refused by name."""
        content = export(year)
        with current_workspace().store().writing() as session:
            session.execute(
                text(
                    "INSERT INTO cycle (contrat, annee, opened_at, campaign, "
                    "campaign_sha256, rules_version) SELECT contrat, 2018, opened_at, "
                    "campaign, campaign_sha256, rules_version FROM cycle"
                )
            )
            session.execute(text("UPDATE classeur_comite SET cycle_id = 2"))

        with pytest.raises(
            BadFileError, match="pour une autre campagne que CV195-2017"
        ):
            read_back(year, content)

    def test_a_file_that_is_no_workbook_of_ours(self, year: Path) -> None:
        """A text, a workbook without the sheet, one without jeton: each is said."""
        (year / "mot.xlsx").write_bytes(b"bonjour")
        content = export(year)
        (kept,) = tables()["classeur_comite"]
        without = _with_text(content, kept["jeton"], "perdu")
        renamed = _with_text(content, 'name="Lignes"', 'name="Feuille"')

        with pytest.raises(BadFileError, match="pas un classeur"):
            read_committee_file(year / "mot.xlsx")
        with pytest.raises(BadFileError, match="ne porte pas de jeton"):
            read_back(year, without)
        with pytest.raises(BadFileError, match="la feuille « Lignes » manque"):
            read_back(year, renamed)
        with pytest.raises(BadFileError, match="ne peut pas être ouvert"):
            read_committee_file(year / "absent.xlsx")

    def test_a_hidden_sheet(self, year: Path) -> None:
        """What is read must be what is shown."""
        hidden = _with_text(
            export(year), '<sheet name="Lignes"', '<sheet state="hidden" name="Lignes"'
        )

        with pytest.raises(BadFileError, match="« Lignes » est masquée"):
            read_back(year, hidden)

    def test_an_array_formula_is_seen_in_each_cell_it_fills(self, year: Path) -> None:
        """A formula spread over two cells is found in both."""
        content = export(year)
        first = cell_of(content, ATELIERS, STATE, AMOUNT)
        letters, number = (
            first.rstrip("0123456789"),
            int(first.lstrip("ABCDEFGHIJKLMNOP")),
        )
        spread = with_sheet(
            content,
            rf'<c r="{first}"( s="\d+")/>',
            rf'<c r="{first}"\1><f t="array" ref="{first}:{letters}{number + 1}">'
            r"{1;2}</f><v>1</v></c>",
        )

        assert {first, f"{letters}{number + 1}"} <= formulas(spread)


class TestTheYearWentOn:
    """What happened since the export is never silently undone."""

    def test_a_line_arbitrated_meanwhile(self, year: Path) -> None:
        """The conflict is named with both amounts, and stops the whole file."""
        content = filled(
            export(year),
            {(ATELIERS, STATE): {AMOUNT: 4000}, (FETE, STATE): {AMOUNT: 4000}},
        )
        meanwhile = {(ATELIERS, "ETAT"): (3_000_00, "m")}
        record_arbitrations(REF, meanwhile, actor="copil", at=SESSION)

        assert [one.partition(" Exportez")[0] for one in refused(year, content)] == [
            (
                f"Lignes!{cell_of(content, ATELIERS, STATE, AMOUNT)} ({ATELIERS}, "
                "État) : la ligne a été arbitrée depuis l'export : 3 000 € au lieu de "
                "rien."
            )
        ]

    def test_an_envelope_exceeded(self, year: Path) -> None:
        """The funder and the excess are named, to the centime."""
        _set_envelope("ETAT", 7_999_99)
        content = filled(
            export(year),
            {(ATELIERS, STATE): {AMOUNT: 4000}, (FETE, STATE): {AMOUNT: 4000}},
        )

        assert [one.partition(" Baissez")[0] for one in refused(year, content)] == [
            (
                "Enveloppe ETAT : 8 000 € retenus pour 7 999,99 € disponibles, soit "
                "0,01 € de trop."
            )
        ]

    def test_a_frozen_programming(self, year: Path) -> None:
        """Once it is frozen, no workbook changes it and none is exported."""
        content = filled(export(year), {(ATELIERS, STATE): {AMOUNT: 4000}})
        with acting(REF, step="x", at=SESSION) as act:
            act.cycle.frozen_at = SESSION

        with pytest.raises(BadInputError, match="est figée"):
            read_back(year, content)
        with pytest.raises(BadInputError, match="est figée"):
            export(year, at=SESSION)

    def test_another_function_may_not_sign(self, year: Path) -> None:
        """The refusal lists who may; only it is told, without what was typed."""
        content = filled(export(year), {(ATELIERS, STATE): {AMOUNT: 4000}})
        for author in ("comite_technique", "Quelqu'un de passage"):
            with pytest.raises(
                UnauthorisedError, match=r"Comité de pilotage \(copil\)"
            ):
                read_back(year, content, author)

        assert [
            (one["acteur"], one["donnees"]) for one in told("habilitation.refusee")
        ] == [
            ("comite_technique", {"acte": "arbitrage"}),
            ("fonction inconnue", {"acte": "arbitrage"}),
        ]
        assert line(ATELIERS, "ETAT")["arbitre_centimes"] is None


class TestTechniqueReadBack:
    """The avis of the services, and the amounts the committee puts in their place."""

    def test_an_avis_and_an_amount(self, year: Path) -> None:
        """The proposal is the committee's, with its reason; the avis stands apart."""
        content = filled(
            export(year, CommitteeKind.TECHNIQUE),
            {
                (ATELIERS, STATE): {AVIS: "favorable"},
                (ATELIERS, CAPH): {
                    AVIS: "réservé",
                    PROPOSED: 1500,
                    COMMENT: "Un poste à revoir.",
                },
            },
        )
        read_back(year, content, "Comité technique")
        kept, changed = line(ATELIERS, "ETAT"), line(ATELIERS, "CAPH")

        assert (kept["avis_technique"], kept["propose_centimes"]) == (
            "FAVORABLE",
            4_000_00,
        )
        assert kept["propose_author"] == "systeme"
        assert (
            changed["avis_technique"],
            changed["avis_text"],
            changed["propose_centimes"],
            changed["propose_reason"],
            changed["propose_author"],
        ) == (
            "RESERVE",
            "Un poste à revoir.",
            1_500_00,
            "Un poste à revoir.",
            "comite_technique",
        )
        assert [
            one["donnees"]["montant_centimes"] for one in told("ligne.proposee")
        ] == [1_500_00]

    def test_what_it_says_is_shown_to_the_copil(self, year: Path) -> None:
        """The COPIL's workbook shows the avis, the new amount and its reason."""
        content = filled(
            export(year, CommitteeKind.TECHNIQUE),
            {(ATELIERS, CAPH): {AVIS: "réservé", PROPOSED: 1500, COMMENT: "À revoir."}},
        )
        read_back(year, content, "comite_technique")
        rows = _rows(export(year, at=SESSION))
        headings = next(row for row in rows if row[0] == "N°")
        row = next(
            dict(zip(headings, one, strict=True))
            for one in rows
            if (one[0], one[2]) == (ATELIERS, CAPH)
        )

        assert (row["Avis des services"], row["Proposé"], row["Pourquoi"]) == (
            "réservé : À revoir.",
            1500.0,
            "À revoir.",
        )

    def test_the_copil_does_not_sign_for_the_services(self, year: Path) -> None:
        """Each committee signs its own workbook."""
        content = filled(
            export(year, CommitteeKind.TECHNIQUE), {(FETE, CAPH): {AVIS: "favorable"}}
        )

        with pytest.raises(UnauthorisedError, match="donner l'avis technique"):
            read_back(year, content, "copil")


@pytest.mark.usefixtures("year")
class TestArbitrage:
    """Arbitrations recorded one by one, or as they were proposed."""

    def test_proposals_are_listed_before_they_are_adopted(self) -> None:
        """A rehearsal names each line it would adopt, with its amount and reason."""
        report = adopt_proposals(REF, SESSION, a_blanc=True, minute=MINUTE)

        assert len(report.rows) == 9
        assert report.rows[0][:4] == (ATELIERS, "CAPH", "–", "2\u202f000\xa0€")
        assert told("ligne.arbitree") == []

    def test_the_proposals_of_one_axis_or_one_funder(self) -> None:
        """The chantier is the only action of axis 2; five lines are CAPH's."""
        of_axis = adopt_proposals(REF, SESSION, a_blanc=True, axe=2)
        of_funder = adopt_proposals(REF, SESSION, a_blanc=True, funder="CAPH")

        assert [row[0] for row in of_axis.rows] == [CHANTIER]
        assert {row[1] for row in of_funder.rows} == {"CAPH"}
        assert len(of_funder.rows) == 5

    @pytest.mark.parametrize(
        ("only", "said"),
        [
            ({"axe": 8}, "L'axe 8 n'est pas un axe du contrat. Les axes : 1, 2, 3"),
            ({"funder": "REGION"}, "« REGION » n'est pas un financeur de la campagne"),
        ],
    )
    def test_an_axis_or_a_funder_that_is_none(
        self, only: dict[str, Any], said: str
    ) -> None:
        """What is not of the campaign is refused with what is."""
        with pytest.raises(BadInputError, match=said):
            adopt_proposals(REF, SESSION, a_blanc=True, **only)

    def test_an_envelope_exceeded_is_said_before_the_database_refuses(
        self,
    ) -> None:
        """The sentence names the funder and the excess; nothing is recorded."""
        _set_envelope("CAPH", 1_000_00)
        given = {(ATELIERS, "CAPH"): (1_000_01, "m")}

        with pytest.raises(EnvelopeExceededError, match="Enveloppe CAPH"):
            record_arbitrations(REF, given, actor="copil", at=SESSION)

        assert line(ATELIERS, "CAPH")["arbitre_centimes"] is None

    def test_a_deposit_that_is_no_longer_admissible(self) -> None:
        """Nothing of it can be arbitrated, and its proposals are not adopted."""
        with current_workspace().store().writing() as session:
            depot = session.scalars(select(Depot).where(Depot.numero == ATELIERS)).one()
            depot.state = "DOUBLON"
        given = {(ATELIERS, "CAPH"): (2_000_00, "")}
        adopted = adopt_proposals(REF, SESSION, a_blanc=True)

        with pytest.raises(BadInputError, match="Seul un dépôt recevable"):
            record_arbitrations(REF, given, actor="copil", at=SESSION)
        assert line(ATELIERS, "CAPH")["arbitre_centimes"] is None
        assert len(adopted.rows) == 7
        assert ATELIERS not in {row[0] for row in adopted.rows}

    def test_a_minute_is_a_reference_and_not_a_speech(self) -> None:
        """More than 120 characters do not enter the journal."""
        given = {(ATELIERS, "CAPH"): (2_000_00, "")}

        with pytest.raises(BadInputError, match="121 caractères"):
            record_arbitrations(REF, given, actor="copil", at=SESSION, minute="x" * 121)


@pytest.mark.usefixtures("year")
class TestForm:
    """The form of the Prefect screen, on the same year."""

    def test_a_rehearsal_then_the_record(self) -> None:
        """By default nothing is recorded; then each decision is, under its minute."""
        given = [
            Decision(dossier=ATELIERS, financeur="CAPH", montant="1 200,50", motif="m")
        ]
        tried = record_decisions.fn(given, MINUTE, 2017, au=SESSION)
        nothing = line(ATELIERS, "CAPH")["arbitre_centimes"]
        done = record_decisions.fn(given, MINUTE, 2017, au=SESSION, a_blanc=False)
        kept = line(ATELIERS, "CAPH")

        assert (tried.a_blanc, nothing, done.a_blanc) == (True, None, False)
        assert (kept["arbitre_centimes"], kept["arbitre_minute"]) == (1_200_50, MINUTE)

    def test_another_function_may_not_decide(self) -> None:
        """The form holds to the same habilitations as the command."""
        given = [Decision(dossier=ATELIERS, financeur="CAPH", montant="2000")]

        with pytest.raises(UnauthorisedError, match="n'est pas habilité"):
            record_decisions.fn(given, MINUTE, 2017, par="stagiaire", au=SESSION)


class TestCommand:
    """The command « seance », as a coordinator types it."""

    AT = ("--au", "2017-03-28T17:00")

    def test_written_filled_then_read(
        self, year: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """Written in the folder of outputs, filled, tried, then recorded."""
        assert run(programmation, ["seance", "copil", "--ecrire", *self.AT]) == 0
        (path,) = (year / REF.code / "sorties").glob("seance-copil-2017-*.xlsx")
        path.write_bytes(filled(path.read_bytes(), {(ATELIERS, STATE): {AMOUNT: 4000}}))
        read = ["seance", "--lire", str(path), "--par", "copil", "--minute", MINUTE]
        codes = [
            run(programmation, [*read, *self.AT, *more]) for more in (["--a-blanc"], [])
        ]
        said = capsys.readouterr().out

        assert codes == [0, 0]
        assert "1 ligne à enregistrer." in said
        assert "1 ligne enregistrée." in said
        assert line(ATELIERS, "ETAT")["arbitre_centimes"] == 4_000_00

    @pytest.mark.parametrize(
        ("typed", "said"),
        [
            (["seance"], "Que faut-il faire de la séance ?"),
            (["seance", "copil"], "Que faut-il faire de la séance ?"),
            (["seance", "--lire", "x.xlsx", "--par", "copil"], "Donnez --lire FICHIER"),
            (
                ["seance", "--lire", "x.xlsx", "--par", "copil", "--minute", "R"],
                "Fichier « x.xlsx » : il ne peut pas être ouvert.",
            ),
            (
                [
                    "decider",
                    ATELIERS,
                    "CAPH",
                    "2000",
                    "--par",
                    "la directrice",
                    "--minute",
                    MINUTE,
                ],
                "n'est pas habilité à arbitrer une ligne",
            ),
            (
                [
                    "decider",
                    "--propositions",
                    "--axe",
                    "9",
                    "--par",
                    "copil",
                    "--minute",
                    MINUTE,
                ],
                "L'axe 9 n'est pas un axe",
            ),
        ],
    )
    @pytest.mark.usefixtures("year")
    def test_what_is_missing_or_refused(
        self, typed: list[str], said: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """Each wrong way of asking has its sentence, and records nothing."""
        code = run(programmation, [*typed, *self.AT])

        assert (code, said in capsys.readouterr().err) == (1, True)
        assert told("ligne.arbitree") == []


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice n'est pas installé")
class TestInASpreadsheet:
    """The workbook opened, computed and saved by a spreadsheet."""

    def test_it_warns_as_it_is_filled_and_reads_back(
        self, year: Path, tmp_path: Path
    ) -> None:
        """Its own messages and sums are right, and what it saved is read the same."""
        _set_envelope("ETAT", 7_000_00)
        content = filled(
            export(year),
            {
                (ATELIERS, STATE): {AMOUNT: 4000},
                (FETE, STATE): {AMOUNT: 4000},
                (ATELIERS, CAPH): {AMOUNT: 0},
                (FETE, CAPH): {AMOUNT: 2000.01},
            },
        )
        folder = tmp_path / "tableur"
        folder.mkdir()
        saved = saved_by_a_spreadsheet(folder, {"copil.xlsx": content})["copil.xlsx"]
        rows = _rows(saved)
        messages = {(row[0], row[2]): row[-1] for row in rows[5:]}
        sheets = CalamineWorkbook.from_filelike(BytesIO(saved))
        envelopes = sheets.get_sheet_by_name("Enveloppes").to_python()
        problems = refused(year, saved)

        assert (messages[ATELIERS, STATE], messages[ATELIERS, CAPH]) == (
            "✓ rempli",
            "⚠ motif attendu",
        )
        assert messages[FETE, CAPH] == "⚠ au-dessus de la demande"
        assert "État : -1" in rows[3][0]
        assert [row[2:5] for row in envelopes if row[0] == "État" and not row[1]] == [
            [7000.0, 8000.0, -1000.0]
        ]
        assert len(problems) == 3


def _set_envelope(funder: str, centimes: int) -> None:
    with current_workspace().store().writing() as session:
        envelope = session.query(Enveloppe).filter_by(funder=funder).one()
        envelope.montant_centimes = centimes


def _rows(content: bytes) -> list[list[Any]]:
    workbook = CalamineWorkbook.from_filelike(BytesIO(content))
    return list(workbook.get_sheet_by_name("Lignes").to_python(skip_empty_area=False))


def _unlocked(content: bytes) -> list[tuple[int, int]]:
    """Return the places of the cells that may be filled, by their style."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        styles = archive.read("xl/styles.xml").decode()
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    assert "<sheetProtection" in sheet
    formats = re.findall(
        r"<xf [^>]*?(?:/>|>.*?</xf>)", styles.partition("<cellXfs")[2], re.DOTALL
    )
    free = {str(rank) for rank, one in enumerate(formats) if 'locked="0"' in one}
    return [
        (int(number), _index(letters))
        for letters, number, style in re.findall(
            r'<c r="([A-Z]+)(\d+)" s="(\d+)"', sheet
        )
        if style in free
    ]


def _index(letters: str) -> int:
    number = 0
    for one in letters:
        number = number * 26 + ord(one) - ord("A") + 1
    return number - 1


def _with_text(content: bytes, before: str, after: str) -> bytes:
    """Replace a text in every part of a workbook."""
    return zipped(
        {
            name: part.replace(before.encode(), after.encode())
            for name, part in parts_of(content).items()
        }
    )
