"""What kept an answer from coming: said, and whether to ask again, and when."""

from __future__ import annotations

from datetime import datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

import httpx

from contrat_de_ville.adapters.demarches.failures import (
    DemarcheError,
    DemarcheUnavailableError,
    refused_token,
)
from contrat_de_ville.adapters.demarches.guard import (
    AnswerRefused,
    Limits,
    StatusRefused,
)
from contrat_de_ville.domain.calendar import as_utc


_PASSING = frozenset({429, *range(500, 600)})
_REFUSED = frozenset({401, 403})
_LONGEST_SAID = 6
_CHECK_ADDRESS = "Vérifiez l'adresse de la correspondance de la démarche."


class Passing(Exception):  # noqa: N818 (told apart inside, never shown)
    """A failure that another attempt may not meet; ``wait`` is what was asked."""

    def __init__(self, error: DemarcheError, wait: float = 0.0) -> None:
        super().__init__(error, wait)
        self.error, self.wait = error, wait


def refusal_of(
    number: int, cause: BaseException | None, limits: Limits, now: datetime
) -> Exception:
    """Say what happened instead of an answer; :class:`Passing` where it may pass."""
    if isinstance(cause, StatusRefused):
        return _of_status(number, cause, now)
    if isinstance(cause, AnswerRefused):
        return DemarcheError(
            number,
            f"la lecture est arrêtée : {cause.found}.",
            "Réduisez « taille_de_page » dans la correspondance, puis relancez.",
        )
    if isinstance(cause, httpx.TimeoutException):
        found = f"pas de réponse en {limits.wait_seconds:.0f} s."
        return Passing(DemarcheUnavailableError(number, found))
    found = "le serveur est injoignable, ou a coupé la connexion."
    return Passing(DemarcheUnavailableError(number, found))


def _of_status(number: int, cause: StatusRefused, now: datetime) -> Exception:
    if cause.status in _REFUSED:
        return refused_token(number)
    if cause.status in _PASSING:
        found = f"le serveur répond « {cause.status} » (trop sollicité ou en panne)."
        wait = asked_wait(cause.retry_after, now)
        return Passing(DemarcheUnavailableError(number, found), wait)
    if cause.location:
        found = (
            f"l'adresse renvoie vers « {_host(cause.location)} », qui n'est pas suivi."
        )
    else:
        found = f"le serveur répond « {cause.status} »."
    return DemarcheError(number, found, _CHECK_ADDRESS)


def _host(location: str) -> str:
    try:
        return urlsplit(location).hostname or "ailleurs"
    except ValueError:
        return "ailleurs"


def asked_wait(retry_after: str, now: datetime) -> float:
    """Return the seconds that ``Retry-After`` asks for, in either of its forms.

    What cannot be read asks for nothing (RFC 9110, 10.2.3).

    >>> from datetime import UTC
    >>> asked_wait("7", datetime(2017, 1, 2, tzinfo=UTC))
    7.0
    >>> asked_wait("Mon, 02 Jan 2017 00:00:30 GMT", datetime(2017, 1, 2, tzinfo=UTC))
    30.0
    """
    if retry_after.isascii() and retry_after.isdigit():
        return float(retry_after[:_LONGEST_SAID])
    try:
        until = as_utc(parsedate_to_datetime(retry_after))
    except ValueError:
        return 0.0
    return max(0.0, (until - as_utc(now)).total_seconds())
