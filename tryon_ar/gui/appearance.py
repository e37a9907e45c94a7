"""The look of the window as the settings have it, applied while it shows."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication

from tryon_ar.core.settings.declared import Look, Settings
from tryon_ar.core.settings.file import SettingsFile
from tryon_ar.gui import language, theme


class Appearance(QObject):
    """Theme, text size and language as the settings have them, from now on.

    Parameters
    ----------
    application : QApplication
        What is given the look.
    settings : SettingsFile
        Changes of ``look`` show at once, whichever thread made them.
    """

    _changed = Signal(object)

    def __init__(self, application: QApplication, settings: SettingsFile) -> None:
        super().__init__(application)
        self._application = application
        self._settings = settings
        self._shown: Look | None = None
        self._changed.connect(self._apply)
        self._stop = settings.listen(self._changed.emit)
        self._apply(settings.current)

    def _apply(self, _told: Settings) -> None:
        """Show what holds: what another thread tells may come after a newer choice of this one."""
        look = self._settings.current.look
        before, self._shown = self._shown, look
        if before is None or before.language != look.language:
            language.apply(self._application, look.language)
        if before is None or (before.theme, before.text_percent) != (look.theme, look.text_percent):
            theme.apply(self._application, look.theme, look.text_percent)

    def close(self) -> None:
        """Follow the settings no more."""
        self._stop()
        self.deleteLater()
