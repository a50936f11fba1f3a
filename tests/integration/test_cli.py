"""The command line as its users meet it."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from contrat_de_ville.adapters.clock import moved_to
from contrat_de_ville.adapters.list_maps import load_list_map
from contrat_de_ville.adapters.mail import RELAY_VARIABLE
from contrat_de_ville.adapters.resources import resource_folder
from contrat_de_ville.adapters.store.acts import acting
from contrat_de_ville.adapters.store.models import Depot
from contrat_de_ville.adapters.workspace import (
    DATABASE_VARIABLE,
    FOLDER_VARIABLE,
    current_workspace,
)
from flows.avancer import FLOWS
from flows.cli.commands import Programmation, programmation
from flows.cli.french import run
from tests import small_year
from tests.small_year import ATELIERS, CHANTIER, FETE, OUBLI, REF


ROOT = Path(__file__).resolve().parents[2]
COMMANDS = tuple(Programmation.lazy)
# What click says of itself when nobody translates it.
ENGLISH = re.compile(
    r"Usage|Options:|Commands:|Show this|Error|TEXT\b|INTEGER|PATH|required|default"
    r"|Missing|No such|Invalid|Traceback|\bis not\b|Got unexpected|Try '"
)
BEFORE = ["--au", "01/09/2016"]
TO_JANUARY = ["--jusqu-au", "13/01/2017", "--par", "x"]
AFTER_CALL = ["--au", "20/12/2016"]
AT_COPIL = ["--au", "2017-03-28T17:00"]
SIGNED_AT_COPIL = [*AT_COPIL, "--par", "copil", "--minute", "Relevé du 28/03/2017"]
AFTER_ACTS = ["--au", "30/04/2017"]


@dataclass(frozen=True, kw_only=True)
class Said:
    """What a command answered: its exit code, its output, its complaint."""

    code: int
    out: str
    err: str


Cli = Callable[..., Said]
Halts = dict[str, Path]


@pytest.fixture(scope="module")
def halts(tmp_path_factory: pytest.TempPathFactory) -> Halts:
    """Play the small year once and keep its folder as it is at each halt."""
    top = tmp_path_factory.mktemp("annee")
    kept: Halts = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(FOLDER_VARIABLE, str(top / "jouee"))
        patch.delenv(DATABASE_VARIABLE, raising=False)

        def step(code: str, at: datetime) -> None:
            with moved_to(at):
                FLOWS[code].fn(REF.annee, REF.contrat)

        def halt(name: str) -> None:
            # Closed, SQLite has everything in the one file that is copied.
            current_workspace().store().close()
            kept[name] = shutil.copytree(top / "jouee", top / name)

        small_year.play(step, halt)
        current_workspace().store().close()
    return kept


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give a fresh folder, named by the environment, where nothing stands yet."""
    place = tmp_path / "annee"
    monkeypatch.setenv(FOLDER_VARIABLE, str(place))
    for name in (DATABASE_VARIABLE, RELAY_VARIABLE):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    yield place
    current_workspace().store().close()


@pytest.fixture
def at_halt(folder: Path, halts: Halts) -> Callable[[str], Path]:
    """Give a way to stand in a copy of the year at one of its halts."""

    def stand(name: str) -> Path:
        if name:
            shutil.copytree(halts[name], folder)
        return folder

    return stand


@pytest.fixture
def cli(capsys: pytest.CaptureFixture[str], folder: Path) -> Cli:
    """Give a way to run a command here, in this process."""

    def call(*arguments: str) -> Said:
        capsys.readouterr()
        code = run(programmation, list(arguments))
        # A command leaves in the environment the folder it was told.
        os.environ[FOLDER_VARIABLE] = str(folder)
        captured = capsys.readouterr()
        return Said(code=code, out=captured.out, err=captured.err)

    return call


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a copy of the configuration that may be spoiled; it is the one read."""
    for name in ("config", "docs/sources", "data_contracts"):
        shutil.copytree(resource_folder(name), tmp_path / "application" / name)
    defaults = resource_folder.__kwdefaults__
    assert defaults is not None
    monkeypatch.setitem(
        defaults, "package", tmp_path / "application" / "contrat_de_ville"
    )
    return tmp_path / "application" / "config"


def spoil(path: Path, before: str, after: str) -> None:
    """Replace a text, which must be there, in a file of the configuration."""
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")


def program(*arguments: str, cwd: Path, **environ: str) -> Said:
    """Run the command in a process of its own, as a person would."""
    done = subprocess.run(
        [sys.executable, "-c", "from flows.cli import main; main()", *arguments],
        capture_output=True,
        text=True,
        check=False,
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "80", **environ},
    )
    return Said(code=done.returncode, out=done.stdout, err=done.stderr)


def is_one_french_sentence(text: str) -> bool:
    """Tell whether a complaint is one line, said, and not click's own."""
    return text.count("\n") == 1 and len(text) > 20 and not ENGLISH.search(text)


class TestHelp:
    """Help is in French, whole, and costs nothing heavy."""

    def test_the_help_names_every_command_in_french(self, cli: Cli) -> None:
        """Each command is there with its line, and no word of click is left."""
        said = cli("--help")

        assert said.code == 0
        assert [one for one in COMMANDS if f"\n  {one} " not in said.out] == []
        assert ENGLISH.findall(said.out) == []

    def test_nothing_at_all_is_the_help(self, cli: Cli) -> None:
        """Without any argument the help is shown, and that is no failure."""
        assert cli() == cli("--help")

    @pytest.mark.parametrize("command", COMMANDS)
    def test_the_help_of_each_command_is_french(self, cli: Cli, command: str) -> None:
        """Usage, options and default values of each command are said in French."""
        said = cli(command, "--help")

        assert said.code == 0
        assert said.out.startswith(f"Utilisation : programmation {command} ")
        assert ENGLISH.findall(said.out) == []
        assert "Afficher cette aide." in said.out

    def test_the_help_of_a_step_names_the_steps(self, cli: Cli) -> None:
        """Each code of a step stands beside its French name."""
        said = cli("etape", "--help")

        assert [code for code in FLOWS if f"    {code} " not in said.out] == []
        assert "Financement des ACI" in said.out

    @pytest.mark.parametrize("arguments", [("--help",), ("etat",), ("--version",)])
    def test_light_commands_import_nothing_heavy(
        self, at_halt: Callable[[str], Path], arguments: tuple[str, ...]
    ) -> None:
        """Help, version and state load neither Prefect, pandas nor the contracts."""
        code = (
            "import sys\n"
            "from flows.cli.commands import programmation\n"
            "from flows.cli.french import run\n"
            f"code = run(programmation, {list(arguments)!r})\n"
            "heavy = {'prefect', 'pandas', 'great_expectations'} & set(sys.modules)\n"
            "print('LOURD', sorted(heavy), code)\n"
        )
        done = subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            text=True,
            check=True,
            cwd=at_halt("ouvert").parent,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )

        assert done.stdout.splitlines()[-1] == "LOURD [] 0"
        assert done.stderr == ""


# What a person may get wrong: where the year stands, the command, what must be said.
REFUSALS: dict[str, tuple[str, list[str], str]] = {
    "wrong command": ("", ["ouvrire"], "« ouvrire » n'existe pas"),
    "wrong option": ("", ["ouvrir", "2017", "--blanc"], "« --blanc » n'existe pas"),
    "no command": ("", ["--dossier", "ailleurs"], "Il manque la commande"),
    "option without value": ("", ["etat", "--au"], "« --au » attend une valeur"),
    "flag with a value": ("", ["etat", "--depots=1"], "« --depots » va seule"),
    "missing argument": ("", ["ouvrir"], "Il manque ANNEE"),
    "missing option": ("ouvert", ["deroger", ATELIERS], "Il manque --jusqu-au"),
    "one argument too many": ("", ["ouvrir", "2017", "2018"], "« 2018 » est de trop"),
    "year that is no number": ("", ["ouvrir", "dix-sept"], "« dix-sept » n'est pas un"),
    "format that is none": ("ouvert", ["etat", "--format", "xml"], "texte, json"),
    "step that is none": ("ouvert", ["etape", "financer"], "fund_aci"),
    "avis that is none": (
        "propose",
        ["avis", ATELIERS, "cc-centre", "non_rendu"],
        "favorable_avec_reserves",
    ),
    "no cycle at all": ("", ["etat"], "Connus pour CV195 : aucun"),
    "unknown year to open": (
        "",
        ["ouvrir", "2031", "--sans-prefect"],
        "Aucune campagne 2031",
    ),
    "unknown year": ("ouvert", ["etat", "--annee", "2031"], "Aucun cycle 2031"),
    "unknown year to advance": (
        "ouvert",
        ["avancer", "--annee", "2031", "--sans-prefect"],
        "Aucune campagne 2031",
    ),
    "unknown contrat": ("ouvert", ["etat", "--contrat", "CV999"], "Connus pour CV999"),
    "unknown contrat to open": (
        "",
        ["ouvrir", "2017", "--contrat", "CV999", "--sans-prefect"],
        "pour le contrat CV999",
    ),
    "before the opening": (
        "",
        ["ouvrir", "2017", "--au", "16/10/2016", "--sans-prefect"],
        "n'ouvre que le 17/10/2016",
    ),
    "date that is none": ("ouvert", ["etat", "--au", "31/02/2017"], "« 31/02/2017 »"),
    "time that is none": ("ouvert", ["etat", "--au", "2017-03-28T25:00"], "instant"),
    "amount that is none": (
        "propose",
        ["decider", ATELIERS, "CAPH", "4.200,50"],
        "« 4.200,50 » n'est pas un montant",
    ),
    "negative amount": (
        "bilans",
        ["bilan", CHANTIER, "--realise=-1", "--beneficiaires", "3"],
        "--realise : « -1 » est un montant négatif",
    ),
    "negative count": (
        "bilans",
        ["bilan", CHANTIER, "--realise", "1", "--beneficiaires=-3"],
        "--beneficiaires : « -3 »",
    ),
    "missing file": ("ouvert", ["deposer", "absent.xlsx"], "absent.xlsx"),
    "one file missing of two": (
        "ouvert",
        ["deposer", "depot.xlsx", "absent.xlsx"],
        "absent.xlsx",
    ),
    "missing list": ("ouvert", ["deposer", "absent.csv"], "absent.csv"),
    "folder given as a file": ("ouvert", ["deposer", "dossier.xlsx"], "dossier.xlsx"),
    "folder given as a list": ("ouvert", ["deposer", "dossier.csv"], "dossier.csv"),
    "list nobody declared": (
        "ouvert",
        ["deposer", "--liste", "notes.csv"],
        "notes.csv",
    ),
    "workbook given as a list": (
        "ouvert",
        ["deposer", "--liste", "depot.xlsx"],
        "depot.xlsx",
    ),
    "directory that is no CSV": (
        "ouvert",
        ["annuaire", "depot.xlsx"],
        "un annuaire est un fichier .csv",
    ),
    "directory that is missing": ("ouvert", ["annuaire", "absent.csv"], "absent.csv"),
    "directory with another header": ("ouvert", ["annuaire", "notes.csv"], "en-tête"),
    "directory with a wrong SIRET": (
        "ouvert",
        ["annuaire", "siret.csv"],
        "ligne 3, « 123 » n'est pas un SIRET",
    ),
    "directory with a quote left open": (
        "ouvert",
        ["annuaire", "guillemet.csv"],
        "guillemet.csv",
    ),
    "derogation for an unknown deposit": (
        "collecte",
        [
            "deroger",
            "2017-0099",
            *TO_JANUARY,
            "--motif",
            "y",
            *AFTER_CALL,
        ],
        "Aucun dépôt 2017-0099",
    ),
    "derogation without a motive": (
        "collecte",
        [
            "deroger",
            small_year.RETARD,
            *TO_JANUARY,
            "--motif",
            " ",
            *AFTER_CALL,
        ],
        "--motif : Ce texte est vide",
    ),
    "derogation for nobody": (
        "collecte",
        ["deroger", *TO_JANUARY, "--motif", "y", *AFTER_CALL],
        "à un dépôt ou à un porteur",
    ),
    "derogation for a deposit and a porteur": (
        "collecte",
        [
            "deroger",
            small_year.RETARD,
            "--porteur",
            "90000000100017",
            *TO_JANUARY,
            "--motif",
            "y",
            *AFTER_CALL,
        ],
        "à un dépôt ou à un porteur",
    ),
    "derogation for a porteur nobody knows": (
        "collecte",
        [
            "deroger",
            "--porteur",
            "20004219000013",
            *TO_JANUARY,
            "--motif",
            "y",
            *AFTER_CALL,
        ],
        "Aucun porteur connu",
    ),
    "versions of an unknown deposit": (
        "collecte",
        ["versions", "2017-0099"],
        "Aucun dépôt 2017-0099",
    ),
    "derogation granted twice": (
        "propose",
        [
            "deroger",
            small_year.RETARD,
            *TO_JANUARY,
            "--motif",
            "y",
            *AFTER_CALL,
        ],
        small_year.RETARD,
    ),
    "utilité of an unknown deposit": (
        "collecte",
        ["utilite", "2017-0099", "8000", "--par", "x", "--motif", "y", *AFTER_CALL],
        "Aucun dépôt 2017-0099",
    ),
    "utilité of what is no chantier": (
        "collecte",
        ["utilite", ATELIERS, "8000", "--par", "x", "--motif", "y", *AFTER_CALL],
        "n'est pas un chantier",
    ),
    "utilité out of range": (
        "collecte",
        ["utilite", CHANTIER, "80 000", "--par", "x", "--motif", "y", *AFTER_CALL],
        "80",
    ),
    "utilité set twice": (
        "propose",
        ["utilite", CHANTIER, "8000", "--par", "x", "--motif", "y", *AFTER_CALL],
        "déjà fixée",
    ),
    "unknown conseil": (
        "propose",
        ["avis", ATELIERS, "cc-ailleurs", "favorable"],
        "« cc-ailleurs » n'a pas été consulté",
    ),
    "avis on an unknown deposit": (
        "propose",
        ["avis", "2017-0099", "cc-centre", "favorable"],
        "Aucun dépôt 2017-0099",
    ),
    "avis given twice": (
        "propose",
        ["avis", ATELIERS, "cc-centre", "defavorable"],
        "a déjà rendu un avis favorable",
    ),
    "derogation of what is not late": (
        "collecte",
        ["deroger", ATELIERS, *TO_JANUARY, "--motif", "y", *AFTER_CALL],
        "n'est pas hors délai",
    ),
    "derogation whose term has passed": (
        "collecte",
        ["deroger", small_year.RETARD, *TO_JANUARY, "--motif", "y", *AT_COPIL],
        "est passé",
    ),
    "act before the cycle opened": (
        "bilans",
        ["bilan", FETE, "--realise", "1", "--beneficiaires", "1", *BEFORE],
        "rien ne peut être daté d'avant",
    ),
    "deposit before the cycle opened": (
        "ouvert",
        ["deposer", "depot.xlsx", *BEFORE],
        "rien ne peut être daté d'avant",
    ),
    "arbitrage that nobody signs": (
        "propose",
        ["decider", ATELIERS, "CAPH", "1000", "--motif", "x", *AT_COPIL],
        "Un arbitrage se signe",
    ),
    "a line and every proposition": (
        "propose",
        ["decider", "--propositions", ATELIERS, "CAPH", "1000", *SIGNED_AT_COPIL],
        "une seule chose à la fois",
    ),
    "an act and a line": (
        "fige",
        ["decider", ATELIERS, "--pour", "CAPH", "--acte", "D 1", "--du", "10/04/2017"],
        "une seule chose à la fois",
    ),
    "arbitrage dated before the proposition": (
        "propose",
        [
            "decider",
            "--propositions",
            "--par",
            "copil",
            "--minute",
            "R",
            "--au",
            "01/02/2017",
        ],
        "d'avant la proposition",
    ),
    "nothing to decide": ("propose", ["decider", ATELIERS], "Que faut-il décider"),
    "arbitrage of an unknown deposit": (
        "propose",
        ["decider", "2017-0099", "CAPH", "1000", *SIGNED_AT_COPIL],
        "Aucun dépôt 2017-0099",
    ),
    "arbitrage of an unknown funder": (
        "propose",
        ["decider", ATELIERS, "REGION", "1000", *SIGNED_AT_COPIL],
        "ne demande rien à « REGION »",
    ),
    "refusal without a motive": (
        "propose",
        ["decider", ATELIERS, "CAPH", "0", *SIGNED_AT_COPIL],
        "sans motif",
    ),
    "amount above the demand": (
        "propose",
        ["decider", ATELIERS, "CAPH", "2 000,01", *SIGNED_AT_COPIL],
        "pour une demande de",
    ),
    "arbitrage after the freeze": (
        "fige",
        ["decider", ATELIERS, "CAPH", "1000", "--motif", "x", *SIGNED_AT_COPIL],
        "est figée",
    ),
    "act without its funder": (
        "fige",
        ["decider", "--acte", "Délibération 17/042", "--du", "10/04/2017"],
        "--pour FINANCEUR",
    ),
    "act before the freeze": (
        "propose",
        ["decider", "--pour", "CAPH", "--acte", "D 1", "--du", "28/03/2017", *AT_COPIL],
        "n'est pas figée",
    ),
    "act dated in the future": (
        "fige",
        ["decider", "--pour", "CAPH", "--acte", "D 1", "--du", "10/04/2017", *AT_COPIL],
        "dans l'avenir",
    ),
    "act of an unknown funder": (
        "fige",
        [
            "decider",
            "--pour",
            "REGION",
            "--acte",
            "D 1",
            "--du",
            "10/04/2017",
            *AFTER_ACTS,
        ],
        "« REGION » n'est pas un financeur",
    ),
    "bilan not owed": (
        "bilans",
        ["bilan", OUBLI, "--realise", "1", "--beneficiaires", "1"],
        "Aucun bilan n'est demandé",
    ),
    "bilan received twice": (
        "bilans",
        ["bilan", ATELIERS, "--realise", "1", "--beneficiaires", "1"],
        "est déjà enregistré",
    ),
    "bilan dated in the future": (
        "bilans",
        [
            "bilan",
            FETE,
            "--realise",
            "1",
            "--beneficiaires",
            "1",
            "--recu-le",
            "02/06/2018",
            "--au",
            "01/06/2018",
        ],
        "dans l'avenir",
    ),
    "nothing of that name to trace": ("bilans", ["tracer", "licorne"], "« licorne »"),
    "export where something stands": (
        "bilans",
        ["exporter", "dossier.csv"],
        "n'est pas un dossier vide",
    ),
    "folder that is a file": ("", ["--dossier", "notes.csv", "etat"], "est un fichier"),
    "folder inside a file": ("", ["--dossier", "notes.csv/x", "etat"], "notes.csv"),
    "demonstration in someone's folder": (
        "",
        ["demo", "dossier.csv"],
        "n'est pas vide",
    ),
    "demonstration in a file": ("", ["demo", "notes.csv"], "« notes.csv » existe"),
}


@pytest.fixture
def papers(tmp_path: Path) -> None:
    """Put around the workspace the files the refusals name."""
    small_year.write_sample(tmp_path / "depot.xlsx")
    (tmp_path / "notes.csv").write_text("a;b\n1;2\n", encoding="utf-8")
    for name in ("dossier.xlsx", "dossier.csv"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "lettre.txt").write_text("à moi", encoding="utf-8")
    header = "siret;nom;type;courriel\n"
    sound = "20004219000013;Commune d'essai;COMMUNE;a@commune.example\n"
    (tmp_path / "siret.csv").write_text(
        header + sound + "123;X;CCAS;b@ccas.example\n", encoding="utf-8"
    )
    (tmp_path / "guillemet.csv").write_text(
        header + '20004219000013;"X;CCAS;b@ccas.example\n', encoding="utf-8"
    )


class TestRefusals:
    """What is wrong is said in one French sentence, and nothing is written."""

    @pytest.mark.usefixtures("papers")
    @pytest.mark.parametrize(
        ("halt", "arguments", "expected"), REFUSALS.values(), ids=REFUSALS
    )
    def test_a_mistake_is_said_and_writes_nothing(
        self,
        at_halt: Callable[[str], Path],
        cli: Cli,
        halt: str,
        arguments: list[str],
        expected: str,
    ) -> None:
        """The command fails, says what and what to do; the database is as it was."""
        at_halt(halt)
        before = small_year.tables()
        said = cli(*arguments)

        assert said.code != 0
        assert expected in said.err
        assert is_one_french_sentence(said.err)
        assert said.out == ""
        assert small_year.tables() == before

    @pytest.mark.usefixtures("papers")
    def test_a_demonstration_touches_no_other_folder(
        self, cli: Cli, tmp_path: Path
    ) -> None:
        """Refused, the demonstration leaves the folder's files as they were."""
        cli("demo", "dossier.csv")

        assert small_year.files(tmp_path / "dossier.csv") == {
            "lettre.txt": "à moi".encode()
        }


class TestSpoiledConfiguration:
    """A campaign or a parameter that does not hold is refused before anything opens."""

    @pytest.mark.parametrize(
        ("file", "before", "after", "expected"),
        [
            pytest.param(
                "campagnes/cv195_2017.yaml",
                "copil: 2017-03-28T14:00",
                "copil: 2017-02-28T14:00",
                "« comité de pilotage » (28 février 2017 à 14 h 00) vient avant",
                id="dates out of order",
            ),
            pytest.param(
                "campagnes/cv195_2017.yaml",
                "enveloppe: 560 000",
                "enveloppe: beaucoup",
                "« beaucoup »",
                id="an envelope that is no amount",
            ),
            pytest.param(
                "parameters/aci/montant_par_salarie.yaml",
                "last_value_still_valid_on: 2017-01-01",
                "last_value_still_valid_on: 2016-01-01",
                "aci.montant_par_salarie",
                id="not re-checked",
            ),
            pytest.param(
                "parameters/aci/montant_par_salarie.yaml",
                "      quote: 1000 € par salarié en insertion\n",
                "",
                "quote",
                id="without its quote",
            ),
            pytest.param(
                "parameters/aci/montant_par_salarie.yaml",
                "value: 1000",
                "value: 1000.5",
                "1000.5",
                id="not a whole number",
            ),
        ],
    )
    def test_the_call_does_not_open(
        self,
        config: Path,
        cli: Cli,
        file: str,
        before: str,
        after: str,
        expected: str,
    ) -> None:
        """The opening fails, names the file or the figure, and no row is written."""
        spoil(config / file, before, after)
        said = cli("ouvrir", "2017", "--au", "17/10/2016", "--sans-prefect")

        assert said.code == 1
        assert expected in said.err
        assert ENGLISH.findall(said.err) == []
        assert set(small_year.counts().values()) == {0}

    def test_a_database_of_a_later_version_is_refused(
        self, at_halt: Callable[[str], Path]
    ) -> None:
        """A database written by a later version is not touched, and it is said."""
        at_halt("ouvert")
        store = current_workspace().store()
        with store.engine.begin() as connection:
            connection.exec_driver_sql(
                "UPDATE alembic_version SET version_num = '9999'"
            )
        store.close()
        said = program("etat", cwd=current_workspace().folder)

        assert said.code == 1
        assert "La base est à la version 9999" in said.err
        assert is_one_french_sentence(said.err)


REHEARSALS: dict[str, tuple[str, list[str]]] = {
    "ouvrir": ("", ["ouvrir", "2017", "--au", "17/10/2016", "--sans-prefect"]),
    "avancer, deposits waiting": (
        "ouvert",
        ["avancer", "--au", "12/12/2016", "--sans-prefect"],
    ),
    "avancer, mail waiting": (
        "collecte",
        ["avancer", "--au", "27/01/2017", "--sans-prefect"],
    ),
    "avancer, after the exercise": (
        "notifie",
        ["avancer", "--au", "02/01/2018", "--sans-prefect"],
    ),
    "relancer": ("collecte", ["relancer", "--au", "07/01/2017", "--sans-prefect"]),
    "deposer": ("ouvert", ["deposer", "depot.xlsx", "--au", "02/11/2016"]),
    "decider --propositions": (
        "propose",
        ["decider", "--propositions", *SIGNED_AT_COPIL],
    ),
    "decider --acte": (
        "fige",
        [
            "decider",
            "--pour",
            "CAPH",
            "--acte",
            "D 1",
            "--du",
            "10/04/2017",
            *AFTER_ACTS,
        ],
    ),
    "deroger": (
        "collecte",
        [
            "deroger",
            small_year.RETARD,
            *TO_JANUARY,
            "--motif",
            "y",
            *AFTER_CALL,
        ],
    ),
    "deroger --porteur": (
        "collecte",
        [
            "deroger",
            "--porteur",
            "90000000400011",
            *TO_JANUARY,
            "--motif",
            "y",
            *AFTER_CALL,
        ],
    ),
    "utilite": (
        "collecte",
        ["utilite", CHANTIER, "8000", "--par", "x", "--motif", "y", *AFTER_CALL],
    ),
    "bilan": ("bilans", ["bilan", FETE, "--realise", "1", "--beneficiaires", "1"]),
}


class TestRehearsals:
    """With --a-blanc everything is tried and nothing remains."""

    @pytest.mark.usefixtures("papers")
    @pytest.mark.parametrize(("halt", "arguments"), REHEARSALS.values(), ids=REHEARSALS)
    def test_nothing_is_changed(
        self,
        at_halt: Callable[[str], Path],
        cli: Cli,
        halt: str,
        arguments: list[str],
    ) -> None:
        """Every table and every file is as before; what would be done is shown."""
        folder = at_halt(halt)
        if halt == "ouvert":
            small_year.arrive("muet.xlsx")
        before, kept = small_year.tables(), small_year.files(folder)
        said = cli(*arguments, "--a-blanc", "--format", "json")

        assert (said.code, said.err) == (0, "")
        assert small_year.tables() == before
        assert small_year.files(folder) == kept
        reports = json.loads(said.out)
        assert {one["a_blanc"] for one in reports} == {True}
        assert sum(one["effects_count"] for one in reports) > 0

    def test_a_rehearsal_says_so(
        self, at_halt: Callable[[str], Path], cli: Cli
    ) -> None:
        """What is shown is marked as a rehearsal."""
        at_halt("propose")
        said = cli("decider", "--propositions", "--a-blanc", *SIGNED_AT_COPIL)

        assert said.out.startswith("Arbitrage (à blanc)\n9 lignes arbitrées")


class TestAnswers:
    """What each command answers when all is well."""

    @pytest.mark.parametrize(
        "arguments",
        [
            ["etat"],
            ["etat", "--depots"],
            ["verifier"],
            ["tracer", ATELIERS],
            ["tracer", f"{ATELIERS}/CAPH"],
            ["tracer", "aci.montant_par_salarie"],
            ["avancer", "--au", "02/06/2018", "--sans-prefect"],
            ["relancer", "--au", "02/06/2018", "--sans-prefect"],
            ["bilan", FETE, "--realise", "5 999,50", "--beneficiaires", "12"],
        ],
        ids=" ".join,
    )
    def test_json_can_be_read_by_a_script(
        self, at_halt: Callable[[str], Path], cli: Cli, arguments: list[str]
    ) -> None:
        """The output of --format json is JSON, whole, with nothing around it."""
        at_halt("bilans")
        said = cli(*arguments, "--format", "json")

        assert (said.code, said.err) == (0, "")
        assert isinstance(json.loads(said.out), dict | list)

    def test_the_state_is_counted(
        self, at_halt: Callable[[str], Path], cli: Cli
    ) -> None:
        """The state gives deposits by state, envelopes and bilans."""
        at_halt("bilans")
        state = json.loads(cli("etat", "--format", "json").out)

        assert state["depots"] == {"IRRECEVABLE": 1, "RECEVABLE": 5}
        assert state["bilans"] == {"demandes": 5, "recus": 1}
        caph = next(one for one in state["enveloppes"] if one["financeur"] == "CAPH")
        assert (caph["enveloppe"], caph["decide"]) == (560_000_00, 26_000_00)

    def test_the_verification_gives_the_head(
        self, at_halt: Callable[[str], Path], cli: Cli
    ) -> None:
        """The head of the journal is given, to be compared with one kept elsewhere."""
        at_halt("bilans")
        found = json.loads(cli("verifier", "--format", "json").out)

        assert found["intact"] is True
        assert found["anomalies"] == []
        assert found["tete"] == small_year.tables()["journal"][-1]["hash"]

    def test_a_lost_piece_fails_the_verification(
        self, at_halt: Callable[[str], Path], cli: Cli
    ) -> None:
        """A piece that is gone is named, and the exit code says so."""
        folder = at_halt("bilans")
        lost = small_year.tables()["version_depot"][0]["piece_sha256"]
        (folder / "pieces" / lost[:2] / lost).unlink()
        said = cli("verifier")

        assert said.code == 1
        assert lost in said.out

    def test_the_export_says_what_is_missing_and_its_head(
        self, at_halt: Callable[[str], Path], cli: Cli, tmp_path: Path
    ) -> None:
        """The export is written, names the lost piece and the head, and fails."""
        folder = at_halt("bilans")
        lost = small_year.tables()["version_depot"][0]["piece_sha256"]
        (folder / "pieces" / lost[:2] / lost).unlink()
        said = cli("exporter", "audit")

        assert said.code == 1
        assert f"Pièce introuvable, absente du dossier : {lost}." in said.out
        assert small_year.tables()["journal"][-1]["hash"] in said.out
        assert (tmp_path / "audit" / "verif.sh").is_file()

    def test_one_step_opens_a_year_that_is_not_open(self, cli: Cli) -> None:
        """The step that opens the call can be run by its code, given its year."""
        said = cli(
            "etape",
            "open_appel",
            "--annee",
            "2017",
            "--au",
            "17/10/2016",
            "--sans-prefect",
            "--format",
            "json",
        )

        assert (said.code, said.err) == (0, "")
        assert small_year.counts()["cycle"] == 1

    @pytest.mark.usefixtures("papers")
    def test_a_deposit_handed_over_is_registered(
        self, at_halt: Callable[[str], Path], cli: Cli
    ) -> None:
        """A file handed over becomes a deposit, received at the instant given."""
        at_halt("ouvert")
        said = cli("deposer", "depot.xlsx", "--au", "2016-11-02T10:00")

        assert (said.code, said.err) == (0, "")
        assert "2017-0001" in said.out
        assert small_year.counts()["depot"] == 1

    @pytest.mark.usefixtures("papers")
    def test_a_file_nobody_can_read_is_kept_and_stops_no_other(
        self, at_halt: Callable[[str], Path], cli: Cli
    ) -> None:
        """Notes handed over with a deposit: one is set aside, the other registered."""
        at_halt("ouvert")
        said = cli(
            "deposer", "notes.csv", "depot.xlsx",
            "--au", "2016-11-02T10:00", "--format", "json",
        )  # fmt: skip
        (report,) = json.loads(said.out)
        depot, notes = report["rows"]

        assert (said.code, said.err) == (0, "")
        assert (depot[0], depot[1], depot[3]) == (
            "depot.xlsx",
            "2017-0001",
            "nouveau dépôt",
        )
        assert notes[0] == "notes.csv"
        assert notes[3] == "écarté : voir [1]"
        assert report["notes"][0].startswith("[1] Fichier « notes.csv »")
        assert small_year.counts()["fichier_refuse"] == 1

    def test_a_list_without_fields_of_the_form_makes_no_deposit(
        self, at_halt: Callable[[str], Path], cli: Cli, tmp_path: Path
    ) -> None:
        """Its rows are checked and kept as a list, without being asked for."""
        at_halt("ouvert")
        columns = resource_folder("config") / "listes" / "scdl_2_0_2.yaml"
        header = load_list_map(columns).specs.values()
        path = tmp_path / "liste.csv"
        path.write_text(",".join(one.title for one in header) + "\n", encoding="utf-8")
        said = cli("deposer", "liste.csv", "--au", "2016-11-02T10:00")

        assert (said.code, said.err) == (0, "")
        assert "Liste importée" in said.out
        assert small_year.counts()["depot"] == 0

    def test_the_versions_of_a_deposit_are_shown(
        self, at_halt: Callable[[str], Path], cli: Cli
    ) -> None:
        """The correction tells what it changed: the description, where it stands."""
        at_halt("fige")
        said = cli("versions", small_year.MUET)

        assert (said.code, said.err) == (0, "")
        assert "version 1" in said.out
        assert "par classeur : dans les délais" in said.out.replace("\n", " ")
        assert "1 réponse changée depuis la version 1." in said.out

    def test_the_versions_are_read_by_a_script(
        self, at_halt: Callable[[str], Path], cli: Cli
    ) -> None:
        """Each version with its file and its changes, field by field."""
        at_halt("fige")
        first, second = json.loads(
            cli("versions", small_year.MUET, "--format", "json").out
        )

        assert (first["version"], first["channel"], first["changes"]) == (
            1,
            "CLASSEUR",
            [],
        )
        assert second["file_name"] == "muet-corrige.xlsx"
        assert [one["field"] for one in second["changes"]] == ["action_description"]

    def test_a_porteur_admitted_beforehand_is_recevable(
        self, at_halt: Callable[[str], Path], cli: Cli
    ) -> None:
        """The late deposit of a porteur follows the derogation given to it."""
        at_halt("collecte")
        said = cli(
            "deroger", "--porteur", "90000000400011", *TO_JANUARY,
            "--motif", "Sinistre", *AFTER_CALL,
        )  # fmt: skip
        (late,) = [
            row
            for row in small_year.tables()["depot"]
            if row["numero"] == small_year.RETARD
        ]

        assert (said.code, said.err) == (0, "")
        assert "1 dépôt déjà reçu" in said.out.replace("\n", " ")
        assert late["state"] == "RECEVABLE"

    @pytest.mark.usefixtures("papers")
    def test_the_directory_is_registered_once(
        self, at_halt: Callable[[str], Path], cli: Cli, tmp_path: Path
    ) -> None:
        """A directory read again changes no line."""
        at_halt("ouvert")
        lines = (tmp_path / "siret.csv").read_text(encoding="utf-8").splitlines()[:2]
        (tmp_path / "annuaire.csv").write_text("\n".join(lines), encoding="utf-8")
        first = cli("annuaire", "annuaire.csv")
        second = cli("annuaire", "annuaire.csv")

        assert "1 porteur lu, 1 fiche écrite." in first.out
        assert "1 porteur lu, 0 fiche écrite." in second.out


HOSTILE = "Fête [/b] [link=file:///x]ici[/link] [red]\\[bold]"


class TestWhatPorteursWrote:
    """What a porteur wrote is shown as text, whatever it looks like."""

    @pytest.mark.parametrize(
        "arguments",
        [
            ["etat", "--depots"],
            ["tracer", ATELIERS],
            ["tracer", "90000000100017"],
            ["tracer", f"{ATELIERS}/CAPH"],
        ],
        ids=" ".join,
    )
    def test_a_title_that_looks_like_style_is_shown_as_it_is(
        self,
        at_halt: Callable[[str], Path],
        cli: Cli,
        monkeypatch: pytest.MonkeyPatch,
        arguments: list[str],
    ) -> None:
        """Square brackets are neither interpreted nor an error."""
        at_halt("bilans")
        monkeypatch.setenv("COLUMNS", "200")
        with acting(REF, step="essai", at=small_year.END) as act:
            act.session.get_one(Depot, 1).title = HOSTILE
        said = cli(*arguments)

        assert (said.code, said.err) == (0, "")
        assert arguments[-1] == f"{ATELIERS}/CAPH" or HOSTILE in said.out

    def test_a_motive_that_looks_like_style_is_shown_as_it_is(
        self, at_halt: Callable[[str], Path], cli: Cli
    ) -> None:
        """The motive of an arbitrage is told by the trace as it was typed."""
        at_halt("propose")
        recorded = cli(
            "decider", ATELIERS, "CAPH", "0", "--motif", "[/b] non", *SIGNED_AT_COPIL
        )
        said = cli("tracer", f"{ATELIERS}/CAPH")

        assert recorded.code == 0
        assert "motif : [/b] non" in said.out


class TestAsAProgram:
    """The same through a real process."""

    def test_the_help(self, tmp_path: Path) -> None:
        """The program shows its help and succeeds."""
        said = program("--help", cwd=tmp_path)

        assert (said.code, said.err) == (0, "")
        assert said.out.startswith("Utilisation : programmation")

    def test_a_mistake_leaves_no_trace(self, tmp_path: Path) -> None:
        """A wrong command gives one sentence, exit code 2, and makes no folder."""
        said = program("zut", cwd=tmp_path)

        assert (said.code, said.out) == (2, "")
        assert said.err == (
            "La commande « zut » n'existe pas. Voyez « programmation --help ».\n"
        )
        assert list(tmp_path.iterdir()) == []

    def test_the_folder_given_is_the_one_used(self, tmp_path: Path) -> None:
        """The call opens in the folder named, without any Prefect server."""
        opened: Any = program(
            *("--dossier", "ici", "ouvrir", "2017", "--au", "17/10/2016"),
            *("--sans-prefect", "--format", "json"),
            cwd=tmp_path,
        )
        state = program("--dossier", "ici", "etat", "--format", "json", cwd=tmp_path)

        assert (opened.code, opened.err) == (0, "")
        assert json.loads(state.out)["messages"] == {"A_ENVOYER": 18}
        assert [one.name for one in tmp_path.iterdir()] == ["ici"]
