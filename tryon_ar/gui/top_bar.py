"""The bar on top: source menu, picture, recording, and switches."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QToolButton, QWidget

from tryon_ar.capture.discovery import SourceChoice
from tryon_ar.capture.opening import is_stream
from tryon_ar.gui import theme
from tryon_ar.gui.language import keep_in_language
from tryon_ar.gui.shortcuts import keys_of


class RecordButton(QToolButton):
    """A ring with a dot; a square and the time while recording."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setCheckable(True)
        self._time = ""
        self._wordless = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        keep_in_language(self, self._name)

    def set_time(self, text: str) -> None:
        """Show a running time; an empty text means not recording."""
        self.setChecked(bool(text))  # a click has toggled it by itself
        if text == self._time:
            return
        self._time = text
        self._name()

    def _name(self) -> None:
        text = self._time
        recording = bool(text)
        name = self.tr("Stop recording") if recording else self.tr("Record")
        self.setAccessibleName(name)
        self.setToolTip(f"{name} ({keys_of('record')})")
        self.updateGeometry()
        self.update()

    def set_wordless(self, wordless: bool) -> None:
        """Leave the word away while not recording; the time always shows."""
        self._wordless = wordless
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the size of dot and text."""
        metrics = self.fontMetrics()
        side = round(metrics.height() * 2.1)
        text = self._shown_text()
        return QSize(side + (metrics.horizontalAdvance(text) + 18 if text else 0), side)

    def minimumSizeHint(self) -> QSize:
        """Return the same: nothing of it may be cut."""
        return self.sizeHint()

    def _shown_text(self) -> str:
        return self._time or ("" if self._wordless else self.tr("Record"))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint ring, dot or square, and text."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.underMouse() or self._time:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colours().line if self.underMouse() else theme.colours().raised)
            painter.drawRoundedRect(QRectF(self.rect()), 10, 10)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.colours().accent, 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 10, 10)
        letter = self.fontMetrics().height()
        centre = QPointF(10 + letter * 0.62, self.height() / 2)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.colours().text, 1.8))
        painter.drawEllipse(centre, letter * 0.58, letter * 0.58)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colours().record)
        if self._time:
            half = letter * 0.26
            painter.drawRoundedRect(
                QRectF(centre.x() - half, centre.y() - half, 2 * half, 2 * half), 2, 2
            )
        else:
            painter.drawEllipse(centre, letter * 0.38, letter * 0.38)
        painter.setPen(theme.colours().text)
        font = QFont(self.font())
        painter.setFont(font)
        text_left = round(centre.x() + letter * 0.58 + 9)
        painter.drawText(
            self.rect().adjusted(text_left, 0, 0, 0),
            int(Qt.AlignmentFlag.AlignVCenter),
            self._shown_text(),
        )
        painter.end()


class TopBar(QFrame):
    """Everything one presses that is not a garment.

    Parameters
    ----------
    list_sources : callable
        Cameras there are now, and the demo; called when the menu opens.

    Notes
    -----
    *Signals*: ``source_chosen(str)`` with a specification; ``file_asked`` and
    ``address_asked`` when the person wants to name one; the others say that their button
    was pressed.
    """

    source_chosen = Signal(str)
    file_asked = Signal()
    address_asked = Signal()
    snapshot_asked = Signal()
    record_asked = Signal()
    dressing_asked = Signal()
    mirror_asked = Signal()
    hud_asked = Signal()
    full_screen_asked = Signal()
    help_asked = Signal()

    def __init__(
        self, list_sources: Callable[[], Sequence[SourceChoice]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("bar")
        self._list_sources = list_sources
        self._spec = self._source_name = ""
        self.source = self._button("camera", text=True)
        self.source.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.menu = QMenu(self.source)
        self.menu.aboutToShow.connect(self.fill_menu)
        self.source.setMenu(self.menu)
        self.snapshot = self._button("snapshot", text=True)
        self.record = RecordButton()
        self.dressing = self._button("sliders")
        self.mirror = self._button("mirror")
        self.hud = self._button("figures")
        self.full_screen = self._button("fullscreen")
        self.help = self._button("help")
        self.mirror.setCheckable(True)
        self.mirror.setChecked(True)
        self.hud.setCheckable(True)
        self._connect()
        self._arrange()
        keep_in_language(self, self._name)

    def show_source(self, spec: str, name: str) -> None:
        """Name the source that plays."""
        if (spec, name) == (self._spec, self._source_name):
            return
        self._spec, self._source_name = spec, name
        self.source.setIcon(theme.icon(_icon_of(spec)))
        self._name_source()
        self._fit_texts()

    def _name(self) -> None:
        """Say the words of all buttons."""
        for button, name, action in (
            (self.snapshot, self.tr("Picture"), "snapshot"),
            (self.dressing, self.tr("How garments are worn"), "dressing"),
            (self.mirror, self.tr("Mirror the view"), "mirror"),
            (self.hud, self.tr("Figures"), "hud"),
            (self.full_screen, self.tr("Full screen"), "full_screen"),
            (self.help, self.tr("Help"), "help"),
        ):
            button.setText(_beside_icon(name))
            button.setAccessibleName(name)
            button.setToolTip(f"{name} ({keys_of(action)})")
        self._name_source()
        self._fit_texts()

    def _name_source(self) -> None:
        name = self._source_name or self.tr("Source")
        metrics = self.source.fontMetrics()
        shown = metrics.elidedText(
            name, Qt.TextElideMode.ElideMiddle, metrics.averageCharWidth() * 26
        )
        self.source.setText(_beside_icon(shown))
        full = self.tr("Source: {name}").format(name=name) if self._source_name else name
        self.source.setToolTip(full)
        self.source.setAccessibleName(full)

    def fill_menu(self) -> None:
        """List what there is to choose from now."""
        self.menu.clear()
        choices = self._list_sources()
        cameras = [choice for choice in choices if choice.spec != "demo"]
        for choice in cameras:
            self._add_choice(choice, "camera")
        if not cameras:
            self.menu.addAction(self.tr("No camera found")).setEnabled(False)
        self.menu.addSeparator()
        for choice in choices:
            if choice.spec == "demo":
                self._add_choice(choice, "demo")
        open_file = self.menu.addAction(theme.icon("file"), self.tr("Open video or picture…"))
        open_file.triggered.connect(self.file_asked)
        address = self.menu.addAction(theme.icon("stream"), self.tr("Stream address…"))
        address.triggered.connect(self.address_asked)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Drop the words when they do not fit."""
        super().resizeEvent(event)
        self._fit_texts()

    def _add_choice(self, choice: SourceChoice, icon_name: str) -> None:
        action = self.menu.addAction(theme.icon(icon_name), choice.label)
        action.setCheckable(True)
        action.setChecked(choice.spec == self._spec)
        action.triggered.connect(lambda: self.source_chosen.emit(choice.spec))

    def _button(self, icon_name: str, *, text: bool = False) -> QToolButton:
        button = QToolButton()
        button.setIcon(theme.icon(icon_name))
        button.setIconSize(theme.icon_size(self.fontMetrics().height()))
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        style = Qt.ToolButtonStyle.ToolButtonIconOnly
        if text:
            style = Qt.ToolButtonStyle.ToolButtonTextBesideIcon
        button.setToolButtonStyle(style)
        return button

    def _connect(self) -> None:
        for button, signal in (
            (self.snapshot, self.snapshot_asked),
            (self.record, self.record_asked),
            (self.dressing, self.dressing_asked),
            (self.mirror, self.mirror_asked),
            (self.hud, self.hud_asked),
            (self.full_screen, self.full_screen_asked),
            (self.help, self.help_asked),
        ):
            button.clicked.connect(signal)

    def _arrange(self) -> None:
        layout = QHBoxLayout(self)
        layout.setContentsMargins(10, 6, 10, 6)
        layout.setSpacing(6)
        layout.addWidget(self.source)
        layout.addStretch(1)
        layout.addWidget(self.snapshot)
        layout.addWidget(self.record)
        layout.addStretch(1)
        for button in (self.dressing, self.mirror, self.hud, self.full_screen, self.help):
            layout.addWidget(button)

    def _fit_texts(self) -> None:
        """Show words beside the icons, and all icons, while there is room for them."""
        with_words = Qt.ToolButtonStyle.ToolButtonTextBesideIcon
        without = Qt.ToolButtonStyle.ToolButtonIconOnly
        for button in (self.source, self.snapshot):
            button.setToolButtonStyle(with_words)
        self.record.set_wordless(False)
        self.hud.show()
        for shrink in (
            partial(self.snapshot.setToolButtonStyle, without),
            partial(self.source.setToolButtonStyle, without),
            partial(self.record.set_wordless, True),
            self.hud.hide,  # its key goes on working
        ):
            if self.minimumSizeHint().width() <= self.width():
                return
            shrink()


def _beside_icon(text: str) -> str:
    """Return the text with a little air between it and the icon before it."""
    return f" {text}"


def _icon_of(spec: str) -> str:
    """Return the icon of a source's kind."""
    if spec.startswith("demo"):
        return "demo"
    if is_stream(spec):
        return "stream"
    return "camera" if spec.startswith("camera") or spec.isdecimal() else "file"
