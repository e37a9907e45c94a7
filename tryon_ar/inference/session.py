"""The one place where ONNX sessions are made, and the ladder of providers they go down.

A session is asked for by what people say (``auto``, ``cpu``, ``cuda``) and reports what it got. A
provider that cannot be opened, fails, answers with no numbers or hangs is followed by the next one,
in the very same run; it is told once (:mod:`tryon_ar.core.incidents`) and never tried again. One
that is late is given its time while the next one answers: only when it counts as hung is it given
up. The CPU, the last one, is opened afresh once unless it hangs; after that the session stays down.
"""

import functools
import logging
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tryon_ar.core import incidents
from tryon_ar.core.errors import (
    InferenceError,
    InferenceLate,
    ProviderUnavailable,
    TryOnError,
    UsageError,
)
from tryon_ar.core.watched import watched
from tryon_ar.inference.engine import (
    CPU,
    Engine,
    OnnxRuntime,
    OpenGraph,
    failures,
    first_line,
)
from tryon_ar.inference.opened import Feeds, Late, Opened, Patience

_log = logging.getLogger(__name__)

# Best first. TensorRT is left out: it compiles for minutes where CUDA starts at once.
_NAMES = {
    "cuda": "CUDAExecutionProvider",
    "directml": "DmlExecutionProvider",
    "coreml": "CoreMLExecutionProvider",
    "cpu": CPU,
}
_SHOWN = {
    "CUDAExecutionProvider": "CUDA",
    "DmlExecutionProvider": "DirectML",
    "CoreMLExecutionProvider": "CoreML",
    CPU: "CPU",
}
_MOST_THREADS = 2

#: Makes graphs run; replaced by those who test the ladder.
engine: Engine = OnnxRuntime()
# Providers that failed while running: not for any session of this process again.
_struck_out: set[str] = set()


USUAL_PATIENCE = Patience()


class Session:
    """A session that knows its provider and steps down when that fails.

    Attributes
    ----------
    provider : str
        What really runs: ``CUDA``, ``DirectML``, ``CoreML`` or ``CPU``.
    notice : str
        Why it is not the best one there could be, as a sentence; empty otherwise.
    """

    def __init__(
        self, model: bytes, rungs: Sequence[str], threads: int, patience: Patience = USUAL_PATIENCE
    ) -> None:
        self._model = model
        self._threads = threads
        self._patience = patience
        self._lock = threading.Lock()
        self._rungs = list(rungs)
        self._afresh = True  # the last rung may be opened once more
        self._broken = ""
        self._spare: Opened | None = None
        self._stays = False
        self.notice = ""
        self._open_next()

    @property
    def is_down(self) -> bool:
        """Whether every rung has failed: ``run`` raises at once."""
        return bool(self._broken)

    def run(self, feeds: Feeds, outputs: Sequence[str] | None = None) -> list[NDArray[Any]]:
        """Run the graph, on the next provider where the one in use fails or is late.

        Parameters
        ----------
        feeds : dict of str to ndarray
            Every input of the graph.
        outputs : sequence of str, optional
            Names of the outputs wanted; all by default.

        Raises
        ------
        GraphRejected
            When the inputs do not fit the graph.
        InferenceLate
            When nothing may take over and the provider in use is late: it may be asked again.
        InferenceError
            When the last rung has failed too, now or before.
        """
        while not self._broken:
            graph = used = self._graph
            try:
                if graph.is_late():
                    used = self._meanwhile()
                return used.run(feeds, outputs, patient=used is not graph or not self._may_be_late)
            except Late:
                continue
            except failures() as error:  # TimeoutError is an OSError
                with self._lock:
                    if graph is self._graph and not self._broken:  # no other thread was quicker
                        self._step_down(error, also_spare=used is not graph)
        raise InferenceError(self._broken, "Restart tryon-ar; the log says more.")

    def stay(self) -> None:
        """Let nothing take over when the provider in use fails."""
        self._rungs.clear()
        self._stays = True

    def allow_cpu(self) -> None:
        """Let later failures of a run step down to the CPU."""
        if self._graph.provider != CPU and CPU not in self._rungs:
            self._rungs.append(CPU)

    @property
    def _may_be_late(self) -> bool:
        """Whether something else answers where the provider in use is late."""
        return self._graph.provider != CPU and (self._stays or bool(self._rungs))

    def _meanwhile(self) -> Opened:
        """Return what answers while the provider in use is late."""
        with self._lock:
            if self._spare is None:
                self._spare = self._opened_next()
            if self._spare is None:
                raise InferenceLate(f"ONNX Runtime failed on {self.provider}: no answer yet.")
            return self._spare

    def _step_down(self, error: Exception, *, also_spare: bool) -> None:
        failed, reason = self._graph.provider, first_line(error)
        if failed != CPU:
            _struck_out.add(failed)
        if also_spare:
            self._spare = None
        hung = isinstance(error, TimeoutError)  # would only be waited for as long again
        if not self._rungs and self._spare is None and failed == CPU and self._afresh and not hung:
            self._afresh = False
            self._rungs.append(CPU)
            _log.warning("the CPU failed while running and is opened afresh (%s)", reason)
        try:
            self._open_next()
        except TryOnError as last:
            _log.warning("%s failed while running: %s; then: %s", _SHOWN[failed], reason, last)
            self._broken = f"ONNX Runtime failed on {_SHOWN[failed]}: {reason}."
            return
        if failed != CPU:
            self.notice = f"{_SHOWN[failed]} failed while running, {self.provider} took over."
            hint = "Restart tryon-ar to use it again."
            incidents.tell("inference", self.notice, hint, detail=reason)

    def _open_next(self) -> None:
        missed = [_SHOWN[rung] for rung in self._rungs]
        opened, self._spare = self._spare or self._opened_next(), None
        if opened is None and not missed:
            raise ProviderUnavailable("No provider is left to take over.")
        if opened is None:
            raise ProviderUnavailable(
                f"{' and '.join(missed)} cannot be used by ONNX Runtime on this computer.",
                "Install a current graphics driver and tryon-ar[cuda], or use --provider auto.",
            )
        self._graph = opened
        self.provider = _SHOWN[opened.provider]
        missed = missed[: missed.index(self.provider)] if self.provider in missed else []
        if missed:
            self.notice = f"{' and '.join(missed)} cannot be used here."

    def _opened_next(self) -> Opened | None:
        """Open the next rung that can be; None where there is none."""
        while self._rungs:
            rung = self._rungs.pop(0)
            graph = _open(self._model, rung, self._threads, self._patience.opening_s)
            if graph is not None:
                return Opened(rung, graph, self._patience)
        return None


def open_session(
    model: bytes | Path,
    requested: str = "auto",
    *,
    threads: int = _MOST_THREADS,
    warm_up: Feeds | None = None,
    patience: Patience = USUAL_PATIENCE,
    down_to_cpu: bool = True,
) -> Session:
    """Open a graph on the best provider that really works.

    Parameters
    ----------
    model : bytes or Path
        A serialised ONNX model, or its file.
    requested : {"auto", "cpu", "cuda", "directml", "coreml"}
        ``auto`` tries CUDA, DirectML, CoreML and the CPU in this order; any other name
        is taken at its word (with the CPU below it only if a later run fails).
    threads : int
        At most this many threads compute one operator; never more than there are cores.
    warm_up : dict of str to ndarray, optional
        Inputs of one run made at once, so that the first frame does not pay for it.
    patience : Patience
    down_to_cpu : bool
        Whether the CPU takes over from a GPU; without it the session is down then.

    Raises
    ------
    ProviderUnavailable
        When the one asked for cannot be used here.
    GraphRejected
        When the model cannot be loaded.
    InferenceError
        When the first run fails on every provider.
    UsageError
        When ``requested`` is none of the names.
    """
    if requested != "auto" and requested not in _NAMES:
        raise UsageError(
            f"There is no provider called {requested}.", f"Choose auto, {', '.join(_NAMES)}."
        )
    content = model if isinstance(model, bytes) else model.read_bytes()
    session = Session(content, _rungs_for(requested, down_to_cpu), threads, patience)
    if not down_to_cpu:
        session.stay()
    elif requested != "auto":
        session.allow_cpu()
    if warm_up is not None:
        session.run(warm_up)
    return session


def struck_out() -> tuple[str, ...]:
    """Return the providers that failed while running and are not used again, as shown."""
    return tuple(_SHOWN[name] for name in _NAMES.values() if name in _struck_out)


def _rungs_for(requested: str, down_to_cpu: bool) -> list[str]:
    if requested == "auto":
        available = engine.available()
        names = [name for name in _NAMES.values() if name in available]
        return [name for name in names if name not in _struck_out]
    name = _NAMES[requested]
    if name not in _struck_out:
        return [name]
    if down_to_cpu:
        return [CPU]
    raise ProviderUnavailable(
        f"{_SHOWN[name]} has failed before and is not used again.", "Restart tryon-ar."
    )


@functools.cache
def gpu_provider() -> str | None:
    """Return the name of a GPU provider that really works here, or None; asked once."""
    if not may_have_gpu():
        return None
    from onnx import TensorProto, helper

    value = [helper.make_tensor_value_info(name, TensorProto.FLOAT, [1]) for name in "ab"]
    graph = helper.make_graph([helper.make_node("Neg", ["a"], ["b"])], "probe", *zip(value))
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    try:
        session = open_session(model.SerializeToString(), "auto")
        session.run({"a": np.ones(1, np.float32)})
    except InferenceError as error:
        _log.warning("no provider can be used: %s", error)
        return None
    return None if session.provider == "CPU" else session.provider


def may_have_gpu() -> bool:
    """Whether asking the engine is worth importing it: on Linux a GPU has a device node."""
    if not sys.platform.startswith("linux"):
        return True
    return Path("/dev/dxg").exists() or any(Path("/dev").glob("nvidia[0-9]*"))


def _open(model: bytes, provider: str, threads: int, limit_s: float) -> OpenGraph | None:
    """Return a graph on a provider, or None where that fails or hangs."""
    try:
        return watched(lambda: engine.open(model, provider, threads), limit_s)
    except failures() as error:
        if isinstance(error, TimeoutError) and provider != CPU:
            _struck_out.add(provider)  # or the next session would wait for it as long
        _log.warning("%s cannot be opened: %s", provider, first_line(error))
        return None
