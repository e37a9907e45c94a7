"""Trying garments on a photo: what shows then, saving it, and the way back to the camera."""

from PySide6.QtCore import QEvent, QObject, Qt

from tryon_ar.capture.opening import is_camera, is_stream
from tryon_ar.gui.compare_chips import MARGIN_PX, ChipButton
from tryon_ar.gui.features.feature import Feature, WindowContext
from tryon_ar.gui.features.pictures import Pictures
from tryon_ar.gui.features.sources import Sources, usual_source


class PhotoMode(Feature):
    """Two buttons on a photo that plays: save it dressed, and back to the camera.

    The photo shows as it was taken, not mirrored, and is saved with all its pixels.

    Parameters
    ----------
    context : WindowContext
    sources : Sources
        What plays; asked for the source of before.
    pictures : Pictures
        Saves the photo, by the button as by the key for pictures.
    """

    def __init__(self, context: WindowContext, sources: Sources, pictures: Pictures) -> None:
        super().__init__(context)
        self._sources = sources
        self._pictures = pictures
        self._before = ""
        self.shows = False
        self.back_button = ChipButton(context.mirror)
        self.back_button.clicked.connect(self.back)
        self.save_button = ChipButton(context.mirror)
        self.save_button.clicked.connect(self.save)
        for button in (self.back_button, self.save_button):
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            button.hide()
        context.mirror.installEventFilter(self)

    def refresh(self) -> None:
        """Notice that a photo plays, or that none does any more."""
        session = self.context.session
        info = session.source_info
        if info is None:
            return
        if info.kind != "photo" and self._is_to_come_back():
            self._before = self._sources.asked
        if (info.kind == "photo") != self.shows:
            self._show(info.kind == "photo")
        if self.shows:
            self._place()

    def step_back(self) -> bool:
        """Go back to what played before the photo."""
        if not self.shows or not self._before:
            return False
        self.back()
        return True

    def close(self) -> None:
        """Watch the mirror no more."""
        self.context.mirror.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the buttons in their place."""
        if event.type() == QEvent.Type.Resize and self.shows:
            self._place()
        return False

    def back(self) -> None:
        """Play what played before the photo, the usual camera where nothing did."""
        kept = self.context.settings.current.mirror.source
        usual = self._before or usual_source(kept, self.context.source_list.known)
        self._show(False)
        self._sources.play(usual)

    def save(self) -> None:
        """Save the dressed photo with all its pixels beside the person's pictures."""
        self._pictures.save_still()

    def _is_to_come_back(self) -> bool:
        """Whether what was asked for last is no photo on its way to be shown.

        It need not be what plays: that may be the demo, while the camera cannot be used.
        """
        asked = self._sources.asked
        return asked == self.context.session.source_spec or is_camera(asked) or is_stream(asked)

    def _show(self, shown: bool) -> None:
        self.shows = shown
        mirrored = self.context.settings.current.mirror.mirrored and not shown
        self.context.mirror.set_mirrored(mirrored)
        self.context.bar.mirror.setChecked(mirrored)
        for button in (self.back_button, self.save_button):
            button.setVisible(shown and not self.context.options.kiosk)
        self._place()

    def _place(self) -> None:
        """Lie at the top of the view, one below the other where there is no room beside."""
        area = self.context.mirror.rect()
        buttons = self.back_button, self.save_button
        self.back_button.say(self.tr("Back to the camera"), area.width(), self.tr("Back"))
        self.save_button.say(self.tr("Save this photo"), area.width(), self.tr("Save"))
        top, left, right = (
            Qt.AlignmentFlag.AlignTop,
            Qt.AlignmentFlag.AlignLeft,
            Qt.AlignmentFlag.AlignRight,
        )
        self.back_button.put(area, top | left)
        if sum(one.sizeHint().width() for one in buttons) + 4 * MARGIN_PX > area.width():
            below = area.adjusted(0, self.back_button.geometry().bottom(), 0, 0)
            self.save_button.put(below, top | left)
        else:
            self.save_button.put(area, top | right)
