import dataclasses
import functools
import itertools
import threading
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import av
import numpy as np
import pytest

from tests.support.fake_stages import FakeDresser, FakeParser, FakeTracker, fake_garment, fake_parts
from tryon_ar.capture.source import SourceInfo
from tryon_ar.capture.synthetic import SyntheticSource
from tryon_ar.core.dressing import DressingOptions
from tryon_ar.core.errors import (
    CameraBusy,
    CameraLost,
    NothingToSave,
    SourceNotFound,
    TrackerUnavailable,
    UnknownGarment,
)
from tryon_ar.core.images import read_picture
from tryon_ar.core.types import DressedFrame, Frame
from tryon_ar.runtime import take
from tryon_ar.runtime.capture_loop import CaptureLoop
from tryon_ar.runtime.playing_time import Pacer, Timeline
from tryon_ar.runtime.session import MirrorSession
from tryon_ar.runtime.stages import SessionParts
from tryon_ar.runtime.status import Severity, Status, StatusBoard

FAST = "synthetic:160x120@50"


def until(condition: Callable[[], bool], timeout_s: float = 30.0) -> None:
    deadline = time.monotonic() + timeout_s
    while not condition():
        assert time.monotonic() < deadline, "never came true"
        time.sleep(0.005)


class Viewer:
    """Takes pictures whenever the bell rings, as a window does."""

    def __init__(self) -> None:
        self.rings = 0
        self.taken: list[DressedFrame] = []
        self.session: MirrorSession | None = None

    def ring(self) -> None:
        self.rings += 1
        if self.session is not None:
            dressed = self.session.take_frame()
            if dressed is not None:
                self.taken.append(dressed)
                self.session.note_painted(dressed)


class Sessions:
    """Opens sessions that are stopped at the end of the test."""

    def __init__(self) -> None:
        self.opened: list[MirrorSession] = []

    def open(
        self,
        parts: SessionParts,
        source: str = FAST,
        viewer: Viewer | None = None,
        **others,
    ) -> MirrorSession:
        if viewer is not None:
            others["on_frame"] = viewer.ring
        session = MirrorSession(parts, **others)
        if viewer is not None:
            viewer.session = session
        self.opened.append(session)
        session.start(source)
        return session


@pytest.fixture
def sessions():
    opener = Sessions()
    yield opener
    for session in opener.opened:
        session.stop()


class ScriptedSource:
    """A source that does what a script of frames and errors says."""

    def __init__(self, script, *, live: bool = True, kind: str = "camera") -> None:
        self.script = iter(script)
        self.live = live
        self.kind = kind
        self.count = 0
        self.opened = 0
        self.closed = False

    @property
    def info(self) -> SourceInfo:
        return SourceInfo("Scripted", self.kind, (16, 12), 30.0, self.live)

    def open(self) -> None:
        self.opened += 1
        self.count = 0
        self.closed = False

    def read(self) -> Frame | None:
        what = next(self.script)
        if isinstance(what, Exception):
            raise what
        if what is None:
            return None
        time.sleep(0.01)
        frame = Frame(np.zeros((12, 16, 3), np.uint8), self.count, self.count * 10.0, 0)
        self.count += 1
        return frame

    def close(self) -> None:
        self.closed = True


def lasting(stage, source: ScriptedSource, frames: int):
    """Let a stage work on each item until its source has read so many more frames."""
    process = stage.process

    def slowly(item):
        enough = source.count + frames
        until(lambda: source.count >= enough or source.closed)
        return process(item)

    stage.process = slowly
    return stage


class Written:
    """What is dressed, while recorders lose nothing however late they are."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.frames: list[DressedFrame] = []
        unhurried = functools.partial(take.Recorder, capacity=10_000, max_wait_ms=1e9)
        monkeypatch.setattr(take, "Recorder", unhurried)

    def until_recorded(self, session: MirrorSession, seconds: float, count: int = 20) -> None:
        """Wait until a recording under way holds so many frames, over so many seconds at least."""
        first = len(self.frames) + 1  # one may have been on its way already
        until(lambda: len(self.frames) > first + count)
        end_ms = self.frames[first].tracked.frame.t_ms + 1000 * seconds
        until(lambda: self.frames[-1].tracked.frame.t_ms > end_ms)
        until(lambda: session.recording is not None and session.recording.elapsed_s() > seconds)
        until(lambda: session.recording.path.is_file())


@pytest.fixture
def written(monkeypatch) -> Written:
    return Written(monkeypatch)


def topics(session: MirrorSession) -> list[str]:
    return [status.topic for status in session.statuses]


def messages(session: MirrorSession) -> str:
    return " | ".join(status.text for status in session.statuses)


def test_pictures_pass_through_both_stages_and_ring_the_bell(sessions):
    viewer = Viewer()
    dresser = FakeDresser()
    session = sessions.open(fake_parts(dresser=lambda: dresser), viewer=viewer)
    session.set_garments(["tee", "jeans"])
    until(lambda: len([one for one in viewer.taken if "blend" in one.latency_ms]) > 20)
    until(lambda: dresser.worn == ["tee", "jeans"])
    session.stop()
    indices = [one.tracked.frame.index for one in viewer.taken]
    assert indices == sorted(set(indices))
    times = [one.tracked.frame.t_ms for one in viewer.taken]
    assert all(earlier < later for earlier, later in itertools.pairwise(times))
    assert not viewer.taken[-1].image_bgr.flags.writeable
    figures = session.metrics()
    assert figures.shown == len(indices)
    assert figures.provider == "fake"
    assert figures.age_ms is not None


def test_bell_is_silent_while_a_picture_waits(sessions):
    rings = []
    session = sessions.open(fake_parts(), on_frame=lambda: rings.append(time.monotonic()))
    until(lambda: rings and session.metrics().drops["replaced"] > 20)
    assert len(rings) == 1
    assert session.take_frame() is not None
    until(lambda: len(rings) == 2)


def test_source_is_shown_until_the_stages_are_ready(sessions, monkeypatch):
    monkeypatch.setattr("tryon_ar.runtime.readiness._LONG_LOADING_S", 0.3)
    release = threading.Event()

    def slow_tracker() -> FakeTracker:
        release.wait(120.0)
        return FakeTracker()

    session = sessions.open(fake_parts(slow_tracker))
    until(lambda: (shown := session.take_frame()) is not None and shown.coverage is None)
    assert "ready" in messages(session)
    until(lambda: session.take_frame() is not None and "takes longest" in messages(session))
    release.set()
    until(lambda: "ready" not in messages(session))


def test_stages_live_in_their_own_threads(sessions):
    trackers: list[FakeTracker] = []
    parsers: list[FakeParser] = []

    def make() -> FakeTracker:
        trackers.append(FakeTracker())
        return trackers[-1]

    def make_parser() -> FakeParser:
        parsers.append(FakeParser())
        return parsers[-1]

    session = sessions.open(fake_parts(make, make_parser=make_parser))
    until(lambda: session.metrics().stages.get("total") is not None)
    session.stop()
    assert trackers[0].thread == "tryon-ar tracker"
    assert parsers[0].thread == "tryon-ar parser"
    assert trackers[0].closed == parsers[0].closed == 1


def test_slow_stage_replaces_frames_and_queues_none(sessions):
    source = ScriptedSource(itertools.repeat(1))
    tracker = lasting(FakeTracker(), source, frames=6)
    viewer = Viewer()
    parts = fake_parts(lambda: tracker, open_source=lambda spec: source)
    session = sessions.open(parts, "camera:0", viewer)
    until(lambda: len(tracker.indices) >= 8)
    assert np.diff(tracker.indices).min() >= 5  # each is the newest there was
    assert session.metrics().drops["replaced"] > 20
    ages = [one.tracked.frame.captured_ns for one in viewer.taken]
    assert all(earlier < later for earlier, later in itertools.pairwise(ages))


def test_what_nobody_has_time_to_dress_is_not_observed(sessions):
    source = ScriptedSource(itertools.repeat(1))
    tracker, parser = FakeTracker(), FakeParser()
    dresser = lasting(FakeDresser(), source, frames=6)
    session = sessions.open(
        fake_parts(
            lambda: tracker,
            lambda: dresser,
            make_parser=lambda: parser,
            open_source=lambda spec: source,
        ),
        "camera:0",
    )
    until(lambda: dresser.frames >= 8)
    session.stop()
    # One frame is being dressed, one waits behind each of the two that observe.
    assert dresser.frames <= len(parser.indices) <= len(tracker.indices) <= dresser.frames + 3
    assert np.median(np.diff(tracker.indices)) >= 2  # each is the newest there was


def test_tracker_parser_and_dresser_work_at_the_same_time(sessions):
    stages = [FakeTracker(delay_s=0.05), FakeParser(delay_s=0.05), FakeDresser(delay_s=0.05)]
    busy: set[int] = set()
    together: list[int] = []

    def watched(number: int, process):
        def work(frame):
            busy.add(number)
            together.append(len(busy))
            result = process(frame)
            busy.discard(number)
            return result

        return work

    for number, stage in enumerate(stages):
        stage.process = watched(number, stage.process)
    tracker, parser, dresser = stages
    sessions.open(fake_parts(lambda: tracker, lambda: dresser, make_parser=lambda: parser))
    until(lambda: 3 in together)


def test_nobody_is_said_and_taken_back(sessions):
    tracker = FakeTracker(somebody=False)
    session = sessions.open(fake_parts(lambda: tracker))
    until(lambda: "Nobody in the picture" in messages(session))
    tracker.somebody = True
    until(lambda: "Nobody" not in messages(session))


def test_changing_the_source_resets_the_stages_and_time_goes_on(sessions):
    tracker = FakeTracker()
    dresser = FakeDresser()
    viewer = Viewer()
    session = sessions.open(fake_parts(lambda: tracker, lambda: dresser), viewer=viewer)
    until(lambda: len([one for one in viewer.taken if "blend" in one.latency_ms]) > 5)
    assert tracker.resets == 1
    session.change_source("synthetic:200x100@50")
    until(lambda: viewer.taken[-1].image_bgr.shape == (100, 200, 3))
    until(lambda: tracker.resets == 2 and dresser.resets == 2)
    times = [one.tracked.frame.t_ms for one in viewer.taken]
    assert all(earlier < later for earlier, later in itertools.pairwise(times))
    assert session.source_info.size_px == (200, 100)


def test_unknown_source_falls_back_to_the_demo_saying_so(sessions):
    def opener(spec: str):
        if spec == "demo":
            return SyntheticSource((128, 96), 50.0)
        raise CameraBusy("The camera is used by another program.", "Close it.")

    session = sessions.open(fake_parts(open_source=opener), "camera:0")
    until(lambda: "demo is playing" in messages(session))
    status = session.statuses[0]
    assert status.severity is Severity.WARNING
    assert status.retry
    assert "Close it." in status.text
    until(lambda: session.take_frame() is not None)


def test_retry_opens_the_source_that_failed(sessions):
    busy = threading.Event()
    busy.set()
    asked: list[str] = []

    def opener(spec: str):
        asked.append(spec)
        if spec == "camera:0" and busy.is_set():
            raise CameraBusy("The camera is used by another program.")
        return SyntheticSource((200, 100) if spec == "camera:0" else (128, 96), 50.0)

    session = sessions.open(fake_parts(open_source=opener), "camera:0")
    until(lambda: session.source_info is not None and session.source_info.size_px == (128, 96))
    session.retry()
    until(lambda: asked.count("camera:0") == 2 and "demo" in messages(session))
    busy.clear()
    session.retry()
    until(lambda: session.source_info.size_px == (200, 100))
    until(lambda: session.statuses == ())


def test_failed_change_returns_to_what_played_before(sessions, tmp_path: Path):
    session = sessions.open(fake_parts())
    until(lambda: session.take_frame() is not None)
    session.change_source(str(tmp_path / "missing.mp4"))
    until(lambda: "missing.mp4" in messages(session) and session.take_frame() is not None)
    assert session.source_info.size_px == (160, 120)


def test_without_any_source_the_error_stays(sessions):
    def opener(spec: str):
        raise SourceNotFound(f"There is no {spec}.")

    session = sessions.open(fake_parts(open_source=opener), "camera:0")
    until(lambda: any(one.severity is Severity.ERROR for one in session.statuses))
    assert session.statuses[0].text == "There is no camera:0."
    assert session.take_frame() is None


def test_lost_camera_is_reopened_every_second(sessions, monkeypatch):
    monkeypatch.setattr("tryon_ar.runtime.capture_loop.REOPEN_INTERVAL_S", 0.05)
    lost = CameraLost("The camera stopped.", "Check the cable.")
    source = ScriptedSource(itertools.chain([1, 1, 1, lost, lost, lost], itertools.repeat(1)))
    seen: set[str] = set()
    session = sessions.open(
        fake_parts(open_source=lambda spec: source),
        "camera:0",
        on_status=lambda: seen.add(messages(sessions.opened[-1])),
    )
    until(lambda: source.opened == 4)
    until(lambda: session.statuses == ())
    assert any("Trying again every second" in text for text in seen)


def test_finite_source_loops_or_ends(sessions):
    looping = ScriptedSource(itertools.cycle([1, 1, 1, None]), live=False, kind="video")
    session = sessions.open(fake_parts(open_source=lambda spec: looping), "clip.mp4")
    until(lambda: looping.opened >= 3)
    session.stop()
    ending = ScriptedSource([1, 1, 1, None], live=False, kind="video")
    session = sessions.open(fake_parts(open_source=lambda spec: ending), "clip.mp4", loop=False)
    until(lambda: "has ended" in messages(session))
    assert ending.opened == 1


def test_single_picture_stays_alive_so_that_garments_can_change(sessions):
    photo = ScriptedSource(itertools.chain([1], itertools.repeat(None)), live=False, kind="photo")
    dresser = FakeDresser()
    session = sessions.open(
        fake_parts(dresser=lambda: dresser, open_source=lambda spec: photo), "me.jpg"
    )
    until(lambda: dresser.frames == 1)
    session.set_garments(["hoodie"])
    until(lambda: dresser.worn == ["hoodie"] and dresser.frames == 2)
    assert photo.opened == 1


def test_unknown_garment_is_said_and_the_rest_is_worn(sessions):
    from tests.support.fake_stages import fake_garment

    def load(garment_id: str):
        if garment_id == "ghost":
            raise UnknownGarment("There is no garment ghost.", "Choose another.")
        return fake_garment(garment_id)

    dresser = FakeDresser()
    session = sessions.open(fake_parts(dresser=lambda: dresser, load_garment=load))
    session.set_garments(["ghost", "tee"])
    until(lambda: "no garment ghost" in messages(session))
    until(lambda: dresser.worn == ["tee"])
    session.set_garments(["tee"])
    until(lambda: "ghost" not in messages(session))


class Fitting(FakeDresser):
    """Prepares garments only while it may."""

    def __init__(self) -> None:
        super().__init__()
        self.preparing = ""
        self.may_prepare = threading.Event()
        self.may_prepare.set()

    def prepare(self, garment) -> None:
        self.preparing = garment.id
        self.may_prepare.wait(120.0)
        super().prepare(garment)


def test_a_change_of_clothes_stops_no_frame(sessions):
    dresser = Fitting()
    session = sessions.open(fake_parts(dresser=lambda: dresser))
    session.set_garments(["tee"])
    until(lambda: dresser.worn == ["tee"])
    dresser.may_prepare.clear()
    before = dresser.frames
    session.set_garments(["hoodie"])
    until(lambda: dresser.frames >= before + 10)
    assert dresser.worn == ["tee"]
    dresser.may_prepare.set()
    until(lambda: dresser.worn == ["hoodie"])
    assert dresser.prepared[-1] == ("hoodie", "tryon-ar wardrobe")


def test_only_the_latest_wish_is_prepared(sessions):
    dresser = Fitting()
    session = sessions.open(fake_parts(dresser=lambda: dresser))
    session.set_garments(["tee"])
    until(lambda: dresser.worn == ["tee"])
    dresser.may_prepare.clear()
    session.set_garments(["tee-0"])
    until(lambda: dresser.preparing == "tee-0")
    for number in range(1, 10):
        session.set_garments([f"tee-{number}"])
    dresser.may_prepare.set()
    until(lambda: dresser.worn == ["tee-9"])
    assert [garment_id for garment_id, _thread in dresser.prepared] == ["tee", "tee-0", "tee-9"]


def test_a_garment_that_breaks_off_is_a_status_and_the_next_is_worn(sessions, caplog):
    def load(garment_id: str):
        if garment_id == "broken":
            raise ZeroDivisionError("secret detail")
        return fake_garment(garment_id)

    dresser = FakeDresser()
    session = sessions.open(fake_parts(load_garment=load, dresser=lambda: dresser))
    for wanted, worn in ((["broken", "tee"], ["tee"]), (["broken"], []), (["coat"], ["coat"])):
        session.set_garments(wanted)
        until(lambda worn=worn: dresser.worn == worn and "loading" not in topics(session))
        assert topics(session) == (["garment"] if "broken" in wanted else [])
        assert "secret" not in messages(session)
    caplog.clear()


def test_failing_tracker_shows_why_and_retry_helps(sessions):
    attempts = []

    def make() -> FakeTracker:
        attempts.append(1)
        if len(attempts) == 1:
            raise TrackerUnavailable("The models are missing.", "Connect to the network once.")
        return FakeTracker()

    session = sessions.open(fake_parts(make))
    until(lambda: "models are missing" in messages(session))
    assert session.statuses[0].severity is Severity.ERROR
    until(lambda: session.take_frame() is not None)
    assert "total" not in session.metrics().stages
    session.retry()
    until(lambda: "total" in session.metrics().stages)
    until(lambda: session.statuses == ())


def test_stage_that_breaks_off_is_a_status_without_details(sessions, caplog, monkeypatch):
    monkeypatch.setattr("tryon_ar.runtime.recovery._WAITS_S", (3600.0,))  # it stays down

    class Breaking(FakeDresser):
        def process(self, tracked):
            if self.frames >= 3:
                raise ZeroDivisionError("secret detail")
            return super().process(tracked)

    broken = Breaking()
    session = sessions.open(fake_parts(dresser=lambda: broken))
    until(lambda: any(one.topic == "renderer" for one in session.statuses))
    assert "secret" not in messages(session)
    assert session.statuses[0].retry
    until(lambda: broken.closed == 1)
    caplog.clear()


def test_tracker_failing_while_the_dresser_works_leaves_a_living_picture(sessions):
    class Failing(FakeTracker):
        def process(self, frame):
            if len(self.indices) >= 3:
                raise TrackerUnavailable("The tracker gave up.")
            return super().process(frame)

    tracker = Failing()
    dressed: list[int] = []
    session = sessions.open(
        fake_parts(lambda: tracker, lambda: FakeDresser(delay_s=0.3)),
        on_dressed=lambda one: dressed.append(one.tracked.frame.index),
    )
    until(lambda: "gave up" in messages(session))
    until(lambda: not session._workers["tracker"].running)
    until(lambda: dressed and dressed[-1] == tracker.indices[-1])  # it finishes what it had
    for _ in range(5):
        until(lambda: session.take_frame() is not None)


def test_recording_has_every_size_and_time(sessions, tmp_path: Path, written):
    target = tmp_path / "out.mp4"
    session = sessions.open(fake_parts(), on_dressed=written.frames.append)
    until(lambda: "total" in session.metrics().stages)
    session.start_recording(target)
    assert session.recording is not None
    written.until_recorded(session, 1.0)
    assert session.stop_recording() == target
    assert session.recording is None
    with av.open(str(target)) as container:
        times = [float(frame.pts * frame.time_base) for frame in container.decode(video=0)]
        assert container.streams.video[0].width == 160
    assert len(times) > 10
    assert times[0] == pytest.approx(0.0, abs=0.002)
    assert all(earlier < later for earlier, later in itertools.pairwise(times))
    assert times[-1] > 0.5
    assert session.metrics().drops["recorder"] == 0


def test_recording_waits_for_the_first_dressed_picture(sessions, tmp_path: Path):
    release = threading.Event()

    def slow_tracker() -> FakeTracker:
        release.wait(120.0)
        return FakeTracker()

    target = tmp_path / "out.mp4"
    session = sessions.open(fake_parts(slow_tracker))
    session.start_recording(target)
    until(lambda: session.take_frame() is not None)
    time.sleep(0.3)
    assert session.recording.elapsed_s() == 0.0
    assert not target.exists()
    release.set()
    until(lambda: session.recording.elapsed_s() > 0.3)
    assert session.stop_recording() == target


def test_changing_the_source_finishes_the_recording(sessions, tmp_path: Path, written):
    target = tmp_path / "out.mp4"
    session = sessions.open(fake_parts(), on_dressed=written.frames.append)
    session.start_recording(target)
    written.until_recorded(session, 0.4)
    session.change_source("synthetic:200x100@50")
    assert session.recording is None
    with av.open(str(target)) as container:
        assert container.streams.video[0].width == 160


def test_unwritable_recording_is_said_and_pictures_go_on(sessions, tmp_path: Path):
    session = sessions.open(fake_parts())
    session.start_recording(tmp_path / "no such folder" / "out.mp4")
    until(lambda: any(one.topic == "recorder" for one in session.statuses))
    until(lambda: session.recording is None)
    session.take_frame()
    until(lambda: session.take_frame() is not None)


def test_a_recording_never_begins_with_a_picture_that_was_not_looked_at_for_faces(
    sessions, tmp_path: Path
):
    target = tmp_path / "out.mp4"
    session = sessions.open(fake_parts())
    until(lambda: "total" in session.metrics().stages)
    offered, hide = [], session.faces.of_film

    def begins_meanwhile(dressed, *, filmed):
        hidden = hide(dressed, filmed=filmed)
        if session.recording is None:
            session.start_recording(target)
        return dataclasses.replace(hidden, degraded=filmed)  # a mark

    offer = session._recording.offer
    session._recording.offer = lambda dressed: (offered.append(dressed.degraded), offer(dressed))
    session.faces.of_film = begins_meanwhile
    until(lambda: len(offered) > 3)
    assert all(offered)


def test_stopping_finishes_the_recording(sessions, tmp_path: Path, written):
    target = tmp_path / "out.mkv"
    session = sessions.open(fake_parts(), on_dressed=written.frames.append)
    session.start_recording(target)
    written.until_recorded(session, 0.4)
    session.stop()
    with av.open(str(target)) as container:
        assert sum(1 for _ in container.decode(video=0)) > 3


def test_snapshot_saves_the_picture_last_shown(sessions, tmp_path: Path):
    session = MirrorSession(fake_parts())
    with pytest.raises(NothingToSave):
        session.snapshot(tmp_path)
    session = sessions.open(fake_parts())
    until(lambda: session.take_frame() is not None)
    saved = session.snapshot(tmp_path)
    assert saved.parent == tmp_path
    assert read_picture(saved).shape == (120, 160, 3)
    session.stop()
    plain = read_picture(session.snapshot(tmp_path / "plain.png"))
    mirrored = read_picture(session.snapshot(tmp_path / "mirrored.png", mirrored=True))
    assert np.array_equal(mirrored, plain[:, ::-1])
    assert not np.array_equal(mirrored, plain)


def test_reports_get_every_dressed_frame_once(sessions):
    seen: list[int] = []
    session = sessions.open(
        fake_parts(), on_dressed=lambda one: seen.append(one.tracked.frame.index)
    )
    until(lambda: len(seen) > 10)
    session.stop()
    assert seen == sorted(set(seen))


def test_stop_is_bounded_and_may_be_repeated():
    class Hanging(ScriptedSource):
        def __init__(self) -> None:
            super().__init__([])
            self.released = threading.Event()

        def read(self) -> Frame | None:
            self.released.wait(30.0)
            raise CameraLost("closed")

        def close(self) -> None:
            self.released.set()

    source = Hanging()
    session = MirrorSession(fake_parts(open_source=lambda spec: source))
    session.start("camera:0")
    until(lambda: source.opened == 1)
    session.stop()
    assert source.released.is_set()
    assert not any(worker.running for worker in session._workers.values())
    session.stop()


def test_soak_keeps_latency_and_memory_bounded(sessions):
    viewer = Viewer()
    session = sessions.open(
        fake_parts(lambda: FakeTracker(delay_s=0.02), lambda: FakeDresser(delay_s=0.02)),
        "synthetic:160x120@100",
        viewer=viewer,
    )
    until(lambda: "total" in session.metrics().stages)  # every thread has been started
    threads = threading.active_count()
    end = time.monotonic() + 5.0
    worn = itertools.cycle(["a", "b", "c"])
    while time.monotonic() < end:
        session.set_garments([next(worn)])
        time.sleep(0.05)
        del viewer.taken[:-3]
    assert threading.active_count() <= threads

    def age_ns() -> float:  # what queues up grows older by half a second every second
        return time.monotonic_ns() - viewer.taken[-1].tracked.frame.captured_ns

    until(lambda: age_ns() < 2e9)
    until(lambda: session.metrics().shown > 30)


def test_timeline_never_goes_back():
    timeline = Timeline(now_ns=0)
    image = np.zeros((2, 2, 3), np.uint8)
    timeline.begin(5_000_000)
    first = [timeline.place(Frame(image, i, i * 40.0, 0), 7) for i in range(3)]
    timeline.begin(6_000_000)  # too soon: the first source ran ahead of the clock
    second = [timeline.place(Frame(image, i, i * 40.0, 0), 8) for i in range(2)]
    assert [frame.index for frame in first + second] == [0, 1, 2, 3, 4]
    assert [frame.t_ms for frame in first + second] == [5.0, 45.0, 85.0, 86.0, 126.0]
    assert second[0].captured_ns == 8
    timeline.begin(9_000_000_000, interval_ms=40.0)  # a clip that starts again, late
    assert timeline.place(Frame(image, 0, 0.0, 0), 9).t_ms == 166.0
    timeline.begin(9_000_000_000)  # a camera that comes back
    assert timeline.place(Frame(image, 0, 0.0, 0), 9).t_ms == 9000.0


def test_pacer_waits_for_what_is_early_and_forgives_what_is_late(monkeypatch):
    now = [100.0]
    waits: list[float] = []

    class Wake:
        def wait(self, seconds: float) -> None:
            waits.append(seconds)
            now[0] += seconds

    clock = SimpleNamespace(monotonic=lambda: now[0])  # for the pacer alone
    monkeypatch.setattr("tryon_ar.runtime.playing_time.time", clock)
    pacer = Pacer(Wake())
    pacer.wait(0.0)
    pacer.wait(40.0)
    now[0] += 0.1
    pacer.wait(80.0)
    assert waits == pytest.approx([0.04])
    now[0] += 5.0  # the computer slept
    pacer.wait(120.0)
    pacer.wait(160.0)
    assert waits == pytest.approx([0.04, 0.04])


def test_board_tells_only_real_changes():
    told: list[int] = []
    board = StatusBoard(lambda: told.append(1))
    board.post(Status("source", "One."))
    board.post(Status("source", "One."))
    board.post(Status("tracker", "Two.", severity=Severity.ERROR))
    assert [status.topic for status in board.all()] == ["tracker", "source"]
    board.clear("nothing")
    board.clear("source")
    assert len(told) == 3


def test_capture_loop_without_a_wish_waits():
    opened: list[str] = []
    loop = CaptureLoop(opened.append, lambda shot: None, StatusBoard(lambda: None), fallback="")
    thread = threading.Thread(target=loop.run, args=(threading.Event(),), name="tryon-ar test")
    thread.start()
    thread.join(0.2)
    assert thread.is_alive()
    assert opened == []
    loop.finish()
    thread.join(30.0)
    assert not thread.is_alive()


def test_a_garment_handed_over_is_worn_until_it_is_taken_back(sessions):
    loads: list[str] = []

    def load(garment_id: str):
        loads.append(garment_id)
        return fake_garment(garment_id)

    class NotingDresser(FakeDresser):
        names: tuple[str, ...] = ()

        def set_garments(self, garments):
            super().set_garments(garments)
            self.names = tuple(one.name for one in garments)

    dresser = NotingDresser()
    session = sessions.open(fake_parts(dresser=lambda: dresser, load_garment=load))
    session.set_garments(["jeans", "tee"])
    until(lambda: dresser.names == ("jeans", "tee"))
    session.hand_over(dataclasses.replace(fake_garment("tee"), name="edited"))
    until(lambda: dresser.names == ("jeans", "edited"))
    session.take_back("tee")
    until(lambda: dresser.names == ("jeans", "tee"))
    assert loads == ["jeans", "tee", "tee"]


def test_expected_garments_are_made_ready_unworn(sessions):
    dresser = FakeDresser()
    session = sessions.open(fake_parts(dresser=lambda: dresser))
    session.set_garments(["tee"])
    session.expect_garments(["skirt"])
    until(lambda: ("skirt", "tryon-ar wardrobe") in dresser.prepared)
    until(lambda: dresser.worn == ["tee"])
    before = dresser.frames
    until(lambda: dresser.frames > before + 3)
    assert dresser.worn == ["tee"]


def test_options_reach_the_dresser_with_the_next_frame(sessions):
    dresser = FakeDresser()
    session = sessions.open(fake_parts(dresser=lambda: dresser))
    assert session.garments_worn == ()
    session.set_garments(["tee"])
    wanted = DressingOptions(size="M", tucked=True, sway=False, light=0.25)
    session.set_options(wanted)
    until(lambda: dresser.options == wanted)
    assert session.options == wanted
    until(lambda: [garment.id for garment in session.garments_worn] == ["tee"])
