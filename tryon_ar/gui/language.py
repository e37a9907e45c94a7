"""The language of the window, switchable while it shows.

English is what the code says; other languages are ``resources/i18n/tryon_ar_LANGUAGE.qm``,
compiled from the ``.ts`` beside it. Widgets that live as long as the window say their words
in a function given to :func:`keep_in_language`; dialogs are made anew each time.
"""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QLibraryInfo, QLocale, QObject, QTranslator
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QApplication, QWidget

from tryon_ar.core.paths import resource_folder

LANGUAGES = ("en", "zh_CN")
_TRANSLATOR, _QT_TRANSLATOR = "translator_of_the_window", "translator_of_qt"


def system_language() -> str:
    """Return the one of our languages that the system prefers."""
    for name in QLocale.system().uiLanguages():
        if name.startswith("zh") and can_be_written("zh_CN"):
            return "zh_CN"
        if name.startswith("en"):
            return "en"
    return "en"


def can_be_written(language: str) -> bool:
    """Return whether a font here has the letters of a language; else boxes would show."""
    writing = QFontDatabase.WritingSystem.SimplifiedChinese
    return language != "zh_CN" or bool(QFontDatabase.families(writing))


def apply(application: QApplication, language: str) -> str:
    """Speak a language from now on; widgets hear of it by :attr:`QEvent.Type.LanguageChange`.

    Parameters
    ----------
    application : QApplication
        The one there is.
    language : {"auto", "en", "zh_CN"}
        ``"auto"`` follows the system.

    Returns
    -------
    str
        What is spoken now: English where a translation is missing.
    """
    chosen = system_language() if language == "auto" else language
    for name in (_TRANSLATOR, _QT_TRANSLATOR):
        before = application.findChild(QTranslator, name)
        if before is not None:
            application.removeTranslator(before)
            before.setParent(None)
            before.deleteLater()
    QLocale.setDefault(_locale_of(chosen))
    if chosen == "en":
        return chosen
    # What Qt says itself: the buttons of its dialogs. It may be missing.
    qt_words = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    _install(application, Path(qt_words) / f"qtbase_{chosen}.qm", _QT_TRANSLATOR)
    ours = resource_folder() / "i18n" / f"tryon_ar_{chosen}.qm"
    return chosen if _install(application, ours, _TRANSLATOR) else "en"


def _install(application: QApplication, path: Path, name: str) -> bool:
    translator = QTranslator(application)
    translator.setObjectName(name)
    if not translator.load(str(path)):
        translator.setParent(None)
        translator.deleteLater()
        return False
    application.installTranslator(translator)
    return True


def _locale_of(language: str) -> QLocale:
    """Return how dates and numbers are written: as the system has it for this language."""
    ours, system = QLocale(language), QLocale.system()
    return system if system.language() == ours.language() else ours


class _Speaker(QObject):
    """Says a widget's words again when the language changed."""

    def __init__(self, widget: QWidget, say: Callable[[], None]) -> None:
        super().__init__(widget)
        self._say = say
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Hear of a change of language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._say()
        return False


def keep_in_language(widget: QWidget, say: Callable[[], None]) -> None:
    """Say a widget's words now, and again whenever the language changes.

    Parameters
    ----------
    widget : QWidget
        Whose words they are; with it this ends.
    say : callable
        Sets every text of it that does not depend on what is shown.
    """
    say()
    _Speaker(widget, say)
