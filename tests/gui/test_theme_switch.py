"""Another theme, size of text and language while everything is open: nothing may be gone then."""

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from tryon_ar.gui import language, theme
from tryon_ar.gui.colours import BY_NAME, DARK

pytestmark = pytest.mark.gui


@pytest.fixture(autouse=True)
def _usual_look(application):
    yield
    language.apply(application, "en")
    theme.apply(application)


def ground(hud) -> str:
    """Return the colour of the figures' glass."""
    picture = hud._picture.toImage()
    picture.convertTo(QImage.Format.Format_ARGB32)  # not multiplied by its opacity
    return picture.pixelColor(picture.width() // 2, 3).name()


def test_the_look_changes_while_everything_is_open(application, make_window, qtbot):
    window = make_window()
    qtbot.waitUntil(lambda: window.mirror.dressed is not None)
    window.views.toggle_figures()
    window.performance.open_page()
    window.preferences.open_page()
    window.galleries.open_gallery()
    window.welcome.open_panel()
    window.compare.toggle_four()
    window.help()
    qtbot.waitUntil(lambda: ground(window.area.hud) == DARK.canvas.name())
    for name, percent, spoken in (("light", 150, "zh_CN"), ("dark", 100, "en")):
        theme.apply(application, name, percent)
        language.apply(application, spoken)
        wanted = BY_NAME[name].canvas.name()
        qtbot.waitUntil(lambda wanted=wanted: ground(window.area.hud) == wanted)
        qtbot.wait(300)  # the rest follows in its own time
        assert ground(window.area.hud) == wanted
    QApplication.activeModalWidget().close()
    window.views.toggle_figures()
