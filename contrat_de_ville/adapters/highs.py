"""HiGHS, through SciPy: whole numbers in, whole numbers out, and a proven bound.

SciPy is heavy and imported at the first run only. One run at a time: HiGHS writes
some of its debugging straight to the standard output of the process, which is turned
away meanwhile.
"""

from __future__ import annotations

import ctypes
import importlib
import os
import sys
import threading
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from contrat_de_ville.domain.assembly.model import Model
from contrat_de_ville.errors import ContratDeVilleError


_OPTIMAL, _LIMIT, _INFEASIBLE = 0, 1, 2
_NODES = 4  # « not recognised » by SciPy, among others the limit of nodes
_LARGEST_DIVISOR = 1e4
_WHOLE = 1e-5
_ONE_RUN = threading.Lock()


class SolverGaveUpError(ContratDeVilleError):
    """The solver found neither a programming nor a proof that there is none."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message

    def __str__(self) -> str:
        return (
            "Aucune programmation n'a été trouvée dans le temps donné, et rien ne "
            f"prouve qu'il n'y en a pas ({self.message}). Donnez plus de temps, ou "
            "retirez une contrainte."
        )


@dataclass(frozen=True, kw_only=True)
class Limits:
    """Where a run stops: near enough the best, or after so many nodes or seconds.

    Nodes are counted the same on every machine; seconds are not.
    """

    rel_gap: float = 0.0
    seconds: float = 60.0
    nodes: int | None = None


@dataclass(frozen=True, kw_only=True)
class Found:
    """Values of the columns, rounded to whole ones, what they had, the proven bound.

    ``is_whole`` says whether rounding changed nothing, to the solver's tolerance.
    """

    values: tuple[int, ...]
    value: float
    bound: float
    is_finished: bool
    is_whole: bool = True


_EMPTY = Found(values=(), value=0.0, bound=0.0, is_finished=True)


def maximise(
    model: Model,
    worths: Sequence[float],
    limits: Limits,
    *,
    loose: Collection[int] = (),
) -> Found | None:
    """Return what makes the sum of *worths* largest; nothing where no values hold.

    Columns in *loose* need not be whole: the bound holds, the values may not.

    Raises:
        SolverGaveUpError: a limit was met before anything was found.
    """
    if not model.upper:
        is_broken = any((row.low or 0) > 0 for row in model.rows)
        return None if is_broken else _EMPTY
    np: Any = importlib.import_module("numpy")
    optimize: Any = importlib.import_module("scipy.optimize")
    options = {"mip_rel_gap": limits.rel_gap, "time_limit": limits.seconds}
    if limits.nodes is not None:
        options["node_limit"] = limits.nodes
    integrality = np.ones(len(worths))
    integrality[list(loose)] = 0
    with _ONE_RUN, _silent():
        answer = optimize.milp(
            -np.array(worths, dtype=float),
            integrality=integrality,
            bounds=optimize.Bounds(np.array(model.lower), np.array(model.upper)),
            constraints=_constraints(model, np, optimize),
            options=options,
        )
    if answer.status == _INFEASIBLE:
        return None
    if answer.x is None or answer.status not in {_OPTIMAL, _LIMIT, _NODES}:
        raise SolverGaveUpError(str(answer.message))
    is_linear = not integrality.any()
    rounded = np.rint(answer.x)
    return Found(
        values=tuple(int(one) for one in rounded),
        value=-float(answer.fun),
        bound=-float(answer.fun if is_linear else answer.mip_dual_bound),
        is_finished=answer.status == _OPTIMAL,
        is_whole=bool(np.allclose(answer.x, rounded, rtol=0, atol=_WHOLE)),
    )


def _constraints(model: Model, np: Any, optimize: Any) -> Any:
    if not model.rows:
        return ()
    sparse: Any = importlib.import_module("scipy.sparse")
    rows = model.rows
    starts = np.cumsum([0, *(len(row.terms) for row in rows)])
    columns = np.array([column for row in rows for column, _ in row.terms], dtype=int)
    times = np.array([n for row in rows for _, n in row.terms], dtype=float)
    # A yes that is almost one, times a large amount, is far from that amount: rows
    # are brought near one, yet a step of one stays a hundred tolerances wide.
    largest = [max((abs(n) for _, n in row.terms), default=1) for row in rows]
    scales = np.minimum(np.array(largest, dtype=float), _LARGEST_DIVISOR)
    matrix = sparse.csr_array(
        (times / np.repeat(scales, np.diff(starts)), columns, starts),
        shape=(len(rows), len(model.upper)),
    )
    lows = np.array([-np.inf if row.low is None else row.low for row in rows])
    highs = np.array([np.inf if row.high is None else row.high for row in rows])
    return optimize.LinearConstraint(matrix, lows / scales, highs / scales)


@contextmanager
def _silent() -> Iterator[None]:
    """Turn away what C code writes to the standard output."""
    sys.stdout.flush()
    kept, nowhere = os.dup(1), os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 1)
        yield
    finally:
        _flush_c()
        os.dup2(kept, 1)
        os.close(kept)
        os.close(nowhere)


def _flush_c() -> None:
    """Empty the buffers of the C library, where it can be reached."""
    try:
        ctypes.CDLL(None).fflush(None)
    except (AttributeError, OSError, TypeError):  # Windows has no such handle
        return
