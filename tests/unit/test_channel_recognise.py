"""A received file goes to its channel by what it holds, whatever its name."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from contrat_de_ville.adapters import list_received
from contrat_de_ville.adapters.channels.maps import load_channel_map
from contrat_de_ville.adapters.channels.recognise import read_any
from contrat_de_ville.adapters.resources import resource_folder
from contrat_de_ville.domain.received import (
    Channel,
    received_as_dict,
    received_from_dict,
)
from contrat_de_ville.errors import BadFileError
from tests.dauphin_builder import record, written
from tests.deposit_builder import FORM, example_bytes


ROOT = Path(__file__).resolve().parents[2]
REAL = ROOT.parent / "shared" / "data"
CHANNELS = resource_folder("config") / "canaux"


def sheet(rows: list[list[Any]], name: str = "Feuil1") -> bytes:
    """Write one sheet as a workbook."""
    content = BytesIO()
    with xlsxwriter.Workbook(content) as workbook:
        written_sheet = workbook.add_worksheet(name)
        for number, row in enumerate(rows):
            written_sheet.write_row(number, 0, row)
    return content.getvalue()


def archive(**parts: str) -> bytes:
    """Return an archive that is no workbook."""
    content = BytesIO()
    with zipfile.ZipFile(content, "w") as packed:
        for name, text in parts.items():
            packed.writestr(name, text)
    return content.getvalue()


def refusal(content: bytes) -> str:
    """Return what is said of a file that no channel takes."""
    with pytest.raises(BadFileError) as refused:
        read_any(content, "reçu.bin")
    return refused.value.found


OSIRIS: list[list[Any]] = [
    [
        "Dossier/action",
        "",
        "Bénéficiaire",
        "Caractéristiques actions",
        "Montants et versements",
    ],
    ["Numero Action Osiris", "Service", "N° Siret", "Intitulé", "Demandé"],
    ["DD59-17-0001-1", "DD59", "20004219000013", "Atelier", 100],
]


class TestChannels:
    """Each channel by its content."""

    def test_a_deposit_workbook(self, tmp_path: Path) -> None:
        """The form's sheets make it one deposit, as its porteur wrote it."""
        received = read_any(example_bytes(tmp_path), "copie.dat")

        (one,) = received.deposits
        assert (received.channel, received.rows_count) == (Channel.CLASSEUR, 1)
        assert one.form.form_version == FORM.version
        assert one.form.fields["action_intitule"] == "=Ateliers du parc"
        assert (one.place, one.deposited_at) == ("", None)

    @pytest.mark.parametrize("before", [b"", b"\xef\xbb\xbf", b"\n  \t"])
    def test_a_dauphin_record(self, before: bytes) -> None:
        """A JSON is recognised after a byte order mark or blanks."""
        received = read_any(before + written(record()), "dossier.txt")

        assert (received.channel, len(received.deposits)) == (Channel.DAUPHIN, 1)

    def test_an_osiris_export(self) -> None:
        """By its double header, in a sheet of any name."""
        received = read_any(sheet(OSIRIS, "Export"), "suivi")

        assert (received.channel, len(received.deposits)) == (Channel.OSIRIS, 1)
        assert received.deposits[0].form.cells["porteur_siret"] == "Export!C3"

    def test_what_is_read_survives_the_child_process(self, tmp_path: Path) -> None:
        """The plain form of a reading gives the same reading."""
        received = read_any(example_bytes(tmp_path), "reçu")

        assert received_from_dict(received_as_dict(received)) == received


class TestRefusals:
    """What no channel takes, and why."""

    @pytest.mark.parametrize("content", [b"", b" \n", b"\xef\xbb\xbf"])
    def test_an_empty_file(self, content: bytes) -> None:
        """Nothing but blanks is empty (H41)."""
        assert refusal(content) == "il est vide."

    @pytest.mark.parametrize(
        ("content", "what"),
        [
            (b"%PDF-1.7\n", "c'est un document PDF."),
            (b"\x89PNG\r\n", "c'est une image."),
            (b"<!DOCTYPE html><p>", "c'est une page web."),
            (b"\n<HTML>", "c'est une page web."),
        ],
    )
    def test_a_foreign_document(self, content: bytes, what: str) -> None:
        """A document under a workbook's name is called by its own (H17)."""
        assert refusal(content) == what

    def test_another_json_says_what_was_looked_for(self) -> None:
        """A JSON of something else is no deposit."""
        assert "ni un dossier de DAUPHIN" in refusal(b'{"a": 1}')

    def test_a_broken_json_says_where(self) -> None:
        """The place of the mistake, not a list of channels."""
        assert refusal(b'{"a": 1') == ("ligne 1, colonne 8, il manque une virgule.")

    def test_a_form_without_a_sheet_is_still_a_form(self) -> None:
        """A spoiled form is told what is wrong in it, not sent to the lists."""
        content = BytesIO()
        with xlsxwriter.Workbook(content) as workbook:
            for name in list(FORM.sheets.values())[:2]:
                workbook.add_worksheet(name)

        assert refusal(content.getvalue()).startswith("dans la feuille « Porteur »")

    def test_an_archive_of_something_else(self) -> None:
        """A zip without workbook is said to be one."""
        assert refusal(archive(note="bonjour")) == "c'est une archive sans classeur."

    def test_a_damaged_archive(self, tmp_path: Path) -> None:
        """Cut in the middle, it is said damaged."""
        content = example_bytes(tmp_path)

        assert refusal(content[: len(content) // 2]) == (
            "l'archive est abîmée ou incomplète."
        )

    def test_an_export_with_a_cell_in_error(self) -> None:
        """The list guard is called for exports too: an error is not an empty cell."""
        content = BytesIO()
        with xlsxwriter.Workbook(content) as workbook:
            page = workbook.add_worksheet("Export")
            for number, row in enumerate(OSIRIS):
                page.write_row(number, 0, row)
            page.write_formula("E3", "=1/0", value="#DIV/0!")

        assert "erreur de calcul" in refusal(content.getvalue())

    def test_what_nothing_fits_says_what_was_looked_for(self) -> None:
        """A list that no map declares is told so after the other channels."""
        said = refusal(b"a;b\n1;2\n")

        assert said.startswith(
            "ce n'est ni le formulaire de dépôt, ni un dossier de DAUPHIN, ni un "
            "export d'OSIRIS. Lu comme une liste : "
        )

    def test_a_wrong_map_is_named(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """A fault of ours is not said of the file that was received."""

        def refuse(content: bytes, file_name: str) -> None:
            del content, file_name
            raise BadFileError("config/listes/ville.yaml", "rien ne va.", "Relisez.")

        monkeypatch.setattr(list_received, "received_from_list", refuse)

        assert "Lu comme une liste : « ville.yaml », rien ne va." in refusal(b"a;b\n")


class TestMaps:
    """The declared readings of ``config/canaux``."""

    @pytest.mark.parametrize(
        "path", sorted(CHANNELS.glob("*.yaml")), ids=lambda path: path.name
    )
    def test_an_unknown_key_is_refused(self, path: Path, tmp_path: Path) -> None:
        """A misspelt rule is an error, not a rule lost."""
        spoiled = tmp_path / path.name
        spoiled.write_text(f"{path.read_text('utf-8')}\ninconnu: 1\n", "utf-8")

        assert load_channel_map(path) is not None
        with pytest.raises(BadFileError, match="inconnu"):
            load_channel_map(spoiled)

    @pytest.mark.parametrize(
        ("name", "old", "new"),
        [
            ("osiris_actions.yaml", "porteur_siret: [siret]", "porteur_siret: [sirte]"),
            ("osiris_actions.yaml", "[Bénéficiaire > Nom]", "[Bénéficiaire Nom]"),
            ("statuts_dauphin.yaml", "REFUSE:", "REFUSEE:"),
            ("familles.yaml", "CCAS:", "C.C.A.S.:"),
            ("dauphin.yaml", "mots: [[NORD", "mots: [NORD"),
            ("dauphin.yaml", "sorte: dauphin", "sorte: dophin"),
        ],
    )
    def test_a_wrong_value_is_refused(
        self, name: str, old: str, new: str, tmp_path: Path
    ) -> None:
        """A column, a status, a kind or a sort that does not exist."""
        text = (CHANNELS / name).read_text("utf-8")
        spoiled = tmp_path / name
        spoiled.write_text(text.replace(old, new, 1), "utf-8")

        assert old in text
        with pytest.raises(BadFileError):
            load_channel_map(spoiled)


def test_what_the_child_process_imports_is_light() -> None:
    """No database, no data frame, no scheduler: it must start fast."""
    heavy = {"sqlalchemy", "pandas", "prefect", "great_expectations", "gql", "httpx"}
    program = (
        "import sys; import contrat_de_ville.adapters.channels.recognise; "
        "print(*sorted(name for name in sys.modules if '.' not in name))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, check=True
    )

    assert heavy & set(done.stdout.decode().split()) == set()


# The keys by which a document is recognised, so that chance meets them.
KEYS = (
    "planFinancement demandeur intituleProjet current recette postes reference lignes "
    "champs number hits demarche state data dossiers nodes _source"
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inside: (
        st.lists(inside, max_size=4)
        | st.dictionaries(
            st.sampled_from(KEYS.split()) | st.text(max_size=4), inside, max_size=5
        )
    ),
    max_leaves=25,
)
STARTS = (b"[", b"{", b'[{"planFinancement":', b"PK\x03\x04")


@settings(deadline=None)
@given(JSON)
def test_any_json_is_received_or_refused(document: Any) -> None:
    """Never another exception, and every row accounted for."""
    with suppress(BadFileError):
        received = read_any(written(document), "reçu.json")
        counted = len(received.deposits) + len(received.aside)

        assert counted == received.rows_count


@settings(deadline=None)
@given(st.sampled_from(STARTS), st.binary())
def test_any_bytes_are_received_or_refused(start: bytes, rest: bytes) -> None:
    """Damage after a known beginning gives our refusal."""
    with suppress(BadFileError):
        read_any(start + rest, "reçu")


@pytest.mark.real
@pytest.mark.skipif(not REAL.is_dir(), reason="les données réelles ne sont pas là")
@pytest.mark.parametrize(
    ("name", "channel", "counted"),
    [
        ("dauphin/dossier.json", Channel.DAUPHIN, (1, 0)),
        ("osiris/SuiviActions_test.xls", Channel.OSIRIS, (1, 1)),
        ("osiris/SuiviDossiers_test.xls", Channel.OSIRIS, (0, 2)),
        ("osiris/SuiviActionsEvaluation_test.xlsx", Channel.OSIRIS, (0, 2)),
    ],
)
def test_the_real_files_go_to_their_channel(
    name: str, channel: Channel, counted: tuple[int, int]
) -> None:
    """Deposits and rows set aside, counted by opening the files."""
    received = read_any((REAL / name).read_bytes(), "sans-nom")

    assert received.channel is channel
    assert (len(received.deposits), len(received.aside)) == counted
