"""Where our data files are: in the checkout, or inside an installed wheel."""

from __future__ import annotations

from pathlib import Path

from contrat_de_ville.errors import BadFileError


_PACKAGE = Path(__file__).resolve().parents[1]


def resource_folder(name: str, *, package: Path = _PACKAGE) -> Path:
    """Return the folder ``config``, ``data_contracts`` or ``docs/sources``.

    A wheel carries them under ``contrat_de_ville/_data``, looked at first: beside
    an installed package, a folder named ``config`` may belong to someone else.

    Raises:
        BadFileError: the folder is in neither place.
    """
    for root in (package / "_data", package.parent):
        folder = root.joinpath(*name.split("/"))
        if folder.is_dir():
            return folder
    raise BadFileError(
        name,
        "ce dossier de l'application est introuvable.",
        "Réinstallez l'application, ou lancez-la depuis son dépôt complet.",
    )
