"""What the welcome shows, step by step: camera, speed, privacy, first garment."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QIcon, QResizeEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from tryon_ar.capture.discovery import SourceChoice
from tryon_ar.core.paths import (
    garment_library_folder,
    pictures_folder,
    user_config_folder,
    videos_folder,
)
from tryon_ar.gui.choice_box import ChoiceBox
from tryon_ar.gui.closet import ShelfItem
from tryon_ar.gui.language import keep_in_language
from tryon_ar.gui.welcome_samples import samples
from tryon_ar.gui.wrapped_label import breakable, wrapped
from tryon_ar.runtime.speed_test import LARGE_WIDTH_PX, POOR_FPS, Verdict

_TITLE_SCALES = (1.5, 1.1, 0.85)
_NARROW_LETTERS = 30
_THUMBNAIL_LETTERS = 15


class Step(QWidget):
    """One step: its words, and below them what is to be done."""

    def __init__(self) -> None:
        super().__init__()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(12)
        self.heading, self.words = wrapped(), wrapped()
        self.column.addWidget(self.heading)
        self.column.addWidget(self.words)
        self._enlarge()

    @property
    def title(self) -> str:
        """What the step is called, in the language that holds."""
        raise NotImplementedError

    def minimumSizeHint(self) -> QSize:
        """Return no width: words wrap, so that nothing is cut off at the side."""
        return QSize(0, super().minimumSizeHint().height())

    def changeEvent(self, event: QEvent) -> None:
        """Follow the size of letters."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._enlarge()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the heading in proportion to the room."""
        super().resizeEvent(event)
        self._enlarge()

    def _enlarge(self) -> None:
        letters = self.width() / self.fontMetrics().averageCharWidth()
        for scale in _TITLE_SCALES[0 if letters > _NARROW_LETTERS else 1 :]:
            font = self.font()
            font.setPointSizeF(font.pointSizeF() * scale)
            font.setBold(True)
            measure = QFontMetrics(font).horizontalAdvance
            if max(map(measure, self.heading.text().split()), default=0) < self.width():
                break
        if font != self.heading.font():
            self.heading.setFont(font)

    def show_title(self) -> None:
        """Say the title in the language that holds."""
        self.heading.setText(self.title)
        self._enlarge()


class CameraStep(Step):
    """Which camera; the mirror beside it is the preview.

    Notes
    -----
    *Signals*: ``chosen(str)`` with a specification; ``retry_asked``.
    """

    chosen = Signal(str)
    retry_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.box = ChoiceBox()
        self.box.activated.connect(lambda at: self.chosen.emit(self.box.itemData(at)))
        self.state = wrapped()
        self.retry = QPushButton()
        self.retry.clicked.connect(self.retry_asked)
        for widget in (self.box, self.state, self.retry):
            self.column.addWidget(widget)
        self.show_problem("", "")
        keep_in_language(self, self._say)

    @property
    def title(self) -> str:
        """What the step is called, in the language that holds."""
        return self.tr("Welcome to your mirror")

    @property
    def _seeing(self) -> str:
        return self.tr(
            "The picture beside is what your camera sees, as in a mirror. "
            "Stand so that head, shoulders and hips are in it."
        )

    @property
    def _waiting(self) -> str:
        return self.tr(
            "This mirror shows you in other clothes. Your camera shows no picture yet; "
            "you may look round meanwhile."
        )

    def show_cameras(self, choices: Sequence[SourceChoice], playing: str) -> None:
        """Offer cameras where there is more than one."""
        cameras = [one for one in choices if one.spec != "demo"]
        self.box.clear()
        for one in cameras:
            self.box.addItem(one.label, one.spec)
        self.box.setCurrentIndex(max(self.box.findData(playing), 0))
        self.box.setVisible(len(cameras) > 1)

    def show_problem(self, headline: str, advice: str) -> None:
        """Say why the camera shows no picture; empty words say that it does."""
        self.state.setText(f"{headline}\n{advice}")
        for widget in (self.state, self.retry):
            widget.setVisible(bool(headline))
        self._say()

    def _say(self) -> None:
        self.words.setText(self._seeing if self.state.isHidden() else self._waiting)
        self.box.setAccessibleName(self.tr("Camera"))
        self.retry.setText(self.tr("Try again"))


class SpeedStep(Step):
    """How fast this computer is.

    Notes
    -----
    *Signals*: ``again_asked`` when it is to be measured once more.
    """

    again_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.result = wrapped()
        self.again = QPushButton()
        self.again.clicked.connect(self.again_asked)
        for widget in (self.bar, self.result, self.again):
            self.column.addWidget(widget)
        self._verdict: Verdict | None = None
        keep_in_language(self, self._say)
        self.show_progress(0.0)

    @property
    def title(self) -> str:
        """What the step is called, in the language that holds."""
        return self.tr("How fast is this computer?")

    def show_progress(self, share: float) -> None:
        """Show how much of the test is over, 0 to 1."""
        self._verdict = None
        self.bar.setValue(round(100 * share))
        self.bar.show()
        self.result.hide()
        self.again.hide()

    def show_verdict(self, verdict: Verdict) -> None:
        """Say what came out."""
        self._verdict = verdict
        self.bar.hide()
        self.result.setText(self._told(verdict))
        self.result.show()
        self.again.show()

    def _told(self, verdict: Verdict) -> str:
        if verdict.fps <= 0:
            return self.tr(
                "Nobody was in the picture, so nothing could be measured. "
                "The mirror adapts by itself while you use it."
            )
        if verdict.quality == "fast":
            words = self.tr(
                "{fps} pictures a second. This computer has to work hard, so the mirror draws "
                "a little less finely and faster."
            )
        elif verdict.fps < POOR_FPS:
            words = self.tr(
                "{fps} pictures a second: that stutters, and drawing faster does not help. "
                "Close other programs that work hard, then measure again."
            )
        elif verdict.width_px == LARGE_WIDTH_PX:
            words = self.tr(
                "{fps} pictures a second, smooth even in large pictures, {width} wide: "
                "the camera is asked for those."
            )
        elif verdict.smooth:
            words = self.tr("{fps} pictures a second: smooth. The camera's usual size is right.")
        else:
            words = self.tr(
                "{fps} pictures a second: fair. Where it would stutter, the mirror draws a little "
                "less finely by itself."
            )
        return words.format(fps=round(verdict.fps), width=verdict.width_px)

    def _say(self) -> None:
        self.words.setText(
            self.tr(
                "Stay in the picture for a few seconds and move a little. The mirror measures how "
                "many pictures it can dress, and chooses size and quality to suit."
            )
        )
        self.bar.setAccessibleName(self.tr("Measuring the speed"))
        self.again.setText(self.tr("Measure again"))
        if self._verdict is not None:
            self.result.setText(self._told(self._verdict))


class PrivacyStep(Step):
    """What becomes of the pictures: one honest sentence, and where files go."""

    def __init__(self) -> None:
        super().__init__()
        self.places = wrapped("muted")
        self.places.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.column.addWidget(self.places)
        keep_in_language(self, self._say)

    @property
    def title(self) -> str:
        """What the step is called, in the language that holds."""
        return self.tr("Your pictures stay with you")

    def _say(self) -> None:
        self.words.setText(
            self.tr(
                "Nothing the camera sees leaves this computer, and nothing of it is kept unless "
                "you take a picture, record, or make a garment of a photo."
            )
        )
        places = (
            (self.tr("Pictures: {folder}"), pictures_folder()),
            (self.tr("Videos: {folder}"), videos_folder()),
            (self.tr("Your garments: {folder}"), garment_library_folder()),
            (self.tr("Your settings: {folder}"), user_config_folder()),
        )
        fetched = self.tr(
            "The only thing ever fetched from the internet is the program's own networks, "
            "once, at the first start."
        )
        told = [words.format(folder=breakable(folder)) for words, folder in places]
        self.places.setText("\n\n".join((*told, fetched)))


class GarmentStep(Step):
    """A first garment, worn at once.

    Notes
    -----
    *Signals*: ``chosen(str)`` with its id.
    """

    chosen = Signal(str)

    def __init__(self, garments: Sequence[ShelfItem]) -> None:
        super().__init__()
        self._grid = QGridLayout()
        self._grid.setSpacing(8)
        self.cards: dict[str, QToolButton] = {}
        for one in samples(garments):
            card = QToolButton()
            card.setCheckable(True)
            card.setAutoExclusive(True)
            card.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
            card.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            card.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            if one.thumbnail is not None:
                card.setIcon(QIcon(str(one.thumbnail)))
            card.setText(one.name)
            card.setAccessibleName(one.name)
            card.clicked.connect(lambda _=False, chosen=one.id: self.chosen.emit(chosen))
            card.toggled.connect(
                lambda on, card=card, name=one.name: card.setText(f"✓ {name}" if on else name)
            )
            self.cards[one.id] = card
        self._lay_cards()
        self.column.addLayout(self._grid)
        keep_in_language(self, self._say)

    @property
    def title(self) -> str:
        """What the step is called, in the language that holds."""
        return self.tr("Try something on")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the cards in two columns where both have room."""
        super().resizeEvent(event)
        self._lay_cards()

    def _lay_cards(self) -> None:
        side = self.fontMetrics().averageCharWidth() * _THUMBNAIL_LETTERS
        for card in self.cards.values():
            card.setIconSize(QSize(side, side))
        widest = max((card.sizeHint().width() for card in self.cards.values()), default=1)
        columns = 2 if 2 * widest + self._grid.spacing() <= self.width() else 1
        for number, card in enumerate(self.cards.values()):
            self._grid.addWidget(card, number // columns, number % columns)

    def show_worn(self, worn: Sequence[str]) -> None:
        """Mark what is worn."""
        for garment_id, card in self.cards.items():
            if garment_id in worn:
                card.setChecked(True)

    def _say(self) -> None:
        self.words.setText(
            self.tr(
                "Choose a garment: you wear it at once. There are more on the shelf, and any photo "
                "of a garment that you drop on the window becomes one."
            )
        )
