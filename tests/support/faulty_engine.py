"""Providers that fail as GPUs do, on a computer without one.

Graphs are really computed, by ONNX Runtime's CPU; the engine says that it was CUDA and breaks it
as planned.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import numpy as np

from tryon_ar.core import incidents
from tryon_ar.inference import session as sessions
from tryon_ar.inference.engine import CPU, OnnxRuntime

CUDA = "CUDAExecutionProvider"
KINDS = ("absent", "create", "run", "nan", "inf", "hang", "late", "hang at creation")


@dataclass
class Plan:
    """How a provider breaks.

    Attributes
    ----------
    kind : str
        One of :data:`KINDS`, or ``none``.
    at_run : int
        From which run on, 1 for the first; ``late`` is that one alone.
    only : callable
        Given a model's bytes: whether its graph breaks.
    """

    kind: str = "none"
    at_run: int = 1
    only: object = None

    def concerns(self, model: bytes) -> bool:
        return self.only is None or self.only(model)


class FaultyEngine:
    """An engine with a ``CUDA`` that is the CPU, both of which may break.

    Attributes
    ----------
    opened : list of str
        The providers asked for, in order.
    broke_s : float or None
        When something broke first, by ``time.monotonic``.
    release : threading.Event
        Lets runs that hang return, so that a test leaves no thread behind.
    """

    def __init__(self, cuda: Plan, cpu: Plan | None = None) -> None:
        self._plans = {CUDA: cuda, CPU: cpu or Plan()}
        self._real = OnnxRuntime()
        self.opened: list[str] = []
        self.runs = 0
        self.broke_s: float | None = None
        self.release = threading.Event()

    def available(self):
        return [name for name, plan in self._plans.items() if plan.kind != "absent"]

    def open(self, model, provider, threads):
        plan = self._plans[provider]
        self.opened.append(provider)
        broken = plan.concerns(model)
        if broken and plan.kind in ("create", "hang at creation"):
            self.note_broken()
        if plan.kind == "hang at creation" and broken:
            self.release.wait()
        if plan.kind in ("absent", "create") and broken:
            if plan.kind == "create":
                raise RuntimeError("CUDA failure 100: no CUDA-capable device is detected")
            return None
        graph = self._real.open(model, CPU, threads)
        return _FaultyGraph(self, graph, plan) if broken else graph

    def note_broken(self):
        if self.broke_s is None:
            self.broke_s = time.monotonic()


@dataclass
class _FaultyGraph:
    engine: FaultyEngine
    graph: object
    plan: Plan
    runs: int = field(default=0)

    def run(self, outputs, feeds):
        self.runs += 1
        self.engine.runs += 1
        broken = self.runs >= self.plan.at_run
        if broken and self.plan.kind in ("run", "nan", "inf", "hang"):
            self.engine.note_broken()
        if broken and self.plan.kind == "hang":
            self.engine.release.wait()
            raise RuntimeError("let go")
        if broken and self.plan.kind == "run":
            raise RuntimeError("CUDA failure 700: an illegal memory access\nlong story")
        if self.runs == self.plan.at_run and self.plan.kind == "late":
            self.engine.note_broken()
            self.engine.release.wait()
        answers = self.graph.run(outputs, feeds)
        if broken and self.plan.kind in ("nan", "inf"):
            for answer in answers:
                if answer.dtype.kind == "f" and answer.size:
                    answer.flat[0] = np.nan if self.plan.kind == "nan" else np.inf
        return answers

    def abandon(self):
        pass


@contextmanager
def faulty_engine(cuda: Plan, cpu: Plan | None = None) -> Iterator[FaultyEngine]:
    """Let every session opened meanwhile run on a faulty engine; forget about it afterwards."""
    made, before = FaultyEngine(cuda, cpu), sessions.engine
    struck = set(sessions._struck_out)
    sessions._struck_out.clear()
    incidents.forget()
    sessions.engine = made
    try:
        yield made
    finally:
        made.release.set()
        sessions.engine = before
        sessions._struck_out.clear()
        sessions._struck_out.update(struck)
        incidents.forget()
