import dataclasses

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog

from tests.support import hand_acting
from tests.support.fake_stages import FakeParser
from tests.support.hand_acting import Actor, Key, pointing, raising, showing_palm, swiping
from tryon_ar.core.types import DressedFrame
from tryon_ar.gui import hand_targets
from tryon_ar.gui.hand_targets import Face
from tryon_ar.gui.options import WindowOptions
from tryon_ar.runtime.hand_control import NO_HAND, HandDeed, HandEvent, HandView

pytestmark = pytest.mark.gui

ACTOR = Actor(size_px=(160, 120), shoulders_px=37.5, fps=15)


@pytest.fixture(autouse=True)
def _time_to_read(monkeypatch):
    """Let what is said stand until a test has looked at it."""
    monkeypatch.setattr(hand_targets, "_CAPTION_S", 600.0)


@pytest.fixture
def parsers():
    return []


@pytest.fixture
def window(make_window, qtbot, parsers):
    def make_parser():
        parsers.append(FakeParser())
        return parsers[-1]

    opened = make_window(
        make_parser=make_parser, options=WindowOptions(source="synthetic:160x120@9")
    )
    qtbot.waitUntil(lambda: opened.mirror.dressed is not None)
    opened.outfit.wear("tee")
    return opened


def turn_on(window) -> None:
    QTest.keyClick(window, Qt.Key.Key_G)
    assert window.hands.is_on


def play(window, keys, actor=ACTOR) -> None:
    """Show a performance frame by frame; the session's own frames know nobody."""
    window.session.take_frame = lambda: None
    for tracked in hand_acting.act(actor, keys):
        picture = tracked.frame.image_bgr
        dressed = DressedFrame(picture, tracked, None, {}, False, {})
        window.mirror.show_frame(dressed)
        window.hands.see(dressed)


def target_shown(targets, name):
    return next(one for one in targets if one.name == name)


def test_the_key_turns_it_on_and_off_says_so_and_keeps_it(window, qtbot, parsers):
    toasts = []
    window.mirror.toast = toasts.append
    turn_on(window)
    assert window.hands.context.settings.current.hands_free.enabled
    qtbot.waitUntil(lambda: parsers[-1].watching_raised)
    QTest.keyClick(window, Qt.Key.Key_G)
    assert not window.hands.is_on
    assert not window.hands.context.settings.current.hands_free.enabled
    qtbot.waitUntil(lambda: not parsers[-1].watching_raised)
    assert len(toasts) == 2
    assert toasts[0] != toasts[1]


def test_a_change_of_the_settings_holds_at_once(window, qtbot):
    settings = window.hands.context.settings
    settings.change("hands_free.enabled", True)
    settings.change("hands_free.dwell_ms", 2000)
    qtbot.waitUntil(lambda: window.hands.is_on and window.hands.control.dwell_ms == 2000.0)


def test_nothing_is_read_while_it_is_off(window):
    play(window, pointing(ACTOR, "next"))
    assert window.outfit.last == "tee"
    assert not window.hands.targets.is_shown


def test_resting_on_a_target_puts_the_next_garment_on(window):
    turn_on(window)
    play(window, pointing(ACTOR, "next"))
    assert window.outfit.last == "tee-2"
    assert not window.hands.targets.is_shown, "the hand is down again"
    assert window.hands.targets.caption == "Striped tee"


@pytest.mark.parametrize("words", ["Tee", "An endless name of a garment, " * 20])
def test_what_was_done_is_said_in_large_letters_for_a_moment(window, words):
    turn_on(window)
    play(window, [Key(0.0, 0.72, 1.68), Key(0.1, 0.72, 1.68)])
    silent = picture_of(window).astype(int)
    window.hands.targets.say(words)
    rows, columns = np.nonzero(np.abs(picture_of(window) - silent).max(axis=2) > 20)
    height, width = silent.shape[:2]
    assert np.ptp(rows) > 0.05 * height
    assert columns.min() > 0
    assert columns.max() < width - 1
    window.hands.targets._said_until_s = 0.0
    assert window.hands.targets.caption == ""


def test_the_other_hand_goes_back(window):
    turn_on(window)
    left = dataclasses.replace(ACTOR, left=True)
    window.outfit.wear("tee-2")
    play(window, pointing(left, "previous"), left)
    assert window.outfit.last == "tee"


@pytest.mark.parametrize("left", [False, True])
def test_a_swipe_turns_the_page(window, left):
    turn_on(window)
    actor = dataclasses.replace(ACTOR, left=left)
    play(window, swiping(actor), actor)
    assert window.outfit.last == (window.outfit.order[-1].id if left else "tee-2")


@pytest.mark.parametrize("deed", ["palm", "photo"])
def test_a_picture_is_counted_down_even_where_keys_take_it_at_once(window, deed):
    window.hands.context.settings.change("capture.countdown_s", 0)
    turn_on(window)
    play(window, showing_palm(ACTOR) if deed == "palm" else pointing(ACTOR, "photo"))
    assert window.pictures.countdown.is_running
    assert window.pictures.countdown.number == 3
    window.hands._do(HandEvent(HandDeed.PALM))
    assert window.pictures.countdown.is_running, "the count goes on"
    window.pictures.countdown.stop()


def test_the_target_compares(window):
    turn_on(window)
    asked = []
    window.hands._compare = lambda: asked.append(True)
    left = dataclasses.replace(ACTOR, left=True)
    play(window, pointing(left, "compare"), left)
    assert asked == [True]


def test_nothing_is_read_behind_a_dialog(window):
    turn_on(window)
    dialog = QDialog(window)
    dialog.open()
    play(window, pointing(ACTOR, "next"))
    assert window.outfit.last == "tee"
    dialog.close()
    play(window, pointing(ACTOR, "next"))
    assert window.outfit.last == "tee-2"


def test_mirroring_the_view_asks_for_the_hand_anew(window):
    turn_on(window)
    keys = raising(ACTOR)
    play(window, [*keys, Key(keys[-1].t_s + 0.8, keys[-1].out, keys[-1].down)])
    assert window.hands.targets.is_shown
    window.mirror.set_mirrored(False)
    play(window, [*raising(ACTOR)[:1], Key(0.1, 0.72, 1.68)])
    assert not window.hands.targets.is_shown


def test_targets_and_pointer_are_painted_only_while_a_hand_is_raised(window):
    turn_on(window)
    keys = raising(ACTOR)
    play(window, [*keys, Key(keys[-1].t_s + 0.8, keys[-1].out, keys[-1].down)])
    shown, targets = picture_of(window), window.hands.control.targets
    x, y = window.hands.control.update(
        window.mirror.dressed.tracked, mirrored=window.mirror.mirrored
    ).pointer
    play(window, [Key(0.0, 0.72, 1.68), Key(0.3, 0.72, 1.68)])
    differs = np.abs(shown.astype(int) - picture_of(window)).max(axis=2) > 20
    height, width = differs.shape
    assert len(targets) == 4
    for place in [(x, y), *((one.x, one.y - 0.9 * one.radius) for one in targets)]:
        assert differs[round(place[1] * height), round(place[0] * width)]
    assert differs.mean() < 0.25


def test_no_target_lies_over_the_face(window):
    turn_on(window)
    actor = dataclasses.replace(ACTOR, middle=(0.12, 0.5), left=True)
    keys = raising(actor)
    play(window, [*keys, Key(keys[-1].t_s + 0.8, keys[-1].out, keys[-1].down)], actor)
    assert window.hands.targets.is_shown
    at_the_face = [one for one in window.hands.control.targets if one.x > 0.5]
    assert at_the_face
    assert all(one.y > 0.5 for one in at_the_face)


def test_long_words_stay_in_their_target(window):
    turn_on(window)
    play(window, [Key(0.0, 0.72, 1.68), Key(0.3, 0.72, 1.68)])
    shown = []
    for words in ("", "Vorheriges Kleidungsstück"):
        targets = window.hands._placed(window.mirror.dressed)
        window.hands.targets.show(HandView((0.5, 0.5)), targets)
        window.hands.targets._since_s = 0.0
        window.hands.targets.faces = {"next": Face("next", words)}
        shown.append(picture_of(window).astype(int))
    rows, columns = np.nonzero(np.abs(shown[1] - shown[0]).max(axis=2) > 20)
    height, width = shown[0].shape[:2]
    target = target_shown(targets, "next")
    assert len(rows) > 0
    assert np.abs(columns - target.x * width).max() < target.radius * height
    window.hands.targets.show(NO_HAND, ())


def picture_of(window) -> np.ndarray:
    place = window.mirror.picture_rect()
    image = window.mirror.grab(place).toImage().convertToFormat(QImage.Format.Format_RGB32)
    pixels = np.frombuffer(image.constBits(), np.uint8)
    return pixels.reshape(image.height(), image.width(), 4)[..., :3].copy()
