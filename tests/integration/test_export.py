"""The dossier of an auditor: whole, verified by sh alone, and by ourselves."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select, text

from contrat_de_ville.adapters import clock, evidence
from contrat_de_ville.adapters.export import dossier, export_dossier, verify_cycle
from contrat_de_ville.adapters.store.acts import Act
from contrat_de_ville.adapters.store.engine import Store
from contrat_de_ville.adapters.store.journal import read_lines
from contrat_de_ville.adapters.store.models import Cycle, Message
from contrat_de_ville.adapters.tracing import trace
from contrat_de_ville.adapters.workspace import (
    DATABASE_VARIABLE,
    Workspace,
    current_workspace,
)
from contrat_de_ville.domain.journal import line_hash, sha256_hex
from contrat_de_ville.domain.steps import CycleRef
from contrat_de_ville.errors import BadFileError, BadInputError, UnknownCycleError
from tests.store_builder import COPIL, REF, add_cycle, build_year


LINES = 18
EXPORTED = datetime(2018, 9, 3, 7, 30, tzinfo=UTC)
PIECE = sha256_hex(b"chantier")


@pytest.fixture
def folder(year: Workspace, tmp_path: Path) -> Path:
    """Export the year and give the folder."""
    del year
    with clock.moved_to(EXPORTED):
        return export_dossier(REF, tmp_path / "audit").folder


def run(folder: Path) -> tuple[int, str]:
    """Run the exported verification from another folder."""
    done = subprocess.run(
        ["sh", str(folder / "verif.sh")],
        capture_output=True,
        check=False,
        cwd="/",
        text=True,
    )
    assert done.stderr == ""
    return done.returncode, done.stdout


def lines_of(folder: Path) -> list[str]:
    """Return the lines of the exported journal, line breaks kept."""
    content = (folder / "journal" / "journal.jsonl").read_bytes().decode()
    return [f"{line}\n" for line in content.split("\n")[:-1]]


def write_lines(folder: Path, lines: list[str]) -> None:
    """Write the exported journal again."""
    content = "".join(lines).encode()
    (folder / "journal" / "journal.jsonl").write_bytes(content)


def piece_in(folder: Path, sha256: str = PIECE) -> Path:
    """Return where a piece stands in the dossier."""
    return evidence.path_of(folder / "pieces", sha256)


class TestDossier:
    """What is written, and when nothing is."""

    def test_the_journal_is_what_is_stored_byte_for_byte(
        self, year: Workspace, folder: Path
    ) -> None:
        """One stored line is one line of the file, to the byte."""
        with year.store().reading() as session:
            stored = read_lines(session, session.scalars(select(Cycle.id)).one())
        content = (folder / "journal" / "journal.jsonl").read_bytes()

        assert content == "".join(f"{line}\n" for line in stored).encode()
        assert len(stored) == LINES

    def test_every_piece_is_named_by_its_content(self, folder: Path) -> None:
        """Six files, three messages, one avis, one programming: eleven pieces."""
        pieces = [one for one in (folder / "pieces").rglob("*") if one.is_file()]

        assert len(pieces) == 11
        assert all(one.name == sha256_hex(one.read_bytes()) for one in pieces)
        assert all(one.parent.name == one.name[:2] for one in pieces)
        assert piece_in(folder).read_bytes() == b"chantier"

    def test_the_head_says_cycle_count_head_sums_and_date(self, folder: Path) -> None:
        """tete.txt is what one keeps elsewhere."""
        last = lines_of(folder)[-1].removesuffix("\n")
        sums = sha256_hex((folder / "SHA256SUMS").read_bytes())

        assert (folder / "tete.txt").read_text(encoding="utf-8") == (
            f"cycle : CV195-2017\nlignes : {LINES}\ntete : {line_hash(last)}\n"
            f"empreintes : {sums}\n"
            "exporté le 3 septembre 2018 à 9 h 30 (heure de Paris)\n"
        )

    def test_the_sums_are_sorted_and_leave_out_two_files(self, folder: Path) -> None:
        """SHA256SUMS covers every file but itself and tete.txt, in order."""
        listed = [
            line.partition("  ")[2]
            for line in (folder / "SHA256SUMS").read_text().splitlines()
        ]
        present = {
            one.relative_to(folder).as_posix()
            for one in folder.rglob("*")
            if one.is_file()
        }

        assert listed == sorted(listed)
        assert present - set(listed) == {"SHA256SUMS", "tete.txt"}
        assert {"verif.sh", "LISEZMOI-AUDIT.txt"} <= set(listed)

    def test_the_summary_tells_what_was_exported(
        self, year: Workspace, tmp_path: Path
    ) -> None:
        """Count of lines, head and pieces are handed back."""
        del year
        summary = export_dossier(REF, tmp_path / "audit")

        assert (summary.cycle, summary.lines_count) == ("CV195-2017", LINES)
        assert (summary.pieces_count, summary.missing) == (11, ())
        assert summary.head in (tmp_path / "audit" / "tete.txt").read_text()

    def test_the_same_year_gives_the_same_dossier(
        self, folder: Path, tmp_path: Path
    ) -> None:
        """Two exports at the same instant are equal, file by file."""
        with clock.moved_to(EXPORTED):
            again = export_dossier(REF, tmp_path / "encore").folder
        names = sorted(one.relative_to(folder) for one in folder.rglob("*.*"))

        assert (again / "SHA256SUMS").read_bytes() == (
            folder / "SHA256SUMS"
        ).read_bytes()
        assert names == sorted(one.relative_to(again) for one in again.rglob("*.*"))

    def test_another_year_of_the_same_database_stays_out(
        self, year: Workspace, tmp_path: Path
    ) -> None:
        """A second cycle changes nothing in the dossier of the first."""
        before = export_dossier(REF, tmp_path / "avant")
        with year.store().writing() as session:
            other = add_cycle(session, CycleRef(contrat="CV195", annee=2018))
            Act(session, other, "open_appel", COPIL).tell("cycle.ouvert", "cycle:x")
        after = export_dossier(REF, tmp_path / "apres")

        assert (after.head, after.pieces_count) == (before.head, before.pieces_count)

    def test_a_year_kept_on_postgresql_gives_the_same_dossier(
        self,
        year: Workspace,
        postgresql: Store,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        """The database changes nothing of what an auditor holds."""
        del year
        expected = export_dossier(REF, tmp_path / "sqlite")
        monkeypatch.setenv(
            DATABASE_VARIABLE,
            postgresql.engine.url.render_as_string(hide_password=False),
        )
        build_year()
        found = export_dossier(REF, tmp_path / "postgresql")
        is_sound = verify_cycle(REF).is_sound
        traces = [trace(REF, one).title for one in ("2017-0002", "journal:8")]
        current_workspace().store().close()

        assert (found.head, found.pieces_count) == (
            expected.head,
            expected.pieces_count,
        )
        assert run(tmp_path / "postgresql")[0] == 0
        assert is_sound
        assert len(traces) == 2

    def test_an_empty_folder_may_be_given(
        self, year: Workspace, tmp_path: Path
    ) -> None:
        """A folder made for the purpose is filled."""
        del year
        (tmp_path / "vide").mkdir()
        export_dossier(REF, tmp_path / "vide")

        assert run(tmp_path / "vide")[0] == 0

    def test_a_folder_with_something_in_it_is_refused(
        self, year: Workspace, tmp_path: Path
    ) -> None:
        """An older dossier is never mixed with a new one."""
        del year
        (tmp_path / "note.txt").write_text("à moi")

        with pytest.raises(BadInputError, match="n'est pas un dossier vide"):
            export_dossier(REF, tmp_path)
        with pytest.raises(BadInputError, match="n'est pas un dossier vide"):
            export_dossier(REF, tmp_path / "note.txt")

        assert (tmp_path / "note.txt").read_text() == "à moi"

    def test_a_failure_half_way_leaves_nothing(
        self, year: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """When the disk is full at the last file, no half dossier is left."""
        del year

        def fail(*_: object) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(dossier, "_write_head", fail)

        with pytest.raises(BadFileError, match="No space left"):
            export_dossier(REF, tmp_path / "sortie" / "audit")

        assert list((tmp_path / "sortie").iterdir()) == []

    def test_a_year_never_opened_has_no_dossier(
        self, year: Workspace, tmp_path: Path
    ) -> None:
        """The error names the cycles that are known."""
        del year

        with pytest.raises(UnknownCycleError, match="CV195-2017"):
            export_dossier(CycleRef(contrat="CV195", annee=2031), tmp_path / "audit")

        assert not (tmp_path / "audit").exists()

    def test_a_lost_piece_is_said_not_hidden(
        self, year: Workspace, tmp_path: Path
    ) -> None:
        """The dossier goes out, names the piece that is lost, and warns."""
        evidence.path_of(year.pieces, PIECE).unlink()
        summary = export_dossier(REF, tmp_path / "audit")
        code, said = run(tmp_path / "audit")

        assert summary.missing == (PIECE,)
        assert (tmp_path / "audit" / "PIECES-MANQUANTES.txt").read_text() == (
            f"{PIECE}\n"
        )
        assert code == 0
        assert "ATTENTION. Des pièces manquaient déjà à l'export" in said


class TestVerifySh:
    """The shell program sees every attack, or says what it cannot see."""

    def test_an_intact_dossier_is_sound(self, folder: Path) -> None:
        """Everything holds, and the head to compare is shown."""
        code, said = run(folder)
        last = lines_of(folder)[-1].removesuffix("\n")

        assert code == 0
        assert said.splitlines() == [
            f"Journal : {LINES} lignes, chacune suit la précédente.",
            f"Tête du journal : {line_hash(last)}, comme dans tete.txt.",
            "Fichiers : tous ont l'empreinte inscrite dans SHA256SUMS.",
            "Pièces : 11, chacune a le contenu que son nom annonce.",
            "Citations du journal : 13, dont 13 vers une pièce de ce dossier.",
            (
                "Dossier CV195-2017 intact. Comparez la tête ci-dessus à celle qui a "
                "été conservée ailleurs."
            ),
        ]

    @pytest.mark.parametrize(
        ("change", "sentence"),
        [
            (lambda c: [*c[:4], c[4].replace("0002", "0003"), *c[5:]], "ligne 5 :"),
            (lambda c: [*c[:4], *c[5:]], "ligne 4 :"),
            (lambda c: [*c[:4], c[5], c[4], *c[6:]], "ligne 4 :"),
            (lambda c: [*c[:4], c[3], *c[4:]], "ligne 4 :"),
            (lambda c: c[:-1], "a 17 lignes, tete.txt en annonce 18"),
            (lambda c: [*c[:-1], c[-1].replace("porteur", "coordo")], "La tête"),
            (lambda c: [*c[:-1], c[-1][:-20]], "La tête"),
            (lambda c: [*c[:-1], c[-1].removesuffix("\n")], "n'est pas terminée"),
            (lambda c: [*c, "\n"], "ligne 18 :"),
        ],
        ids=[
            "edit a byte", "delete a line", "swap two", "duplicate", "cut the tail",
            "edit the last", "cut in the last", "no last line break", "add a line",
        ],
    )  # fmt: skip
    def test_a_journal_that_was_touched_is_refused(
        self, folder: Path, change: Callable[[list[str]], list[str]], sentence: str
    ) -> None:
        """Each attack on the journal stops the verification, with its place."""
        write_lines(folder, change(lines_of(folder)))
        code, said = run(folder)

        assert code == 1
        assert said.splitlines()[-1].startswith("FAUTE. ")
        assert sentence in said

    def test_a_changed_piece_is_refused(self, folder: Path) -> None:
        """One byte more in a piece is seen by the sums."""
        piece_in(folder).write_bytes(b"chantier ")
        code, said = run(folder)

        assert code == 1
        assert f"pieces/{PIECE[:2]}/{PIECE}: FAILED" in said

    def test_a_changed_piece_with_its_sums_redone_is_refused(
        self, folder: Path
    ) -> None:
        """Even with sums and their hash redone, a piece no longer has its name."""
        piece_in(folder).write_bytes(b"autre")
        _redo_sums(folder, f"{PIECE}  ", f"{sha256_hex(b'autre')}  ")
        code, said = run(folder)

        assert code == 1
        assert f"La pièce pieces/{PIECE[:2]}/{PIECE} n'a pas le contenu" in said

    def test_a_removed_or_added_piece_is_refused(self, folder: Path) -> None:
        """A piece that left, or one that came in, is seen."""
        content = piece_in(folder).read_bytes()
        piece_in(folder).unlink()
        removed = run(folder)
        piece_in(folder).write_bytes(content)
        other = piece_in(folder, sha256_hex(b"intrus"))
        other.parent.mkdir(exist_ok=True)
        other.write_bytes(b"intrus")
        added = run(folder)

        assert (removed[0], added[0]) == (1, 1)
        assert "FAILED open or read" in removed[1]
        assert "Des pièces ont été ajoutées" in added[1]

    def test_changed_sums_are_refused(self, folder: Path) -> None:
        """SHA256SUMS itself is held by tete.txt."""
        sums = (folder / "SHA256SUMS").read_text()
        (folder / "SHA256SUMS").write_text(sums.replace(PIECE[:8], "00000000", 1))
        code, said = run(folder)

        assert code == 1
        assert "SHA256SUMS a été modifié depuis l'export." in said

    @pytest.mark.parametrize(
        "name", ["tete.txt", "SHA256SUMS", "journal/journal.jsonl"]
    )
    def test_a_file_that_is_gone_is_named(self, folder: Path, name: str) -> None:
        """Nothing is verified against a file that is not there."""
        (folder / name).unlink()

        assert run(folder) == (1, f"FAUTE. Le fichier {name} manque.\n")

    def test_a_whole_rewrite_is_seen_only_against_a_head_kept_elsewhere(
        self, folder: Path
    ) -> None:
        """Cut the tail and redo everything: only the head kept elsewhere differs."""
        kept = line_hash(lines_of(folder)[-1].removesuffix("\n"))
        old = sha256_hex("".join(lines_of(folder)).encode())
        write_lines(folder, lines_of(folder)[:-1])
        new = sha256_hex("".join(lines_of(folder)).encode())
        head = line_hash(lines_of(folder)[-1].removesuffix("\n"))
        _redo_head(folder, f"lignes : {LINES}", f"lignes : {LINES - 1}")
        _redo_head(folder, kept, head)
        _redo_sums(folder, old, new)
        code, said = run(folder)

        assert code == 0
        assert kept not in said
        assert head in said


class TestVerifyCycle:
    """Our own verification, from the database and the disk."""

    def test_a_sound_year_is_said_sound(self, year: Workspace) -> None:
        """Each thing verified has its sentence and nothing is wrong."""
        del year
        report = verify_cycle(REF)

        assert report.is_sound
        assert [one.partition(" : ")[0] for one in report.sentences] == [
            "Journal", "Pièces", "Courrier", "Campagne figée", "Programmation",
            "Montants",
        ]  # fmt: skip
        assert report.head in report.sentences[0]

    def test_a_lost_and_an_altered_piece_are_named(self, year: Workspace) -> None:
        """A piece that is gone and one that changed are two faults."""
        evidence.path_of(year.pieces, PIECE).unlink()
        other = sha256_hex(b"retard")
        evidence.path_of(year.pieces, other).write_bytes(b"autre")

        assert sorted(verify_cycle(REF).faults) == sorted(
            [
                f"La pièce {PIECE} manque : rétablissez-la depuis une sauvegarde.",
                f"La pièce {other} a été modifiée : son contenu n'est plus le sien.",
            ]
        )

    def test_a_message_rewritten_after_the_fact_is_named(self, year: Workspace) -> None:
        """The bytes of a message must be those that were composed."""
        with year.store().writing() as session:
            message = session.scalars(select(Message).order_by(Message.id)).first()
            assert message is not None
            message.eml += b"PS"

        assert verify_cycle(REF).faults == (
            (
                "Le message <accuse-essai@agglo.example> n'est plus celui qui a été "
                "composé."
            ),
        )

    def test_a_campaign_changed_after_opening_is_said(self, year: Workspace) -> None:
        """The frozen campaign must have the hash it was opened with."""
        with year.store().writing() as session:
            cycle = session.scalars(select(Cycle)).one()
            cycle.campaign = {**cycle.campaign, "parametres": {}}

        assert verify_cycle(REF).faults == (
            "La campagne en base n'est plus celle figée à l'ouverture.",
        )

    @pytest.mark.parametrize(
        ("statement", "fault"),
        [
            (
                (
                    "UPDATE ligne SET arbitre_centimes = 2100000 "
                    "WHERE arbitre_centimes = 2000000"
                ),
                (
                    "ligne:2017-0002/CAPH, arbitrage : 20 000 € au journal, "
                    "21 000 € en base."
                ),
            ),
            (
                "UPDATE ligne SET arbitre_centimes = NULL WHERE arbitre_centimes = 0",
                "ligne:2017-0001/CAPH, arbitrage : 0 € au journal, rien en base.",
            ),
            (
                "UPDATE ligne SET arbitre_centimes = 100 WHERE funder = 'ETAT'",
                "ligne:2017-0001/ETAT, arbitrage : rien au journal, 1 € en base.",
            ),
            (
                "UPDATE ligne SET decide_centimes = 1 WHERE decide_centimes > 0",
                (
                    "ligne:2017-0002/CAPH, décision notifiée : 20 000 € au journal, "
                    "0,01 € en base."
                ),
            ),
            (
                "UPDATE aide_aci SET montant_centimes = 0",
                "depot:2017-0002, aide ACI : 20 000 € au journal, 0 € en base.",
            ),
            (
                "UPDATE utilite_sociale SET montant_centimes = 500000",
                (
                    "depot:2017-0002, utilité sociale : 8 000 € au journal, "
                    "5 000 € en base."
                ),
            ),
            (
                "UPDATE programmation SET rows = '[]'",
                "La programmation figée, version 1, a été modifiée.",
            ),
        ],
    )
    def test_an_amount_the_journal_does_not_tell_is_named(
        self, year: Workspace, statement: str, fault: str
    ) -> None:
        """An amount changed behind the journal is a fault, both ways."""
        with year.store().engine.begin() as connection:
            connection.execute(text(statement))
        faults = [
            one.replace("\u202f", " ").replace("\u00a0", " ")
            for one in verify_cycle(REF).faults
        ]

        assert faults == [fault]

    @pytest.mark.parametrize(
        ("statement", "fault"),
        [
            (
                (
                    "UPDATE journal SET ligne = replace(ligne, '2017-0002', "
                    "'2017-0003') WHERE seq = 4"
                ),
                "Journal rompu à la ligne 5 : la ligne ne suit pas la précédente.",
            ),
            (
                "DELETE FROM journal WHERE seq = 4",
                "Journal rompu à la ligne 4 : la ligne ne suit pas la précédente.",
            ),
            (
                "UPDATE journal SET ligne = ligne || '}' WHERE seq = 17",
                "Journal, ligne 17 : l'empreinte enregistrée n'est pas celle du texte.",
            ),
        ],
    )
    def test_a_journal_touched_by_someone_who_dropped_the_guards_is_said(
        self, year: Workspace, statement: str, fault: str
    ) -> None:
        """Whoever owns the database can drop a trigger; the chain shows what came."""
        with year.store().engine.begin() as connection:
            connection.execute(text("DROP TRIGGER journal_sans_UPDATE"))
            connection.execute(text("DROP TRIGGER journal_sans_DELETE"))
            connection.execute(text(statement))
        report = verify_cycle(REF)

        assert report.faults == (fault,)
        assert not report.is_sound


def _redo_head(folder: Path, old: str, new: str) -> None:
    head = folder / "tete.txt"
    content = head.read_text(encoding="utf-8")
    assert old in content
    head.write_text(content.replace(old, new), encoding="utf-8")


def _redo_sums(folder: Path, old: str, new: str) -> None:
    """Change one hash in SHA256SUMS, and the hash of SHA256SUMS in tete.txt."""
    sums = folder / "SHA256SUMS"
    before = sums.read_bytes()
    assert old.encode() in before
    sums.write_bytes(before.replace(old.encode(), new.encode(), 1))
    _redo_head(folder, sha256_hex(before), sha256_hex(sums.read_bytes()))
