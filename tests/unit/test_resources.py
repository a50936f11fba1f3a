"""Where the data files are found."""

from __future__ import annotations

from pathlib import Path

import pytest

from contrat_de_ville.adapters.resources import resource_folder
from contrat_de_ville.errors import BadFileError


class TestResources:
    """Where the data files are."""

    def test_finds_the_folders_of_the_checkout(self) -> None:
        """The folders beside the package are found by their names."""
        assert "note_orientations_2017.txt" in {
            one.name for one in resource_folder("docs/sources").iterdir()
        }

    def test_prefers_what_the_wheel_carries(self, tmp_path: Path) -> None:
        """Once installed, a stranger's folder of the same name is not ours."""
        package = tmp_path / "contrat_de_ville"
        carried = package / "_data" / "config"
        carried.mkdir(parents=True)
        (tmp_path / "config").mkdir()

        assert carried == resource_folder("config", package=package)

    def test_says_when_a_folder_is_nowhere(self, tmp_path: Path) -> None:
        """An incomplete installation is said, with what to do."""
        with pytest.raises(BadFileError, match="Réinstallez"):
            resource_folder("config", package=tmp_path / "contrat_de_ville")
