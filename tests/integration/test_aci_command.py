"""The command « programmation aci »: what it shows, proposes and accepts."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select

from contrat_de_ville.adapters.export import verify_cycle
from contrat_de_ville.adapters.store.acts import reading
from contrat_de_ville.adapters.store.journal import read_lines
from contrat_de_ville.adapters.store.models import Depot
from contrat_de_ville.adapters.tracing import trace
from contrat_de_ville.adapters.workspace import current_workspace
from contrat_de_ville.domain.journal import sha256_hex
from flows.cli.aci import aci
from flows.cli.acts import utilite
from flows.cli.french import run
from tasks.aci import (
    compute_aci_grants,
    read_chantiers,
    record_aci_grants,
    record_utilite,
)
from tests.aci_year import (
    COMITE,
    FIRST,
    FIRST_SIRET,
    NEW,
    REF,
    SECOND,
    SECOND_SIRET,
    build_committee,
)
from tests.annexes_builder import COLUMNS, annexe, annexes_file, structures_file


pytestmark = pytest.mark.usefixtures("workspace")
AT = ("--au", "24/01/2017")
SIGNED = ("--par", "Service", "--motif", "Liste de présence")
Call = Callable[..., tuple[int, str, str]]


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Call:
    """Give a way to run the command, its spaces as a keyboard writes them."""
    monkeypatch.setenv("COLUMNS", "220")

    def perform(*arguments: str) -> tuple[int, str, str]:
        capsys.readouterr()
        code = run(aci, list(arguments))
        said = capsys.readouterr()
        return code, plain(said.out), plain(said.err)

    return perform


@pytest.fixture
def annexes(tmp_path: Path) -> str:
    """Write the annexes of the second porteur, and of nobody."""
    rows = (
        annexe() | {"structure_siret_actualise": SECOND_SIRET},
        annexe() | {"structure_siret_actualise": "21590172900016"},
    )
    path = tmp_path / "annexes.csv"
    path.write_bytes(annexes_file(*rows))
    return str(path)


def plain(text: str) -> str:
    """Return *text* with the spaces a keyboard writes."""
    return text.replace("\u202f", " ").replace("\xa0", " ")


def grant_all(*numeros: str) -> None:
    """Set the three figures, or those of these deposits, and grant."""
    given = {FIRST: 8_000, SECOND: 8_500, NEW: 5_000}
    for numero, euros in given.items():
        if numeros and numero not in numeros:
            continue
        record_utilite(
            REF, numero, euros * 100, author="Comité ACI", reason="Service", at=COMITE
        )
    grants = compute_aci_grants(REF, read_chantiers(REF))
    record_aci_grants(REF, grants, COMITE, a_blanc=False)


def accepted() -> list[dict[str, object]]:
    """Return the headcounts the journal tells."""
    with reading(REF) as (session, cycle, _):
        lines = [json.loads(one) for one in read_lines(session, cycle.id)]
    return [one for one in lines if one["acte"] == "effectif_aci.retenu"]


class TestShow:
    """Each computation, the choices, the two years."""

    def test_each_chantier_is_shown_step_by_step(self, call: Call) -> None:
        """Steps, amount, bounds and year before; then choices; then the gap."""
        build_committee()
        grant_all()
        code, out, err = call()

        assert (code, err) == (0, "")
        for said in (
            "12 salariés × 1 000 € = 12 000 €",
            "+ utilité sociale 8 000 € (Comité ACI, le 24/01/2017) = 20 000 €",
            "ramené à la demande : 16 000 €",
            "Bornes de la note : 17 000 € à 22 000 € ; année précédente : 18 000 €",
            "On compte les personnes présentes à la date de référence.",
            "1 chantier gagne 2 000 € en tout, 1 chantier perd 4 000 €.",
        ):
            assert said in out

    def test_one_chantier_alone(self, call: Call) -> None:
        """A number shows that one only."""
        build_committee()
        grant_all()
        _, out, _ = call(FIRST)

        assert out.startswith(FIRST)
        assert f"\n{SECOND} " not in out.split("Choix appliqués")[0]

    def test_before_the_committee_who_waits_is_said(self, call: Call) -> None:
        """Each chantier says what it waits for."""
        build_committee()
        _, out, _ = call()

        assert out.count("En attente : le comité n'a pas fixé") == 3

    def test_json_can_be_read_by_a_script(self, call: Call) -> None:
        """Amounts in centimes, the gap of each year, the winners."""
        build_committee()
        grant_all()
        _, out, _ = call("--format", "json")
        found = json.loads(out)

        assert found["chantiers"][0]["amount_centimes"] == 20_000_00
        assert found["harmonisation"]["gagnants"][0]["ecart_centimes"] == 2_000_00
        assert len(found["choix"]) == 11


class TestAnnexes:
    """The State's file proposes, a person accepts."""

    def test_reading_records_nothing(self, call: Call, annexes: str) -> None:
        """14,23 ETP are shown for the new chantier; the first porteur has none."""
        build_committee(base_effectif="etp")
        code, out, err = call("--annexes", annexes)

        assert (code, err) == (0, "")
        assert "14,23" in out
        assert "Aucune annexe de 2016 pour ce SIRET" in out
        assert accepted() == []

    def test_a_structure_of_two_chantiers_is_not_split(
        self, call: Call, annexes: str
    ) -> None:
        """The annexe does not tell its chantiers apart: someone must."""
        build_committee(base_effectif="etp")
        code, _, err = call("--annexes", annexes, "--accepter", NEW, "--par", "Service")

        assert code == 1
        assert "La structure porte 2 chantiers" in err
        assert accepted() == []

    def test_what_someone_types_is_kept_with_the_file(
        self, call: Call, annexes: str
    ) -> None:
        """10,5 ETP of the 14,23: who, when, and the file it was read beside."""
        build_committee(base_effectif="etp")
        code, out, err = call(
            "--annexes", annexes, "--accepter", NEW, "--effectif", "10,5",
            "--par", "Service insertion", "--motif", "Un poste et demi en moins", *AT,
        )  # fmt: skip
        (line,) = accepted()

        assert (code, err) == (0, "")
        assert "10,5 ETP" in out
        assert isinstance(line["donnees"], dict)
        assert (line["donnees"]["source"], line["donnees"]["annexes"]) == (
            "donné au vu des annexes financières de l'État",
            "ACI059170017A0M1",
        )
        assert line["acteur"] == "Service insertion"
        assert line["entrees"] == [sha256_hex(Path(annexes).read_bytes())]

    def test_what_is_proposed_is_accepted_by_its_number(
        self, call: Call, tmp_path: Path
    ) -> None:
        """A structure of one chantier: 14,23 ETP, from the annexe named."""
        build_committee(base_effectif="etp", fixation_utilite="comite_par_chantier")
        _drop(SECOND)
        path = tmp_path / "annexes.csv"
        named = annexe() | {"structure_siret_actualise": FIRST_SIRET}
        path.write_bytes(annexes_file(named))
        code, out, _ = call(
            "--annexes", str(path), "--accepter", FIRST, "--par", "Service", *AT
        )
        (line,) = accepted()

        assert code == 0
        assert "14,23 ETP" in out
        assert isinstance(line["donnees"], dict)
        assert (line["donnees"]["source"], line["donnees"]["annexes"]) == (
            "annexes financières de l'État",
            "ACI059170017A0M1",
        )

    def test_the_trace_tells_the_whole_chain(self, call: Call, tmp_path: Path) -> None:
        """File, annexe, who, when; then the steps and inputs of the grant."""
        build_committee(base_effectif="etp")
        _drop(SECOND)
        path = tmp_path / "annexes.csv"
        named = annexe() | {"structure_siret_actualise": FIRST_SIRET}
        path.write_bytes(annexes_file(named))
        call("--annexes", str(path), "--accepter", FIRST, "--par", "Service", *AT)
        grant_all(FIRST)
        said = plain(
            "\n".join(one for part in trace(REF, FIRST).sections for one in part.lines)
        )

        for expected in (
            (
                "Effectif retenu : 14,23 ETP, annexes financières de l'État "
                "(ACI059170017A0M1), le "
            ),
            f"Lu dans : fichier « annexes.csv », pièce {sha256_hex(path.read_bytes())}",
            (
                "Étape 1 : 14,23 ETP × 1 000 € = 14 230 € (effectif retenu par "
                "Service, le 24/01/2017, annexes financières de l'État : "
                "ACI059170017A0M1 ; 12 salariés dans le dépôt)"
            ),
            "Annexes de l'État : ACI059170017A0M1",
            "Effectif retenu par : Service",
            "Effectif retenu le : 24 janvier 2017",
            "effectif_aci.retenu",
        ):
            assert expected in said

    def test_what_is_kept_is_shown_before_the_grant(self, call: Call) -> None:
        """« aci » says the headcount kept and by whom, and what is still missing."""
        build_committee()
        given = ("--effectif", "11", "--par", "Service", "--motif", "Liste")
        call("--accepter", FIRST, *given, *AT)
        _, out, _ = call(FIRST)

        assert "Effectif : 11 salariés (effectif retenu par Service, le 24/01" in out
        assert "En attente : le comité n'a pas fixé" in out

    def test_one_goes_back_to_the_deposits(self, call: Call) -> None:
        """The contrary act is one option: said, signed, reasoned."""
        build_committee()
        given = ("--effectif", "11", "--par", "Service", "--motif", "Liste")
        call("--accepter", FIRST, *given, *AT)
        code, out, err = call(
            "--revenir-au-depot", FIRST, "--par", "Service", "--motif", "Erreur", *AT
        )
        _, shown, _ = call(FIRST)

        assert (code, err) == (0, "")
        assert "retour à l'effectif du dépôt par Service" in out
        assert "déclaré par le porteur dans son dépôt, repris par Service" in shown
        assert verify_cycle(REF).faults == ()

    def test_the_structures_of_the_same_export_tell_the_siret(
        self, call: Call, tmp_path: Path
    ) -> None:
        """Without a SIRET in the annexes, both files are read and both are kept."""
        build_committee(base_effectif="etp")
        columns = tuple(one for one in COLUMNS if one != "structure_siret_actualise")
        first, second = tmp_path / "annexes.csv", tmp_path / "structures.csv"
        first.write_bytes(annexes_file(annexe(), columns=columns))
        second.write_bytes(structures_file(("4321", SECOND_SIRET)))
        files = ("--annexes", str(first), "--structures", str(second))
        given = ("--effectif", "9", "--par", "Service", "--motif", "Convention")
        call(*files, "--accepter", NEW, *given, *AT)
        (line,) = accepted()

        assert line["entrees"] == sorted(
            sha256_hex(one.read_bytes()) for one in (first, second)
        )
        assert verify_cycle(REF).faults == ()

    def test_a_rehearsal_keeps_nothing(self, call: Call, annexes: str) -> None:
        """Neither the fact nor the file."""
        build_committee()
        code, out, _ = call(
            "--annexes", annexes, "--accepter", FIRST, "--effectif", "11",
            "--par", "Service", "--motif", "Liste", "--a-blanc", *AT,
        )  # fmt: skip

        assert (code, "à blanc" in out, accepted()) == (0, True, [])


class TestRefused:
    """Each mistake is one French sentence, and nothing is recorded."""

    @pytest.mark.parametrize(
        ("arguments", "said"),
        [
            (["--accepter", FIRST], "Quel effectif retenir"),
            (["--effectif", "12"], "pour un seul dépôt"),
            (["--accepter", FIRST, "--accepter", SECOND, "--effectif", "1"], "un seul"),
            (["--accepter", FIRST, "--effectif", "12"], "Personne ne signe"),
            (["--accepter", FIRST, "--effectif", "12,345", "--par", "x"], "« 12,345 »"),
            (["--accepter", FIRST, "--effectif", "-2", "--par", "x"], "« -2 »"),
            (
                ["--accepter", "2017-0099", "--effectif", "2", *SIGNED],
                "Aucun dépôt 2017-0099",
            ),
            (["--accepter", FIRST, "--effectif", "2", "--par", "x"], "pas de motif"),
            (["--revenir-au-depot", FIRST, *SIGNED], "Il n'y a rien à défaire"),
            (["--revenir-au-depot", FIRST, "--accepter", SECOND], "seul"),
            (["--structures", "s.csv"], "ne se lit qu'avec celui des annexes"),
            (["--annexes", "absent.csv"], "« absent.csv »"),
            (["2017-0099"], "2017-0099 n'est pas un chantier recevable"),
        ],
    )
    def test_a_mistake_is_said(
        self, call: Call, arguments: list[str], said: str
    ) -> None:
        """What is missing, too precise, negative, unknown, or not there."""
        build_committee()
        code, _, err = call(*arguments, *AT)

        assert (code, accepted()) == (1, [])
        assert said in err

    def test_a_chantier_named_twice(self, call: Call, tmp_path: Path) -> None:
        """Accepted twice in one command, it is refused."""
        build_committee(base_effectif="etp")
        _drop(SECOND)
        path = tmp_path / "annexes.csv"
        path.write_bytes(
            annexes_file(annexe() | {"structure_siret_actualise": FIRST_SIRET})
        )
        twice = ("--accepter", FIRST, "--accepter", FIRST)
        code, _, err = call("--annexes", str(path), *twice, "--par", "x", *AT)

        assert (code, accepted()) == (1, [])
        assert "nommé deux fois" in err


class TestUtilite:
    """The committee's figure, with the points of its grid."""

    def test_the_points_are_given_by_criterion(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """Two of three and one of two make 8 000 €."""
        grid = {"pas_euros": 1_000, "jeunes": 2, "service": 3}
        build_committee(fixation_utilite="grille", grille_utilite=grid)
        signed = ("--par", "Comité ACI", "--motif", "Jardins", *AT)
        points = ("--points", "service=2", "--points", "jeunes=1")
        code = run(utilite, [FIRST, "8000", *points, *signed])

        assert (code, capsys.readouterr().err) == (0, "")

    @pytest.mark.parametrize("amount", ["7 500,125", "-8000", "huit mille"])
    def test_an_amount_that_is_none_is_refused(
        self, capsys: pytest.CaptureFixture[str], amount: str
    ) -> None:
        """Three decimals, negative, in letters: said before anything is opened."""
        build_committee()
        signed = ["--par", "Comité ACI", "--motif", "Jardins", *AT]
        code = run(utilite, [FIRST, *signed, "--", amount])

        assert code == 2
        assert amount in capsys.readouterr().err


def _drop(numero: str) -> None:
    """Make a deposit inadmissible."""
    with current_workspace().store().writing() as session:
        depot = session.scalars(select(Depot).where(Depot.numero == numero)).one()
        depot.state = "IRRECEVABLE"
