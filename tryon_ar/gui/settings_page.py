"""The settings page: all that was declared, a section a page, applied at once."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
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
from tryon_ar.core.settings.declared import Declared, Settings, declared_settings
from tryon_ar.core.settings.file import SettingsFile
from tryon_ar.gui.language import keep_in_language
from tryon_ar.gui.sentences import said
from tryon_ar.gui.setting_control import SettingControl, Value
from tryon_ar.gui.setting_names import section_name, text_of, title_of

HIDDEN = frozenset({"start"})  # what the program remembers by itself


class SettingsPage(QDialog):
    """Every setting, in the window's own language, with its meaning beside it.

    Parameters
    ----------
    settings : SettingsFile
        Read, changed and listened to.
    parent : QWidget, optional
        The window it belongs to; it stays usable meanwhile.

    Notes
    -----
    Not modal, so that what a change does is seen at once. GUI thread only; changes made by
    others arrive by a signal.
    """

    _changed = Signal(object)

    def __init__(self, settings: SettingsFile, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._settings = settings
        self._controls: dict[str, SettingControl] = {}
        self._sections: list[str] = []
        self.sections = QListWidget()
        self.pages = QStackedWidget()
        self._problem = QLabel()
        self._problem.setObjectName("problem")
        self._problem.setWordWrap(True)
        self._problem.hide()
        self._reset = QPushButton()
        self._reset.clicked.connect(self._reset_section)
        self._close = QPushButton()
        self._close.setObjectName("primary")
        self._close.clicked.connect(self.accept)
        self.sections.currentRowChanged.connect(self.pages.setCurrentIndex)
        self._arrange()
        self._rebuild()
        keep_in_language(self, self._name)
        self._changed.connect(self._show)
        stop = settings.listen(self._changed.emit)
        self.finished.connect(lambda _result: stop())

    def control(self, key: str) -> SettingControl:
        """Return the control of a setting."""
        return self._controls[key]

    def changeEvent(self, event: QEvent) -> None:
        """Say all settings anew in another language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._rebuild()

    def _arrange(self) -> None:
        buttons = QHBoxLayout()
        buttons.addWidget(self._reset)
        buttons.addStretch(1)
        buttons.addWidget(self._close)
        right = QVBoxLayout()
        right.addWidget(self.pages, 1)
        right.addWidget(self._problem)
        right.addLayout(buttons)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(16)
        layout.addWidget(self.sections)
        layout.addLayout(right, 1)

    def _rebuild(self) -> None:
        row = max(self.sections.currentRow(), 0)
        while (page := self.pages.widget(0)) is not None:
            self.pages.removeWidget(page)
            page.deleteLater()
        self.sections.clear()
        groups: dict[str, list[Declared]] = {}
        for declared in declared_settings():
            groups.setdefault(declared.key.partition(".")[0], []).append(declared)
        self._sections = [section for section in groups if section not in HIDDEN]
        for section in self._sections:
            self.sections.addItem(section_name(section))
            self.pages.addWidget(self._page(groups[section]))
        self.sections.setFixedWidth(self.sections.sizeHintForColumn(0) + 36)
        self.sections.setCurrentRow(row)
        self._show(self._settings.current)

    def _page(self, members: list[Declared]) -> QScrollArea:
        content = QWidget()
        grid = QGridLayout(content)
        grid.setContentsMargins(4, 4, 12, 4)
        grid.setHorizontalSpacing(18)
        grid.setVerticalSpacing(2)
        for number, declared in enumerate(members):
            self._add_row(grid, 3 * number, declared)
        grid.setRowStretch(3 * len(members), 1)
        grid.setColumnStretch(0, 1)
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(content)
        return area

    def _add_row(self, grid: QGridLayout, row: int, declared: Declared) -> None:
        control = SettingControl(declared, self)
        control.chosen.connect(lambda value: self._choose(declared.key, value))
        self._controls[declared.key] = control
        if declared.kind is bool:
            grid.addWidget(control.widget, row, 0, 1, 2)
        else:
            title = QLabel(title_of(declared))
            title.setBuddy(control.widget)
            grid.addWidget(title, row, 0)
            grid.addWidget(control.widget, row, 1)
        about = QLabel(text_of(declared))
        about.setObjectName("muted")
        about.setWordWrap(True)
        grid.addWidget(about, row + 1, 0, 1, 2)
        grid.setRowMinimumHeight(row + 2, 14)

    def _name(self) -> None:
        self.setWindowTitle(self.tr("Settings"))
        self.sections.setAccessibleName(self.tr("Sections"))
        self._reset.setText(self.tr("Usual values"))
        self._reset.setToolTip(self.tr("Give everything in this section its usual value again"))
        self._close.setText(self.tr("Close"))

    def _show(self, settings: Settings) -> None:
        for key, control in self._controls.items():
            control.show_value(settings.value_of(key))

    def _choose(self, key: str, value: Value) -> None:
        try:
            self._settings.change(key, value)
        except SettingsError as error:
            self._tell(str(error))
            self._show(self._settings.current)
        else:
            self._tell("")

    def _reset_section(self) -> None:
        section = self._sections[self.sections.currentRow()]
        try:
            for key in self._controls:
                if key.startswith(section + "."):
                    self._settings.reset(key)
        except SettingsError as error:
            self._tell(str(error))

    def _tell(self, problem: str) -> None:
        self._problem.setText(said(problem))
        self._problem.setVisible(bool(problem))
