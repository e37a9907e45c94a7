"""What every source of frames promises, asked of all of them."""

import itertools
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.support import fake_v4l2
from tests.support.clips import numbered, write_clip
from tests.support.mjpeg_server import MjpegServer
from tests.support.patience import PATIENCE_S, until
from tryon_ar.capture.faulty import Fault, FaultKind, FaultySource
from tryon_ar.capture.opening import open_source
from tryon_ar.capture.source import FrameSource
from tryon_ar.core.errors import CaptureError

MANY = 12


@dataclass(frozen=True)
class Case:
    kind: str
    make: Callable[[Path, ExitStack], FrameSource]
    live: bool = False
    count: int | None = None


def _photo(folder: Path, _: ExitStack) -> FrameSource:
    path = folder / "photo.png"
    Image.fromarray(numbered(7, (200, 150))).save(path)
    return open_source(str(path))


def _folder(folder: Path, _: ExitStack) -> FrameSource:
    pictures = folder / "pictures"
    pictures.mkdir()
    for number, size in enumerate([(200, 150), (150, 200), (400, 300)]):
        Image.fromarray(numbered(number, size)).save(pictures / f"{number}.png")
    return open_source(str(pictures))


def _stream(_: Path, stack: ExitStack) -> FrameSource:
    return open_source(stack.enter_context(MjpegServer()).address)


def _faulty(_: Path, __: ExitStack) -> FrameSource:
    faults = [Fault(FaultKind.DROPPED, 0, 2), Fault(FaultKind.BLACK, 4), Fault(FaultKind.END, 8)]
    return FaultySource(open_source("synthetic:160x120"), faults)


CASES = {
    "synthetic": Case("synthetic", lambda *_: open_source("synthetic:320x240@30")),
    "demo": Case("demo", lambda *_: open_source("demo", size_px=(320, 240))),
    "video": Case(
        "video", lambda folder, _: open_source(str(write_clip(folder / "a.mp4"))), count=10
    ),
    "photo": Case("photo", _photo, count=1),
    "folder": Case("folder", _folder, count=3),
    "stream": Case("stream", _stream, live=True),
    "faulty": Case("synthetic", _faulty, count=6),
}
if fake_v4l2.is_present():
    CASES["camera"] = Case("camera", lambda *_: open_source("camera:0"), live=True)


@pytest.fixture(params=sorted(CASES))
def case(request: pytest.FixtureRequest) -> Case:
    return CASES[request.param]


@pytest.fixture
def source(case: Case, tmp_path: Path) -> Iterator[FrameSource]:
    with ExitStack() as stack:
        made = case.make(tmp_path, stack)
        yield made
        made.close()


def _read_up_to(source: FrameSource, most: int) -> list:
    frames = []
    while len(frames) < most and (frame := source.read()) is not None:
        frames.append(frame)
    return frames


def test_is_closed_until_opened(source):
    with pytest.raises(CaptureError):
        source.read()
    with pytest.raises(CaptureError):
        _ = source.info
    source.close()


def test_says_what_it_is(source, case):
    with source:
        info = source.info
        assert (info.kind, info.live) == (case.kind, case.live)
        assert info.name
        assert info.nominal_fps >= 0
        assert case.live <= (info.frame_count is None)


def test_frames_are_of_one_size_read_only_and_whole(source):
    with source:
        frames = _read_up_to(source, MANY)
        for frame in frames:
            assert frame.size == source.info.size_px
            assert frame.image_bgr.dtype == np.uint8
            assert frame.image_bgr.shape[2:] == (3,)
            assert frame.image_bgr.flags.c_contiguous
            assert not frame.image_bgr.flags.writeable


def test_frames_are_counted_and_timed(source, case):
    with source:
        began_ns = time.monotonic_ns()
        frames = _read_up_to(source, MANY)
    assert len(frames) == min(MANY, case.count or MANY)
    assert [frame.index for frame in frames] == list(range(len(frames)))
    assert frames[0].t_ms == 0.0
    assert all(before.t_ms < after.t_ms for before, after in itertools.pairwise(frames))
    assert all(a.captured_ns <= b.captured_ns for a, b in itertools.pairwise(frames))
    assert abs(frames[-1].captured_ns - began_ns) < 60e9
    assert all(0 <= frame.capture_ms < 60_000 for frame in frames)


def test_frames_keep_their_pixels(source):
    """A buffer that is reused would change frames already handed out."""
    with source:
        frames = _read_up_to(source, 6)
        copies = [frame.image_bgr.copy() for frame in frames]
        _read_up_to(source, 6)
    for frame, copy in zip(frames, copies, strict=True):
        np.testing.assert_array_equal(frame.image_bgr, copy)


def test_a_finite_source_ends_for_ever(source, case):
    if case.count is None:
        pytest.skip("has no end")
    with source:
        assert len(_read_up_to(source, 1000)) == case.count
        assert [source.read() for _ in range(3)] == [None] * 3


def test_closing_twice_is_harmless_and_reading_then_an_error(source):
    source.open()
    assert source.read() is not None
    source.close()
    source.close()
    with pytest.raises(CaptureError):
        source.read()


def test_starts_afresh_when_opened_again(source, case):
    source.open()
    first = _read_up_to(source, 3)
    source.close()
    source.open()
    again = _read_up_to(source, 3)
    source.open()
    third = source.read()
    assert [f.index for f in again] == [f.index for f in first]
    assert again[0].t_ms == 0.0 == third.t_ms
    if not case.live:
        for before, after in zip(first, again, strict=True):
            np.testing.assert_array_equal(before.image_bgr, after.image_bgr)
            assert before.t_ms == after.t_ms


def test_closing_from_another_thread_ends_the_reading(source, case):
    source.open()
    outcome: list[object] = []
    started = threading.Event()

    def read_on() -> None:
        try:
            while (frame := source.read()) is not None:
                outcome.append(frame.index)
                started.set()
        except CaptureError as error:
            outcome.append(error)
        started.set()

    reader = threading.Thread(target=read_on)
    reader.start()
    assert started.wait(PATIENCE_S)
    source.close()
    reader.join(PATIENCE_S)
    assert not reader.is_alive()
    if case.count is None:
        assert isinstance(outcome[-1], CaptureError)


def test_leaves_nothing_open(source):
    with source:
        source.read()
    files, threads = _open_files(), threading.active_count()
    for _ in range(3):
        with source:
            source.read()
    # A stream's server hears that nobody listens any more when it sends the next picture.
    until(lambda: _open_files() <= files and threading.active_count() <= threads)


def _open_files() -> int:
    folder = Path("/proc/self/fd")
    return len(os.listdir(folder)) if folder.is_dir() else 0
