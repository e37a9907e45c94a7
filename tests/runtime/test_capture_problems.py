"""What is told of cameras that fail, each in its own way."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest

from tests.support.clips import write_clip
from tests.support.file_server import FileServer
from tryon_ar.capture.faulty import Fault, FaultKind, FaultySource
from tryon_ar.capture.opening import open_source
from tryon_ar.capture.source import FrameSource, SourceInfo
from tryon_ar.capture.synthetic import SyntheticSource
from tryon_ar.core.errors import (
    CameraBusy,
    CameraDenied,
    CameraLost,
    CameraNotFound,
    SourceNotFound,
)
from tryon_ar.core.types import Frame
from tryon_ar.runtime import picture_watch
from tryon_ar.runtime.capture_loop import CaptureLoop, Shot
from tryon_ar.runtime.status import Problem, Severity, Status, StatusBoard, status_of_error


class Webcam(SyntheticSource):
    """The test pattern at the pace of a camera."""

    @property
    def info(self) -> SourceInfo:
        return replace(super().info, name="HD Webcam", kind="camera", live=True)

    def read(self) -> Frame | None:
        time.sleep(0.01)
        return super().read()


class Refusing(Webcam):
    """A camera that cannot be opened."""

    def __init__(self, error: Exception) -> None:
        super().__init__((128, 96))
        self._error = error

    def open(self) -> None:
        raise self._error


def webcam(*faults: Fault) -> FrameSource:
    return FaultySource(Webcam((128, 96), 100.0), faults)


@pytest.fixture(autouse=True)
def _soon(monkeypatch):
    monkeypatch.setattr(picture_watch, "NOTICED_AFTER_S", 0.2)
    monkeypatch.setattr("tryon_ar.runtime.capture_loop.REOPEN_INTERVAL_S", 0.05)


class Told(list[Status]):
    """All statuses ever put up, the newest last."""

    def __init__(self) -> None:
        super().__init__()
        self.board = StatusBoard(lambda: self.extend(self.board.all()))


@contextmanager
def running(opener: Callable[[str], FrameSource], spec: str = "camera:0") -> Iterator[Told]:
    """Run a capture loop; yield what it tells."""
    told = Told()
    loop = CaptureLoop(opener, lambda shot: None, told.board, fallback="demo")
    loop.request(spec)
    thread = threading.Thread(target=loop.run, args=(threading.Event(),), name="tryon-ar test")
    thread.start()
    try:
        yield told
    finally:
        loop.finish()
        thread.join(30)


def wait_for(told: list[Status], problem: Problem) -> Status:
    _until(lambda: any(one.problem is problem for one in list(told)))
    return next(one for one in told if one.problem is problem)


@pytest.mark.parametrize(
    ("kind", "problem"), [(FaultKind.BLACK, Problem.BLACK), (FaultKind.FROZEN, Problem.FROZEN)]
)
def test_pictures_in_which_nothing_is_seen_are_told_and_taken_back(kind, problem):
    source = webcam(Fault(kind, 5, 60))
    with running(lambda spec: source) as told:
        status = wait_for(told, problem)
        assert (status.topic, status.about, status.retry) == ("picture", "HD Webcam", True)
        assert status.severity is Severity.WARNING
        _until(lambda: not any(one.problem for one in told.board.all()))


def test_a_lost_camera_is_called_by_its_name_whatever_it_is_asked_for_by():
    gone = CameraNotFound("The camera is not there.", "Plug it in.", about="046d:0825")
    sources = iter([webcam(Fault(FaultKind.LOST, 5))])
    with running(lambda spec: next(sources, Refusing(gone))) as told:
        assert wait_for(told, Problem.ABSENT).about == "HD Webcam"


class Hesitating(threading.Event):
    """Lets the loop go far ahead of whoever woke it."""

    def __init__(self) -> None:
        super().__init__()
        self.waits_for: Callable[[], bool] = lambda: True

    def set(self) -> None:
        super().set()
        until_s = time.monotonic() + 0.5
        while not self.waits_for() and time.monotonic() < until_s:
            time.sleep(0.005)


def test_who_asks_for_a_source_never_closes_that_very_one():
    opened: list[Webcam] = []

    def opener(spec: str) -> FrameSource:
        opened.append(Webcam((128, 96), 100.0))
        return opened[-1]

    told = Told()
    loop = CaptureLoop(opener, lambda shot: None, told.board, fallback="demo")
    loop._wake = waking = Hesitating()
    loop.request("camera:0")
    thread = threading.Thread(target=loop.run, args=(threading.Event(),), name="tryon-ar test")
    thread.start()
    try:
        _until(lambda: opened and opened[0]._index > 2)
        waking.waits_for = lambda: len(opened) > 1 and opened[1]._index > 2
        loop.request("camera:1")
        _until(lambda: opened[-1]._index > 5)
    finally:
        waking.waits_for = lambda: True
        loop.finish()
        thread.join(30)
    assert len(opened) == 2
    assert {one.severity for one in told} == {Severity.INFO}


def test_recorded_black_pictures_are_no_problem():
    source = FaultySource(SyntheticSource((128, 96), 100.0), [Fault(FaultKind.BLACK, 0, 10_000)])
    with running(lambda spec: source) as told:
        _until(lambda: source._index > 50)  # half a second of it
    assert not any(one.problem for one in told)


@pytest.mark.parametrize(
    ("error", "problem"),
    [
        (CameraNotFound("No camera was found.", "Plug one in."), Problem.ABSENT),
        (CameraDenied("No.", "Ask.", about="HD Webcam"), Problem.DENIED),
        (CameraBusy("Taken.", "Close it.", about="HD Webcam", programs=("OBS",)), Problem.BUSY),
        (CameraLost("Silent.", "Plug it in again."), Problem.LOST),
    ],
)
def test_cameras_that_cannot_be_opened_say_why_and_the_demo_plays(error, problem):
    sources = {"demo": SyntheticSource((128, 96), 50.0), "camera:0": Refusing(error)}
    with running(sources.__getitem__) as told:
        status = wait_for(told, problem)
    assert status.instead == "demo"
    assert (status.about, status.programs) == (error.about, error.programs)
    assert "The demo is playing instead" in status.text


def test_a_camera_that_is_pulled_out_is_named_and_nothing_plays_instead():
    source = webcam(Fault(FaultKind.LOST, 5))
    with running(lambda spec: source) as told:
        status = wait_for(told, Problem.LOST)
    assert (status.about, status.instead) == ("HD Webcam", "")
    assert "Trying again every second" in status.hint


class Defective(SyntheticSource):
    """A clip over which something breaks that nobody expected."""

    closed = 0

    def __init__(self, when: str) -> None:
        super().__init__((128, 96), 100.0)
        self._when = when

    def open(self) -> None:
        super().open()
        if self._when == "open":
            raise ZeroDivisionError("secret detail")

    def read(self) -> Frame | None:
        frame = super().read()
        if self._when == "read" and frame is not None and frame.index > 3:
            raise ZeroDivisionError("secret detail")
        return frame

    def close(self) -> None:
        super().close()
        self.closed += 1


@pytest.mark.parametrize("when", ["open", "read"])
def test_after_a_defect_the_demo_plays_and_another_source_can_be_chosen(when, caplog):
    broken, clip = Defective(when), SyntheticSource((128, 96), 50.0)
    sources = {"demo": SyntheticSource((128, 96), 50.0), "a.mp4": broken, "b.mp4": clip}
    board = StatusBoard(lambda: None)
    loop = CaptureLoop(sources.__getitem__, lambda shot: None, board, fallback="demo")
    loop.request("a.mp4")
    thread = threading.Thread(target=loop.run, args=(threading.Event(),), name="tryon-ar test")
    thread.start()
    try:
        _until(lambda: loop.spec == "demo")
        assert broken.closed
        said = board.all()[0].text
        assert "stopped unexpectedly" in said
        assert "The demo is playing instead" in said
        assert "secret" not in said
        loop.request("b.mp4")
        _until(lambda: loop.spec == "b.mp4")
    finally:
        loop.finish()
        thread.join(30)
    assert "secret detail" in caplog.text


def test_a_camera_that_is_gone_for_long_does_not_fill_the_log(caplog):
    tries = []

    def opener(_spec: str) -> FrameSource:
        tries.append(1)
        fault = Fault(FaultKind.LOST, 5)
        return webcam(fault) if len(tries) == 1 else Refusing(CameraNotFound("It is not there."))

    with running(opener):
        _until(lambda: len(tries) > 20)
    lines = [one for one in caplog.messages if "failed" in one]
    assert "stopped delivering" in lines[0]
    assert "not there" in lines[1]
    assert len(lines) <= 1 + len(tries).bit_length()


def test_the_log_holds_no_password(caplog):
    address = "rtsp://me:secret@10.0.0.5/cam"
    sources = {
        address: Refusing(SourceNotFound("rtsp://10.0.0.5/cam cannot be played.")),
        "demo": SyntheticSource((128, 96), 50.0),
    }
    with running(sources.__getitem__, address) as told:
        _until(lambda: any("The demo is playing" in one.text for one in told))
    assert "10.0.0.5" in caplog.text
    assert "secret" not in caplog.text


def _until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.01)


def test_what_is_no_camera_is_no_problem_of_one():
    assert status_of_error("source", SourceNotFound("No such file.")).problem is None


@pytest.mark.parametrize("again", [True, False])
def test_a_clip_of_a_server_ends_as_one_of_the_disk_does(tmp_path, again):
    write_clip(tmp_path / "clip.mp4", range(0, 400, 40), options={"movflags": "faststart"})
    shots: list[Shot] = []
    told = Told()
    with FileServer(tmp_path) as server:
        loop = CaptureLoop(open_source, shots.append, told.board, fallback="demo", loop=again)
        loop.request(f"{server.address}/clip.mp4")
        thread = threading.Thread(target=loop.run, args=(threading.Event(),), name="tryon-ar test")
        thread.start()
        try:
            if again:
                _until(lambda: len({shot.scene for shot in list(shots)}) >= 3)
            else:
                _until(lambda: any("has ended" in one.message for one in list(told)))
        finally:
            loop.finish()
            thread.join(30)
    assert not [one for one in told if one.problem is not None or "sending" in one.message]


class Slow(Webcam):
    """A camera that takes its time to open."""

    def __init__(self) -> None:
        super().__init__((128, 96), 50.0)
        self.answers = threading.Event()

    def open(self) -> None:
        self.answers.wait(120)
        super().open()


def test_a_camera_that_does_not_answer_is_named_until_it_does(monkeypatch):
    monkeypatch.setattr("tryon_ar.runtime.capture_loop.SILENT_AFTER_S", 0.1)
    source = Slow()
    with running(lambda spec: source) as told:
        assert wait_for(told, Problem.SILENT).about == "Camera 0"
        told.clear()
        source.answers.set()
        _until(lambda: not told.board.all())
        time.sleep(0.2)
        assert not told


class Moving(Webcam):
    """A camera with a lasting id, at a number that changes."""

    def __init__(self, index: int, reads: int) -> None:
        super().__init__((128, 96), 100.0)
        self._left = reads
        self._at = index

    @property
    def info(self) -> SourceInfo:
        return replace(super().info, stable_id="HD Webcam@usb-1", camera_index=self._at)

    def read(self) -> Frame | None:
        self._left -= 1
        if self._left < 0:
            raise CameraLost("Gone.", "Plug it in again.")
        return super().read()


def test_a_camera_that_comes_back_under_another_number_is_followed():
    asked: list[str] = []

    def opener(spec: str) -> FrameSource:
        asked.append(spec)
        return Moving(0, 10) if len(asked) == 1 else Moving(2, 10_000)

    board = StatusBoard(lambda: None)
    loop = CaptureLoop(opener, lambda shot: None, board, fallback="demo")
    loop.request("camera:0")
    thread = threading.Thread(target=loop.run, args=(threading.Event(),), name="tryon-ar test")
    thread.start()
    try:
        _until(lambda: loop.spec == "camera:2")
        info = loop.info
    finally:
        loop.finish()
        thread.join(30)
    assert asked == ["camera:0", "camera:HD Webcam@usb-1"]
    assert info is not None
    assert info.moved_from == "camera:0"
    assert loop.spec == "camera:2"


def test_who_wants_no_recovery_is_left_with_the_message():
    asked: list[str] = []

    def opener(spec: str) -> FrameSource:
        asked.append(spec)
        return webcam(Fault(FaultKind.LOST, 5))

    told = Told()
    loop = CaptureLoop(
        opener, lambda shot: None, told.board, fallback="demo", recovers=lambda: False
    )
    loop.request("camera:0")
    thread = threading.Thread(target=loop.run, args=(threading.Event(),), name="tryon-ar test")
    thread.start()
    try:
        status = wait_for(told, Problem.LOST)
        time.sleep(0.5)
    finally:
        loop.finish()
        thread.join(30)
    assert asked == ["camera:0"]
    assert status.retry
    assert "again every second" not in status.hint
