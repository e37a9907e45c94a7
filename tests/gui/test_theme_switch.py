"""Another theme, size of text and language while everything is open: nothing may be gone then."""

import pytest
from PySide6.QtWidgets import QApplication

from tryon_ar.gui import language, theme

pytestmark = pytest.mark.gui


@pytest.fixture(autouse=True)
def _usual_look(application):
    yield
    language.apply(application, "en")
    theme.apply(application)


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
    qtbot.wait(300)
    figures = window.area.hud._panel
    for name, percent, spoken in (("light", 150, "zh_CN"), ("dark", 100, "en")):
        theme.apply(application, name, percent)
        language.apply(application, spoken)
        qtbot.wait(300)
    assert window.area.hud._panel is not figures  # in the new colours
    QApplication.activeModalWidget().close()
    window.views.toggle_figures()
