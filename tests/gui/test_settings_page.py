"""The settings page shows and changes all that was declared."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QComboBox, QDoubleSpinBox, QLineEdit, QSpinBox

from tryon_ar.core.settings.declared import Settings, declared_settings
from tryon_ar.core.settings.file import SettingsFile
from tryon_ar.gui.settings_page import HIDDEN, SettingsPage

pytestmark = pytest.mark.gui

SHOWN = [one for one in declared_settings() if one.key.partition(".")[0] not in HIDDEN]


@pytest.fixture
def settings(tmp_path):
    return SettingsFile(tmp_path / "settings.toml")


@pytest.fixture
def page(application, settings, qtbot):
    page = SettingsPage(settings)
    page.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(page)
    with qtbot.waitExposed(page):
        page.show()
    return page


def another(declared):
    if declared.kind is bool:
        return not declared.default
    if declared.choices:
        return next(choice for choice in declared.choices if choice != declared.default)
    if declared.kind is str:
        return "1234"
    return declared.most


def choose(widget, value):
    match widget:
        case QCheckBox():
            widget.click()
        case QComboBox():
            widget.setCurrentIndex(widget.findData(value))
            widget.activated.emit(widget.currentIndex())
        case QSpinBox() | QDoubleSpinBox():
            widget.setValue(value)
        case QLineEdit():
            widget.setText(value)
            widget.editingFinished.emit()


@pytest.mark.parametrize("declared", SHOWN, ids=lambda one: one.key)
def test_every_setting_has_a_control_that_changes_it_for_good(page, settings, declared):
    value = another(declared)
    choose(page.control(declared.key).widget, value)
    expected = Settings().changed(declared.key, value)
    assert settings.current == expected
    assert SettingsFile(settings.path).current == expected


@pytest.mark.parametrize("declared", SHOWN, ids=lambda one: one.key)
def test_every_control_says_what_it_is(page, declared):
    widget = page.control(declared.key).widget
    assert widget.accessibleName()
    assert widget.accessibleDescription().endswith(".")
    assert widget.focusPolicy() & Qt.FocusPolicy.TabFocus


def test_merely_showing_writes_nothing(page, settings):
    assert not settings.path.exists()


def test_changes_from_elsewhere_show(page, settings, qtbot):
    settings.change("capture.burst_count", 7)
    qtbot.waitUntil(lambda: page.control("capture.burst_count").widget.value() == 7)


def test_a_value_that_cannot_be_is_said_and_taken_back(page, settings):
    pin = page.control("kiosk.exit_pin").widget
    choose(pin, "12")
    assert "4" in page._problem.text() or "kiosk.exit_pin" in page._problem.text()
    assert page._problem.isVisible()
    assert pin.text() == ""
    choose(pin, "1234")
    assert not page._problem.isVisible()


def test_usual_values_come_back_for_one_section_alone(page, settings):
    settings.change("look.text_percent", 120)
    settings.change("capture.burst_count", 3)
    page.sections.setCurrentRow(0)
    page._reset.click()
    assert settings.current == Settings().changed("capture.burst_count", 3)


def test_the_key_opens_one_page_and_closing_forgets_it(make_window, qtbot):
    window = make_window(begin=False)
    QTest.keyClick(window, Qt.Key.Key_Comma, Qt.KeyboardModifier.ControlModifier)
    page = window.preferences.page
    window.preferences.open_page()
    assert window.preferences.page is page
    assert page.isVisible()
    page.accept()
    assert window.preferences.page is None
