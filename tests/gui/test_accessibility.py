"""Every page by keyboard and screen reader, with long words, large letters, and from the right."""

import re
import time
from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import Qt, QTranslator
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QApplication,
    QDialog,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from tests.gui.conftest import PATIENCE_MS
from tests.support.fake_cutter import small_garment
from tryon_ar.core import paths
from tryon_ar.gui import theme
from tryon_ar.gui.garment_editor import GarmentEditor
from tryon_ar.gui.help_dialog import HelpDialog
from tryon_ar.gui.kiosk_pin import PinPad
from tryon_ar.gui.options import WindowOptions
from tryon_ar.gui.variant_dialog import VariantDialog
from tryon_ar.recording.picture import write_picture
from tryon_ar.runtime.status import Problem, Severity, Status

pytestmark = pytest.mark.gui

SMALL = (560, 420)
USUAL = (1280, 800)


class LongWords(QTranslator):
    """A language that says everything at length, with marks above and below its letters."""

    def translate(self, context, source, disambiguation=None, n=-1):
        marked = "".join(
            part if part.startswith(("{", "&")) else part.translate(str.maketrans("aeu", "ǻệṹ"))
            for part in re.split(r"({\w*}|&)", source)
        )
        more = "~" * round(len(source) * 0.4)
        # Sentences get longer by words, which wrap; names by letters, which do not.
        return marked + (more if len(more) < 12 else re.sub("~{7}", "~~~~~~ ", more))

    def isEmpty(self):
        return False


@pytest.fixture
def long_words(application):
    translator = LongWords()
    application.installTranslator(translator)
    yield
    application.removeTranslator(translator)


@pytest.fixture
def from_the_right(application):
    application.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    yield
    application.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


@pytest.fixture
def page(request, application, make_window, qtbot):
    """Return a function that shows a page by its name, at a size and text size."""
    opened: list[QWidget] = []

    def show(name: str, size: tuple[int, int] = USUAL, percent: int = 100) -> QWidget:
        theme.apply(application, text_percent=percent)
        shown = PAGES[name](make_window)
        if not isinstance(shown, HelpDialog | PinPad):
            shown.window().resize(*size)
        shown.show()
        opened.append(shown)
        QApplication.processEvents()
        QApplication.processEvents()
        return shown

    yield show
    for one in opened:
        one.hide()
        if one.parent() is None:
            one.deleteLater()
    theme.apply(application)


def settings_page(make_window) -> QWidget:
    window = make_window(begin=False)
    window.preferences.open_page()
    return window.preferences.page


def help_dialog(make_window) -> QWidget:
    window = make_window(begin=False)
    window.help()
    return next(one for one in window.findChildren(QDialog) if isinstance(one, HelpDialog))


def welcome(number: int) -> Callable:
    def shown(make_window) -> QWidget:
        window = make_window(begin=False)
        window.welcome.open_panel()
        window.welcome.panel.go_to(number)
        return window.welcome.panel

    return shown


def problem_page(make_window) -> QWidget:
    window = make_window(begin=False)
    window.session._board.post(
        Status(
            "picture",
            "The camera is being used by another program.",
            "Close that program and try again.",
            Severity.ERROR,
            retry=True,
            problem=Problem.BUSY,
            about="HD Webcam",
        )
    )
    window.problems.refresh()
    return window.problems.page


def gallery(count: int) -> Callable:
    def shown(make_window) -> QWidget:
        for number in range(count):
            path = paths.pictures_folder() / f"{number}.png"
            path.parent.mkdir(parents=True, exist_ok=True)
            write_picture(path, np.full((60, 80, 3), 90 * number, np.uint8))
        window = make_window(begin=False)
        window.galleries.open_gallery()
        page = window.galleries.gallery
        wanted = page.grid if count else page.empty  # of none, only that page says it is read
        deadline = time.monotonic() + PATIENCE_MS / 1000.0
        while page.grid.count() != count or page.pages.currentWidget() is not wanted:
            assert time.monotonic() < deadline
            QTest.qWait(10)
        return page

    return shown


def performance(make_window) -> QWidget:
    window = make_window(begin=False)
    window.performance.open_page()
    page = window.performance.page
    page.show()
    return page


def pin_pad(make_window) -> QWidget:
    window = make_window(begin=False, options=WindowOptions(kiosk=True))
    window.kiosk.context.settings.change("kiosk.exit_pin", "2468")
    window.kiosk.allow(window.close)
    return window.kiosk.pad


def photo_mode(make_window) -> QWidget:
    window = make_window(begin=False)
    window.photo._show(True)
    return window


def looks(make_window) -> QWidget:
    window = make_window(begin=False)
    window.saved_looks.looks.add("Friday", ("tee", "jeans"))
    return window


PAGES: dict[str, Callable] = {
    "window": lambda make: make(begin=False),
    "welcome_camera": welcome(0),
    "welcome_speed": welcome(1),
    "welcome_privacy": welcome(2),
    "welcome_garment": welcome(3),
    "problem": problem_page,
    "gallery": gallery(3),
    "gallery_empty": gallery(0),
    "performance": performance,
    "pin": pin_pad,
    "photo": photo_mode,
    "looks": looks,
    "settings": settings_page,
    "help": help_dialog,
    "editor": lambda make: GarmentEditor(small_garment()),
    "variant": lambda make: VariantDialog(small_garment()),
}


def visible(root: QWidget) -> list[QWidget]:
    return [one for one in root.findChildren(QWidget) if one.isVisibleTo(root)]


def name_of(widget: QWidget) -> str:
    heard = QAccessible.queryAccessibleInterface(widget)
    return heard.text(QAccessible.Text.Name) if heard is not None else ""


def takes_focus(widget: QWidget) -> bool:
    within = isinstance(widget, QLineEdit) and isinstance(widget.parent(), QAbstractSpinBox)
    tab = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    return tab and widget.isEnabled() and not within and widget.focusProxy() is None


@pytest.mark.parametrize("name", PAGES)
def test_whatever_takes_focus_has_a_name(page, name):
    nameless = [one for one in visible(page(name)) if takes_focus(one) and not name_of(one)]
    assert nameless == []


@pytest.mark.parametrize("name", PAGES)
def test_whatever_can_be_pressed_has_a_name(page, name):
    buttons = [one for one in visible(page(name)) if isinstance(one, QAbstractButton)]
    assert [one for one in buttons if not name_of(one) and "corner" not in one.objectName()] == []


@pytest.mark.parametrize("name", PAGES)
def test_tab_comes_by_everything_and_back(page, name, qtbot):
    shown = page(name)
    shown.activateWindow()
    wanted = {one for one in visible(shown) if takes_focus(one)}
    wanted -= {one for one in wanted if isinstance(one, QScrollArea)}
    if name == "gallery_empty":
        assert wanted == set()  # nothing is selected that could be acted on
        return
    start = next(iter(sorted(wanted, key=lambda one: one.mapTo(shown, one.pos()).y())))
    start.setFocus()
    seen = []
    for _ in range(len(wanted) + 40):
        focused = QApplication.focusWidget()
        if focused is None or (focused in seen and focused is not seen[-1]):
            break
        seen.append(focused)  # again where Tab walks within, as over the points of a garment
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    # Buttons of one choice are walked with the arrow keys.
    exclusive = {one for one in wanted if isinstance(one, QAbstractButton) and of_a_choice(one)}
    missed = wanted - set(seen) - exclusive
    assert [name_of(one) for one in missed if not in_table(one)] == []


def of_a_choice(button: QAbstractButton) -> bool:
    return button.autoExclusive() or (button.group() is not None and button.group().exclusive())


def in_table(widget: QWidget) -> bool:
    """Return whether Tab is taken by what the widget lies in."""
    parent = widget
    while parent is not None:
        if isinstance(parent, QAbstractScrollArea) and not isinstance(parent, QScrollArea):
            return True
        parent = parent.parentWidget()
    return False


def faults_of(root: QWidget) -> list[str]:
    """Return what is cut off or lies over something else."""
    found = overlaps(root)
    for one in visible(root):
        if isinstance(one, QLabel | QAbstractButton):
            found += cut_off(one)
        found += overlaps(one)
    return found


def test_what_is_cut_off_or_lies_over_something_would_be_noticed(application, qtbot):
    root = QWidget()
    qtbot.addWidget(root)
    layout = QVBoxLayout(root)
    button, label = QPushButton("Start"), QLabel("many words" * 20)
    label.setWordWrap(True)
    layout.addWidget(button)
    layout.addWidget(label)
    root.resize(300, 400)
    root.show()
    assert faults_of(root) == []
    button.resize(5, button.height())
    label.resize(label.width(), 5)
    assert [one.split(":")[0] for one in faults_of(root)] == ["Start", label.text()]
    button.setGeometry(-1, 10, 200, 60)
    label.setGeometry(100, 10, 180, 300)
    found = [f"{label.text()} over Start", "Start: beyond its surroundings"]
    assert faults_of(root) == found


def cut_off(widget: QWidget) -> list[str]:
    least, size, text = widget.minimumSizeHint(), widget.size(), name_of(widget) or widget.text()
    found = []
    if isinstance(widget, QLabel) and widget.wordWrap():
        if size.height() < widget.heightForWidth(size.width()):
            found.append(f"{text}: its lines need {widget.heightForWidth(size.width())} px")
    elif size.width() < least.width() or size.height() < least.height():
        found.append(f"{text}: {size.toTuple()} of {least.toTuple()}")
    parent = widget.parentWidget()
    beyond = parent is not None and not parent.rect().contains(widget.geometry())
    if beyond and not isinstance(parent, QAbstractScrollArea):
        found.append(f"{text}: beyond its surroundings")
    area = scrolled_in(widget)
    never = Qt.ScrollBarPolicy.ScrollBarAlwaysOff
    if area is not None and area.horizontalScrollBarPolicy() == never:
        left = widget.mapTo(area.viewport(), widget.rect().topLeft()).x()
        right = widget.mapTo(area.viewport(), widget.rect().bottomRight()).x()
        if left < 0 or right > area.viewport().width():
            found.append(f"{text}: beyond the side of what scrolls")
    return found


def scrolled_in(widget: QWidget) -> QScrollArea | None:
    parent = widget.parentWidget()
    while parent is not None and not isinstance(parent, QScrollArea):
        parent = parent.parentWidget()
    return parent


def overlaps(parent: QWidget) -> list[str]:
    """Return which children that a layout placed lie over one another."""
    layout = parent.layout()
    if layout is None:
        return []
    placed = [
        one
        for one in parent.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
        if one.isVisibleTo(parent) and not one.isWindow() and layout.indexOf(one) >= 0
    ]
    return [
        f"{name_of(one)} over {name_of(other)}"
        for number, one in enumerate(placed)
        for other in placed[:number]
        if one.geometry().intersects(other.geometry())
    ]


@pytest.mark.parametrize(
    ("name", "size", "percent"),
    [
        ("window", SMALL, 200),
        ("window", (800, 600), 100),
        ("welcome_camera", SMALL, 200),
        ("welcome_speed", SMALL, 100),
        ("welcome_privacy", SMALL, 100),
        ("welcome_garment", USUAL, 100),
        ("problem", SMALL, 100),
        ("problem", USUAL, 200),
        ("gallery", SMALL, 200),
        ("gallery", USUAL, 100),
        ("gallery_empty", SMALL, 200),
        ("performance", USUAL, 100),
        ("pin", USUAL, 200),
        ("photo", SMALL, 100),
        ("looks", SMALL, 200),
        ("settings", SMALL, 200),
        ("settings", USUAL, 100),
        ("help", USUAL, 100),
        ("editor", USUAL, 100),
        ("variant", USUAL, 200),
    ],
)
def test_longer_words_are_not_cut_off(page, long_words, name, size, percent):
    assert faults_of(page(name, size, percent)) == []


IN_LITTLE_ROOM = [
    one for one in PAGES if one not in ("settings", "help", "editor", "variant", "pin")
]


@pytest.mark.parametrize("name", IN_LITTLE_ROOM)
def test_the_largest_letters_are_not_cut_off_in_the_smallest_window(page, name):
    assert faults_of(page(name, SMALL, 200)) == []


@pytest.mark.parametrize(
    ("name", "size", "percent"),
    [
        ("window", SMALL, 100),
        ("window", USUAL, 200),
        ("welcome_camera", SMALL, 100),
        ("welcome_speed", SMALL, 200),
        ("welcome_privacy", USUAL, 100),
        ("welcome_garment", SMALL, 200),
        ("problem", SMALL, 200),
        ("gallery", SMALL, 200),
        ("gallery_empty", USUAL, 100),
        ("performance", USUAL, 200),
        ("pin", USUAL, 100),
        ("photo", SMALL, 100),
        ("looks", USUAL, 200),
        ("settings", SMALL, 200),
        ("help", USUAL, 200),
        ("editor", USUAL, 200),
        ("variant", USUAL, 100),
    ],
)
def test_from_the_right_nothing_is_cut_off(page, from_the_right, name, size, percent):
    shown = page(name, size, percent)
    assert faults_of(shown) == []
    assert shown.layoutDirection() == Qt.LayoutDirection.RightToLeft


def test_from_the_right_bar_and_settings_turn_around(page, from_the_right):
    bar = page("window").bar
    assert bar.source.x() > bar.snapshot.x() > bar.more.x()
    settings = page("settings")
    assert settings.sections.x() > settings.pages.x()


@pytest.mark.parametrize(("size", "percent"), [(SMALL, 200), (SMALL, 100), (USUAL, 200)])
def test_what_helps_most_needs_no_scrolling(page, size, percent):
    problem = page("problem", size, percent)
    first = problem._shown_buttons()[0]
    assert first.text() == "Try again"
    where = first.mapTo(problem.window(), first.rect().topLeft())
    inside = problem.window().rect()
    assert inside.contains(first.rect().translated(where))
    assert first.visibleRegion().boundingRect() == first.rect()


@pytest.mark.parametrize("number", range(4))
def test_the_way_on_needs_no_scrolling(page, number):
    panel = page(tuple(PAGES)[1 + number], SMALL, 200)
    assert panel.next.isVisible()
    for button in (panel.next, *([panel.back] if number else []), panel.skip):
        if button.isVisible():
            assert button.visibleRegion().boundingRect() == button.rect()
            assert panel.rect().contains(button.geometry())


def test_from_the_right_pages_turn_around(page, from_the_right):
    panel = page("welcome_speed")
    assert panel.next.x() < panel.back.x()
    bar = page("gallery").bar
    assert bar.heading.x() > bar.compare.x() > bar.delete.x()


def test_from_the_right_digits_and_icons_stay_right(page, from_the_right, application):
    pad = page("pin")
    assert pad.digits["1"].x() < pad.digits["2"].x() < pad.digits["3"].x()
    onward = theme.icon("next").pixmap(64, 64).toImage()
    back = theme.icon("previous").pixmap(64, 64).toImage()
    application.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    assert theme.icon("next").pixmap(64, 64).toImage() == back
    assert theme.icon("previous").pixmap(64, 64).toImage() == onward
