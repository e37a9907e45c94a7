"""One file of the gallery, large: a picture, or a video that plays."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from tryon_ar.gui import theme
from tryon_ar.gui.gallery_grid import when
from tryon_ar.gui.gallery_loader import Loaded
from tryon_ar.gui.gallery_picture import GalleryPicture
from tryon_ar.gui.gallery_player import GalleryPlayer
from tryon_ar.gui.language import keep_in_language
from tryon_ar.gui.sentences import said
from tryon_ar.recording.kept_files import KeptFile


class GalleryViewer(QWidget):
    """Shows a file with what comes before and after it a press away.

    Notes
    -----
    *Signals*: ``step_asked(int)``, -1 or 1; ``wanted(KeptFile)`` when its large picture is to
    be read.
    """

    step_asked = Signal(int)
    wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.file: KeptFile | None = None
        self._player: GalleryPlayer | None = None
        self._awaits_picture = False
        self.picture = GalleryPicture()
        self.picture.pressed.connect(self.toggle_playing)
        self.previous = self._button("previous", lambda: self.step_asked.emit(-1))
        self.next = self._button("next", lambda: self.step_asked.emit(1))
        self.play = self._button("play", self.toggle_playing)
        self.caption = QLabel()
        self.caption.setTextFormat(Qt.TextFormat.PlainText)
        self.caption.setWordWrap(True)
        self.caption.setAlignment(Qt.AlignmentFlag.AlignCenter)
        below = QHBoxLayout()
        below.addWidget(self.previous)
        below.addWidget(self.play)
        below.addWidget(self.caption, 1)
        below.addWidget(self.next)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.picture, 1)
        layout.addLayout(below)
        keep_in_language(self, self._name)

    def show_file(self, file: KeptFile, place: int, count: int) -> None:
        """Show a file, the ``place``-th of ``count``."""
        self.stop()
        self.file = file
        self.previous.setEnabled(place > 0)
        self.next.setEnabled(place < count - 1)
        text = self.tr("{place} of {count} · {when}")
        self.caption.setText(text.format(place=place + 1, count=count, when=when(file)))
        self.picture.setAccessibleName(file.path.name)
        self.play.setVisible(file.is_video)
        self.picture.show_image(
            None, file.path, self.tr("Opening {name}…").format(name=file.path.name)
        )
        self._want(file)

    def show_loaded(self, loaded: Loaded) -> None:
        """Show the large picture that was read, if it is still wanted."""
        if self.file is None or loaded.path != self.file.path or not self._awaits_picture:
            return
        self.picture.show_image(loaded.image, loaded.path, said(loaded.problem))

    @property
    def playing(self) -> bool:
        """Whether a video plays, or is paused on its way."""
        return self._player is not None

    def toggle_playing(self) -> None:
        """Play the video, pause it, or go on with it; pictures have nothing to play."""
        if self.file is None or not self.file.is_video:
            return
        if self._player is None:
            queued = Qt.ConnectionType.QueuedConnection
            self._awaits_picture = False  # a late one would cover why it could not be played
            self._player = GalleryPlayer(self.file.path)
            self._player.frame_ready.connect(self._show_frame, queued)
            self._player.ended.connect(self._end, queued)
            self._player.start()
        else:
            self._player.set_paused(not self._player.paused)
        self._name_play()

    def stop(self) -> None:
        """Play no more."""
        if self._player is not None:
            self._player.stop()
            self._player = None
            self._name_play()

    def _want(self, file: KeptFile) -> None:
        self._awaits_picture = True
        self.wanted.emit(file)

    def _show_frame(self) -> None:
        if self._player is None or self.file is None:
            return
        image = self._player.take()
        if image is not None:
            self.picture.show_image(image, self.file.path)

    def _end(self, problem: str) -> None:
        if self._player is None or self.sender() is not self._player:
            return  # of a video that was left
        self.stop()
        if problem and self.file is not None:
            self.picture.show_image(None, self.file.path, said(problem))
        elif self.file is not None:
            self._want(self.file)  # its first picture again

    def _name(self) -> None:
        self.previous.setAccessibleName(self.tr("Previous"))
        self.next.setAccessibleName(self.tr("Next"))
        for button in (self.previous, self.next):
            button.setToolTip(button.accessibleName())
        self._name_play()

    def _name_play(self) -> None:
        runs = self._player is not None and not self._player.paused
        self.play.setIcon(theme.icon("pause" if runs else "play"))
        name = self.tr("Pause") if runs else self.tr("Play, without sound")
        self.play.setAccessibleName(name)
        self.play.setToolTip(name)

    def _button(self, icon_name: str, pressed: Callable[[], None]) -> QToolButton:
        button = QToolButton()
        button.setObjectName("step")
        button.setIcon(theme.icon(icon_name))
        theme.fit_icon(button)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.clicked.connect(lambda _checked: pressed())
        return button
