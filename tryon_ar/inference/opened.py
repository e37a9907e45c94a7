"""A graph opened on one provider: how long a run of it may take, and what a run gave."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.errors import GraphRejected
from tryon_ar.core.watched import NoAnswer, watched
from tryon_ar.inference.engine import CPU, OpenGraph, first_line, refusals

Feeds = Mapping[str, NDArray[Any]]

_LEAST_KNOWN = 3
_TIMES_LONGER = 4.0
_LONGEST_LOOK_S = 1.5


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a provider may take before it counts as hung.

    Attributes
    ----------
    opening_s : float
        To open a graph, and for its first run: a GPU may compile first.
    gpu_s, cpu_s : float
        For any other run. A CPU may be busy with other things, a GPU is not.
    soon_s : float
        After this long, and four times the longest run before, a GPU is late: something else
        answers meanwhile.
    """

    opening_s: float = 60.0
    gpu_s: float = 3.0
    cpu_s: float = 10.0
    soon_s: float = 0.25


class Late(Exception):
    """A run takes longer than it should; it still may come."""


@dataclass(slots=True)
class _Pending:
    """A run that is late."""

    answer: NoAnswer
    waited_s: float
    looked_s: float = field(default_factory=time.monotonic)

    def look(self) -> float:
        """Return how long it has been waited for; a computer asleep does not wait."""
        now_s = time.monotonic()
        self.waited_s += min(now_s - self.looked_s, _LONGEST_LOOK_S)
        self.looked_s = now_s
        return self.waited_s


class Opened:
    """A graph on a provider.

    Parameters
    ----------
    provider : str
        As ONNX Runtime calls it.
    graph : OpenGraph
    patience : Patience

    Notes
    -----
    *Thread safety*: any thread may call :meth:`run`; :meth:`is_late` is for one at a time.
    """

    def __init__(self, provider: str, graph: OpenGraph, patience: Patience) -> None:
        self.provider = provider
        self._graph = graph
        self._patience = patience
        self._soon_s = patience.soon_s
        self._runs, self._longest_s = 0, 0.0
        self._pending: _Pending | None = None

    def run(
        self, feeds: Feeds, outputs: Sequence[str] | None, *, patient: bool
    ) -> list[NDArray[Any]]:
        """Run the graph.

        Parameters
        ----------
        feeds, outputs
            As for :meth:`tryon_ar.inference.session.Session.run`.
        patient : bool
            Wait until it counts as hung, even if it is late.

        Raises
        ------
        Late
            When it is late; :meth:`is_late` then tells what becomes of it.
        GraphRejected
            When the inputs do not fit the graph.
        TimeoutError
            When it hangs; this graph is never to be used again.
        RuntimeError
            When the answer is none.
        """
        given, limit_s, began_s = dict(feeds), self._limit_s(), time.monotonic()
        soon_s = limit_s if patient else self._late_after_s(limit_s)
        try:
            answers = watched(lambda: list(self._graph.run(outputs, given)), soon_s)
        except NoAnswer as error:
            if soon_s < limit_s:
                # Of two threads' runs the one that has taken longest tells whether it hangs.
                self._pending = self._pending or _Pending(error, soon_s)
                raise Late from error
            self._graph.abandon()
            raise
        except refusals() as error:
            raise GraphRejected(f"The graph refused its inputs: {first_line(error)}.") from error
        if self._runs:  # the first may have compiled
            self._longest_s = max(self._longest_s, time.monotonic() - began_s)
        self._runs += 1
        if not all(map(_is_finite, answers)) and all(map(_is_finite, given.values())):
            raise RuntimeError("the answer holds values that are no numbers")
        return answers

    def is_late(self) -> bool:
        """Whether a run is still to come; one that came makes this graph more patient.

        Raises
        ------
        Exception
            What the run that was late ended with.
        TimeoutError
            When it counts as hung now.
        """
        pending = self._pending
        if pending is None:
            return False
        if pending.answer.has_come():
            self._pending = None
            if pending.answer.error is not None:
                raise pending.answer.error
            self._soon_s *= 2.0  # so that it does not go back and forth
            return False
        if pending.look() >= self._limit_s():
            self._graph.abandon()
            raise TimeoutError(f"no answer after {self._limit_s():g} s")
        return True

    def _limit_s(self) -> float:
        if not self._runs:
            return self._patience.opening_s
        return self._patience.cpu_s if self.provider == CPU else self._patience.gpu_s

    def _late_after_s(self, limit_s: float) -> float:
        if self._runs <= _LEAST_KNOWN:
            return limit_s
        return min(limit_s, max(self._soon_s, _TIMES_LONGER * self._longest_s))


def _is_finite(values: NDArray[Any]) -> bool:
    return values.dtype.kind != "f" or bool(np.isfinite(values).all())
