"""Pictures: the count, several at once, the click, and how they are saved."""

import threading
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtTest import QTest

from tryon_ar.core import paths
from tryon_ar.core.images import read_picture
from tryon_ar.gui import countdown as countdown_module
from tryon_ar.gui import shortcuts
from tryon_ar.gui.features import pictures as pictures_module
from tryon_ar.gui.options import WindowOptions

pytestmark = pytest.mark.gui
FAST = "synthetic:160x120@50"


@pytest.fixture
def clicks(monkeypatch):
    """Count clicks instead of playing them."""
    played: list[int] = []

    class Silent:
        def play(self) -> None:
            played.append(1)

    monkeypatch.setattr(pictures_module, "Shutter", Silent)
    return played


@dataclass
class Clock:
    """Stands still until a test moves it on."""

    now_s: float = 0.0

    def monotonic(self) -> float:
        return self.now_s


@pytest.fixture
def clock(monkeypatch):
    """The clock that a count goes by."""
    stopped = Clock()
    monkeypatch.setattr(countdown_module, "time", stopped)
    return stopped


@pytest.fixture
def mirror_window(make_window, qtbot, clicks):
    def opened(options: WindowOptions | None = None, **settings: object):
        window = make_window(options=options)
        for name, value in {"capture__countdown_s": 0, **settings}.items():
            window.pictures.context.settings.change(name.replace("__", "."), value)
        qtbot.waitUntil(lambda: window.mirror.dressed is not None)
        return window

    return opened


def press(window, keys: str) -> None:
    QTest.keyClick(window, *{"Space": [Qt.Key.Key_Space], "Esc": [Qt.Key.Key_Escape]}[keys])


def saved() -> list[Path]:
    folder = paths.pictures_folder()
    return sorted(folder.glob("*.png")) if folder.is_dir() else []


def whole(count: int) -> bool:
    found = saved()
    return len(found) == count and all(path.stat().st_size for path in found)


def clicked(clicks, qtbot) -> int:
    """Return how many clicks there were, when none is on its way any more."""
    qtbot.waitUntil(
        lambda: not any(one.name == "tryon-ar shutter" for one in threading.enumerate())
    )
    return len(clicks)


def test_a_picture_is_taken_when_the_count_ends_and_not_before(mirror_window, qtbot, clock):
    window = mirror_window(capture__countdown_s=3)
    countdown = window.pictures.countdown
    press(window, shortcuts.keys_of("snapshot"))
    assert countdown.number == 3
    clock.now_s += 1.5
    assert countdown.number == 2
    QTest.qWait(250)
    assert saved() == []
    clock.now_s += 1.5
    qtbot.waitUntil(lambda: whole(1))
    assert not countdown.is_running
    assert countdown.number == 0


@pytest.mark.parametrize("keys", ["Space", "Esc"])
def test_pressing_again_or_esc_cancels_the_count(mirror_window, qtbot, keys):
    window = mirror_window(capture__countdown_s=3)
    press(window, "Space")
    assert window.pictures.countdown.is_running
    press(window, keys)
    assert not window.pictures.countdown.is_running
    QTest.qWait(300)
    assert saved() == []


def test_the_count_is_painted_over_the_middle_and_taken_away(mirror_window):
    window = mirror_window(capture__countdown_s=10)
    window.pictures.take()
    assert window.pictures.countdown in window.mirror._overlays
    image = QImage(400, 300, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.red)
    painter = QPainter(image)
    window.pictures.countdown.paint(painter, QRect(0, 0, 400, 300))
    painter.end()
    red = np.frombuffer(image.constBits(), np.uint8).reshape(300, 400, 4)[..., 2]
    middle, corner = red[100:200, 150:250], red[:20, :20]
    assert middle.min() < 150
    assert middle.max() > 200
    assert corner.min() == 255
    window.pictures.countdown.cancel()
    assert window.pictures.countdown not in window.mirror._overlays


def test_screen_readers_hear_every_number(mirror_window, monkeypatch, qtbot, clock):
    heard: list[str] = []
    window = mirror_window(capture__countdown_s=3)
    monkeypatch.setattr(
        countdown_module.QAccessible,
        "updateAccessibility",
        lambda event: heard.append(event.message()),
        raising=False,
    )
    window.pictures.take()
    for number in ("2", "1"):
        clock.now_s += 1.0
        qtbot.waitUntil(lambda number=number: heard[-1] == number)
    window.pictures.countdown.cancel()
    assert heard == ["Picture in 3", "2", "1", "No picture is taken"]


def test_one_press_takes_as_many_as_chosen_with_a_gap_and_tells_once(mirror_window, qtbot, clicks):
    window = mirror_window(capture__burst_count=3, capture__burst_gap_ms=500)
    told: list[Path] = []
    window.pictures.saved.connect(told.append)
    window.pictures.take()
    qtbot.waitUntil(lambda: whole(3))
    qtbot.waitUntil(lambda: window.mirror._toast == "Saved 3 pictures")
    assert sorted(told) == saved()
    assert clicked(clicks, qtbot) == 3
    first, _, last = (read_picture(path) for path in saved())
    assert not np.array_equal(first, last)


def test_a_second_press_ends_a_burst_and_what_was_taken_is_told(mirror_window, qtbot):
    window = mirror_window(capture__burst_count=5, capture__burst_gap_ms=5000)
    window.pictures.take()
    qtbot.waitUntil(lambda: whole(1))
    window.pictures.take()
    qtbot.waitUntil(lambda: window.mirror._toast.startswith("Saved tryon-ar"))
    assert len(saved()) == 1


def test_pictures_are_mirrored_as_the_view_is_where_that_is_chosen(mirror_window, qtbot, tmp_path):
    window = mirror_window(mirror__save_mirrored=True)
    calls: list[bool] = []
    original = window.session.snapshot
    window.session.snapshot = lambda folder, kind, *, mirrored: (
        calls.append(mirrored) or original(folder, kind, mirrored=mirrored)
    )
    window.pictures.take()
    qtbot.waitUntil(lambda: whole(1))
    window.views.toggle_mirror()
    window.pictures.take()
    qtbot.waitUntil(lambda: whole(2))
    window.views.toggle_mirror()
    window.pictures.context.settings.change("mirror.save_mirrored", False)
    window.pictures.take()
    qtbot.waitUntil(lambda: whole(3))
    assert calls == [True, False, False]


def test_pictures_are_of_the_kind_and_quality_chosen(mirror_window, qtbot):
    window = mirror_window(capture__picture_kind="jpeg", capture__picture_quality=100)
    window.pictures.take()
    qtbot.waitUntil(lambda: window.mirror._toast.startswith("Saved"))
    window.mirror.toast("")
    window.pictures.context.settings.change("capture.picture_quality", 50)
    window.pictures.take()
    qtbot.waitUntil(lambda: window.mirror._toast.startswith("Saved"))
    fine, coarse = sorted(paths.pictures_folder().iterdir(), key=lambda one: one.stat().st_mtime_ns)
    assert (fine.suffix, coarse.suffix) == (".jpg", ".jpg")
    steps = []
    for path in (fine, coarse):
        with Image.open(path) as picture:
            assert picture.format == "JPEG"
            assert not picture.getexif()
            steps.append(max(picture.quantization[0]))
    assert steps[0] == 1  # as IJG's tables have it at quality 100
    assert steps[1] > 90


@pytest.mark.parametrize("wanted", [False, True])
def test_a_kiosk_clicks_only_where_the_shop_wants_it(mirror_window, qtbot, clicks, wanted):
    options = WindowOptions(source=FAST, kiosk=True)
    window = mirror_window(options, kiosk__shutter_sound=wanted, capture__shutter_sound=True)
    window.pictures.take()
    qtbot.waitUntil(lambda: window.mirror._toast.startswith("Saved"))
    assert clicked(clicks, qtbot) == int(wanted)


def test_a_failed_picture_ends_the_burst_with_one_sentence(mirror_window, qtbot, monkeypatch):
    window = mirror_window(capture__burst_count=4, capture__burst_gap_ms=300)
    folder = paths.pictures_folder()
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.write_text("in the way")
    window.pictures.take()
    qtbot.waitUntil(lambda: window.messages.status is not None)
    qtbot.waitUntil(lambda: not window.pictures._gap.isActive())
    assert window.pictures._left == 0


def test_before_the_first_picture_that_is_said_and_nothing_counts(make_window, qtbot, clicks):
    window = make_window(begin=False)
    window.pictures.take()
    qtbot.waitUntil(lambda: window.messages.status is not None)
    assert "no picture to save" in window.messages.status.text
    assert not window.pictures.countdown.is_running


def test_closing_the_window_stops_the_count(mirror_window):
    window = mirror_window(capture__countdown_s=10)
    window.pictures.take()
    assert window.pictures.countdown.is_running
    window.close()
    assert not window.pictures.countdown.is_running
    assert saved() == []
