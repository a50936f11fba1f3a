"""Where démarches-simplifiées is asked, and with which token."""

from __future__ import annotations

import ipaddress
import os
import re
from dataclasses import dataclass, field
from urllib.parse import SplitResult, urlsplit

from contrat_de_ville.errors import BadInputError


TOKEN_VARIABLE = "PROGRAMMATION_DEMARCHES_JETON"  # noqa: S105 (a name, not a token)
_TOKEN = re.compile(r"[\x21-\x7e]{8,2000}")


@dataclass(frozen=True)
class Endpoint:
    """An address that may be asked: https, or plain http on this machine only.

    Raises:
        BadInputError: another scheme, no host, a user name, a fragment.
    """

    url: str

    def __post_init__(self) -> None:
        parts = _split(self.url)
        is_allowed = parts.scheme == "https" or (
            parts.scheme == "http" and self.is_loopback
        )
        if not is_allowed or not parts.hostname or "@" in parts.netloc:
            raise BadInputError(
                "L'adresse de démarches-simplifiées doit commencer par « https:// » et "
                "ne contenir ni nom d'utilisateur ni mot de passe.",
                "Corrigez la clé « adresse » de la correspondance de la démarche.",
            )

    @property
    def is_loopback(self) -> bool:
        """Tell whether the host is this machine, by its address or its name."""
        host = _split(self.url).hostname or ""
        try:
            return ipaddress.ip_address(host).is_loopback
        except ValueError:
            return host == "localhost"


@dataclass(frozen=True)
class Token:
    """The secret that opens a démarche; never shown, whoever prints this."""

    value: str = field(repr=False)


def token_from_environment() -> Token:
    """Return the token of the environment.

    Raises:
        BadInputError: absent, or not a token; what it holds is not shown.
    """
    value = os.environ.get(TOKEN_VARIABLE, "").strip()
    if _TOKEN.fullmatch(value):
        return Token(value)
    found = "absent" if not value else "mal écrit (une seule ligne, sans espace)"
    raise BadInputError(
        f"Le jeton de démarches-simplifiées est {found}.",
        f"Mettez-le dans la variable d'environnement {TOKEN_VARIABLE}, jamais dans un "
        "fichier du projet ni sur la ligne de commande.",
    )


def _split(url: str) -> SplitResult:
    try:
        return urlsplit(url)
    except ValueError:
        return urlsplit("")
