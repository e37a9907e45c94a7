"""The session factory says what it really uses."""

import numpy as np
import pytest
from onnx import TensorProto, helper

from tryon_ar.core.errors import (
    GraphRejected,
    InferenceError,
    ProviderUnavailable,
    UsageError,
)
from tryon_ar.inference import session as sessions


def negation() -> bytes:
    values = [helper.make_tensor_value_info(name, TensorProto.FLOAT, ["n"]) for name in "ab"]
    graph = helper.make_graph([helper.make_node("Neg", ["a"], ["b"])], "g", values[:1], values[1:])
    opset = [helper.make_opsetid("", 17)]
    return helper.make_model(graph, opset_imports=opset, ir_version=8).SerializeToString()


FEED = {"a": np.array([1.0, -2.0], np.float32)}


def has_cuda() -> bool:
    return sessions.gpu_provider() == "CUDA"


def test_cpu_runs_and_says_so(tmp_path):
    file = tmp_path / "negation.onnx"
    file.write_bytes(negation())
    session = sessions.open_session(file, "cpu", warm_up=FEED)
    assert session.provider == "CPU"
    assert session.notice == ""
    np.testing.assert_array_equal(session.run(FEED)[0], [-1.0, 2.0])


def test_auto_falls_down_and_says_so(capfd):
    session = sessions.open_session(negation(), "auto")
    if session.provider == "CPU":
        assert "cannot be used here" in session.notice
    np.testing.assert_array_equal(session.run(FEED)[0], [-1.0, 2.0])
    assert capfd.readouterr() == ("", "")


def test_missing_cuda_is_an_error_with_a_hint(capfd):
    if has_cuda():
        pytest.skip("this computer has CUDA")
    with pytest.raises(ProviderUnavailable) as caught:
        sessions.open_session(negation(), "cuda")
    assert "CUDA" in caught.value.user_text
    assert caught.value.hint
    assert capfd.readouterr().err == ""


def test_silent_fallback_is_noticed(monkeypatch):
    """A session that claims another provider than asked for does not count."""
    runtime = sessions._runtime()
    monkeypatch.setattr(
        runtime, "get_available_providers", lambda: ["CoreMLExecutionProvider", sessions._CPU]
    )
    real = runtime.InferenceSession

    def on_the_cpu_after_all(model, options, providers, **_):
        return real(model, options, providers=[sessions._CPU])

    monkeypatch.setattr(runtime, "InferenceSession", on_the_cpu_after_all)
    with pytest.raises(ProviderUnavailable):
        sessions.open_session(negation(), "coreml")
    session = sessions.open_session(negation(), "auto")
    assert session.provider == "CPU"
    assert session.notice == "CoreML cannot be used here."


def test_unknown_provider():
    with pytest.raises(UsageError, match="tpu"):
        sessions.open_session(negation(), "tpu")


@pytest.mark.parametrize("requested", ["auto", "cpu"])
@pytest.mark.parametrize("content", [b"", b"not a model", negation()[:20]])
def test_damaged_graph(content, requested):
    with pytest.raises(GraphRejected):
        sessions.open_session(content, requested)


@pytest.mark.parametrize(
    "feed", [{"q": FEED["a"]}, {"a": np.ones((2, 2), np.float32)}, {"a": np.ones(2)}, {}]
)
def test_wrong_inputs_are_refused_without_stepping_down(feed):
    session = sessions.open_session(negation(), "cpu")
    with pytest.raises(GraphRejected):
        session.run(feed)
    np.testing.assert_array_equal(session.run(FEED)[0], [-1.0, 2.0])


class Broken:
    """An inner session whose runs fail as a lost GPU's do."""

    def run(self, outputs, feeds):
        raise RuntimeError("device lost\nlong story")


def test_failing_run_steps_down_once():
    session = sessions.open_session(negation(), "cpu")
    session._inner, session.provider, session._rungs = Broken(), "CUDA", [sessions._CPU]
    np.testing.assert_array_equal(session.run(FEED)[0], [-1.0, 2.0])
    assert session.provider == "CPU"
    assert "CUDA failed while running" in session.notice


def test_failing_run_on_the_last_rung_is_an_error():
    session = sessions.open_session(negation(), "cpu")
    session._inner = Broken()
    with pytest.raises(InferenceError, match="device lost"):
        session.run(FEED)


def test_telemetry_is_off_before_the_runtime_is_there(monkeypatch):
    monkeypatch.delenv("ORT_DISABLE_TELEMETRY", raising=False)
    sessions._runtime.cache_clear()
    sessions._runtime()
    import os

    assert os.environ["ORT_DISABLE_TELEMETRY"] == "1"
