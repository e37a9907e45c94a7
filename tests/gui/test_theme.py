import re
from itertools import pairwise

import pytest
from PySide6.QtGui import QColor

from tryon_ar.core.paths import resource_folder
from tryon_ar.gui import theme

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


@pytest.mark.parametrize("ink", [theme.TEXT, theme.MUTED, theme.ACCENT, theme.WARNING])
@pytest.mark.parametrize("ground", [theme.CANVAS, theme.SURFACE, theme.RAISED])
def test_every_text_can_be_read(ink, ground):
    assert contrast(ink, ground) >= 4.5


def test_text_on_the_accent_can_be_read():
    assert contrast(theme.ON_ACCENT, theme.ACCENT) >= 4.5


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
    names = [colour.name() for colour in theme.STAGE_COLOURS.values()]
    assert all(one != other for one, other in pairwise(sorted(names)))
