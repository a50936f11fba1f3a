"""The lists of the note, read strictly."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from pathlib import Path

import pytest

from contrat_de_ville.adapters.referential_files import load_referentials
from contrat_de_ville.adapters.resources import resource_folder
from contrat_de_ville.domain.depots import PorteurKind
from contrat_de_ville.errors import BadFileError


FOLDER = resource_folder("config") / "referentiels"
PLAFOND = "publics.jeunes_familles.age_parents_plafond"
OURS = load_referentials(FOLDER)


class TestContents:
    """What the note lists, counted by hand in the note."""

    def test_has_seven_axes_in_order(self) -> None:
        """The axes are numbered 1 to 7."""
        assert list(OURS.axes) == [1, 2, 3, 4, 5, 6, 7]
        assert OURS.axes[2].label == "Insertion / Emploi"

    def test_has_the_orientations_of_each_axe(self) -> None:
        """5, 3, 6, 4, 3 and 4 for the DRE, 4, 4: thirty-three in all."""
        counted = Counter((one.axe, one.is_dre) for one in OURS.orientations.values())

        expected = {
            (1, False): 5,
            (2, False): 3,
            (3, False): 6,
            (4, False): 4,
            (5, False): 3,
            (5, True): 4,
            (6, False): 4,
            (7, False): 4,
        }
        assert expected == counted
        assert len(OURS.orientations) == 33

    def test_numbers_the_orientations_in_the_order_of_the_note(self) -> None:
        """The codes of axe 5 end with those of the DRE."""
        expected = ["5.1", "5.2", "5.3", "5.DRE.1", "5.DRE.2", "5.DRE.3", "5.DRE.4"]

        assert expected == [one.code for one in OURS.orientations_of(5)]

    def test_gives_axe_1_to_the_agglomeration(self) -> None:
        """Only the actions of axe 1 are in maîtrise d'ouvrage communautaire."""
        carried = {
            one.axe for one in OURS.orientations.values() if one.maitrise_ouvrage
        }

        assert {1} == carried
        assert OURS.orientations["1.5"].maitrise_ouvrage == "communautaire"

    def test_has_the_lists_of_the_note(self) -> None:
        """3 publics, 4 criteria, 4 stages, 6 functions and 5 logics, by their codes."""
        assert list(OURS.publics) == ["jeunes", "jeunes_familles", "femmes"]
        assert list(OURS.criteres_innovation) == [
            "besoin_mal_satisfait",
            "effets_positifs",
            "experimentation",
            "implication_acteurs",
        ]
        assert list(OURS.participation) == [
            "conception",
            "organisation",
            "mise_en_oeuvre",
            "evaluation",
        ]
        assert len(OURS.pilotage) == 6
        assert len(OURS.logiques) == 5

    def test_expects_an_rna_of_associations_only(self) -> None:
        """Every kind of porteur has its label; one alone has an RNA."""
        types = OURS.types_de_porteur

        assert {kind.value for kind in PorteurKind} == set(types)
        assert [one.code for one in types.values() if one.is_rna_expected] == [
            "ASSOCIATION"
        ]

    def test_has_the_pieces_of_a_deposit(self) -> None:
        """The five pieces are known by their codes."""
        expected = ["statuts", "comptes", "attestation", "rib", "deliberation"]

        assert expected == list(OURS.pieces)

    def test_freezes_as_json(self) -> None:
        """What is frozen is equal once read back from JSON."""
        frozen = OURS.as_dict()

        assert frozen == json.loads(json.dumps(frozen))
        assert frozen["axes"]["5"]["label"] == "Apprentissages"
        assert frozen["publics"]["jeunes_familles"]["parameters"] == [PLAFOND]


class TestBadFiles:
    """One bad file per mistake."""

    @pytest.mark.parametrize(
        ("name", "old", "new", "words"),
        [
            ("axes", "numero: 2", "numero: 1", ["« 1 » est écrit deux fois"]),
            ("axes", "numero: 2", 'numero: "2"', ["entrée 2, numero", "entier"]),
            ("axes", "libelle: App", "label: App", ["entrée 5", "« label »"]),
            ("orientations", '"1.1"', "1.1", ["entrée 1, code", "guillemets"]),
            ("orientations", "axe: 2", "axe: 3", ["« 2.1 »", "axe 3"]),
            ("orientations", "axe: 7", "axe: 8", ["« 7.1 »", "axe 8"]),
            ("orientations", "axe: 1", "axe: true", ["entrée 1, axe", "entier"]),
            ("orientations", "dre: true", "dre: 1", ["dre", "true ou false"]),
            ("orientations", "ouvrage: com", "ouvrage: in", ["« communautaire »"]),
            (
                "publics",
                f"parametres:\n    - {PLAFOND}",
                "parametres: a",
                ["une liste"],
            ),
            ("publics", "citation: Des femmes", "citation:", ["entrée 3, citation"]),
            ("pieces", "code: rib", "code: statuts", ["« statuts »", "deux fois"]),
            ("logiques", "code:", "cle: a\n  code:", ["inattendue « cle »"]),
            ("types_de_porteur", "code: CCAS", "code: SCI", ["CCAS, SCI"]),
            (
                "types_de_porteur",
                "rna_attendu: true",
                "rna_attendu: 1",
                ["rna_attendu"],
            ),
        ],
    )
    def test_refuses_each_mistake(
        self, tmp_path: Path, name: str, old: str, new: str, words: list[str]
    ) -> None:
        """The message names the file, the entry and what is expected."""
        shutil.copytree(FOLDER, tmp_path, dirs_exist_ok=True)
        path = tmp_path / f"{name}.yaml"
        good = path.read_text(encoding="utf-8")
        bad = good.replace(old, new, 1)
        path.write_text(bad, encoding="utf-8")
        with pytest.raises(BadFileError) as caught:
            load_referentials(tmp_path)

        assert good != bad
        missing = [one for one in [path.name, *words] if one not in str(caught.value)]
        assert missing == []

    @pytest.mark.parametrize("content", ["", "[]", "a: 1"])
    def test_refuses_what_is_not_a_list(self, tmp_path: Path, content: str) -> None:
        """An empty file, an empty list or a mapping is refused."""
        shutil.copytree(FOLDER, tmp_path, dirs_exist_ok=True)
        (tmp_path / "pieces.yaml").write_text(content, encoding="utf-8")
        with pytest.raises(BadFileError, match="au moins une entrée"):
            load_referentials(tmp_path)

    def test_refuses_a_missing_list(self, tmp_path: Path) -> None:
        """A list that is not there is named."""
        shutil.copytree(FOLDER, tmp_path, dirs_exist_ok=True)
        (tmp_path / "pilotage.yaml").unlink()
        with pytest.raises(BadFileError, match=r"pilotage\.yaml.*introuvable"):
            load_referentials(tmp_path)
