"""ONNX Runtime as the ladder of providers sees it: what it offers, opens and raises.

ONNX Runtime falls back to the CPU silently when a GPU library is missing, so the truth is read
from what was opened. Telemetry is off before the import (:mod:`tryon_ar.core.privacy`).
"""

import contextlib
import functools
import importlib
import importlib.util
import io
import logging
import os
from collections.abc import Sequence
from types import ModuleType
from typing import Any, Protocol

from numpy.typing import NDArray

from tryon_ar.core import privacy
from tryon_ar.core.errors import GraphRejected, ProviderUnavailable

_log = logging.getLogger(__name__)

CPU = "CPUExecutionProvider"
_FATAL_ONLY = 4


class OpenGraph(Protocol):
    """A graph on one provider, ready to run."""

    def run(self, outputs: Sequence[str] | None, feeds: dict[str, Any]) -> list[NDArray[Any]]:
        """Return the outputs; raises one of :func:`failures` or :func:`refusals`."""

    def abandon(self) -> None:
        """Ask a run that hangs in another thread to end, where that can be asked."""


class Engine(Protocol):
    """What makes graphs run; replaced by those who test the ladder."""

    def available(self) -> list[str]:
        """Return the names of the providers that may work."""

    def open(self, model: bytes, provider: str, threads: int) -> OpenGraph | None:
        """Return the graph on this very provider, or None where that does not work.

        Raises
        ------
        GraphRejected
            When the graph itself cannot be used.
        """


class OnnxRuntime:
    """The engine that is used."""

    def available(self) -> list[str]:
        """Return what ONNX Runtime was built with."""
        return list(runtime().get_available_providers())

    def open(self, model: bytes, provider: str, threads: int) -> OpenGraph | None:
        """Return a graph whose first provider is ``provider``, or None."""
        if provider not in self.available():
            return None
        options = runtime().SessionOptions()
        options.log_severity_level = _FATAL_ONLY
        options.intra_op_num_threads = max(1, min(threads, os.cpu_count() or 1))
        options.inter_op_num_threads = 1
        # Idle threads must not spin: the tracker needs the cores.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        names = [provider] if provider == CPU else [provider, CPU]
        try:
            opened = runtime().InferenceSession(model, options, providers=names, enable_fallback=0)
        except (*failures(), *refusals()) as error:
            if provider != CPU and not isinstance(error, refusals()):
                _log.info("%s: %s", provider, first_line(error))
                return None
            raise GraphRejected(
                f"ONNX Runtime cannot load the graph: {first_line(error)}.",
                "Install tryon-ar again.",
            ) from error
        return _Graph(opened) if opened.get_providers()[0] == provider else None


class _Graph:
    def __init__(self, opened: Any) -> None:  # noqa: ANN401 ONNX Runtime has no types
        self._opened = opened
        self._options = runtime().RunOptions()

    def run(self, outputs: Sequence[str] | None, feeds: dict[str, Any]) -> list[NDArray[Any]]:
        return list(self._opened.run(outputs, feeds, self._options))

    def abandon(self) -> None:
        self._options.terminate = True  # looked at between one operator and the next


@functools.cache
def runtime() -> ModuleType:
    """Import ONNX Runtime, quiet and without telemetry.

    Raises
    ------
    ProviderUnavailable
        When it is missing or damaged.
    """
    privacy.guard()
    try:
        onnxruntime = importlib.import_module("onnxruntime")
    except (ImportError, OSError) as error:
        raise ProviderUnavailable(
            f"ONNX Runtime cannot be loaded: {first_line(error)}.", "Install tryon-ar again."
        ) from error
    # Missing CUDA libraries are reported by us, as a sentence, not by a spray on stderr.
    onnxruntime.set_default_logger_severity(_FATAL_ONLY)
    if importlib.util.find_spec("nvidia") is not None and hasattr(onnxruntime, "preload_dlls"):
        with contextlib.redirect_stdout(io.StringIO()):
            onnxruntime.preload_dlls()
    return onnxruntime


@functools.cache
def failures() -> tuple[type[Exception], ...]:
    """Return what ONNX Runtime raises when it, or a device, fails."""
    state = importlib.import_module("onnxruntime.capi.onnxruntime_pybind11_state")
    names = ["Fail", "EPFail", "RuntimeException", "InvalidGraph", "InvalidProtobuf", "NoSuchFile"]
    names += ["EngineError", "ModelLoaded", "NotImplemented"]
    ours = tuple(getattr(state, name) for name in names if hasattr(state, name))
    return (*ours, RuntimeError, MemoryError, OSError)


@functools.cache
def refusals() -> tuple[type[Exception], ...]:
    """Return what ONNX Runtime raises when a graph or its inputs are wrong."""
    state = importlib.import_module("onnxruntime.capi.onnxruntime_pybind11_state")
    return (state.InvalidArgument, ValueError)


def first_line(error: BaseException) -> str:
    """Return the first line of what an error says, without a full stop."""
    lines = str(error).strip().splitlines()
    return lines[0].rstrip(".") if lines else type(error).__name__
