import re
from itertools import combinations, pairwise

import pytest
from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QColor, QIcon
from PySide6.QtWidgets import QLabel, QToolButton, QWidget

from tryon_ar.core.paths import resource_folder
from tryon_ar.gui import theme
from tryon_ar.gui.colours import BY_NAME, DARK, LIGHT
from tryon_ar.gui.style_sheet import style_sheet

pytestmark = pytest.mark.gui

ICONS = sorted(path.stem for path in (resource_folder() / "icons").glob("*.svg"))


def luminance(colour: QColor) -> float:
    """Relative luminance of WCAG 2."""
    channels = (colour.redF(), colour.greenF(), colour.blueF())
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: QColor, other: QColor) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_formula_spans_black_and_white():
    assert contrast(QColor("black"), QColor("white")) == pytest.approx(21.0)


@pytest.mark.parametrize("colours", BY_NAME.values(), ids=BY_NAME)
def test_scroll_bars_can_be_seen(colours):
    assert contrast(colours.dim, colours.surface) >= 3.0
    handle = f"QScrollBar::handle:vertical {{ background: {colours.dim.name()};"
    assert handle in style_sheet(colours, 16)


@pytest.mark.parametrize("ink", ["text", "muted", "accent", "warning", "record"])
@pytest.mark.parametrize("ground", ["canvas", "surface", "raised"])
@pytest.mark.parametrize("colours", BY_NAME.values(), ids=BY_NAME)
def test_every_text_can_be_read(colours, ground, ink):
    assert contrast(getattr(colours, ink), getattr(colours, ground)) >= 4.5


@pytest.mark.parametrize("colours", BY_NAME.values(), ids=BY_NAME)
def test_text_on_the_accent_can_be_read(colours):
    assert contrast(colours.on_accent, colours.accent) >= 4.5


@pytest.mark.parametrize("colours", BY_NAME.values(), ids=BY_NAME)
def test_stages_stand_out_from_what_plots_lie_on(colours):
    for stage in colours.stages.values():
        assert contrast(stage, colours.canvas) >= 3.0  # of graphics, by WCAG 2.1


@pytest.fixture
def usual_look(application):
    yield application
    theme.apply(application)


def test_the_look_switches_while_windows_show(usual_look, qtbot):
    button = QToolButton()
    button.setIcon(theme.icon("star"))
    qtbot.addWidget(button)
    button.show()

    def inks():
        picture = button.icon().pixmap(64, 64).toImage()
        return {
            picture.pixelColor(x, y).name()
            for x in range(0, 64)
            for y in range(0, 64)
            if picture.pixelColor(x, y).alpha() == 255
        }

    assert DARK.text.name() in inks()
    theme.apply(usual_look, "light")
    assert LIGHT.text.name() in inks()
    assert DARK.text.name() not in inks()
    assert button.palette().color(button.foregroundRole()) == LIGHT.text


def test_a_change_of_the_look_styles_widgets_once_however_deep_they_lie(usual_look, qtbot):
    class Counting(QLabel):
        styled = 0

        def changeEvent(self, event):
            self.styled += event.type() == QEvent.Type.StyleChange

    outermost = inner = QWidget()
    qtbot.addWidget(outermost)
    for _ in range(6):
        inner = QWidget(inner)
    label = Counting(inner)
    outermost.show()
    label.styled = 0
    theme.apply(usual_look, "light")
    assert label.styled <= 2  # taken off, and put on


def test_text_grows_by_what_is_asked_and_back(usual_look):
    usual = usual_look.font().pointSizeF()
    theme.apply(usual_look, text_percent=200)
    theme.apply(usual_look, text_percent=200)
    assert usual_look.font().pointSizeF() == pytest.approx(2 * usual)
    theme.apply(usual_look)
    assert usual_look.font().pointSizeF() == pytest.approx(usual)


def test_icons_show_state(application):
    icon = theme.icon("star")
    pictures = [
        icon.pixmap(QSize(32, 32), mode, state).toImage()
        for mode, state in [
            (QIcon.Mode.Normal, QIcon.State.Off),
            (QIcon.Mode.Normal, QIcon.State.On),
            (QIcon.Mode.Disabled, QIcon.State.Off),
        ]
    ]
    assert all(one != other for one, other in combinations(pictures, 2))


@pytest.mark.parametrize("name", ICONS)
def test_icons_draw_something_in_the_colour_asked(application, name):
    picture = theme.icon_pixmap(name, "#ff0000").toImage()
    inks = [
        picture.pixelColor(x, y)
        for x in range(picture.width())
        for y in range(picture.height())
        if picture.pixelColor(x, y).alpha() > 200
    ]
    assert len(inks) > 30
    if name != "app":
        assert all(ink.red() > 200 and ink.green() < 60 for ink in inks)


@pytest.mark.parametrize("name", ICONS)
def test_icons_are_plain_drawings(name):
    text = (resource_folder() / "icons" / f"{name}.svg").read_text()
    assert not re.search(r"<(script|image|use|foreignObject)|href=|url\(", text)


def test_stage_colours_differ():
    names = [colour.name() for colours in BY_NAME.values() for colour in colours.stages.values()]
    assert all(one != other for one, other in pairwise(sorted(names)))
