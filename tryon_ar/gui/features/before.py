"""Before and after: the camera's own picture while a key is held, or until told otherwise."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent

from tryon_ar.core.types import BgrImage, DressedFrame
from tryon_ar.gui.compare_chips import Chip
from tryon_ar.gui.features.feature import Feature, WindowContext
from tryon_ar.gui.shortcuts import SHORTCUTS


class Before(Feature):
    """Shows each frame as the camera took it; nothing is computed anew.

    The key is held; the menu's entry is chosen once for before and once for after.
    """

    def __init__(self, context: WindowContext) -> None:
        super().__init__(context)
        self.showing = False
        keys = next(one.keys for one in SHORTCUTS if one.action == "before")
        self._key = Qt.Key[f"Key_{keys}"]
        self._chip = Chip(context.mirror)
        self._chip.hide()
        context.mirror.add_view(self._picture)
        self.button = context.bar.add_switch(
            "before",
            lambda: self.tr("Before: the camera's own picture"),
            "before",
            lambda: self.show(not self.showing),
            checkable=True,
        )

    def actions(self) -> Mapping[str, Callable[[], None]]:
        """Return what it does by name."""
        return {"before": self._hold}

    def refresh(self) -> None:
        """Keep the words in their place."""
        if self.showing:
            self._place_chip()

    def step_back(self) -> bool:
        """Show what is worn again."""
        was_showing = self.showing
        self.show(False)
        return was_showing

    def close(self) -> None:
        """Stop listening."""
        self.show(False)

    def show(self, before: bool) -> None:
        """Show the camera's own picture, or the dressed one."""
        if before == self.showing:
            return
        self.showing = before
        self.button.setChecked(before)
        application = QCoreApplication.instance()
        if application is not None and not before:
            application.removeEventFilter(self)
        self._chip.setText(self.tr("Before"))
        self._chip.setVisible(before)
        self._place_chip()
        self.context.mirror.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let go with the key, and when another window comes to the front."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyRelease:
            if event.key() == self._key and not event.isAutoRepeat():
                self.show(False)
        elif event.type() == QEvent.Type.WindowDeactivate:
            self.show(False)
        return False

    def _hold(self) -> None:
        application = QCoreApplication.instance()
        if self.showing:
            self.show(False)  # it stayed since the menu
        elif application is not None:
            application.installEventFilter(self)
            self.show(True)

    def _place_chip(self) -> None:
        place = self.context.mirror.picture_rect()
        self._chip.put(place, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)

    def _picture(self, dressed: DressedFrame) -> BgrImage | None:
        return dressed.tracked.frame.image_bgr if self.showing else None
