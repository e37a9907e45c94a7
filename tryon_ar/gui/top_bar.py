"""The bar on top: source menu, picture, recording, and switches."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QCoreApplication, QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QToolButton, QWidget

from tryon_ar.capture.discovery import SourceChoice
from tryon_ar.capture.opening import is_stream
from tryon_ar.gui import theme
from tryon_ar.gui.language import keep_in_language
from tryon_ar.gui.record_button import RecordButton
from tryon_ar.gui.shortcuts import keys_of

# Full screen, settings and help stay last, whatever features add.
_STAYING = 3


@dataclass(frozen=True, slots=True, eq=False)
class _Switch:
    """A button at the right, and what it is called."""

    button: QToolButton
    icon_name: str
    say: Callable[[], str]
    action: str


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
    pause_asked = Signal()
    dressing_asked = Signal()
    mirror_asked = Signal()
    hud_asked = Signal()
    full_screen_asked = Signal()
    settings_asked = Signal()
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
        self.pause = self._button("pause")
        self.pause.setCheckable(True)
        self.pause.hide()
        self._switches: list[_Switch] = []
        self.more = self._button("more")
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._more_menu = QMenu(self.more)
        self._more_menu.aboutToShow.connect(self._fill_more)
        self.more.setMenu(self._more_menu)
        self._arrange()
        self.snapshot.clicked.connect(self.snapshot_asked)
        self.record.clicked.connect(self.record_asked)
        self.pause.clicked.connect(self.pause_asked)
        self._usual_added = False
        self._add_usual()
        self._usual_added = True
        keep_in_language(self, self._name)

    def add_switch(
        self,
        icon_name: str,
        say: Callable[[], str],
        action: str,
        pressed: Callable[[], None],
        *,
        checkable: bool = False,
    ) -> QToolButton:
        """Add a button at the right; where there is no room for it, it moves into a menu.

        Parameters
        ----------
        icon_name : str
            One of our icons.
        say : callable
            Its name in the language that holds.
        action : str
            The action of :data:`shortcuts.SHORTCUTS` that does the same; "" where none does.
        pressed : callable
            What it does.
        checkable : bool
            Whether it shows a state; whoever added it keeps that true.
        """
        button = self._button(icon_name)
        button.setCheckable(checkable)
        button.clicked.connect(lambda _checked: pressed())
        last = self._switches[-_STAYING:][0].button if self._usual_added else self.more
        at = len(self._switches) - (_STAYING if self._usual_added else 0)
        self._switches.insert(at, _Switch(button, icon_name, say, action))
        self._row.insertWidget(self._row.indexOf(last), button)
        if self._usual_added:
            QWidget.setTabOrder(self._switches[at - 1].button, button)
            QWidget.setTabOrder(button, last)
        self._name_switches()
        self._fit_texts()
        return button

    def _add_usual(self) -> None:
        self.dressing = self.add_switch(
            "sliders",
            lambda: self.tr("How garments are worn"),
            "dressing",
            self.dressing_asked.emit,
        )
        self.mirror = self.add_switch(
            "mirror",
            lambda: self.tr("Mirror the view"),
            "mirror",
            self.mirror_asked.emit,
            checkable=True,
        )
        self.mirror.setChecked(True)
        self.hud = self.add_switch(
            "figures", lambda: self.tr("Figures"), "hud", self.hud_asked.emit, checkable=True
        )
        self.full_screen = self.add_switch(
            "fullscreen", lambda: self.tr("Full screen"), "full_screen", self.full_screen_asked.emit
        )
        self.settings = self.add_switch(
            "settings", lambda: self.tr("Settings"), "settings", self.settings_asked.emit
        )
        self.help = self.add_switch("help", lambda: self.tr("Help"), "help", self.help_asked.emit)

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
        picture = self.tr("Picture")
        self.snapshot.setText(_beside_icon(picture))
        _name_button(self.snapshot, picture, "snapshot")
        _name_button(self.more, self.tr("More"), "")
        self._name_pause()
        self._name_switches()
        self._name_source()
        self._fit_texts()

    def show_pause(self, shown: bool, *, paused: bool) -> None:
        """Show the button that pauses a recording, and whether it is paused."""
        if paused != self.pause.isChecked():
            self.pause.setChecked(paused)
        self._name_pause()
        if shown == self.pause.isHidden():
            self.pause.setVisible(shown)
            self._fit_texts()

    def _name_pause(self) -> None:
        paused = self.pause.isChecked()
        name = self.tr("Go on recording") if paused else self.tr("Pause recording")
        _name_button(self.pause, name, "pause_recording")

    def _name_switches(self) -> None:
        for switch in self._switches:
            _name_button(switch.button, switch.say(), switch.action)

    def _fill_more(self) -> None:
        """List the switches that have no room on the bar."""
        self._more_menu.clear()
        for switch in self._switches:
            if switch.button.isHidden():
                keys = f"\t{keys_of(switch.action)}" if switch.action else ""
                entry = self._more_menu.addAction(
                    theme.icon(switch.icon_name), switch.say() + keys, switch.button.click
                )
                entry.setCheckable(switch.button.isCheckable())
                entry.setChecked(switch.button.isChecked())

    def _name_source(self) -> None:
        name = _called(self._source_name) or self.tr("Source")
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

    def changeEvent(self, event: QEvent) -> None:
        """Keep icons as large as the letters."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            for button in self.findChildren(QToolButton):
                button.setIconSize(theme.icon_size(self.fontMetrics().height()))
            self._fit_texts()

    def _add_choice(self, choice: SourceChoice, icon_name: str) -> None:
        action = self.menu.addAction(theme.icon(icon_name), _called(choice.label))
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

    def _arrange(self) -> None:
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(10, 6, 10, 6)
        self._row.setSpacing(6)
        self._row.addWidget(self.source)
        self._row.addStretch(1)
        self._row.addWidget(self.snapshot)
        self._row.addWidget(self.record)
        self._row.addWidget(self.pause)
        self._row.addStretch(1)
        self._row.addWidget(self.more)

    def _fit_texts(self) -> None:
        """Show words beside the icons, and all switches, while there is room for them."""
        with_words = Qt.ToolButtonStyle.ToolButtonTextBesideIcon
        without = Qt.ToolButtonStyle.ToolButtonIconOnly
        for button in (self.source, self.snapshot):
            button.setToolButtonStyle(with_words)
        self.record.set_wordless(False)
        self.more.hide()
        for switch in self._switches:
            switch.button.show()
        shrinks: list[Callable[[], None]] = [
            partial(self.snapshot.setToolButtonStyle, without),
            partial(self.source.setToolButtonStyle, without),
            partial(self.record.set_wordless, True),
            self.more.show,
            # Those before the last are the rarer ones; help stays to the end.
            *(switch.button.hide for switch in reversed(self._switches[:-1])),
            *(switch.button.hide for switch in self._switches[-1:]),
        ]
        for shrink in shrinks:
            if self.minimumSizeHint().width() <= self.width():
                return
            shrink()


def _name_button(button: QToolButton, name: str, action: str) -> None:
    button.setAccessibleName(name)
    button.setToolTip(f"{name} ({keys_of(action)})" if action else name)


def _beside_icon(text: str) -> str:
    """Return the text with a little air between it and the icon before it."""
    return f" {text}"


def _called(source_name: str) -> str:
    """Return a source's name in the window's language; cameras and files have only one."""
    names = {"Demo": QCoreApplication.translate("sources", "Demo")}
    return names.get(source_name, source_name)


def _icon_of(spec: str) -> str:
    """Return the icon of a source's kind."""
    if spec.startswith("demo"):
        return "demo"
    if is_stream(spec):
        return "stream"
    return "camera" if spec.startswith("camera") or spec.isdecimal() else "file"
