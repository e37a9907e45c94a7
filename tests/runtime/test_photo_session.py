"""Photos in a session: observed and drawn once, finely, and again only for other clothes."""

import time
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from tests.support.fake_stages import FakeDresser, FakeParser, FakeTracker, fake_parts
from tryon_ar.recording.picture import write_picture
from tryon_ar.rendering.quality import FULL
from tryon_ar.runtime.session import MirrorSession


def until(true, seconds: float = 30.0) -> None:
    end_s = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end_s, "it did not happen"
        time.sleep(0.01)


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "me.png"
    write_picture(path, np.full((600, 400, 3), 90, np.uint8))
    return path


@pytest.fixture
def made():
    return {"live": [], "still": [], "parser": [], "dresser": []}


@pytest.fixture
def session(made):
    def keep(name: str, make):
        def made_one():
            made[name].append(make())
            return made[name][-1]

        return made_one

    session = MirrorSession(
        fake_parts(
            keep("live", FakeTracker),
            keep("dresser", FakeDresser),
            make_still_tracker=keep("still", FakeTracker),
            make_still_parser=keep("parser", FakeParser),
        )
    )
    yield session
    session.stop()


def shows_more(session, count: int) -> None:
    """Wait until so many more frames were shown."""
    for _ in range(count):
        until(lambda: session.take_frame() is not None)


def test_a_photo_is_observed_and_drawn_once_however_long_it_shows(session, made, photo):
    session.start(str(photo))
    until(lambda: made["dresser"] and made["dresser"][0].frames == 1)
    shows_more(session, 5)
    assert made["dresser"][0].frames == 1
    assert len(made["still"][0].indices) == len(made["parser"][0].indices) == 1
    assert made["live"][0].indices == []
    assert made["dresser"][0].quality is FULL


def test_other_clothes_and_other_options_draw_it_once_more_each(session, made, photo):
    session.start(str(photo))
    until(lambda: made["dresser"] and made["dresser"][0].frames == 1)
    session.set_garments(["tee"])
    until(lambda: made["dresser"][0].frames == 2)
    assert made["dresser"][0].worn == ["tee"]
    session.set_options(replace(session.options, light=0.25))
    until(lambda: made["dresser"][0].frames == 3)
    shows_more(session, 3)
    assert made["dresser"][0].frames == 3
    assert len(made["still"][0].indices) == 1


def test_the_saved_picture_has_the_photos_size(session, photo, tmp_path):
    session.start(str(photo))
    until(lambda: session.take_frame() is not None)
    saved = session.snapshot(tmp_path / "saved.png")
    assert cv2.imread(str(saved)).shape == (600, 400, 3)


def test_back_at_a_camera_frames_are_tracked_live_and_the_rest_is_released(session, made, photo):
    session.start(str(photo))
    until(lambda: made["dresser"] and made["dresser"][0].frames == 1)
    session.change_source("synthetic:160x120@50")
    until(lambda: len(made["live"][0].indices) > 3)
    until(lambda: made["dresser"][0].frames > 4)
    assert [one.closed for one in made["still"]] == [1]
    assert [one.closed for one in made["parser"]] == [1]
