"""What goes wrong with démarches-simplifiées, said to a coordinator.

The server's own words are quoted cut short, on one line, and never with the token:
a server may send back what it was sent.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from contrat_de_ville.domain.deposit_text import one_line
from contrat_de_ville.errors import ContratDeVilleError


_LONGEST_QUOTED = 200
_UNAUTHORIZED = "unauthorized", "hidden due to permissions"
_NOT_FOUND = "not_found", "not found"
_FORBIDDEN = "forbidden", "token"
_ASK_ACCESS = (
    "Demandez à un administrateur de la démarche un jeton en lecture, valable et "
    "qui la couvre, puis mettez-le dans PROGRAMMATION_DEMARCHES_JETON."
)
_LATER = "Rien n'est perdu : relancez plus tard, la reprise se fait où l'on en était."


class DemarcheError(ContratDeVilleError):
    """A démarche could not be read; what was already registered stays."""

    def __init__(self, number: int, found: str, remedy: str) -> None:
        super().__init__(number, found, remedy)
        self.number, self.found, self.remedy = number, found, remedy

    def __str__(self) -> str:
        return f"Démarche n° {self.number} : {self.found} {self.remedy}"


class DemarcheUnavailableError(DemarcheError):
    """The server does not answer, or not now: trying later may do."""

    def __init__(self, number: int, found: str, remedy: str = _LATER) -> None:
        super().__init__(number, found, remedy)


def refused_token(number: int) -> DemarcheError:
    """Say that the server refused the token (401, 403)."""
    return DemarcheError(
        number,
        "le serveur refuse le jeton : inconnu, expiré, ou interdit depuis ce réseau.",
        _ASK_ACCESS,
    )


def query_failure(number: int, errors: Sequence[Any], token: str) -> DemarcheError:
    """Say the errors of a GraphQL answer: the first one tells, all are counted."""
    first: Mapping[str, Any] = errors[0] if isinstance(errors[0], Mapping) else {}
    message = str(first.get("message", ""))
    extensions = first.get("extensions")
    code = str(extensions.get("code", "")) if isinstance(extensions, Mapping) else ""
    if _is(_UNAUTHORIZED, code, message):
        found = "le jeton ne donne pas accès à cette démarche."
        return DemarcheError(number, found, _ASK_ACCESS)
    if _is(_NOT_FOUND, code, message):
        found = "le serveur ne connaît pas cette démarche."
        return DemarcheError(number, found, "Vérifiez son numéro et l'adresse.")
    if _is(_FORBIDDEN, code, message):
        return refused_token(number)
    others = f" (et {len(errors) - 1} autres)" if len(errors) > 1 else ""
    return DemarcheError(
        number,
        f"le serveur répond par une erreur{_place(first)} : "
        f"« {quoted(message, token)} »{others}.",
        "Relancez ; si l'erreur demeure, signalez-la à l'assistance du site avec ce "
        "message : son schéma a peut-être changé.",
    )


def quoted(text: str, token: str) -> str:
    """Return the server's words on one line, cut short, without the token."""
    said = one_line(text.replace(token, "…") if token else text)
    return said if len(said) <= _LONGEST_QUOTED else f"{said[:_LONGEST_QUOTED]}…"


def _is(marks: tuple[str, str], code: str, message: str) -> bool:
    """Tell whether the code is that one; where there is none, its words are."""
    known, words = marks
    return code == known or (not code and words in message.casefold())


def _place(error: Mapping[str, Any]) -> str:
    """Say which dossier of the page the error is about, counted from 1."""
    path = error.get("path")
    steps = path if isinstance(path, list) else []
    rank = next((one for one in steps if type(one) is int), None)
    return "" if rank is None else f" (dossier de rang {rank + 1} de la page)"
