"""The settings page shows and changes all that was declared."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QLabel,
    QLineEdit,
    QSpinBox,
)

from tryon_ar.core.settings.declared import Settings, declared_settings
from tryon_ar.core.settings.file import SettingsFile
from tryon_ar.gui import language, theme
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
def test_every_setting_has_a_control_that_changes_it_for_good(page, settings, declared, qtbot):
    value = another(declared)
    choose(page.control(declared.key).widget, value)
    expected = Settings().changed(declared.key, value)
    assert settings.current == expected
    qtbot.waitUntil(lambda: SettingsFile(settings.path).current == expected)


@pytest.mark.parametrize("declared", SHOWN, ids=lambda one: one.key)
def test_every_control_says_what_it_is(page, declared):
    widget = page.control(declared.key).widget
    assert widget.accessibleName()
    assert widget.accessibleDescription().endswith(".")
    assert widget.focusPolicy() & Qt.FocusPolicy.TabFocus


def test_a_section_is_made_when_it_is_turned_to(page):
    areas = [page.pages.widget(number) for number in range(page.pages.count())]
    assert [area.widget() is not None for area in areas] == [True] + [False] * (len(areas) - 1)
    page.sections.setCurrentRow(2)
    made = areas[2].widget()
    assert page.pages.currentWidget() is areas[2]
    assert made.isAncestorOf(page.control("dressing.sway").widget)
    page.sections.setCurrentRow(0)
    page.section_choice.activated.emit(2)
    assert areas[2].widget() is made


def test_another_language_makes_only_the_section_in_view_again(page, application, qtbot):
    page.sections.setCurrentRow(1)
    before = page.pages.currentWidget()
    try:
        language.apply(application, "zh_CN")
        qtbot.waitUntil(lambda: page.pages.currentWidget() is not before)
        assert page.pages.currentIndex() == page.sections.currentRow() == 1
        assert page.sections.item(0).text() != "Look"
        assert page.pages.widget(0).widget() is None
        title = page.control("mirror.mirrored").widget.accessibleName()
        assert not title.isascii()
    finally:
        language.apply(application, "en")


def test_merely_showing_writes_nothing(page, settings):
    assert not settings.path.exists()


def test_changes_from_elsewhere_show(page, settings, qtbot):
    settings.change("capture.burst_count", 7)
    qtbot.waitUntil(lambda: page.control("capture.burst_count").widget.value() == 7)


def test_what_is_told_late_shows_no_older_choice(page, settings, qtbot):
    count, before = page.control("capture.burst_count").widget, settings.current
    settings.change("capture.burst_count", 7)
    for tell in settings._listeners:  # as a thread does that chose before, and was held up
        tell(before)
    qtbot.wait(20)
    assert count.value() == 7


def test_a_value_that_cannot_be_is_said_and_taken_back(page, settings):
    pin = page.control("kiosk.exit_pin").widget
    choose(pin, "12")
    assert "4" in page._problem.text() or "kiosk.exit_pin" in page._problem.text()
    assert page._problem.isVisible()
    assert pin.text() == ""
    choose(pin, "1234")
    assert not page._problem.isVisible()


@pytest.mark.parametrize(
    ("key", "typed", "kept"), [("capture.burst_count", "7", 7), ("kiosk.exit_pin", "2468", "2468")]
)
def test_return_in_a_field_ends_the_typing_and_presses_no_button(page, settings, key, typed, kept):
    widget = page.control(key).widget
    page._turn_to(page._sections.index(key.partition(".")[0]))
    widget.setFocus()
    widget.selectAll()
    QTest.keyClicks(widget, typed)
    QTest.keyClick(widget, Qt.Key.Key_Return)
    assert settings.current.value_of(key) == kept  # not the section's usual values
    assert page.isVisible()


def test_return_presses_the_button_in_focus(page):
    page._close.setFocus()
    QTest.keyClick(page._close, Qt.Key.Key_Return)
    assert not page.isVisible()


def test_usual_values_come_back_for_one_section_alone(page, settings):
    settings.change("look.text_percent", 120)
    settings.change("capture.burst_count", 3)
    page.sections.setCurrentRow(0)
    page._reset.click()
    assert settings.current == Settings().changed("capture.burst_count", 3)


def test_usual_values_can_be_undone_until_something_else_is_done(page, settings):
    settings.change("kiosk.exit_pin", "2468")
    page._turn_to(page._sections.index("kiosk"))
    page._reset.click()
    assert settings.current.kiosk.exit_pin == ""
    assert page._reset.text() == "Undo"
    page._reset.click()
    assert settings.current.kiosk.exit_pin == "2468"
    assert page._reset.text() == "Usual values"
    page._reset.click()
    page._turn_to(page._sections.index("look"))
    assert page._reset.text() == "Usual values"
    page._reset.click()  # nothing here is unusual
    assert page._reset.text() == "Usual values"
    assert settings.current.kiosk.exit_pin == ""


def test_the_key_opens_one_page_and_closing_forgets_it(make_window, qtbot):
    window = make_window(begin=False)
    QTest.keyClick(window, Qt.Key.Key_Comma, Qt.KeyboardModifier.ControlModifier)
    page = window.preferences.page
    window.preferences.open_page()
    assert window.preferences.page is page
    assert page.isVisible()
    page.accept()
    assert window.preferences.page is None


def test_a_number_steps_with_a_button_at_each_side(page, settings, qtbot):
    field = page.control("capture.burst_count").placed
    qtbot.mouseClick(field.more, Qt.MouseButton.LeftButton)
    assert settings.current.capture.burst_count == 2
    qtbot.mouseClick(field.less, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(field.less, Qt.MouseButton.LeftButton)
    assert settings.current.capture.burst_count == 1
    assert field.less.accessibleName() == "Less"


@pytest.mark.parametrize("key", ["look.text_percent", "look.theme"])
def test_the_wheel_scrolls_past_and_changes_nothing(page, settings, key):
    widget = page.control(key).widget
    page.sections.setFocus()
    before = settings.current
    event = QWheelEvent(
        QPointF(5, 5),
        QPointF(widget.mapToGlobal(QPoint(5, 5))),
        QPoint(),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(widget, event)
    assert settings.current == before
    assert not settings.path.exists()


def test_units_and_words_for_numbers(page):
    assert page.control("look.text_percent").widget.text() == "100 %"
    assert page.control("mirror.width_px").widget.text() == "Automatic"
    page.control("mirror.width_px").show_value(1280)
    assert page.control("mirror.width_px").widget.text() == "1280 px"


def test_what_this_run_overrides_is_said_until_a_person_chooses(
    application, tmp_path, qtbot, monkeypatch
):
    monkeypatch.setenv("TRYON_AR_LOOK_THEME", "light")
    settings = SettingsFile(
        tmp_path / "settings.toml", {"look.theme": "light", "look.text_percent": 150}
    )
    page = SettingsPage(settings)
    page.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(page)
    page.show()
    said = page._of_run
    assert said["look.theme"].isVisible()
    assert "TRYON_AR_LOOK_THEME" in said["look.theme"].text()
    assert "command line" in said["look.text_percent"].text()
    assert not said["look.language"].isVisible()
    choose(page.control("look.theme").widget, "dark")
    assert not said["look.theme"].isVisible()
    assert said["look.text_percent"].isVisible()
    qtbot.waitUntil(settings.path.exists)


def test_what_cannot_be_kept_is_said(application, tmp_path, qtbot):
    (tmp_path / "file").write_text("")
    page = SettingsPage(SettingsFile(tmp_path / "file" / "settings.toml"))
    page.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(page)
    page.show()
    choose(page.control("look.theme").widget, "light")
    qtbot.waitUntil(page._problem.isVisible)
    assert "cannot be kept" in page._problem.text()
    assert page.control("look.theme").widget.currentData() == "light"


def test_cameras_are_offered_by_name_and_an_absent_one_stays(make_window, qtbot):
    window = make_window(begin=False)
    settings = window.preferences.context.settings
    settings.change("mirror.source", "camera:9")
    window.preferences.open_page()
    box = window.preferences.page.control("mirror.source").widget
    names = [box.itemText(row) for row in range(box.count())]
    assert names == ["First camera found", "HD Webcam", "Demo", "camera:9"]
    assert box.currentData() == "camera:9"
    window.preferences.page.accept()


@pytest.mark.parametrize("size", [(1100, 700), (520, 400)])
@pytest.mark.parametrize("percent", [100, 200])
def test_every_section_fits_its_width(application, settings, qtbot, size, percent):
    theme.apply(application, text_percent=percent)
    try:
        page = SettingsPage(settings)
        page.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        qtbot.addWidget(page)
        page.resize(*size)
        page.show()
        QApplication.processEvents()
        assert page.width() <= size[0]
        assert page.sections.isVisible() != page.section_choice.isVisible()
        for number in range(page.pages.count()):
            page._turn_to(number)
            QApplication.processEvents()
            area = page.pages.widget(number)
            wanted = area.widget().minimumSizeHint().width()
            assert wanted <= area.viewport().width(), page._sections[number]
    finally:
        theme.apply(application)


def test_pressing_a_title_is_pressing_its_control(page, settings, qtbot):
    box = page.control("mirror.save_mirrored").widget
    page._turn_to(page._sections.index("mirror"))
    (title,) = [one for one in page.findChildren(QLabel) if one.buddy() is box]
    qtbot.mouseClick(title, Qt.MouseButton.LeftButton)
    assert box.isChecked()
    assert settings.current.mirror.save_mirrored
