"""The language switches while the window shows."""

import re

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QFileInfo, QLocale, QMimeDatabase, QTranslator
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QFileDialog,
    QFileIconProvider,
    QLabel,
    QMessageBox,
    QWidget,
)

from tryon_ar.gui import language
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
