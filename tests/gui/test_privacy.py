"""Privacy in the window: who is recorded sees it on every page; faces are hidden in the file."""

import sys

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QMessageBox, QScrollArea, QWidget

from tests.support.fake_cutter import small_garment
from tests.support.fake_virtual_camera import FakeCamera, library
from tryon_ar.core import paths
from tryon_ar.core.stored_data import Place
from tryon_ar.gui import theme
from tryon_ar.gui.garment_editor import GarmentEditor
from tryon_ar.gui.options import WindowOptions
from tryon_ar.gui.privacy_page import PrivacyPage
from tryon_ar.gui.recording_sign import RecordingSign

pytestmark = pytest.mark.gui

# Every page and feature, by what opens it; what closes it is Esc, or what is listed behind.
PAGES = (
    "full_screen",
    "settings",
    "gallery",
    "performance",
    "help",
    "hud",
    "compare",
    "four_looks",
    "hands",
    "fit",
    "dressing",
    "mirror",
    "before",
    "search",
)


@pytest.fixture
def recording(make_window, qtbot):
    """Return a window in which a recording runs."""

    def opened(**options):
        window = make_window(options=WindowOptions(source="synthetic:160x120@50", **options))
        qtbot.waitUntil(lambda: window.mirror.dressed is not None)
        window.recordings.toggle()
        qtbot.waitUntil(lambda: bool(window.privacy.signs.sign.text))
        return window

    return opened


def sign_shows(window: QWidget, sign: RecordingSign) -> bool:
    """Whether the sign's dot and some of its words are what is seen at its place."""
    place = QRect(sign.mapTo(window, QPoint(0, 0)), sign.size())
    if not sign.isVisible() or not window.rect().contains(place):
        return False
    picture = window.grab().toImage()
    dot = sign.mapTo(window, sign.dot.toPoint())
    ratio = picture.devicePixelRatio()
    seen = picture.pixelColor(round(dot.x() * ratio), round(dot.y() * ratio))
    ink = theme.colours().text.name()
    shown = picture.copy(place)
    inked = sum(
        shown.pixelColor(x, y).name() == ink
        for x in range(shown.width())
        for y in range(shown.height())
    )
    return seen.name() == theme.colours().record.name() and inked > 20


def dialogs() -> list[QDialog]:
    return [
        one
        for one in QApplication.topLevelWidgets()
        if isinstance(one, QDialog) and one.isVisible()
    ]


def test_nothing_is_said_while_nothing_is_recorded(make_window, qtbot):
    window = make_window()
    qtbot.waitUntil(lambda: window.mirror.dressed is not None)
    window.refresh()
    assert not window.privacy.signs.sign.isVisible()
    assert "Recording" not in window.windowTitle()


def test_the_sign_says_in_words_and_in_the_title_that_it_records(recording, qtbot):
    window = recording()
    sign = window.privacy.signs.sign
    assert sign.text.startswith("Recording 0:0")
    assert sign.accessibleName() == sign.text
    assert window.windowTitle() == f"● {sign.text} – tryon-ar"
    assert sign_shows(window, sign)
    told = window.windowTitle()
    window.showMinimized()
    qtbot.waitUntil(lambda: window.windowTitle() != told)
    assert window.windowTitle().startswith("● Recording 0:")
    window.showNormal()
    window.recordings.finish()
    window.refresh()
    assert not sign.isVisible()
    assert window.windowTitle() == "tryon-ar"


@pytest.mark.parametrize("size", [(1280, 800), (560, 420)])
def test_no_page_and_no_feature_hides_it(recording, qtbot, size):
    window = recording()
    window.resize(*size)
    sign = window.privacy.signs.sign
    opened = 0
    for name in PAGES:
        actions = {key: deed for one in window.features for key, deed in one.actions().items()}
        actions |= {"help": window.help, "search": window._search}
        actions[name]()
        for _ in range(3):
            qtbot.wait(20)
            window.refresh()
        assert sign_shows(window, sign), f"hidden while {name} is open"
        for dialog in dialogs():
            opened += 1
            own = dialog.findChild(RecordingSign)
            assert own is not None, f"{name} has no sign"
            assert sign_shows(dialog, own), f"hidden in {name}"
            dialog.close()
        for popup in filter(None, (QApplication.activePopupWidget(),)):
            popup.close()
        window._leave()
        qtbot.wait(10)
    assert opened >= 4


def test_a_page_left_open_loses_its_sign_with_the_recording(recording, qtbot):
    window = recording()
    window.performance.open_page()
    page = window.performance.page
    qtbot.waitUntil(page.isVisible)
    window.refresh()
    assert page.findChild(RecordingSign) is not None
    window.recordings.finish()
    window.refresh()
    qtbot.waitUntil(lambda: page.findChild(RecordingSign) is None)
    window.recordings.toggle()
    qtbot.waitUntil(lambda: page.findChild(RecordingSign) is not None)
    page.done(0)


def test_the_editor_has_a_sign_of_its_own_as_it_can_cover_the_window(recording, qtbot):
    window = recording()
    editor = GarmentEditor(small_garment(), parent=window)
    editor.resize(800, 700)
    editor.show()
    window.refresh()
    qtbot.waitUntil(lambda: editor.findChild(RecordingSign) is not None)
    assert sign_shows(editor, editor.findChild(RecordingSign))
    window.recordings.finish()
    window.refresh()
    qtbot.waitUntil(lambda: editor.findChild(RecordingSign) is None)
    editor.discard()
    editor.deleteLater()


@pytest.mark.parametrize("options", [{"kiosk": True}, {"fullscreen": True}])
def test_neither_kiosk_nor_full_screen_hides_it(recording, qtbot, options):
    window = recording(**options)
    qtbot.wait(50)
    window.refresh()
    assert sign_shows(window, window.privacy.signs.sign)


def test_what_is_put_over_the_window_later_lies_below_it(recording, qtbot):
    window = recording()
    cover = QWidget(window)
    cover.setAutoFillBackground(True)
    cover.setGeometry(window.rect())
    cover.show()
    cover.raise_()
    qtbot.wait(20)
    window.refresh()
    assert sign_shows(window, window.privacy.signs.sign)


def test_a_covered_sign_would_be_noticed(recording):
    window = recording()
    sign = window.privacy.signs.sign
    window.privacy.signs.stop()
    sign.show()
    cover = QWidget(window)
    cover.setAutoFillBackground(True)
    cover.setGeometry(window.rect())
    cover.show()
    cover.raise_()
    assert not sign_shows(window, sign)


def test_the_virtual_camera_is_told_as_well(make_window, qtbot, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyvirtualcam", library(FakeCamera))
    window = make_window()
    qtbot.waitUntil(lambda: window.mirror.dressed is not None)
    window.virtual_cameras.toggle()
    window.refresh()
    assert window.privacy.signs.sign.text == "Other programs see you"
    window.recordings.toggle()
    qtbot.waitUntil(lambda: window.session.recording is not None)
    window.refresh()
    assert window.privacy.signs.sign.text.endswith("; other programs see you")
    window.virtual_cameras.toggle()
    window.recordings.finish()
    window.refresh()
    assert not window.privacy.signs.sign.isVisible()


def test_what_is_chosen_for_faces_reaches_the_session(make_window, qtbot):
    window = make_window()
    assert window.session.faces.mode == "keep"
    window.privacy.context.settings.change("capture.faces", "blur")
    qtbot.waitUntil(lambda: window.session.faces.mode == "blur")


def test_what_is_stored_is_listed_and_deleted_only_after_a_confirmation(make_window, qtbot):
    asked: list[tuple[bool, bool]] = []
    paths.pictures_folder().mkdir(parents=True)
    window = make_window(on_wipe=lambda *how: asked.append(how))
    window.preferences.open_page()
    window.preferences.page.stored.click()
    page = window.privacy.page
    qtbot.waitUntil(lambda: "Pictures: nothing" in words(page))
    page.recordings.setChecked(True)
    page.delete.click()
    assert not asked
    question = page.question
    assert "pictures and videos" in question.informativeText()

    question.escapeButton().click()
    assert not asked
    assert window.isVisible()
    page.delete.click()
    destructive = QMessageBox.ButtonRole.DestructiveRole
    (delete,) = (
        one for one in page.question.buttons() if page.question.buttonRole(one) is destructive
    )
    delete.click()
    assert asked == [(True, True)]
    assert not window.isVisible()


def test_what_is_stored_fits_the_smallest_window_with_large_letters(application, qtbot, tmp_path):
    theme.apply(application, "light", 200)
    try:
        page = PrivacyPage()
        qtbot.addWidget(page)
        page.show_places([Place("media", "Pictures", "Photos.", tmp_path / ("a" * 90))] * 3)
        page.resize(560, 420)
        page.show()
        QApplication.processEvents()
        assert (page.width(), page.height()) == (560, 420)
        (area,) = page.findChildren(QScrollArea)
        assert area.viewport().height() >= 5 * page.fontMetrics().height()
        assert area.horizontalScrollBar().maximum() == 0
        assert area.verticalScrollBar().maximum() > 0
    finally:
        theme.apply(application)


def words(page: QWidget) -> str:
    return "\n".join(label.text() for label in page.findChildren(QLabel))
