"""The gallery's small pictures in rows, newest first."""

from collections import deque
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QDateTime, QLocale, QMimeData, QRect, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QFont, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QListWidget,
    QListWidgetItem,
    QWidget,
)

from tryon_ar.gui import theme
from tryon_ar.gui.gallery_loader import Loaded
from tryon_ar.gui.gallery_picture import files_as_data, fitted
from tryon_ar.gui.language import keep_in_language
from tryon_ar.gui.sentences import said
from tryon_ar.recording.kept_files import KeptFile

_CELL_PX = QSize(176, 132)
_SPARE_PX = 12
_SMALL_A_TURN = 4
_FILE = Qt.ItemDataRole.UserRole
_READ = Qt.ItemDataRole.UserRole + 1


class GalleryGrid(QListWidget):
    """Pictures and videos to choose from: one or several, by mouse, finger or keyboard."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items: dict[Path, QListWidgetItem] = {}
        self._arrived: deque[Loaded] = deque()
        self._turn = QTimer(self)
        self._turn.setSingleShot(True)
        self._turn.setInterval(0)
        self._turn.timeout.connect(self._show_some)
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setMovement(QListView.Movement.Static)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setWordWrap(True)
        self.setIconSize(_CELL_PX)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        keep_in_language(self, self._name)

    def _name(self) -> None:
        self.setAccessibleName(self.tr("Pictures and videos"))
        for item in self._items.values():
            self._say(item)

    def show_files(self, files: Sequence[KeptFile]) -> list[KeptFile]:
        """Show these files; return those whose small pictures are still to be read."""
        chosen = {one.path for one in self.chosen()}
        known = {path: item.icon() for path, item in self._items.items() if not _is_blank(item)}
        blocked = self.blockSignals(True)
        self.clear()
        self._items = {}
        blank = self._blank()
        for file in files:
            item = QListWidgetItem()
            item.setData(_FILE, file)
            item.setIcon(known.get(file.path) or blank)
            item.setData(_READ, file.path in known)
            self._say(item)
            self.addItem(item)
            self._items[file.path] = item
            item.setSelected(file.path in chosen)
        self._fit_cells()
        self.blockSignals(blocked)
        self.itemSelectionChanged.emit()
        return [file for file in files if file.path not in known]

    def take_thumbnail(self, loaded: Loaded) -> None:
        """Show a small picture soon: a few a turn, however many come while the window is busy."""
        self._arrived.append(loaded)
        if not self._turn.isActive():
            self._turn.start()

    def _show_some(self) -> None:
        for _ in range(min(_SMALL_A_TURN, len(self._arrived))):
            self.show_thumbnail(self._arrived.popleft())
        if self._arrived:
            self._turn.start()

    def show_thumbnail(self, loaded: Loaded) -> None:
        """Show a small picture that was read."""
        item = self._items.get(loaded.path)
        if item is not None:
            picture = self._cell(loaded, _file_of(item).is_video)
            icon = QIcon(picture)
            icon.addPixmap(picture, QIcon.Mode.Selected)  # untinted: its colours matter
            item.setIcon(icon)
            item.setData(_READ, True)
            if loaded.problem:
                item.setToolTip(said(loaded.problem))

    def files(self) -> list[KeptFile]:
        """Return what is shown, in its order."""
        return [_file_of(self.item(row)) for row in range(self.count())]

    def chosen(self) -> list[KeptFile]:
        """Return what is selected, in the order shown."""
        rows = sorted(self.row(item) for item in self.selectedItems())
        return [_file_of(self.item(row)) for row in rows]

    def choose(self, path: Path) -> None:
        """Select a file alone and bring it into view."""
        item = self._items.get(path)
        if item is not None:
            self.setCurrentItem(item)
            self.scrollToItem(item)

    def mimeData(self, items: Sequence[QListWidgetItem]) -> QMimeData:
        """Return what is dragged out: the files themselves."""
        return files_as_data([_file_of(item).path for item in items])

    def supportedDropActions(self) -> Qt.DropAction:
        """Return that files are copied, never moved away."""
        return Qt.DropAction.CopyAction

    def _fit_cells(self) -> None:
        letters = self.fontMetrics().lineSpacing()
        self.setGridSize(_CELL_PX + QSize(2 * _SPARE_PX, round(2.2 * letters) + 2 * _SPARE_PX))

    def _say(self, item: QListWidgetItem) -> None:
        file = _file_of(item)
        saved = when(file)
        item.setText(saved)
        kind = self.tr("Video, {when}") if file.is_video else self.tr("Picture, {when}")
        item.setData(Qt.ItemDataRole.AccessibleTextRole, kind.format(when=saved))
        item.setToolTip(file.path.name)

    def _blank(self) -> QIcon:
        pixmap = QPixmap(_CELL_PX)
        pixmap.fill(theme.colours().raised)
        return QIcon(pixmap)

    def _cell(self, loaded: Loaded, is_video: bool) -> QPixmap:
        """Return a small picture on its ground; videos with a sign and their length."""
        ratio = self.devicePixelRatioF()
        pixmap = QPixmap(_CELL_PX * ratio)
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(theme.colours().raised)
        room = QRect(0, 0, _CELL_PX.width(), _CELL_PX.height())
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if loaded.image is None:
            side = 40
            sign = theme.icon_pixmap("warning", theme.colours().warning.name(), side)
            painter.drawPixmap(room.center().x() - side // 2, room.center().y() - side // 2, sign)
        else:
            painter.drawImage(fitted(loaded.image.size(), room), loaded.image)
        if is_video:
            self._paint_length(painter, room, loaded.seconds)
        painter.end()
        return pixmap

    def _paint_length(self, painter: QPainter, room: QRect, seconds: float) -> None:
        font = QFont(self.font())
        font.setBold(True)
        painter.setFont(font)
        text = clock(seconds) if seconds else ""
        height = painter.fontMetrics().height() + 4
        width = height + painter.fontMetrics().horizontalAdvance(text) + (10 if text else 4)
        box = QRect(room.left() + 6, room.bottom() - height - 5, width, height)
        ground = QColor(theme.colours().canvas)
        ground.setAlphaF(0.85)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(box, height / 2, height / 2)
        sign = theme.icon_pixmap("play", theme.colours().text.name(), 64)
        painter.drawPixmap(QRect(box.left() + 4, box.top() + 2, height - 4, height - 4), sign)
        painter.setPen(theme.colours().text)
        words = box.adjusted(height, 0, 0, 0)
        painter.drawText(
            words, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), text
        )


def when(file: KeptFile) -> str:
    """Return when a file was saved, as people of the language write it."""
    time = QDateTime.fromSecsSinceEpoch(round(file.saved_s))
    return QLocale().toString(time, QLocale.FormatType.ShortFormat)


def clock(seconds: float) -> str:
    """Return a length as minutes and seconds.

    Examples
    --------
    >>> clock(65.2)
    '1:05'
    """
    whole = max(round(seconds), 0)
    return f"{whole // 60}:{whole % 60:02d}"


def _file_of(item: QListWidgetItem) -> KeptFile:
    file = item.data(_FILE)
    assert isinstance(file, KeptFile)
    return file


def _is_blank(item: QListWidgetItem) -> bool:
    return not item.data(_READ)
