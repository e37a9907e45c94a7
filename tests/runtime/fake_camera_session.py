"""A session whose camera is unplugged, stalls and comes back; run under the preloaded fake."""

import time
from collections.abc import Callable
from itertools import pairwise

from tests.support.fake_stages import fake_parts
from tests.support.fake_v4l2 import set_mode, this_process
from tryon_ar.runtime.session import MirrorSession


def until(condition: Callable[[], bool], timeout_s: float = 40.0) -> None:
    deadline = time.monotonic() + timeout_s
    while not condition():
        assert time.monotonic() < deadline, "never came true"
        time.sleep(0.01)


def texts(session: MirrorSession) -> str:
    return " ".join(status.text for status in session.statuses)


def pictures(session: MirrorSession) -> int:
    """Return how many pictures a recording under way holds."""
    take = session._recording._take
    return 0 if take is None or take._recorder is None else take._recorder.stats.written


def plays(session: MirrorSession) -> bool:
    return session.statuses == () and session.take_frame() is not None


def test_camera_session_recovers_from_unplugging_and_stalling_by_itself():
    set_mode("ok")
    session = MirrorSession(fake_parts())
    session.start("camera:0")
    try:
        until(lambda: plays(session))
        for fault in ("gone", "stall"):
            set_mode(fault)
            until(lambda: "Trying again every second" in texts(session))
            set_mode("ok")
            until(lambda: plays(session))
    finally:
        session.stop()


def test_busy_camera_session_plays_the_demo_until_retried():
    set_mode("busy")
    session = MirrorSession(fake_parts())
    session.start("camera:0")
    try:
        until(lambda: "The demo is playing instead" in texts(session))
        until(lambda: session.take_frame() is not None)
        assert session.source_info.kind == "demo"
        set_mode("ok")
        session.retry()
        until(lambda: plays(session) and session.source_info.kind == "camera")
    finally:
        set_mode("ok")
        session.stop()


def test_a_camera_session_records_on_through_a_fault(tmp_path):
    import av

    path = tmp_path / "fault.mp4"
    session = MirrorSession(fake_parts())
    session.start("camera:0")
    try:
        until(lambda: plays(session))
        session.start_recording(path)
        until(lambda: session.recording is not None and session.recording.elapsed_s() > 0.5)
        until(lambda: pictures(session) > 10)
        set_mode("gone")
        until(lambda: "Trying again every second" in texts(session))
        assert session.recording is not None
        set_mode("ok")
        until(lambda: session.source_info is not None and "Trying" not in texts(session))
        before = pictures(session)
        until(lambda: pictures(session) > before + 10)
        assert session.recording is not None
        assert session.stop_recording() == path
    finally:
        session.stop()
    with av.open(str(path)) as container:
        times_s = [float(frame.pts * frame.time_base) for frame in container.decode(video=0)]
    steps_s = [after - before for before, after in pairwise(times_s)]
    assert len(times_s) > 15
    assert min(steps_s) > 0
    assert max(steps_s) < 10


def test_a_camera_session_follows_the_camera_to_another_number():
    session = MirrorSession(fake_parts())
    session.start("camera:0")
    try:
        until(lambda: plays(session))
        cameras = this_process()
        cameras.move(0, 3)
        until(lambda: session.source_spec == "camera:3" and plays(session))
        cameras.set_mode("gone", 3)
        cameras.close()
    finally:
        session.stop()
        set_mode("ok")
