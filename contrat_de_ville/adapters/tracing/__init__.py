"""« Pourquoi ? » asked of a deposit, an amount, a figure, a message, a line."""

from __future__ import annotations

import re
from collections.abc import Callable

from contrat_de_ville.adapters.store.acts import reading
from contrat_de_ville.adapters.tracing.bodies import trace_conseil, trace_siret
from contrat_de_ville.adapters.tracing.deposit import trace_deposit, trace_line
from contrat_de_ville.adapters.tracing.envelopes import trace_envelope
from contrat_de_ville.adapters.tracing.facts import trace_entry, trace_message
from contrat_de_ville.adapters.tracing.figures import trace_figure
from contrat_de_ville.adapters.tracing.record import Section, Trace
from contrat_de_ville.adapters.tracing.source import Source, unknown
from contrat_de_ville.domain.steps import CycleRef


__all__ = ["Section", "Trace", "trace"]

_NUMERO = r"(?:depot:)?([0-9]{4}-[0-9]{4,})"
_TRACERS: tuple[tuple[re.Pattern[str], Callable[..., Trace]], ...] = (
    (re.compile(_NUMERO), trace_deposit),
    (re.compile(rf"(?:ligne:)?{_NUMERO}/([A-Za-z_]+)"), trace_line),
    (re.compile(r"journal:([0-9]{1,18})"), trace_entry),
    (re.compile(r"(?:message:)?(<[^<>]+>)"), trace_message),
    (re.compile(r"message:(.+)"), trace_message),
    (re.compile(r"conseil:(.+)"), trace_conseil),
    (re.compile(r"enveloppe:([A-Za-z0-9_]+)(?:/.+)?"), trace_envelope),
    (re.compile(r"(?:siret:)?([0-9]{14})"), trace_siret),
)


def trace(ref: CycleRef, what: str) -> Trace:
    """Return everything on record about *what*, said in French.

    Args:
        ref: the cycle.
        what: a deposit (``2017-0042``), one funder's part (``2017-0042/CAPH``), a
            parameter or a choice of the campaign, ``journal:17``, a Message-ID or
            ``message:12``, ``conseil:cc-centre``, ``enveloppe:CAPH``, a SIRET. The
            objects named by journal lines are read as they stand there.

    Raises:
        UnknownCycleError: the cycle was never opened.
        BadInputError: nothing has this name; the error says what can be traced.
    """
    asked = what.strip()
    with reading(ref) as (session, cycle, frozen):
        source = Source(session, cycle, frozen)
        for shape, tracer in _TRACERS:
            if found := shape.fullmatch(asked):
                return tracer(source, *found.groups())
        figure = trace_figure(source, asked.removeprefix("choix:"))
        if figure is None:
            raise unknown(f"« {asked} » ne désigne rien du cycle {cycle.code}.")
        return figure
