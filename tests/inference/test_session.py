"""The session factory says what it really uses."""

import dataclasses
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import numpy as np
import pytest
from onnx import TensorProto, helper

from tests.support.faulty_engine import CUDA, Plan, faulty_engine
from tryon_ar.core.errors import (
    GraphRejected,
    InferenceError,
    InferenceLate,
    ProviderUnavailable,
    UsageError,
)
from tryon_ar.core.watched import left_behind
from tryon_ar.inference import engine as engines
from tryon_ar.inference import session as sessions
from tryon_ar.inference.opened import Late, Opened


def negation() -> bytes:
    values = [helper.make_tensor_value_info(name, TensorProto.FLOAT, ["n"]) for name in "ab"]
    graph = helper.make_graph([helper.make_node("Neg", ["a"], ["b"])], "g", values[:1], values[1:])
    opset = [helper.make_opsetid("", 17)]
    return helper.make_model(graph, opset_imports=opset, ir_version=8).SerializeToString()


FEED = {"a": np.array([1.0, -2.0], np.float32)}


def wait_until(holds: Callable[[], object]) -> None:
    deadline = time.monotonic() + 30.0
    while not holds() and time.monotonic() < deadline:
        time.sleep(0.01)
    assert holds()


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
    runtime = engines.runtime()
    monkeypatch.setattr(
        runtime, "get_available_providers", lambda: ["CoreMLExecutionProvider", engines.CPU]
    )
    real = runtime.InferenceSession

    def on_the_cpu_after_all(model, options, providers, **_):
        return real(model, options, providers=[engines.CPU])

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


# With a GPU that hangs, and with a CPU that does: what is sound gets all the time it needs.
QUICK = sessions.Patience(opening_s=60.0, gpu_s=0.3, cpu_s=60.0)
QUICK_CPU = dataclasses.replace(QUICK, cpu_s=1.0)
QUICK_AT_FIRST = dataclasses.replace(QUICK, opening_s=1.0)  # also for the first run


@pytest.mark.parametrize("kind", ["absent", "create", "hang at creation"])
def test_a_provider_that_cannot_be_opened_is_passed_over(kind):
    patience = QUICK_AT_FIRST if "hang" in kind else QUICK
    with faulty_engine(Plan(kind)) as engine:
        session = sessions.open_session(negation(), "auto", patience=patience)
        assert session.provider == "CPU"
        np.testing.assert_array_equal(session.run(FEED)[0], [-1.0, 2.0])
        assert engine.opened.count(CUDA) == (0 if kind == "absent" else 1)
        if kind != "absent":
            with pytest.raises(ProviderUnavailable, match="CUDA"):
                sessions.open_session(negation(), "cuda", patience=patience, down_to_cpu=False)


@pytest.mark.parametrize("at_run", [1, 3])
@pytest.mark.parametrize("kind", ["run", "nan", "inf", "hang"])
@pytest.mark.parametrize("requested", ["auto", "cuda"])
def test_a_provider_that_breaks_is_followed_by_the_cpu_in_the_same_run(
    kind, at_run, requested, told
):
    patience = QUICK_AT_FIRST if (kind, at_run) == ("hang", 1) else QUICK
    with faulty_engine(Plan(kind, at_run)) as engine:
        session = sessions.open_session(negation(), requested, patience=patience)
        for _ in range(6):
            np.testing.assert_array_equal(session.run(FEED)[0], [-1.0, 2.0])
        assert session.provider == "CPU"
        assert engine.opened == [CUDA, engines.CPU]
        assert [incident.topic for incident in told] == ["inference"]
        assert "CUDA failed while running" in told[0].text
        # Another session does not try it again: nothing flaps, nothing is told twice.
        assert sessions.open_session(negation(), requested).provider == "CPU"
        assert engine.opened.count(CUDA) == 1
        assert sessions.struck_out() == ("CUDA",)
        assert len(told) == 1


SOUND = Plan(only=lambda _: False)  # its runs are not counted
LATE = sessions.Patience(opening_s=60.0, gpu_s=60.0, cpu_s=60.0, soon_s=0.5)


def answers_of(session, count: int) -> None:
    for _ in range(count):
        np.testing.assert_array_equal(session.run(FEED)[0], [-1.0, 2.0])


def test_a_gpu_that_is_late_is_answered_for_and_used_again(told):
    with faulty_engine(Plan("late", 6), SOUND) as engine:
        session = sessions.open_session(negation(), "auto", patience=LATE)
        answers_of(session, 5)
        answers_of(session, 3)  # without its answer
        assert (engine.opened, engine.runs) == ([CUDA, engines.CPU], 6)
        assert session.provider == "CUDA"
        engine.release.set()
        wait_until(lambda: not left_behind())
        answers_of(session, 4)
        assert (engine.opened, engine.runs) == ([CUDA, engines.CPU], 10)
    assert told == []
    assert sessions.struck_out() == ()


def test_a_gpu_that_hangs_is_answered_for_at_once_and_given_up_later(told, monkeypatch):
    passed_s = [0.0]
    clock = SimpleNamespace(monotonic=lambda: time.monotonic() + passed_s[0])
    monkeypatch.setattr("tryon_ar.inference.opened.time", clock)
    with faulty_engine(Plan("hang", 6), SOUND) as engine:
        session = sessions.open_session(negation(), "auto", patience=LATE)
        answers_of(session, 6)
        assert told == []  # it may still come
        for _ in range(60):
            passed_s[0] += 1.0
            answers_of(session, 1)
        assert session.provider == "CPU"
        answers_of(session, 3)
        assert engine.opened == [CUDA, engines.CPU]
        assert engine.runs == 6
        assert sessions.struck_out() == ("CUDA",)
    assert [incident.topic for incident in told] == ["inference"]


def test_of_two_late_runs_the_first_tells_whether_it_hangs():
    gates = [threading.Event(), threading.Event()]
    held = iter(gates)

    class Graph:
        def run(self, _outputs, feeds):
            if feeds:
                next(held).wait()
            return []

        def abandon(self):
            pass

    graph = Opened(CUDA, Graph(), LATE)
    for _ in range(4):
        graph.run({}, None, patient=False)
    for _ in range(2):
        with pytest.raises(Late):
            graph.run(FEED, None, patient=False)
    gates[1].set()
    time.sleep(0.1)
    assert graph.is_late()
    gates[0].set()
    wait_until(lambda: not graph.is_late())


def test_a_late_answer_that_is_an_error_steps_down(told):
    with faulty_engine(Plan("hang", 6), SOUND) as engine:
        session = sessions.open_session(negation(), "auto", patience=LATE)
        answers_of(session, 6)
        engine.release.set()
        wait_until(lambda: not left_behind())
        answers_of(session, 2)
        assert session.provider == "CPU"
        assert engine.opened == [CUDA, engines.CPU]
    assert len(told) == 1


def test_lateness_makes_it_more_patient(told):
    with faulty_engine(Plan("late", 6), SOUND) as engine:
        session = sessions.open_session(negation(), "auto", patience=LATE)
        answers_of(session, 6)
        before_s = session._graph._soon_s
        engine.release.set()
        wait_until(lambda: not left_behind())
        answers_of(session, 1)
        assert session._graph._soon_s == 2 * before_s


def test_where_nothing_may_take_over_lateness_is_an_error_of_its_own():
    with faulty_engine(Plan("late", 6), SOUND) as engine:
        session = sessions.open_session(negation(), "cuda", patience=LATE, down_to_cpu=False)
        answers_of(session, 5)
        for _ in range(3):
            with pytest.raises(InferenceLate, match="no answer yet"):
                session.run(FEED)
        assert engine.runs == 6
        engine.release.set()
        wait_until(lambda: not left_behind())
        answers_of(session, 1)
        assert engine.opened == [CUDA]


def test_a_cpu_that_hangs_is_not_waited_for_again():
    with faulty_engine(Plan("absent"), Plan("hang", at_run=2)) as engine:
        session = sessions.open_session(negation(), "auto", patience=QUICK_CPU)
        session.run(FEED)
        with pytest.raises(InferenceError, match="no answer"):
            session.run(FEED)
        assert session.is_down
        assert engine.opened == [engines.CPU]


@pytest.mark.parametrize("kind", ["run", "nan"])
def test_the_cpu_is_opened_afresh_once_and_then_stays_down(kind):
    with faulty_engine(Plan("absent"), Plan(kind, at_run=2)) as engine:
        session = sessions.open_session(negation(), "auto", patience=QUICK)
        session.run(FEED)
        session.run(FEED)  # breaks, is opened afresh, works
        assert engine.opened == [engines.CPU] * 2
        with pytest.raises(InferenceError, match="failed on CPU"):
            session.run(FEED)
        assert session.is_down
        runs = engine.runs
        for _ in range(3):
            with pytest.raises(InferenceError):
                session.run(FEED)
        assert engine.runs == runs, "it is not tried any more"
        assert engine.opened == [engines.CPU] * 2


def test_without_the_cpu_below_it_a_gpu_that_fails_is_the_end():
    with faulty_engine(Plan("run", 2)) as engine:
        session = sessions.open_session(negation(), "auto", down_to_cpu=False)
        session.run(FEED)
        with pytest.raises(InferenceError, match="failed on CUDA"):
            session.run(FEED)
        assert engine.opened == [CUDA]
        with pytest.raises(ProviderUnavailable):
            sessions.open_session(negation(), "cuda", down_to_cpu=False)


def test_values_that_are_no_numbers_going_in_are_not_the_providers_fault():
    with faulty_engine(Plan()):
        session = sessions.open_session(negation(), "auto")
        assert np.isnan(session.run({"a": np.full(2, np.nan, np.float32)})[0]).all()
        assert session.provider == "CUDA"


def test_threads_that_fail_together_step_down_once(told):
    with faulty_engine(Plan("run", 2)) as engine:
        session = sessions.open_session(negation(), "auto", warm_up=FEED)
        with ThreadPoolExecutor(4) as pool:
            answers = list(pool.map(lambda _: session.run(FEED)[0][0], range(32)))
        assert answers == [-1.0] * 32
        assert engine.opened == [CUDA, engines.CPU]
        assert len(told) == 1


def endless() -> bytes:
    """A graph that ONNX Runtime really does not come back from."""
    body = helper.make_graph(
        [
            helper.make_node("Identity", ["go"], ["go_on"]),
            helper.make_node("Neg", ["x"], ["y"]),
        ],
        "body",
        [
            helper.make_tensor_value_info("i", TensorProto.INT64, []),
            helper.make_tensor_value_info("go", TensorProto.BOOL, []),
            helper.make_tensor_value_info("x", TensorProto.FLOAT, ["n"]),
        ],
        [
            helper.make_tensor_value_info("go_on", TensorProto.BOOL, []),
            helper.make_tensor_value_info("y", TensorProto.FLOAT, ["n"]),
        ],
    )
    most = helper.make_tensor("most", TensorProto.INT64, [], [2**62])
    go = helper.make_tensor("go", TensorProto.BOOL, [], [True])
    loop = helper.make_node("Loop", ["most", "go", "a"], ["b"], body=body)
    values = [helper.make_tensor_value_info(name, TensorProto.FLOAT, ["n"]) for name in "ab"]
    graph = helper.make_graph([loop], "g", values[:1], values[1:], [most, go])
    opset = [helper.make_opsetid("", 17)]
    return helper.make_model(graph, opset_imports=opset, ir_version=8).SerializeToString()


def test_a_run_that_really_never_ends_is_left_and_told_to_end():
    session = sessions.open_session(endless(), "cpu", patience=QUICK_AT_FIRST)
    with pytest.raises(InferenceError, match="no answer"):
        session.run(FEED)
    wait_until(lambda: not left_behind())


def test_telemetry_is_off_before_the_runtime_is_there(monkeypatch):
    monkeypatch.delenv("ORT_DISABLE_TELEMETRY", raising=False)
    engines.runtime.cache_clear()
    engines.runtime()
    import os

    assert os.environ["ORT_DISABLE_TELEMETRY"] == "1"
