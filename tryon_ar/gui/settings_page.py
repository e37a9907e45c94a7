"""The settings page: all that was declared, a section a page, applied at once."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from tryon_ar.core.errors import SettingsError
from tryon_ar.core.settings.declared import Declared, declared_settings
from tryon_ar.core.settings.file import SettingsFile
from tryon_ar.gui import following
from tryon_ar.gui.choice_box import ChoiceBox
from tryon_ar.gui.language import keep_in_language
from tryon_ar.gui.scrolling import scrolling
from tryon_ar.gui.sentences import said
from tryon_ar.gui.setting_control import Offer, SettingControl, Value
from tryon_ar.gui.setting_names import run_text, section_name, text_of, title_of

HIDDEN = frozenset({"start"})  # what the program remembers by itself
_ROWS_EACH = 4
_COMFORT = 1.3  # of the least width of a page: titles break into few lines
_MARGINS_PX = 60
Offers = Mapping[str, Callable[[], Sequence[Offer]]]


class SettingsPage(QDialog):
    """Every setting, in the window's own language, with its meaning beside it.

    Parameters
    ----------
    settings : SettingsFile
        Read, changed and listened to.
    parent : QWidget, optional
        The window it belongs to; it stays usable meanwhile.
    offers : mapping of str to callable, optional
        By key of a setting, what returns the values there are now and their names.

    Notes
    -----
    *Signals*: ``stored_asked`` when the page of what is stored is wanted.

    Not modal, so that what a change does is seen at once. GUI thread only; changes made by
    others arrive by a signal, and files are written by another thread. A section is made when
    it is turned to: all of them at once would keep the mirror still for four frames.
    """

    stored_asked = Signal()
    _changed = Signal(object)
    _failed = Signal(str)

    def __init__(
        self, settings: SettingsFile, parent: QWidget | None = None, offers: Offers | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._settings = settings
        self._offers = dict(offers or {})
        self._controls: dict[str, SettingControl] = {}
        self._of_run: dict[str, QLabel] = {}
        self._before: dict[str, Value] = {}  # of a section just given its usual values
        self._groups = _sections()
        self._sections = list(self._groups)
        self.sections = QListWidget()
        self.section_choice = ChoiceBox()
        self.pages = QStackedWidget()
        self._renewal = QTimer(self)
        self._renewal.setSingleShot(True)
        self._renewal.setInterval(0)
        self._renewal.timeout.connect(self._rebuild)
        self._problem = QLabel()
        self._problem.setObjectName("problem")
        self._problem.setWordWrap(True)
        self._problem.hide()
        self._reset = QPushButton()
        self._reset.clicked.connect(self._reset_section)
        self.stored = QPushButton()
        self.stored.setAutoDefault(False)
        self.stored.clicked.connect(self.stored_asked)
        self._close = QPushButton()
        self._close.setObjectName("primary")
        self._close.clicked.connect(self.accept)
        # Else Qt gives Return in any field to the first: all of the section as usual again.
        self._reset.setAutoDefault(False)
        self._close.setAutoDefault(False)
        self._arrange()
        self._rebuild()
        self._connect()

    def control(self, key: str) -> SettingControl:
        """Return the control of a setting."""
        self._make(self._sections.index(key.partition(".")[0]))
        return self._controls[key]

    def tell(self, problem: str) -> None:
        """Say what went wrong, until the next setting is chosen; nothing without words."""
        self._problem.setText(said(problem))
        self._problem.setVisible(bool(problem))

    def changeEvent(self, event: QEvent) -> None:
        """Say all settings anew in another language, and make room for larger letters."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            # Qt tells a dialog twice, once by its parent; and the parent has much to say now.
            self._renewal.start()
        elif event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the sections above the page where there is no room beside it."""
        super().resizeEvent(event)
        self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        """Measure again: only what shows has its style."""
        super().showEvent(event)
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press the button in focus on Return, and no other: in a field it ends the typing."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
            return
        focused = self.focusWidget()
        if isinstance(focused, QPushButton):
            focused.click()

    def _connect(self) -> None:
        self.sections.currentRowChanged.connect(self._turn_to)
        self.section_choice.activated.connect(self._turn_to)
        self._changed.connect(self._show)
        self._failed.connect(self.tell)
        stop = self._settings.listen(self._changed.emit)
        self.finished.connect(lambda _result: stop())
        keep_in_language(self, self._name)

    def _arrange(self) -> None:
        buttons = QHBoxLayout()
        buttons.addWidget(self._reset)
        buttons.addStretch(1)
        buttons.addWidget(self._close)
        right = QVBoxLayout()
        right.addWidget(self.section_choice)
        right.addWidget(self.pages, 1)
        right.addWidget(self._problem)
        right.addWidget(self.stored, 0, Qt.AlignmentFlag.AlignLeading)
        right.addLayout(buttons)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(16, 16, 16, 16)
        self._row.setSpacing(16)
        self._row.addWidget(self.sections)
        self.sections.hide()  # until there is room for certain: the window would grow for them
        self._row.addLayout(right, 1)

    def _fit(self) -> None:
        if not self.isVisible():
            return  # its width is not known yet
        beside = self.sections.sizeHintForColumn(0) + 36
        self.sections.setFixedWidth(beside)
        contents = [area.widget() for area in self.pages.findChildren(QScrollArea)]
        least = [one.minimumSizeHint().width() for one in contents if one is not None]
        narrow = self.width() < beside + max(least, default=0) * _COMFORT + _MARGINS_PX
        self.sections.setVisible(not narrow)
        self.section_choice.setVisible(narrow)

    def _turn_to(self, row: int) -> None:
        row = max(row, 0)
        self._keep_usual()
        self.sections.setCurrentRow(row)
        self.section_choice.setCurrentIndex(row)
        self._make(row)
        self.pages.setCurrentIndex(row)
        self._fit()  # only what shows has its style, and with it its width

    def _rebuild(self) -> None:
        row = self.pages.currentIndex()
        while (page := self.pages.widget(0)) is not None:
            self.pages.removeWidget(page)
            page.deleteLater()
        self._controls.clear()
        self._of_run.clear()
        names = [section_name(section) for section in self._sections]
        blockers = QSignalBlocker(self.sections), QSignalBlocker(self.section_choice)
        self.sections.clear()
        self.sections.addItems(names)
        self.section_choice.clear()
        self.section_choice.addItems(names)
        for blocker in blockers:
            blocker.unblock()
        for _ in self._sections:
            self.pages.addWidget(scrolling())
        self._turn_to(row)

    def _make(self, row: int) -> None:
        """Fill the page of a section, if it is not yet."""
        area = self.pages.widget(row)
        if isinstance(area, QScrollArea) and area.widget() is None:
            area.setWidget(self._content(self._groups[self._sections[row]]))
            self._show()

    def _content(self, members: list[Declared]) -> QWidget:
        content = QWidget()
        grid = QGridLayout(content)
        grid.setContentsMargins(4, 4, 12, 4)
        grid.setHorizontalSpacing(18)
        grid.setVerticalSpacing(2)
        for number, declared in enumerate(members):
            self._add_row(grid, _ROWS_EACH * number, declared)
        grid.setRowStretch(_ROWS_EACH * len(members), 1)
        grid.setColumnStretch(0, 1)
        return content

    def _add_row(self, grid: QGridLayout, row: int, declared: Declared) -> None:
        offered = self._offers.get(declared.key)
        control = SettingControl(declared, offered() if offered else (), self)
        control.chosen.connect(lambda value: self._choose(declared.key, value))
        self._controls[declared.key] = control
        title = _Title(title_of(declared), control.widget)
        grid.addWidget(title, row, 0)
        at_end = Qt.AlignmentFlag.AlignRight if declared.kind is bool else Qt.AlignmentFlag(0)
        grid.addWidget(control.placed, row, 1, at_end)
        about = _wrapped(text_of(declared), "muted")
        grid.addWidget(about, row + 1, 0, 1, 2)
        of_run = _wrapped(run_text(declared), "of_run")
        self._of_run[declared.key] = of_run
        grid.addWidget(of_run, row + 2, 0, 1, 2)
        grid.setRowMinimumHeight(row + 3, self.fontMetrics().height())

    def _name(self) -> None:
        self.setWindowTitle(self.tr("Settings"))
        self.sections.setAccessibleName(self.tr("Sections"))
        self.section_choice.setAccessibleName(self.tr("Sections"))
        self._name_reset()
        self.stored.setText(self.tr("What is stored…"))
        self._close.setText(self.tr("Close"))

    def _name_reset(self) -> None:
        text = self.tr("Usual values")
        tip = self.tr("Give everything in this section its usual value again")
        if self._before:
            text, tip = self.tr("Undo"), self.tr("Have everything as it was before")
        self._reset.setText(text)
        self._reset.setToolTip(tip)

    def _show(self) -> None:
        """Show what holds: what another thread tells may come after a newer choice of this one."""
        for key, control in self._controls.items():
            control.show_value(self._settings.current.value_of(key))
            self._of_run[key].setVisible(key in self._settings.overridden)

    def _choose(self, key: str, value: Value) -> None:
        self.tell("")
        self._keep_usual()
        try:
            following.choose(self._settings, key, value, self._failed.emit)
        except SettingsError as error:
            self.tell(str(error))
            self._show()

    def _reset_section(self) -> None:
        """Choose the usual values, or, pressed again at once, those of before."""
        self.tell("")
        chosen, self._before = self._before, {}
        if not chosen:
            members = self._groups[self._sections[self.pages.currentIndex()]]
            before = {one.key: self._settings.current.value_of(one.key) for one in members}
            chosen = {one.key: one.default for one in members}
            self._before = {} if before == chosen else before
        for key, value in chosen.items():
            self._settings.choose(key, value)
        following.keep(self._settings, self._failed.emit)
        self._name_reset()

    def _keep_usual(self) -> None:
        """Offer the values of before no more."""
        self._before = {}
        self._name_reset()


class _Title(QLabel):
    """The name of a setting; pressing it is pressing its control."""

    def __init__(self, text: str, control: QWidget) -> None:
        super().__init__(text)
        self.setWordWrap(True)
        self.setBuddy(control)
        self._control = control

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Turn a check over; go to any other control."""
        super().mouseReleaseEvent(event)
        self._control.setFocus(Qt.FocusReason.MouseFocusReason)
        if isinstance(self._control, QAbstractButton):
            self._control.click()


def _sections() -> dict[str, list[Declared]]:
    """Return the settings that are shown, by their section."""
    groups: dict[str, list[Declared]] = {}
    for declared in declared_settings():
        groups.setdefault(declared.key.partition(".")[0], []).append(declared)
    return {name: members for name, members in groups.items() if name not in HIDDEN}


def _wrapped(text: str, name: str = "") -> QLabel:
    label = QLabel(text)
    label.setObjectName(name)
    label.setWordWrap(True)
    return label
