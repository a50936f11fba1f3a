"""Parameter files, one bad file per mistake."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from contrat_de_ville.adapters.parameter_files import load_parameters
from contrat_de_ville.adapters.resources import resource_folder
from contrat_de_ville.domain.parameters import DatedValue, Parameter, Reference
from contrat_de_ville.errors import BadFileError


GOOD = """\
description: Aide par salarié
values:
  2017-01-01:
    value: 1000
metadata:
  unit: EUR/salarié
  last_value_still_valid_on: "2017-01-01"
  reference:
    2017-01-01:
      title: Note 2017
      href: note.txt
      quote: 1000 € par salarié
"""


def write(folder: Path, content: str, name: str = "aci/aide.yaml") -> Path:
    """Write one parameter file under *folder*."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")
    return folder


class TestLoading:
    """A well-formed folder."""

    def test_reads_a_parameter_under_the_name_of_its_path(self, tmp_path: Path) -> None:
        """The whole file is there, under the dotted path."""
        write(tmp_path, "description: Chantiers\n", "aci/index.yaml")
        actual = load_parameters(write(tmp_path, GOOD)).parameter("aci.aide")

        expected = Parameter(
            name="aci.aide",
            description="Aide par salarié",
            unit="EUR/salarié",
            values=(
                DatedValue(
                    starts_on=date(2017, 1, 1),
                    value=1000,
                    reference=Reference(
                        title="Note 2017", href="note.txt", quote="1000 € par salarié"
                    ),
                ),
            ),
            last_value_still_valid_on=date(2017, 1, 1),
        )
        assert expected == actual

    def test_puts_the_values_in_the_order_of_their_dates(self, tmp_path: Path) -> None:
        """A value written first but starting later still comes last."""
        again = GOOD.replace("values:\n", "values:\n  2019-01-01: {value: null}\n")
        again += "    2019-01-01: {title: Note, href: n.txt, quote: supprimée}\n"
        values = load_parameters(write(tmp_path, again)).parameter("aci.aide").values

        assert [(one.starts_on.year, one.value) for one in values] == [
            (2017, 1000),
            (2019, None),
        ]

    def test_reads_lists_of_texts(self, tmp_path: Path) -> None:
        """A list of texts is a value, kept from being changed."""
        content = GOOD.replace("value: 1000", "value: [oui, non]")
        parameters = load_parameters(write(tmp_path, content))

        assert parameters.value("aci.aide", date(2017, 1, 1)) == ("oui", "non")

    def test_reads_our_own_figures(self) -> None:
        """The scale of the ACI for 2017 is the one of the note."""
        ours = load_parameters(resource_folder("config") / "parameters")
        on = date(2017, 1, 1)

        assert ours.value("aci.montant_par_salarie", on) == 1000
        assert ours.value("aci.utilite_sociale.plancher", on) == 5000
        assert ours.value("aci.utilite_sociale.plafond", on) == 10000
        assert ours.value("aci.nouveau_chantier.finance_par_defaut", on) is False
        assert ours.unchecked_for(2017) == ()


class TestBadFiles:
    """One bad file per mistake; each is refused with its remedy."""

    @pytest.mark.parametrize(
        ("old", "new", "words"),
        [
            ("description", "descripton", ["inattendue « descripton »", "description"]),
            ("values:", "uprating: 1\nvalues:", ["« uprating »", "values, metadata"]),
            ("  unit: EUR/salarié\n", "", ["metadata", "manque la clé « unit »"]),
            ("  unit:", "  label: a\n  unit:", ["metadata", "« label »"]),
            ("  unit: EUR/salarié", "  unit: 1", ["metadata.unit", "texte"]),
            ("Aide par salarié", "", ["description", "texte non vide"]),
            (
                "    value: 1000",
                "    valeur: 1000",
                ["values.2017-01-01", "« valeur »"],
            ),
            ("    value: 1000", "    1000", ["values.2017-01-01", "clé : valeur"]),
            ("value: 1000", "value: 10.5", ["10.5", "entier"]),
            ("value: 1000", "value: {a: 1}", ["sorte permise"]),
            ("value: 1000", "value: [1, 2]", ["sorte permise"]),
            ("value: 1000", "value: 2017-01-01", ["sorte permise"]),
            (
                "values:\n  2017-01-01:",
                "values:\n  2017-01:",
                ["« 2017-01 »", "entier"],
            ),
            ("values:\n  2017-01-01:", "values:\n  2017:", ["« 2017 »", "entier"]),
            (
                "values:\n  2017-01-01:",
                "values:\n  2017-02-30:",
                ["ligne 3", "2017-02"],
            ),
            ("values:\n  2017", "values:\n  2018", ["2017-01-01", "même date"]),
            ('on: "2017-01-01"', 'on: "2017-13-01"', ["still_valid_on", "2017-13-01"]),
            ('on: "2017-01-01"', "on: janvier", ["still_valid_on", "« janvier »"]),
            ("      quote: 1000 € par salarié\n", "", ["reference", "clé « quote »"]),
            ("title: Note 2017", "title:", ["2017-01-01.title", "texte"]),
            ("    value: 1000", "    value: 1\n    value: 2", ["ligne 5", "deux fois"]),
        ],
    )
    def test_refuses_each_mistake(
        self, tmp_path: Path, old: str, new: str, words: list[str]
    ) -> None:
        """The message names the file, the place and what is expected."""
        bad = GOOD.replace(old, new, 1)
        with pytest.raises(BadFileError) as caught:
            load_parameters(write(tmp_path, bad))

        assert bad != GOOD
        missing = [one for one in ["aide.yaml", *words] if one not in str(caught.value)]
        assert missing == []

    def test_refuses_values_without_a_date(self, tmp_path: Path) -> None:
        """A parameter without any value is refused."""
        bad = GOOD.replace("  2017-01-01:\n    value: 1000\n", "", 1)
        with pytest.raises(BadFileError, match="« values » n'a aucune date"):
            load_parameters(write(tmp_path, bad))

    @pytest.mark.parametrize("name", ["a.yml", "Aide.yaml", "notes.txt", "é/a.yaml"])
    def test_refuses_a_file_it_would_have_ignored(
        self, tmp_path: Path, name: str
    ) -> None:
        """A misnamed file is refused rather than left out."""
        write(tmp_path, GOOD)
        with pytest.raises(BadFileError, match="pas un nom de paramètre"):
            load_parameters(write(tmp_path, GOOD, name))

    def test_refuses_an_index_with_more_than_its_description(
        self, tmp_path: Path
    ) -> None:
        """The index of a folder only describes it."""
        write(tmp_path, GOOD)
        with pytest.raises(BadFileError, match="inattendue « unit »"):
            load_parameters(write(tmp_path, "description: a\nunit: b\n", "index.yaml"))

    def test_refuses_a_folder_without_parameters(self, tmp_path: Path) -> None:
        """An empty or absent folder is a wrong folder."""
        with pytest.raises(BadFileError, match="aucun paramètre"):
            load_parameters(tmp_path / "absent")
