"""The states of the mirror that pictures are taken of, and what keeps a camera from showing one."""

import contextlib
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from PySide6.QtCore import QEventLoop, QPoint, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from tryon_ar.core.types import GarmentState
from tryon_ar.gui.drop_target import DropTarget
from tryon_ar.gui.main_window import MainWindow
from tryon_ar.gui.notices import Notice
from tryon_ar.gui.sentences import said
from tryon_ar.runtime.hand_control import HandView
from tryon_ar.runtime.status import Problem, Severity, Status

USUAL = (1280, 800)
SMALL = (560, 420)
Shown = Callable[[MainWindow], "contextlib.AbstractContextManager[QWidget]"]


@dataclass(frozen=True)
class Scene:
    """A page or state: its name, what shows it, and the size and text it is shown at."""

    name: str
    shown: Shown
    size: tuple[int, int] = USUAL
    text_percent: int = 100


def wait(milliseconds: int) -> None:
    """Let the window live for a while."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def wait_dressed(window: MainWindow, most_s: float = 300.0) -> None:
    """Let the window live until its networks are loaded and somebody is dressed."""
    deadline = time.monotonic() + most_s
    while time.monotonic() < deadline:
        wait(200)
        dressed = window.mirror.dressed
        loading = any(one.topic == "loading" for one in window.session.statuses)
        if dressed is not None and not loading and dressed.tracked.state is GarmentState.DRESSED:
            return


@contextlib.contextmanager
def plain(window: MainWindow) -> Iterator[QWidget]:
    """The mirror as it opens."""
    yield window


@contextlib.contextmanager
def recording(window: MainWindow) -> Iterator[QWidget]:
    """A recording that runs."""
    window.recordings.toggle()
    wait(2200)
    yield window
    window.recordings.toggle()
    wait(600)


@contextlib.contextmanager
def paused(window: MainWindow) -> Iterator[QWidget]:
    """A recording that rests."""
    window.recordings.toggle()
    wait(1500)
    window.recordings.toggle_pause()
    wait(600)
    yield window
    window.recordings.toggle()
    wait(600)


@contextlib.contextmanager
def toast(window: MainWindow) -> Iterator[QWidget]:
    """What came of something, for a moment."""
    window.mirror.toast(
        window.pictures.tr("Saved {name}").format(name="tryon-ar 2026-11-23 10-31-21.png")
    )
    yield window
    window.mirror._end_toast()


@contextlib.contextmanager
def fit_toast(window: MainWindow) -> Iterator[QWidget]:
    """What came of something while garments are fitted by hand."""
    window.fitting.toggle()
    wait(600)
    with toast(window):
        yield window
    window.fitting.toggle()


@contextlib.contextmanager
def hand_targets(window: MainWindow) -> Iterator[QWidget]:
    """What a raised hand points at."""
    targets = window.hands.targets
    targets.set_on(True)
    dressed = window.mirror.dressed
    assert dressed is not None
    placed = window.hands._placed(dressed)
    pointed = next(one for one in placed if one.name == "next")
    see, window.hands.see = window.hands.see, lambda _dressed: None  # type: ignore[method-assign]
    targets.show(HandView((pointed.x - 0.02, pointed.y + 0.02), "next", 0.6), placed)
    wait(600)
    yield window
    window.hands.see = see  # type: ignore[method-assign]
    targets.set_on(False)


@contextlib.contextmanager
def message(window: MainWindow) -> Iterator[QWidget]:
    """What went wrong, and what to do."""
    window.messages.show_status(
        Status(
            "picture",
            "The recording was finished because the picture's size changed.",
            "Start another one.",
            Severity.WARNING,
            retry=True,
        )
    )
    window.area.arrange()
    yield window
    window.messages.show_status(None)
    window.area.arrange()


@contextlib.contextmanager
def notice(window: MainWindow) -> Iterator[QWidget]:
    """What came of something, with what may be done next."""
    text = said("No garment was found in tee.jpg. Use another photo of it.")
    undo = (window.desk.tr("Undo"), lambda: None)
    posted = Notice(text, Severity.ERROR, actions=[undo])
    window.notices.post(posted)
    yield window
    window.notices.withdraw(posted)


@contextlib.contextmanager
def dressing(window: MainWindow) -> Iterator[QWidget]:
    """How garments are worn."""
    window.dressing.open_panel()
    yield window
    window.dressing.panel.close()


@contextlib.contextmanager
def sources(window: MainWindow) -> Iterator[QWidget]:
    """The menu of sources."""
    menu = window.bar.menu
    menu.popup(window.bar.source.mapToGlobal(QPoint(0, window.bar.source.height())))
    yield window
    menu.close()


@contextlib.contextmanager
def more(window: MainWindow) -> Iterator[QWidget]:
    """What has no room on the bar."""
    menu = window.bar.more_menu
    wait(200)
    menu.popup(window.bar.more.mapToGlobal(QPoint(0, window.bar.more.height())))
    yield window
    menu.close()


@contextlib.contextmanager
def full_screen(window: MainWindow) -> Iterator[QWidget]:
    """Bar and shelf over the picture."""
    window.views.toggle_full_screen()
    wait(400)
    yield window
    window.views.toggle_full_screen()
    wait(400)


@contextlib.contextmanager
def dropping(window: MainWindow) -> Iterator[QWidget]:
    """A photo held over the window."""
    target = DropTarget(window, lambda _incoming: None, window.area)
    target.setGeometry(window.area.rect())
    target.show()
    yield window
    target.hide()
    target.deleteLater()


def acting(action: str, wait_ms: int = 900) -> Shown:
    """Return the scene that a key opens, and closes when pressed again."""

    @contextlib.contextmanager
    def shown(window: MainWindow) -> Iterator[QWidget]:
        (feature,) = [one for one in window.features if action in one.actions()]
        act = feature.actions()[action]
        act()
        wait(wait_ms)
        opened = _opened(window)
        yield opened
        if opened is not window:
            opened.close()
        elif not feature.step_back():
            act()
        wait(300)

    return shown


def _opened(window: MainWindow) -> QWidget:
    """Return the page that was opened over the window, or the window."""
    active = QApplication.activeModalWidget() or QApplication.activeWindow()
    return active if active is not None and active is not window else window


def problem(kind: Problem, severity: Severity = Severity.WARNING) -> Shown:
    """Return the scene of what keeps a camera from showing a picture."""

    @contextlib.contextmanager
    def shown(window: MainWindow) -> Iterator[QWidget]:
        board, topic = window.session._board, "picture"
        board.post(
            Status(
                topic,
                "HD Webcam C920 is being used by another program.",
                "Close that program and try again.",
                severity,
                retry=True,
                problem=kind,
                about="HD Webcam C920",
                instead="demo" if severity is Severity.WARNING else "",
            )
        )
        wait(600)
        yield window
        board.clear(topic)
        wait(300)

    return shown


def small(name: str, shown: Shown, percent: int = 200) -> Scene:
    """Return a scene in the smallest window, with letters of a size."""
    return Scene(f"{name}_small_{percent}_percent", shown, SMALL, percent)


MIRROR = (
    Scene("mirror", plain),
    Scene("mirror_800x600", plain, (800, 600)),
    Scene("mirror_small", plain, SMALL),
    Scene("mirror_200_percent", plain, USUAL, 200),
    small("mirror", plain),
    Scene("full_screen", full_screen),
    Scene("sources", sources),
    Scene("more", more),
    Scene("more_small", more, SMALL),
    Scene("dressing", dressing),
    Scene("toast", toast),
    Scene("message", message),
    small("message", message),
    Scene("notice", notice),
    small("notice", notice),
    Scene("dropping", dropping),
    Scene("figures", acting("hud", 2500)),
    Scene("recording", recording),
    Scene("paused", paused),
    Scene("countdown", acting("snapshot")),
    Scene("before", acting("before")),
    Scene("compare", acting("compare", 1500)),
    Scene("four_looks", acting("four_looks", 2500)),
    Scene("fit", acting("fit", 1500)),
    Scene("fit_toast", fit_toast),
    Scene("fit_small_200_percent", acting("fit", 1500), SMALL, 200),
    Scene("hands", acting("hands")),
    Scene("hand_targets", hand_targets),
)
PROBLEMS = (
    *(Scene(f"problem_{one.name.lower()}", problem(one)) for one in Problem),
    *(
        Scene(f"problem_page_{one.name.lower()}", problem(one, Severity.ERROR))
        for one in Problem
        if not one.name.startswith("SLOW")
    ),
    Scene("problem_page_small", problem(Problem.BUSY, Severity.ERROR), SMALL),
    small("problem_page", problem(Problem.BUSY, Severity.ERROR)),
)
