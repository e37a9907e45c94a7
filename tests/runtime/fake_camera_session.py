"""A session whose camera is unplugged, stalls and comes back; run under the preloaded fake."""

import time
from collections.abc import Callable

from tests.support.fake_stages import fake_parts
from tests.support.fake_v4l2 import set_mode
from tryon_ar.runtime.session import MirrorSession


def until(condition: Callable[[], bool], timeout_s: float = 12.0) -> None:
    deadline = time.monotonic() + timeout_s
    while not condition():
        assert time.monotonic() < deadline, "never came true"
        time.sleep(0.01)


def texts(session: MirrorSession) -> str:
    return " ".join(status.text for status in session.statuses)


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
