"""The language switches while the window shows."""

import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QFileInfo,
    QLocale,
    QMimeData,
    QMimeDatabase,
    QTranslator,
    QUrl,
)
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QFileDialog,
    QFileIconProvider,
    QLabel,
    QMessageBox,
    QWidget,
)

from tests.support.bodies import flat_tee
from tests.support.fake_cutter import FakeCutter
from tryon_ar.garments import editing
from tryon_ar.garments.editing import GarmentEdit
from tryon_ar.garments.editing_brush import Brush
from tryon_ar.garments.editing_landmarks import landmarks_of
from tryon_ar.garments.garment import CATEGORIES
from tryon_ar.gui import editing_words, language
from tryon_ar.gui.garment_editor import GarmentEditor
from tryon_ar.gui.incoming import read_incoming
from tryon_ar.gui.language import keep_in_language

pytestmark = pytest.mark.gui


@pytest.fixture(scope="module", autouse=True)
def kinds_of_files() -> None:
    """Have Qt read its list of kinds of files, which it keeps open from then on."""
    QMimeDatabase().mimeTypeForFile("tee.png", QMimeDatabase.MatchMode.MatchExtension).comment()


class Shouting(QTranslator):
    """A language in which every word is shouted."""

    def translate(self, context, source, disambiguation=None, n=-1):
        return "".join(
            part if part.startswith("{") else part.upper() for part in re.split(r"({\w*})", source)
        )

    def isEmpty(self):
        return False


@pytest.fixture
def shouting(application):
    translator = Shouting()
    application.installTranslator(translator)
    yield translator
    application.removeTranslator(translator)


def test_words_are_said_at_once_and_again_when_the_language_changes(application, qtbot):
    said = []
    widget = QWidget()
    qtbot.addWidget(widget)
    keep_in_language(widget, lambda: said.append(1))
    assert len(said) == 1
    QApplication.sendEvent(widget, QEvent(QEvent.Type.LanguageChange))
    QApplication.sendEvent(widget, QEvent(QEvent.Type.FontChange))
    assert len(said) == 2


def test_what_lasts_as_long_as_the_window_changes_its_words(make_window, qtbot, request):
    window = make_window()
    assert window.bar.help.text().split("\t")[0] == "Help"
    assert window.shelf.header.kind.itemText(1) == "Tops"
    request.getfixturevalue("shouting")
    QCoreApplication.processEvents()
    assert window.bar.help.text().split("\t")[0] == "HELP"
    assert window.bar.record.accessibleName() == "RECORD"
    assert window.shelf.header.kind.itemText(1) == "TOPS"
    assert window.shelf.header.add.text() == "ADD A PHOTO…"
    assert window.dressing.panel.tuck.text() == "TUCK TOPS IN"
    assert window.messages._retry.text() == "RETRY"
    assert window.mirror.accessibleName() == "MIRROR"
    assert [card.summary.name for card in window.shelf.cards][:2] == ["PLAIN TEE", "STRIPED TEE"]
    assert [card.summary.id for card in window.shelf.cards if card.isChecked()] == ["tee"]
    assert window.outfit.name_of("tee") == "PLAIN TEE"


def test_qts_own_dialogs_are_in_the_language_and_follow_it(application, qtbot):
    try:
        language.apply(application, "zh_CN")
        files = QFileDialog()
        files.setOption(QFileDialog.Option.DontUseNativeDialog)
        question = QMessageBox()
        question.setStandardButtons(QMessageBox.StandardButton.Yes | QMessageBox.StandardButton.No)
        for dialog in (files, question):
            qtbot.addWidget(dialog)
        labels = [one.text() for one in files.findChildren(QLabel)]
        assert len(labels) >= 3
        buttons = [one.text() for one in files.findChildren(QAbstractButton)]
        yes_no = [one.text() for one in question.buttons()]
        for words in (*labels, *buttons, *yes_no):
            assert not re.search("[A-Za-z]", re.sub(r"\(&[A-Z]\)", "", words)), words
        icons = QFileIconProvider()
        assert icons.type(QFileInfo(".")) == "文件夹"
        language.apply(application, "en")
        QCoreApplication.processEvents()
        assert icons.type(QFileInfo(".")) == "Folder"
        assert "Files of &type:" in [one.text() for one in files.findChildren(QLabel)]
    finally:
        language.apply(application, "en")


def test_a_missing_translation_leaves_english(application, monkeypatch, tmp_path):
    monkeypatch.setattr(language, "resource_folder", lambda: tmp_path)
    assert language.apply(application, "zh_CN") == "en"
    assert language.apply(application, "en") == "en"
    assert application.findChild(QTranslator, language._TRANSLATOR) is None


@pytest.mark.parametrize(("fonts", "spoken"), [(["Some Hei"], "zh_CN"), ([], "en")])
def test_the_systems_language_is_spoken_where_its_letters_are(monkeypatch, fonts, spoken):
    monkeypatch.setattr(language.QFontDatabase, "families", lambda _writing: fonts)
    system = QLocale("zh_CN")
    monkeypatch.setattr(language.QLocale, "system", lambda: system)
    assert language.system_language() == spoken


def test_missing_letters_are_told_in_letters_that_are_there(make_window, monkeypatch):
    monkeypatch.setattr(language.QFontDatabase, "families", lambda _writing: [])
    window = make_window(begin=False)
    window.preferences.context.settings.change("look.language", "zh_CN")
    assert "No font on this computer has Chinese letters" in window.notices.notice.text


def test_the_editor_names_points_and_steps_in_the_language(application, qtbot):
    edit = GarmentEdit(flat_tee())
    try:
        language.apply(application, "zh_CN")
        edit.move_landmark("shoulder_left", 10, 10)
        assert editing_words.step_name(edit.undo_text) == "移动左肩"
        edit.stroke([(20, 20)], Brush(6.0))
        assert editing_words.step_name(edit.undo_text) == "涂抹"
        for one in CATEGORIES:
            for name in landmarks_of(one):
                assert not re.search("[A-Za-z]", editing_words.point_name(name)), name
        editor = GarmentEditor(flat_tee())
        qtbot.addWidget(editor)
        editor.canvas.select("shoulder_left")
        assert editor.canvas.accessibleDescription().startswith("左肩: ")
        editor.canvas.nudge(1, 0, 1.0)
        assert editor.undo_button.accessibleName().endswith(": 移动左肩")
        editor.discard()
    finally:
        language.apply(application, "en")


def test_every_step_of_the_editing_has_a_name():
    code = "".join(
        path.read_text(encoding="utf-8") for path in Path(editing.__file__).parent.glob("editing*")
    )
    steps = set(re.findall(r'_do\(\s*"([^"]+)"', code))
    assert len(steps) >= 8
    assert steps <= set(editing_words.ENGLISH)


def test_what_cannot_be_dropped_is_said_in_the_language(make_window, application, tmp_path):
    window = make_window(library=SimpleNamespace(shelf=list), cut_photo=FakeCutter())
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "notes.txt"))])
    try:
        language.apply(application, "zh_CN")
        window.desk.take(read_incoming(data))
        assert window.notices.notice.text.startswith("notes.txt 不是图片：")
    finally:
        language.apply(application, "en")
