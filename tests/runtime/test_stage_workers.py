import contextlib
import dataclasses
import threading
import time

import numpy as np
import pytest

from tests.support.fake_stages import FakeDresser, FakeParser, fake_garment
from tryon_ar.core.dressing import DressingOptions
from tryon_ar.core.types import Frame, GarmentState, TrackedFrame
from tryon_ar.pipeline.quality import STEPS
from tryon_ar.rendering.quality import FULL
from tryon_ar.runtime.mailbox import LatestMailbox
from tryon_ar.runtime.stage_workers import Rendering, TrackedShot, parsing
from tryon_ar.runtime.stages import SessionParts
from tryon_ar.runtime.status import StatusBoard


class Room:
    """A renderer's work, stepped by the test."""

    def __init__(self) -> None:
        self.wanted = ("tee",)
        self.options = DressingOptions()
        self.now_s = 0.0
        self.loaded: list[str] = []
        self.worn_in_frames: list[list[str]] = []
        self.dresser = FakeDresser()
        self.tracked: LatestMailbox[TrackedShot] = LatestMailbox()
        self.parts = parts = SessionParts(
            make_tracker=lambda: None,
            make_parser=lambda: None,
            make_dresser=lambda: self.dresser,
            load_garment=self.load,
        )
        self.rendering = Rendering(
            parts,
            self.tracked,
            wanted=lambda: self.wanted,
            expected=lambda: (),
            options=lambda: self.options,
            finish=lambda dressed, provider: self.worn_in_frames.append(self.dresser.worn),
            board=StatusBoard(lambda: None),
            clock_s=lambda: self.now_s,
        )

    def load(self, garment_id: str):
        self.loaded.append(garment_id)
        return fake_garment(garment_id)

    def bring_frame(self, index: int) -> None:
        frame = Frame(np.zeros((4, 4, 3), np.uint8), index, 33.0 * index, 0)
        self.tracked.put(TrackedShot(TrackedFrame(frame, None, GarmentState.DRESSED, 1.0), 0))

    def until_at_hand(self, garment_id: str) -> None:
        """Wait until a garment is ready to be put on, if it is not worn already."""
        ready = self.rendering._wardrobe._ready
        end = time.monotonic() + 30.0
        while not (ready._full or self.dresser.worn == [garment_id]):
            assert time.monotonic() < end, "waited in vain"
            time.sleep(0.002)


@pytest.fixture
def room():
    opened = Room()
    opened.rendering.hasten()  # before there is a wardrobe: nothing to do
    opened.rendering.start()
    with contextlib.closing(opened.rendering):
        while not opened.dresser.worn:
            opened.rendering.step()
        yield opened


def test_a_hastened_wish_is_got_ready_before_the_next_frame_comes(room):
    room.wanted = ("skirt",)
    room.rendering.hasten()
    room.until_at_hand("skirt")
    assert room.dresser.worn == ["tee"]
    room.bring_frame(1)
    room.rendering.step()
    assert room.worn_in_frames == [["skirt"]]


def test_a_wish_that_nobody_hastens_is_seen_at_the_next_frame(room):
    room.wanted = ("skirt",)
    room.bring_frame(1)
    room.rendering.step()
    room.until_at_hand("skirt")
    room.bring_frame(2)
    room.rendering.step()
    assert room.worn_in_frames[-1] == ["skirt"]


def test_frames_go_on_in_the_old_clothes_while_new_ones_are_prepared(room):
    may_prepare = threading.Event()
    room.rendering._wardrobe._prepare = lambda _garment: may_prepare.wait(120.0)
    room.wanted = ("skirt",)
    room.rendering.hasten()
    room.bring_frame(1)
    room.rendering.step()
    may_prepare.set()
    assert room.worn_in_frames == [["tee"]]


def test_a_frame_is_dressed_as_was_asked_last(room):
    room.options = DressingOptions(tucked=True, light=0.5)
    room.bring_frame(0)
    room.rendering.step()
    assert room.dresser.options == DressingOptions(tucked=True, light=0.5)


def test_the_parser_is_spared_as_the_renderer_needs(room, monkeypatch):
    parser, shots, parsed = FakeParser(), LatestMailbox(), LatestMailbox()
    monkeypatch.setattr(Rendering, "quality", STEPS[2])
    parts = dataclasses.replace(room.parts, make_parser=lambda: parser)
    qualities = []
    for renderer in (None, room.rendering):
        stage = parsing(parts, shots, parsed, lambda: renderer)  # noqa: B023 called below
        stage.start()
        frame = Frame(np.zeros((4, 4, 3), np.uint8), 0, 0.0, 0)
        shots.put(TrackedShot(TrackedFrame(frame, None, GarmentState.DRESSED, 1.0), 0))
        stage.step()
        assert parsed.take(0.0) is not None
        qualities.append(parser.quality)
    assert qualities == [FULL, STEPS[2]]


@pytest.mark.parametrize("wanted", [True, False])
def test_the_parser_hears_whether_raised_hands_matter(room, wanted):
    shots: LatestMailbox[TrackedShot] = LatestMailbox()
    parser = FakeParser()
    parts = dataclasses.replace(room.parts, make_parser=lambda: parser)
    stage = parsing(parts, shots, LatestMailbox(), raised_hands=lambda: wanted)
    stage.start()
    frame = Frame(np.zeros((4, 4, 3), np.uint8), 0, 0.0, 0)
    shots.put(TrackedShot(TrackedFrame(frame, None, GarmentState.DRESSED, 1.0), 0))
    stage.step()
    assert parser.watching_raised is wanted


def test_what_is_worn_is_told(room):
    assert [garment.id for garment in room.rendering.worn] == ["tee"]


class SlowDresser(FakeDresser):
    """Takes as long as the quality allows, on the room's clock."""

    def __init__(self, room: Room, spent_s: float) -> None:
        super().__init__()
        self.room, self.spent_s = room, spent_s

    def process(self, tracked):
        self.room.now_s += self.spent_s / self.quality.cadence
        shown = super().process(tracked)
        return dataclasses.replace(shown, coverage=np.ones((4, 4), np.float32))


def qualities(room: Room, spent_s: float) -> list[str]:
    """Dress forty frames of a camera of 30 a second; return what they were drawn with."""
    dresser = SlowDresser(room, spent_s)
    room.rendering._dresser = dresser
    drawn_with = []
    for index in range(40):
        room.bring_frame(index)
        room.rendering.step()
        drawn_with.append(dresser.quality.name)
    return drawn_with


def test_quality_is_lowered_before_frames_are_dropped(room):
    drawn_with = qualities(room, 0.040)
    assert drawn_with[0] == "full"
    assert drawn_with[-1] == STEPS[1].name


def test_a_machine_that_keeps_up_draws_everything(room):
    assert set(qualities(room, 0.020)) == {"full"}


def test_the_quality_people_chose_holds_from_the_next_frame_on(room):
    chosen = (("fine", STEPS[0]), ("fast", STEPS[2]), ("auto", STEPS[0]))
    for index, (choice, quality) in enumerate(chosen):
        room.parts.pace.quality = choice
        room.bring_frame(index)
        room.rendering.step()
        assert room.dresser.quality == quality
