"""The one place where ONNX Runtime sessions are made.

A session is asked for by what people say (``auto``, ``cpu``, ``cuda``) and reports what
it got. ONNX Runtime falls back to the CPU silently when a GPU library is missing, so the
truth is read from the session and a fallen ladder is an error or a sentence, never a
surprise. Telemetry is off before the import (:mod:`tryon_ar.core.privacy`).
"""

import contextlib
import functools
import importlib.util
import io
import logging
import os
import sys
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from tryon_ar.core import privacy
from tryon_ar.core.errors import GraphRejected, InferenceError, ProviderUnavailable, UsageError

_log = logging.getLogger(__name__)

Feeds = Mapping[str, NDArray[Any]]

# Best first. TensorRT is left out: it compiles for minutes where CUDA starts at once.
_NAMES = {
    "cuda": "CUDAExecutionProvider",
    "directml": "DmlExecutionProvider",
    "coreml": "CoreMLExecutionProvider",
    "cpu": "CPUExecutionProvider",
}
_SHOWN = {
    "CUDAExecutionProvider": "CUDA",
    "DmlExecutionProvider": "DirectML",
    "CoreMLExecutionProvider": "CoreML",
    "CPUExecutionProvider": "CPU",
}
_CPU = _NAMES["cpu"]
_FATAL_ONLY = 4
_MOST_THREADS = 2


class _Inner(Protocol):
    """What is used of ``onnxruntime.InferenceSession``."""

    def run(self, outputs: Sequence[str] | None, feeds: dict[str, Any]) -> list[NDArray[Any]]: ...

    def get_providers(self) -> list[str]: ...


class Session:
    """A session that knows its provider and steps down once when a run fails on a GPU.

    Attributes
    ----------
    provider : str
        What really runs: ``CUDA``, ``DirectML``, ``CoreML`` or ``CPU``.
    notice : str
        Why it is not the best one there could be, as a sentence; empty otherwise.
    """

    def __init__(self, model: bytes, rungs: Sequence[str], threads: int) -> None:
        self._model = model
        self._threads = threads
        self._lock = threading.Lock()
        self._rungs = list(rungs)
        self.notice = ""
        self._open_next()

    def run(self, feeds: Feeds, outputs: Sequence[str] | None = None) -> list[NDArray[Any]]:
        """Run the graph.

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
        InferenceError
            When the run fails on the last rung too.
        """
        inner = self._inner
        try:
            return self._run(inner, feeds, outputs)
        except _runtime_errors() as error:
            with self._lock:
                if inner is self._inner:  # no other thread has stepped down meanwhile
                    self._step_down(error)
        try:
            return self._run(self._inner, feeds, outputs)
        except _runtime_errors() as error:
            raise InferenceError(
                f"ONNX Runtime failed on {self.provider}: {_first_line(error)}.",
                "Choose another provider with --provider.",
            ) from error

    def allow_cpu(self) -> None:
        """Let later failures of a run step down to the CPU."""
        if self.provider != _SHOWN[_CPU] and _CPU not in self._rungs:
            self._rungs.append(_CPU)

    @staticmethod
    def _run(inner: _Inner, feeds: Feeds, outputs: Sequence[str] | None) -> list[NDArray[Any]]:
        try:
            return list(inner.run(outputs, dict(feeds)))
        except (_invalid_argument(), ValueError) as error:
            raise GraphRejected(f"The graph refused its inputs: {_first_line(error)}.") from error

    def _step_down(self, error: Exception) -> None:
        if not self._rungs:
            raise InferenceError(
                f"ONNX Runtime failed on {self.provider}: {_first_line(error)}."
            ) from error
        failed = self.provider
        self._open_next()
        self.notice = f"{failed} failed while running, {self.provider} took over."
        _log.warning("%s (%s)", self.notice, _first_line(error))

    def _open_next(self) -> None:
        missed: list[str] = []
        while self._rungs:
            rung = self._rungs.pop(0)
            inner = _try_open(self._model, rung, self._threads)
            if inner is not None:
                self._inner = inner
                self.provider = _SHOWN[rung]
                if missed:
                    self.notice = f"{' and '.join(missed)} cannot be used here."
                return
            missed.append(_SHOWN[rung])
        raise ProviderUnavailable(
            f"{' and '.join(missed)} cannot be used by ONNX Runtime on this computer.",
            "Install a current graphics driver and tryon-ar[cuda], or use --provider auto.",
        )


def open_session(
    model: bytes | Path,
    requested: str = "auto",
    *,
    threads: int = _MOST_THREADS,
    warm_up: Feeds | None = None,
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

    Raises
    ------
    ProviderUnavailable
        When the one asked for cannot be used here.
    GraphRejected
        When the model cannot be loaded.
    UsageError
        When ``requested`` is none of the names.
    """
    if requested != "auto" and requested not in _NAMES:
        raise UsageError(
            f"There is no provider called {requested}.", f"Choose auto, {', '.join(_NAMES)}."
        )
    content = model if isinstance(model, bytes) else model.read_bytes()
    if requested == "auto":
        available = _runtime().get_available_providers()
        rungs = [name for name in _NAMES.values() if name in available]
        session = Session(content, rungs, threads)
    else:
        session = Session(content, [_NAMES[requested]], threads)
        session.allow_cpu()
    if warm_up is not None:
        session.run(warm_up)
    return session


@functools.cache
def gpu_provider() -> str | None:
    """Return the name of a GPU provider that really works here, or None; asked once."""
    if not _may_have_gpu():
        return None
    from onnx import TensorProto, helper

    value = [helper.make_tensor_value_info(name, TensorProto.FLOAT, [1]) for name in "ab"]
    graph = helper.make_graph([helper.make_node("Neg", ["a"], ["b"])], "probe", *zip(value))
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    session = open_session(model.SerializeToString(), "auto")
    session.run({"a": np.ones(1, np.float32)})
    return None if session.provider == "CPU" else session.provider


def _may_have_gpu() -> bool:
    """Whether asking the engine is worth importing it: on Linux a GPU has a device node."""
    if not sys.platform.startswith("linux"):
        return True
    return Path("/dev/dxg").exists() or any(Path("/dev").glob("nvidia[0-9]*"))


@functools.cache
def _runtime() -> ModuleType:
    """Import ONNX Runtime, quiet and without telemetry."""
    privacy.guard()
    onnxruntime = importlib.import_module("onnxruntime")
    # Missing CUDA libraries are reported by us, as a sentence, not by a spray on stderr.
    onnxruntime.set_default_logger_severity(_FATAL_ONLY)
    if importlib.util.find_spec("nvidia") is not None and hasattr(onnxruntime, "preload_dlls"):
        with contextlib.redirect_stdout(io.StringIO()):
            onnxruntime.preload_dlls()
    return onnxruntime


def _try_open(model: bytes, provider: str, threads: int) -> _Inner | None:
    """Return a session whose first provider is ``provider``, or None."""
    runtime = _runtime()
    if provider not in runtime.get_available_providers():
        return None
    options = runtime.SessionOptions()
    options.log_severity_level = _FATAL_ONLY
    options.intra_op_num_threads = max(1, min(threads, os.cpu_count() or 1))
    options.inter_op_num_threads = 1
    # Idle threads must not spin: the tracker needs the cores.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    names = [provider] if provider == _CPU else [provider, _CPU]
    try:
        inner: _Inner = runtime.InferenceSession(model, options, providers=names, enable_fallback=0)
    except (*_runtime_errors(), _invalid_argument()) as error:
        if provider != _CPU and not isinstance(error, _invalid_argument()):
            _log.info("%s: %s", provider, _first_line(error))
            return None
        raise GraphRejected(
            f"ONNX Runtime cannot load the graph: {_first_line(error)}.",
            "Install tryon-ar again.",
        ) from error
    return inner if inner.get_providers()[0] == provider else None


@functools.cache
def _runtime_errors() -> tuple[type[Exception], ...]:
    state = importlib.import_module("onnxruntime.capi.onnxruntime_pybind11_state")
    names = ["Fail", "EPFail", "RuntimeException", "InvalidGraph", "InvalidProtobuf", "NoSuchFile"]
    names += ["EngineError", "ModelLoaded", "NotImplemented"]
    ours = tuple(getattr(state, name) for name in names if hasattr(state, name))
    return (*ours, RuntimeError)


def _invalid_argument() -> type[Exception]:
    state = importlib.import_module("onnxruntime.capi.onnxruntime_pybind11_state")
    found: type[Exception] = state.InvalidArgument
    return found


def _first_line(error: BaseException) -> str:
    lines = str(error).strip().splitlines()
    return lines[0].rstrip(".") if lines else type(error).__name__
