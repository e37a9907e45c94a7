"""A stage that breaks off or hangs: the session goes on and says so once."""

import threading
import time

import pytest

from tests.support.fake_stages import FakeDresser, FakeParser, FakeTracker, fake_parts
from tryon_ar.core import incidents
from tryon_ar.core.errors import TrackerUnavailable
from tryon_ar.runtime.readiness import Readiness
from tryon_ar.runtime.recovery import Recovery
from tryon_ar.runtime.session import MirrorSession
from tryon_ar.runtime.status import Severity, StatusBoard


class Clock:
    def __init__(self):
        self.now_s = 100.0

    def __call__(self):
        return self.now_s


@pytest.fixture(autouse=True)
def _afresh():
    incidents.forget()
    yield
    incidents.forget()


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def started():
    return []


@pytest.fixture
def recovery(clock, started):
    board = StatusBoard(lambda: None)
    made = Recovery(board, Readiness(board), started.append, clock)
    made.board = board
    made.begin()
    yield made
    made.end()


def topics(recovery):
    return {one.topic: one for one in recovery.board.all()}


def test_a_stage_is_started_afresh_later_and_later_and_then_no_more(recovery, clock, started):
    waits = []
    for _ in range(8):
        recovery.failed("renderer", ZeroDivisionError())
        before_s, count = clock.now_s, len(started)
        while len(started) == count and clock.now_s < before_s + 100.0:
            clock.now_s += 0.25
            recovery.tick()
        if len(started) == count:
            break
        waits.append(clock.now_s - before_s)
    assert waits == sorted(waits)
    assert len(waits) == 5
    assert topics(recovery)["renderer"].retry, "now the person may ask"


def test_after_a_long_time_of_health_it_is_started_soon_again(recovery, clock, started):
    for _ in range(2):
        recovery.failed("parser", ZeroDivisionError())
        clock.now_s += 0.5
        recovery.tick()
        clock.now_s += 200.0
    assert started == ["parser", "parser"]


def test_what_the_person_has_to_mend_is_not_tried_again(recovery, clock, started):
    recovery.failed("tracker", TrackerUnavailable("No models.", "Connect to the network."))
    clock.now_s += 1000.0
    recovery.tick()
    assert started == []


def test_after_the_end_nothing_is_started(recovery, clock, started):
    recovery.failed("renderer", ZeroDivisionError())
    recovery.end()
    clock.now_s += 10.0
    recovery.tick()
    assert started == []


def test_a_stage_that_is_down_is_started_by_one_alone(recovery, clock, started):
    recovery.failed("renderer", ZeroDivisionError())
    assert recovery.take_up("renderer"), "the person starts it"
    assert not recovery.take_up("renderer")
    clock.now_s += 100.0
    recovery.tick()
    assert started == []


def test_a_stage_is_not_started_before_it_was_said_why_it_stopped(recovery, clock, started):
    """The thread that broke off may be slow to say so."""

    def much_later():
        clock.now_s += 10.0
        recovery.tick()

    recovery.board._on_change = much_later
    recovery.failed("renderer", ZeroDivisionError())
    recovery.board._on_change = lambda: None
    assert started == []
    clock.now_s += 1.0
    recovery.tick()
    assert started == ["renderer"]
    assert topics(recovery)["renderer"].severity is Severity.WARNING


def test_what_never_broke_off_is_not_started(recovery):
    assert not recovery.take_up("renderer")


def test_an_incident_is_said_for_a_while(recovery, clock):
    incidents.tell("hands", "Hands are lost.", "Go on.")
    said = topics(recovery)["hands"]
    assert (said.text, said.severity) == ("Hands are lost. Go on.", Severity.WARNING)
    assert not said.retry
    clock.now_s += 5.0
    recovery.tick()
    assert "hands" in topics(recovery)
    clock.now_s += 20.0
    recovery.tick()
    assert "hands" not in topics(recovery)


def test_what_takes_far_longer_than_usual_hangs(recovery, clock):
    def frame_of(duration_s):
        with recovery.at_work("parser"):
            clock.now_s += duration_s
            return recovery.hangs

    assert not frame_of(5.0), "the first may take as long as it likes"
    for _ in range(40):
        assert not frame_of(0.03)
    assert not frame_of(0.9)
    for _ in range(20):
        frame_of(0.03)
    assert frame_of(1.1)
    assert not recovery.hangs


def test_a_slow_computer_does_not_hang(recovery, clock):
    for _ in range(5):
        with recovery.at_work("renderer"):
            clock.now_s += 2.0
            assert not recovery.hangs


def until(condition, timeout_s=30.0):
    deadline = time.monotonic() + timeout_s
    while time.monotonic() < deadline:
        if condition():
            return
        time.sleep(0.01)
    raise AssertionError("it never came")


@pytest.fixture
def sessions():
    opened = []

    def start(parts):
        session = MirrorSession(parts)
        opened.append(session)
        session.start("synthetic:160x120@50")
        return session

    yield start
    for session in opened:
        session.stop()


class Breaking:
    """Fakes of a stage, the first of which breaks off after a few frames."""

    def __init__(self, kind, breaks):
        self.made = []
        self._kind = kind
        self._breaks = breaks

    def __call__(self):
        stage = self._kind()
        number = len(self.made)
        self.made.append(stage)
        process, frames = stage.process, [0]

        def breaking(item):
            frames[0] += 1
            if number == 0 and frames[0] > 5:
                self._breaks()
            return process(item)

        stage.process = breaking
        return stage


def breaks_off():
    raise ZeroDivisionError("secret detail")


@pytest.mark.parametrize(
    ("name", "kind", "part"),
    [
        ("tracker", FakeTracker, "tracker"),
        ("parser", FakeParser, "make_parser"),
        ("renderer", FakeDresser, "dresser"),
    ],
)
def test_a_session_is_dressed_again_by_itself(sessions, name, kind, part, caplog):
    stages = Breaking(kind, breaks_off)
    session = sessions(fake_parts(**{part: stages}))
    until(lambda: any(one.topic == name for one in session.statuses))
    shown = session.take_frame()
    until(lambda: (taken := session.take_frame()) is not None and taken is not shown)
    until(lambda: len(stages.made) == 2)
    until(lambda: "blend" in getattr(session.take_frame(), "latency_ms", {}))
    said = [one for one in session.statuses if one.topic == name]
    assert [one.severity for one in said] == [Severity.WARNING]
    assert "secret" not in said[0].text
    assert stages.made[0].closed == 1
    caplog.clear()


def test_retry_leaves_one_thread_of_a_stage(sessions, caplog, monkeypatch):
    monkeypatch.setattr("tryon_ar.runtime.recovery._WAITS_S", (600.0,))
    stages = Breaking(FakeTracker, breaks_off)
    session = sessions(fake_parts(tracker=stages))
    until(lambda: any(one.topic == "tracker" and one.retry for one in session.statuses))
    session.retry()
    until(lambda: len(stages.made) == 2)
    session._recovery._clock_s = lambda: time.monotonic() + 1000.0  # when it was due by itself
    for _ in range(10):
        until(lambda: session.take_frame() is not None)
    session.stop()
    assert len(stages.made) == 2
    assert [stage.closed for stage in stages.made] == [1, 1]
    caplog.clear()


def test_while_a_stage_hangs_the_sources_own_pictures_are_shown(sessions):
    hangs, free = threading.Event(), threading.Event()
    stages = Breaking(FakeParser, lambda: hangs.is_set() and free.wait(120.0))
    session = sessions(fake_parts(make_parser=stages))
    until(lambda: "blend" in getattr(session.take_frame(), "latency_ms", {}))
    hangs.set()
    until(lambda: "blend" not in getattr(session.take_frame(), "latency_ms", {"blend": 0}))
    until(lambda: "blend" not in getattr(session.take_frame(), "latency_ms", {"blend": 0}))
    assert "is stuck" in said(session)
    free.set()
    until(lambda: "blend" in getattr(session.take_frame(), "latency_ms", {}))
    until(lambda: "is stuck" not in said(session))


def said(session) -> str:
    return " ".join(status.text for status in session.statuses)
