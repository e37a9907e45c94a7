import threading
import time

import numpy as np
import pytest

from tests.support.fake_stages import FakeDresser, fake_garment
from tryon_ar.core.dressing import USUAL_DRESSING, DressingOptions
from tryon_ar.core.errors import UnknownGarment
from tryon_ar.core.types import DressedFrame, Frame, GarmentState, TrackedFrame
from tryon_ar.rendering.quality import FULL, Quality
from tryon_ar.runtime.comparing import Comparing
from tryon_ar.runtime.comparison import Comparison, Look
from tryon_ar.runtime.stages import SessionParts
from tryon_ar.runtime.status import StatusBoard

VALUES = {"tee": 10, "skirt": 20, "coat": 30, "jeans": 40, "hat": 50}
ONE = Comparison((Look(("skirt",)),), mirrored=False)
FOUR = Comparison(tuple(Look((name,)) for name in ("skirt", "coat", "jeans")), mirrored=False)


class Painter(FakeDresser):
    """Paints frames in the value of what is worn."""

    def process(self, tracked):
        dressed = super().process(tracked)
        picture = np.full_like(tracked.frame.image_bgr, sum(VALUES[one] for one in self.worn))
        coverage = np.ones(picture.shape[:2], np.float32)
        return DressedFrame(picture, tracked, coverage, {}, False, dressed.latency_ms)


class Studio:
    """Compares looks; the test brings the frames."""

    def __init__(self) -> None:
        self.made: list[Painter] = []
        self.may_load = threading.Event()
        self.may_load.set()
        self.main = Painter()
        self.main.worn = ["tee"]
        self.board = StatusBoard(lambda: None)
        self.comparing = Comparing(
            SessionParts(lambda: None, lambda: None, self.make, self.load), self.board
        )
        self.index = -1

    def make(self) -> Painter:
        self.made.append(Painter())
        return self.made[-1]

    def load(self, garment_id: str):
        self.may_load.wait(120.0)
        if garment_id not in VALUES:
            raise UnknownGarment(f"There is no {garment_id}.", "Look again.")
        return fake_garment(garment_id)

    def frame(self, comparison, options=USUAL_DRESSING, quality=FULL, scene=0) -> DressedFrame:
        self.index += 1
        frame = Frame(np.zeros((40, 64, 3), np.uint8), self.index, 33.0 * self.index, 0)
        tracked = TrackedFrame(frame, None, GarmentState.DRESSED, 1.0)
        return self.comparing.dress(tracked, scene, comparison, options, quality, self.main.process)

    def until(self, comparison, wanted, **others) -> DressedFrame:
        end = time.monotonic() + 30.0
        while not wanted(dressed := self.frame(comparison, **others)):
            assert time.monotonic() < end, "waited in vain"
            time.sleep(0.005)
        return dressed


@pytest.fixture
def studio():
    opened = Studio()
    yield opened
    opened.comparing.close()


@pytest.fixture
def patient(monkeypatch):
    """Looks are waited for, however late they are."""
    monkeypatch.setattr("tryon_ar.runtime.comparing._PATIENCE_S", 30.0)


def name_of(thread: threading.Thread) -> str:
    return thread.name


def has_looks(dressed: DressedFrame) -> bool:
    return bool(dressed.looks)


def test_nothing_compared_is_what_is_worn(studio):
    dressed = studio.frame(None)
    assert (dressed.image_bgr == 10).all()
    assert dressed.looks == ()
    assert studio.made == []


@pytest.mark.usefixtures("patient")
def test_both_looks_are_of_the_very_same_frame(studio):
    studio.until(ONE, has_looks)
    dressed = studio.frame(ONE)
    assert dressed.tracked.frame.index == studio.index
    assert [one.t_ms for one in dressed.looks] == [33.0 * studio.index] * 2
    assert dressed.image_bgr[20, 5, 0] == 10
    assert dressed.image_bgr[20, -5, 0] == 20
    assert dressed.coverage.all()
    assert dressed.latency_ms["total"] >= 12.0 + dressed.latency_ms["compare"]


def test_what_is_worn_shows_until_the_other_look_is_ready(studio):
    studio.may_load.clear()
    dressed = studio.frame(ONE)
    assert (dressed.image_bgr == 10).all()
    assert dressed.looks == ()
    studio.may_load.set()
    studio.until(ONE, has_looks)


def test_another_look_is_put_on_while_frames_go_on(studio):
    studio.until(ONE, has_looks)
    coat = Comparison((Look(("coat",)),), mirrored=False)
    dressed = studio.until(coat, lambda one: one.image_bgr[20, -5, 0] == 30)
    assert dressed.image_bgr[20, 5, 0] == 10
    assert len(studio.made) == 1


def test_the_other_look_may_be_another_size(studio):
    large = Comparison((Look(("tee",), "XL"),))
    worn = DressingOptions(size="S", tucked=True)
    quality = Quality("coarse", grid=2.0)
    studio.until(large, has_looks, options=worn, quality=quality)
    assert studio.made[0].options == DressingOptions(size="XL", tucked=True)
    assert studio.made[0].quality is quality


@pytest.mark.usefixtures("patient")
def test_in_a_grid_one_look_a_frame_is_dressed_in_turn(studio):
    studio.until(FOUR, has_looks)
    for _ in range(4):  # what was asked of them while they got ready is done then
        studio.frame(FOUR)
    painters = [studio.main, *studio.made]
    before = [one.frames for one in painters]
    for _ in range(8):
        dressed = studio.frame(FOUR)
    assert [one.frames - was for one, was in zip(painters, before, strict=True)] == [2, 2, 2, 2]
    ages = sorted((studio.index * 33.0 - one.t_ms) / 33.0 for one in dressed.looks)
    assert ages == pytest.approx([0.0, 1.0, 2.0, 3.0])
    assert [int(one.image_bgr[0, 0, 0]) for one in dressed.looks] == [10, 20, 30, 40]
    assert dressed.tracked.frame.index == studio.index


def test_a_new_scene_is_told_to_every_look(studio):
    studio.until(ONE, has_looks)
    resets = studio.made[0].resets
    studio.until(ONE, lambda _one: studio.made[0].resets > resets, scene=1)
    assert studio.made[0].resets == resets + 1


def test_what_cannot_be_had_is_told_under_a_name_of_its_own(studio):
    ghost = Comparison((Look(("ghost", "coat")),), mirrored=False)
    dressed = studio.until(ghost, has_looks)
    assert dressed.image_bgr[20, -5, 0] == 30  # the rest of the look is worn
    assert [one.topic for one in studio.board.all()] == ["compared garment"]
    studio.frame(None)
    assert studio.board.all() == ()


def test_a_look_that_breaks_is_told_to_the_renderer(studio):
    studio.until(ONE, has_looks)

    def broken(_tracked):
        raise ZeroDivisionError

    studio.made[0].process = broken
    with pytest.raises(ZeroDivisionError):
        studio.until(ONE, lambda _one: False)


def test_ending_the_comparison_ends_its_threads(studio):
    studio.until(FOUR, has_looks)
    studio.frame(None)
    studio.until(None, lambda _one: "tryon-ar look" not in map(name_of, threading.enumerate()))
    assert [one.closed for one in studio.made] == [1, 1, 1]
    assert (studio.frame(None).image_bgr == 10).all()
