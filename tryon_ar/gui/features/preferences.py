"""The settings: their page, and what they change in the window at once."""

import logging
from collections.abc import Callable, Mapping

from PySide6.QtCore import QSize, Signal

from tryon_ar.gui.features.feature import Feature, WindowContext
from tryon_ar.gui.following import follow
from tryon_ar.gui.language import can_be_written
from tryon_ar.gui.notices import Notice
from tryon_ar.gui.sentences import said
from tryon_ar.gui.setting_control import Offer
from tryon_ar.gui.settings_page import SettingsPage
from tryon_ar.runtime.status import Severity

_log = logging.getLogger(__name__)


class Preferences(Feature):
    """Opens the settings page, and tells which settings hold and what could not be read.

    Notes
    -----
    Visitors of a kiosk are told nothing of that: whoever opens its settings is, on their page.

    *Signals*: ``stored_asked`` when the page of what is stored is wanted.
    """

    stored_asked = Signal()

    def __init__(self, context: WindowContext) -> None:
        super().__init__(context)
        self.page: SettingsPage | None = None
        self._for_the_shop: list[str] = []
        context.bar.settings_asked.connect(self.open_page)
        follow(self, context.settings, lambda now: now.look.language, self._look_for_letters)

    def actions(self) -> Mapping[str, Callable[[], None]]:
        """Return what it does by name."""
        return {"settings": self.open_page}

    def begin(self) -> None:
        """Tell that this is safe mode, and what could not be read."""
        self._look_for_letters(self.context.settings.current.look.language)
        if self.context.options.safe_mode:
            text = self.tr(
                "Safe mode: the usual settings, on the processor alone. Close and start again to"
                " leave it."
            )
            self._tell(text, Severity.INFO)
        for notice in self.context.settings.notices:
            self._tell(said(notice), Severity.WARNING)

    def open_page(self) -> None:
        """Open the page, or bring it to the front."""
        self.context.source_list.ask(lambda _listed: None)  # the page offers what is known
        if self.page is None:
            self.page = SettingsPage(
                self.context.settings, self.context.window, {"mirror.source": self._sources}
            )
            self.page.finished.connect(self._forget)
            self.page.stored_asked.connect(self.stored_asked)
            self.page.resize(self._size())
            self.page.tell("\n".join(self._for_the_shop))
            self.page.show()
        self.page.raise_()
        self.page.activateWindow()

    def close(self) -> None:
        """Close the page with the window."""
        if self.page is not None:
            self.page.close()

    def _look_for_letters(self, language: str) -> None:
        """Tell where the letters of a language are missing."""
        if not can_be_written(language):
            # In English, whatever was chosen: its own letters are those that are missing.
            text = (
                "No font on this computer has Chinese letters, so boxes show in their place."
                " Install one, such as Noto Sans CJK or WenQuanYi Micro Hei, and start again."
            )
            self._tell(text, Severity.WARNING)

    def _tell(self, text: str, severity: Severity) -> None:
        if not self.context.options.kiosk:
            self.context.notices.post(Notice(text, severity))
        elif text not in self._for_the_shop:
            _log.warning("not told to visitors: %s", text)
            self._for_the_shop.append(text)

    def _sources(self) -> list[Offer]:
        """Return what pictures can come from, by name."""
        listed = [(one.label, one.spec) for one in self.context.source_list.known]
        return [(self.tr("First camera found"), ""), *listed]

    def _size(self) -> QSize:
        letter = self.context.window.fontMetrics()
        wanted = QSize(letter.averageCharWidth() * 120, letter.height() * 34)
        return wanted.boundedTo(self.context.window.screen().availableSize() * 0.92)

    def _forget(self) -> None:
        self.page = None
