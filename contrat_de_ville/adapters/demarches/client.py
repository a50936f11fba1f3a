"""The client of démarches-simplifiées: pages of dossiers, one after the other.

With ``updatedSince`` the server sorts the dossiers by last change and its cursor is
that place in time; without it, by first deposit, and a dossier that was corrected
later never comes again. So it is always given: a cursor kept from the last page
then yields what is new *and* what has changed, and a dossier that changes while the
pages are read comes again at the end instead of being lost.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from types import TracebackType
from typing import Any, Self

from gql import Client, GraphQLRequest
from gql.client import SyncClientSession
from gql.transport.exceptions import (
    TransportConnectionFailed,
    TransportError,
    TransportQueryError,
)
from gql.transport.httpx import HTTPXTransport

from contrat_de_ville import __version__
from contrat_de_ville.adapters.clock import now as present
from contrat_de_ville.adapters.demarches.answers import Page, page_of, strict_json
from contrat_de_ville.adapters.demarches.endpoint import Endpoint, Token
from contrat_de_ville.adapters.demarches.failures import DemarcheError, query_failure
from contrat_de_ville.adapters.demarches.guard import Guard, Limits
from contrat_de_ville.adapters.demarches.query import dossiers_query
from contrat_de_ville.adapters.demarches.waiting import Passing, refusal_of
from contrat_de_ville.domain.calendar import as_utc


# At the level of detail it logs whole answers, personal data included.
logging.getLogger("gql.transport.httpx").setLevel(logging.INFO)


@dataclass(frozen=True, kw_only=True)
class Selection:
    """Which dossiers of which démarche, and how many at a time (100 at most)."""

    number: int
    updated_since: datetime
    state: str | None = None
    page_size: int = 50


class DemarchesClient:
    """A session with one server; use it in a ``with``.

    ``sleep``, ``clock`` (monotonic seconds) and ``now`` are what a test replaces.
    """

    def __init__(
        self,
        endpoint: Endpoint,
        token: Token,
        *,
        limits: Limits | None = None,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
        now: Callable[[], datetime] = present,
    ) -> None:
        self._token, self._limits = token, limits or Limits()
        self._sleep, self._now = sleep, now
        transport = HTTPXTransport(
            url=endpoint.url,
            json_deserialize=strict_json,
            headers={
                "Authorization": f"Bearer {token.value}",
                "Accept-Encoding": "identity",
                "User-Agent": f"programmation/{__version__}",
            },
            timeout=self._limits.wait_seconds,
            follow_redirects=False,
            # The proxy of an administration is for the outside, not for loopback.
            trust_env=not endpoint.is_loopback,
            event_hooks={"response": [Guard(self._limits, clock)]},
        )
        self._client = Client(transport=transport)
        self._session: SyncClientSession | None = None

    def __enter__(self) -> Self:
        self._session = self._client.connect_sync()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._client.close_sync()
        self._session = None

    def dossiers(self, selection: Selection, *, cursor: str = "") -> Iterator[Page]:
        """Yield the pages that follow *cursor*, each with the cursor after it.

        Raises:
            DemarcheError: as :meth:`page` does; the pages yielded stay good.
        """
        page = self.page(selection, cursor=cursor)
        yield page
        while page.has_next:
            page = self.page(selection, cursor=page.cursor)
            yield page

    def page(self, selection: Selection, *, cursor: str = "") -> Page:
        """Fetch one page: the first, or the one that follows *cursor*.

        Raises:
            DemarcheUnavailableError: no answer, after the attempts allowed.
            DemarcheError: refused token, unknown démarche, an answer that is none.
        """
        variables = {
            "number": selection.number,
            "first": selection.page_size,
            "after": cursor or None,
            "updatedSince": as_utc(selection.updated_since).isoformat(),
            "state": selection.state,
        }
        given = {name: value for name, value in variables.items() if value is not None}
        data = self._ask(selection.number, given)
        return page_of(selection.number, data, cursor)

    def _ask(self, number: int, variables: dict[str, Any]) -> dict[str, Any]:
        """Ask until an answer comes, or the attempts allowed are spent."""
        delays = iter(self._limits.delays)
        while True:
            try:
                return self._ask_once(number, variables)
            except Passing as failure:
                delay = next(delays, None)
                if delay is None or failure.wait > self._limits.longest_wait:
                    raise failure.error from None
                self._sleep(max(delay, failure.wait))

    def _ask_once(self, number: int, variables: dict[str, Any]) -> dict[str, Any]:
        assert self._session is not None, "use the client in a with"
        request = GraphQLRequest(dossiers_query(), variable_values=variables)
        try:
            return self._session.execute(request)
        except TransportQueryError as error:
            said = query_failure(number, error.errors or [{}], self._token.value)
            raise said from None
        except TransportConnectionFailed as error:
            cause, limits = error.__cause__, self._limits
            raise refusal_of(number, cause, limits, self._now()) from None
        except TransportError:
            raise DemarcheError(
                number,
                "la réponse du serveur n'est pas celle d'une API GraphQL.",
                "Vérifiez l'adresse de la correspondance de la démarche.",
            ) from None
