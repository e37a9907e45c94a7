"""The bar on top: source, picture, recording, a few switches in words, a menu of the others."""

from collections.abc import Callable, Sequence
from functools import partial
from itertools import pairwise

from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QToolButton, QWidget

from tryon_ar.capture.discovery import SourceChoice
from tryon_ar.capture.opening import is_stream
from tryon_ar.gui import theme
from tryon_ar.gui.bar_switches import ON_BAR, BarButton, Switch, beside_icon, fill_menu
from tryon_ar.gui.language import keep_in_language
from tryon_ar.gui.record_button import RecordButton
from tryon_ar.gui.shortcuts import keys_of
from tryon_ar.gui.source_list import SourceList


class TopBar(QFrame):
    """Everything one presses that is not a garment.

    Parameters
    ----------
    sources : SourceList
        Cameras there are now, and the demo; asked when the menu opens.

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

    def __init__(self, sources: SourceList, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("bar")
        self._sources = sources
        self._spec = self._source_name = ""
        self.source = BarButton("camera")
        self.source.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.menu = QMenu(self.source)
        self.menu.aboutToShow.connect(self.fill_menu)
        self.source.setMenu(self.menu)
        self.snapshot = BarButton("snapshot")
        self.record = RecordButton()
        self.pause = BarButton("pause")
        self.pause.set_wordless(True)
        self.pause.setCheckable(True)
        self.pause.hide()
        self._switches: list[Switch] = []
        self.more = BarButton("more")
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.more_menu = QMenu(self.more)
        self.more_menu.aboutToShow.connect(self._fill_more)
        self.more.setMenu(self.more_menu)
        self._arrange()
        self.snapshot.clicked.connect(self.snapshot_asked)
        self.record.clicked.connect(self.record_asked)
        self.pause.clicked.connect(self.pause_asked)
        self._add_usual()
        keep_in_language(self, self._name)

    def add_switch(
        self,
        icon_name: str,
        say: Callable[[], str],
        action: str,
        pressed: Callable[[], None],
        *,
        checkable: bool = False,
    ) -> QAction:
        """Add something to press: in words on the bar where it is one of the few, else in its menu.

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
        entry = QAction(theme.icon(icon_name), "", self)
        entry.setCheckable(checkable)
        entry.triggered.connect(lambda _checked: pressed())
        key = action or icon_name
        button = self._place_on_bar(key, icon_name, entry) if key in ON_BAR else None
        self._switches.append(Switch(entry, say, action, key, button))
        self._switches[-1].name()
        walk = [self.pause, *(one.button for one in self._on_bar() if one.button), self.more]
        for one, following in pairwise(walk):
            QWidget.setTabOrder(one, following)
        self._fit_texts()
        return entry

    def button_of(self, action: str) -> QToolButton:
        """Return the button by which an action is reached now: its own, or the menu's."""
        shown = (one.button for one in self._switches if one.action == action and one.is_on_bar)
        return next((one for one in shown if one is not None), self.more)

    def _place_on_bar(self, key: str, icon_name: str, entry: QAction) -> QToolButton:
        """Return a button before those that go first where the bar gets narrow."""
        button = BarButton(icon_name)
        button.setDefaultAction(entry)
        placed = self._on_bar()
        later = [one.button for one in placed if ON_BAR.index(one.key) > ON_BAR.index(key)]
        behind = next((one for one in later if one is not None), self.more)
        self._row.insertWidget(self._row.indexOf(behind), button)
        return button

    def _on_bar(self) -> list[Switch]:
        """Return the switches that have a button, as they stand on the bar."""
        placed = [one for one in self._switches if one.button is not None]
        return sorted(placed, key=lambda one: ON_BAR.index(one.key))

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
        self.snapshot.setText(beside_icon(picture))
        _name_button(self.snapshot, picture, "snapshot")
        self.more.setText(beside_icon(self.tr("More")))
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
            switch.name()

    def _fill_more(self) -> None:
        fill_menu(self.more_menu, self._switches)

    def _name_source(self) -> None:
        name = _called(self._source_name) or self.tr("Source")
        metrics = self.source.fontMetrics()
        shown = metrics.elidedText(
            name, Qt.TextElideMode.ElideMiddle, metrics.averageCharWidth() * 26
        )
        self.source.setText(beside_icon(shown))
        full = self.tr("Source: {name}").format(name=name) if self._source_name else name
        self.source.setToolTip(full)
        self.source.setAccessibleName(full)

    def fill_menu(self) -> None:
        """List what there was to choose from, and what there is now as soon as that is known."""
        self._list(self._sources.known)
        self._sources.ask(self._list)

    def _list(self, choices: Sequence[SourceChoice]) -> None:
        self.menu.clear()
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
        """Find out anew what has room."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit_texts()
            QTimer.singleShot(0, self, self._fit_texts)  # once all buttons have their letters

    def _add_choice(self, choice: SourceChoice, icon_name: str) -> None:
        action = self.menu.addAction(theme.icon(icon_name), _called(choice.label))
        action.setCheckable(True)
        action.setChecked(choice.spec == self._spec)
        action.triggered.connect(lambda: self.source_chosen.emit(choice.spec))

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
        """Show words beside the icons, and the few switches, while there is room for them."""
        worded: tuple[BarButton | RecordButton, ...]
        worded = (self.source, self.snapshot, self.record, self.more)
        for button in worded:
            button.set_wordless(False)
        on_bar = [one.button for one in self._on_bar() if one.button is not None]
        for placed in on_bar:
            placed.show()
        shrinks: list[Callable[[], None]] = [
            partial(self.source.set_wordless, True),
            *(placed.hide for placed in reversed(on_bar)),
            *(partial(one.set_wordless, True) for one in (self.more, self.snapshot, self.record)),
        ]
        for shrink in shrinks:
            if self.minimumSizeHint().width() <= self.width():
                return
            shrink()


def _name_button(button: QToolButton, name: str, action: str) -> None:
    button.setAccessibleName(name)
    button.setToolTip(f"{name} ({keys_of(action)})" if action else name)


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
