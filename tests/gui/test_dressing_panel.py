import dataclasses

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.gui.conftest import FAST
from tests.support.fake_stages import FakeDresser, fake_garment
from tryon_ar.core.dressing import USUAL_DRESSING, DressingOptions
from tryon_ar.gui.dressing_panel import DressingPanel
from tryon_ar.gui.options import WindowOptions

pytestmark = pytest.mark.gui

CHART = {"unit": "cm", "S": {"chest": 48}, "M": {"chest": 52}}


def with_sizes(name: str = "tee"):
    return dataclasses.replace(fake_garment(name), sizes=CHART)


@pytest.fixture
def panel(application, qtbot):
    made = DressingPanel()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def told(panel):
    heard: list[DressingOptions] = []
    panel.changed.connect(heard.append)
    return heard


def test_it_shows_what_is_chosen_without_telling_a_change(panel, told):
    assert panel.options == USUAL_DRESSING
    wanted = DressingOptions(size="M", tucked=True, sway=False, light=0.35)
    panel.show_options(wanted)
    assert panel.options == wanted
    assert panel.light.value() == 35
    assert told == []


def test_every_step_of_the_slider_is_told_at_once(panel, told):
    panel.light.setValue(0)
    panel.light.setValue(60)
    QTest.keyClick(panel.light, Qt.Key.Key_PageDown)
    assert [options.light for options in told] == [0.0, 0.6, 0.5]


def test_the_light_is_named_at_its_ends(panel):
    shown = []
    for value in (0, 50, 100):
        panel.light.setValue(value)
        shown.append(panel._light_shown.text())
    assert shown == ["off", "50 %", "full"]


def test_tuck_and_sway_are_told(panel, told):
    panel.tuck.click()
    panel.sway.click()
    assert told == [DressingOptions(tucked=True), DressingOptions(tucked=True, sway=False)]


def test_sizes_are_those_of_what_is_worn(panel, told):
    panel.show_worn([fake_garment("jeans"), with_sizes()])
    assert panel.size_choice.isEnabled()
    names = [panel.size_choice.itemText(row) for row in range(panel.size_choice.count())]
    assert names == ["What fits", "S", "M"]
    panel.size_choice.setCurrentIndex(2)
    panel.size_choice.setCurrentIndex(0)
    assert [options.size for options in told] == ["M", None]


def test_without_a_chart_it_says_why_there_is_nothing_to_choose(panel):
    assert not panel.size_choice.isEnabled()
    assert "Put a garment on" in panel.size_choice.toolTip()
    panel.show_worn([fake_garment("tee")])
    assert not panel.size_choice.isEnabled()
    assert "no size chart" in panel.size_choice.toolTip()
    assert panel.size_choice.accessibleDescription() == panel.size_choice.toolTip()


def test_a_size_is_kept_while_something_without_it_is_worn(panel, told):
    panel.show_worn([with_sizes()])
    panel.size_choice.setCurrentIndex(1)
    panel.show_worn([fake_garment("jeans")])
    assert panel.size_choice.currentText() == "What fits"
    assert panel.options.size == "S"
    panel.show_worn([with_sizes("polo")])
    assert panel.size_choice.currentText() == "S"
    assert len(told) == 1


def test_everything_has_a_name_for_those_who_listen(panel):
    controls = (panel.light, panel.size_choice, panel.tuck, panel.sway)
    names = [control.accessibleName() or control.text() for control in controls]
    assert all(names)
    assert len(set(names)) == len(names)
    assert panel.accessibleName()


def test_the_window_dresses_as_the_panel_says(make_window, qtbot):
    dresser = FakeDresser()
    options = WindowOptions(source=FAST, dressing=DressingOptions(tucked=True, light=0.5))
    window = make_window(dresser=lambda: dresser, load_garment=with_sizes, options=options)
    qtbot.waitUntil(lambda: dresser.options == options.dressing)
    qtbot.mouseClick(window.bar.button_of("dressing"), Qt.MouseButton.LeftButton)
    assert window.dressing.panel.isVisible()
    inside = window.geometry()
    assert inside.contains(window.dressing.panel.geometry().topLeft())
    assert inside.right() >= window.dressing.panel.geometry().right()
    qtbot.waitUntil(window.dressing.panel.size_choice.isEnabled)
    window.dressing.panel.size_choice.setCurrentIndex(1)
    window.dressing.panel.light.setValue(20)
    wanted = DressingOptions(size="S", tucked=True, light=0.2)
    qtbot.waitUntil(lambda: dresser.options == wanted)
    QTest.keyClick(window.dressing.panel, Qt.Key.Key_Escape)
    assert not window.dressing.panel.isVisible()
    assert QApplication.activePopupWidget() is None
