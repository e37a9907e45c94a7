"""Every page by keyboard and screen reader, with long words, large letters, and from the right."""

import re
from collections.abc import Callable

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
    QScrollArea,
    QWidget,
)

from tests.support.fake_cutter import small_garment
from tryon_ar.gui import theme
from tryon_ar.gui.garment_editor import GarmentEditor
from tryon_ar.gui.help_dialog import HelpDialog
from tryon_ar.gui.variant_dialog import VariantDialog

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
        return marked + "~" * round(len(source) * 0.4)

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
        if shown.isWindow() and not isinstance(shown, HelpDialog):
            shown.resize(*size)
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


PAGES: dict[str, Callable] = {
    "window": lambda make: make(begin=False),
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
    found = []
    for one in visible(root):
        if isinstance(one, QLabel | QAbstractButton):
            found += cut_off(one)
        found += overlaps(one)
    return found


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
    if area is not None:
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
        ("settings", SMALL, 200),
        ("settings", USUAL, 100),
        ("help", USUAL, 100),
        ("editor", USUAL, 100),
        ("variant", USUAL, 200),
    ],
)
def test_longer_words_are_not_cut_off(page, long_words, name, size, percent):
    assert faults_of(page(name, size, percent)) == []


@pytest.mark.parametrize(
    ("name", "size", "percent"),
    [
        ("window", SMALL, 100),
        ("window", USUAL, 200),
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
    assert bar.source.x() > bar.snapshot.x() > bar.help.x()
    settings = page("settings")
    assert settings.sections.x() > settings.pages.x()
