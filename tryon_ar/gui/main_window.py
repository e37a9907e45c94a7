"""The window: bar, messages, mirror and shelf, put together with the features that use them."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QIcon
from PySide6.QtWidgets import QAbstractButton, QApplication, QMainWindow

from tryon_ar.gui import shortcuts, theme
from tryon_ar.gui.background import run_in_background, wait_for
from tryon_ar.gui.bridge import Bridge
from tryon_ar.gui.closet import Closet
from tryon_ar.gui.drop_target import DropTarget
from tryon_ar.gui.features.before import Before
from tryon_ar.gui.features.compare import Compare
from tryon_ar.gui.features.dressing import Dressing
from tryon_ar.gui.features.feature import Feature, WindowContext, close_all
from tryon_ar.gui.features.fitting import Fitting
from tryon_ar.gui.features.gallery import Galleries
from tryon_ar.gui.features.hands import Hands
from tryon_ar.gui.features.kiosk import Kiosk
from tryon_ar.gui.features.looks import SavedLooks
from tryon_ar.gui.features.performance import Performance
from tryon_ar.gui.features.photo import PhotoMode
from tryon_ar.gui.features.pictures import Pictures
from tryon_ar.gui.features.preferences import Preferences
from tryon_ar.gui.features.preview import Preview
from tryon_ar.gui.features.privacy import Privacy
from tryon_ar.gui.features.problems import Problems
from tryon_ar.gui.features.recordings import Recordings
from tryon_ar.gui.features.rest import Rest
from tryon_ar.gui.features.shelf import Wardrobe
from tryon_ar.gui.features.sources import Sources
from tryon_ar.gui.features.views import Views
from tryon_ar.gui.features.virtual_camera import VirtualCameras
from tryon_ar.gui.features.welcome import Welcome
from tryon_ar.gui.garment_desk import GarmentDesk
from tryon_ar.gui.garment_shelf import GarmentShelf
from tryon_ar.gui.help_dialog import HelpDialog
from tryon_ar.gui.language import keep_in_language
from tryon_ar.gui.messages import MessageBar
from tryon_ar.gui.mirror_view import MirrorView
from tryon_ar.gui.notices import NoticeBar
from tryon_ar.gui.options import WindowOptions, WindowParts
from tryon_ar.gui.outfit import Outfit
from tryon_ar.gui.sentences import said
from tryon_ar.gui.source_list import SourceList
from tryon_ar.gui.stage_area import StageArea
from tryon_ar.gui.top_bar import TopBar
from tryon_ar.gui.turns import in_a_later_turn
from tryon_ar.runtime.session import MirrorSession
from tryon_ar.runtime.status import Severity, Status

_FeatureT = TypeVar("_FeatureT", bound=Feature)
REFRESH_MS = 250
DEFAULT_SIZE = QSize(1280, 800)
MINIMUM_SIZE = QSize(560, 420)


class MainWindow(QMainWindow):
    """A mirror on the screen.

    Parameters
    ----------
    parts : WindowParts
        What it is put together from.
    options : WindowOptions
        How it opens.

    Notes
    -----
    *Lifecycle*: construct, ``show``, :meth:`begin_in_turns`; closing stops the features, the
    session and every timer. *Thread safety*: GUI thread only; workers reach it through its
    :class:`Bridge`.
    """

    def __init__(self, parts: WindowParts, options: WindowOptions) -> None:
        super().__init__()
        self._closed = False
        self._notice: Status | None = None
        self._parts = parts
        self.bridge = Bridge()
        self.session = MirrorSession(
            parts.session,
            loop=options.loop,
            on_frame=self.bridge.ring_frame,
            on_status=self.bridge.ring_status,
            on_dressed=parts.on_dressed,
        )
        self.closet = Closet(parts.garments, parts.library)
        can_add = parts.library is not None and parts.cut_photo is not None
        self.shelf = GarmentShelf(self.closet.shipped, can_add=can_add)
        self.outfit = Outfit(self.shelf.shown, self._wear)
        self.notices = NoticeBar()
        self.mirror = MirrorView(self.session.note_painted)
        self.source_list = SourceList(parts.list_sources, self)
        self.bar = TopBar(self.source_list)
        self.messages = MessageBar()
        self.area = StageArea(self.bar, self.messages, self.mirror, self.shelf, self.notices)
        self.setCentralWidget(self.area)
        self.desk = GarmentDesk(self, parts, self.session, self.closet, self.outfit)
        if can_add and not options.kiosk:
            self.drop_target = DropTarget(self, self.desk.take, self.area)
        self.setWindowTitle(options.title)
        self.setWindowIcon(QIcon(theme.icon_pixmap("app", theme.colours().accent.name(), 128)))
        self.setMinimumSize(MINIMUM_SIZE)
        self.resize(DEFAULT_SIZE)
        self._refresh_timer = QTimer(self)
        self._refresh_timer.setInterval(REFRESH_MS)
        self._refresh_timer.timeout.connect(self.refresh)
        self._add_features(options)
        self._connect()

    def begin(self) -> None:
        """Start the session with what the options ask for."""
        for feature in self.features:
            feature.begin()
        self._refresh_timer.start()

    def begin_in_turns(self) -> None:
        """Do the same, a feature a turn: most start threads, and wait until these run."""
        self._begin_first([one for one in self.features if type(one).begin is not Feature.begin])

    def _begin_first(self, waiting: Sequence[Feature]) -> None:
        if self._closed:
            return
        if not waiting:
            self._refresh_timer.start()
            return
        # Before it begins: a feature that fails keeps no other from beginning.
        in_a_later_turn(self, lambda: self._begin_first(waiting[1:]))
        waiting[0].begin()

    def refresh(self) -> None:
        """Have every feature show what is new."""
        for feature in self.features:
            feature.refresh()

    def _add_features(self, options: WindowOptions) -> None:
        """Make the features, in the order in which they begin; Esc goes the other way."""
        context = self._context(options)
        self.features: list[Feature] = []
        self._add_mirror(context)
        self._add_garments(context)
        self._add_keeping(context)
        self.kiosk = self._added(
            Kiosk(
                context,
                self.dressing,
                self.compare,
                self.pictures,
                self.recordings,
                self._forget_person,
            )
        )
        self.desk.compare = self.compare.with_garment

    def _context(self, options: WindowOptions) -> WindowContext:
        return WindowContext(
            window=self,
            options=options,
            parts=self._parts,
            settings=self._parts.settings,
            bridge=self.bridge,
            session=self.session,
            source_list=self.source_list,
            area=self.area,
            bar=self.bar,
            mirror=self.mirror,
            shelf=self.shelf,
            outfit=self.outfit,
            notices=self.notices,
            messages=self.messages,
        )

    def _added(self, feature: _FeatureT) -> _FeatureT:
        self.features.append(feature)
        return feature

    def _add_mirror(self, context: WindowContext) -> None:
        """Add what shows and saves the picture, and what is asked before there is one."""
        self.dressing = self._added(Dressing(context))
        self.recordings = Recordings(context)
        self.sources = self._added(Sources(context, self.recordings))
        self._added(self.recordings)
        self.pictures = self._added(Pictures(context))
        self.views = self._added(Views(context))
        self.preferences = self._added(Preferences(context))
        self.problems = self._added(Problems(context, self.sources))
        self.welcome = self._added(Welcome(context, self.sources, self.problems))

    def _add_garments(self, context: WindowContext) -> None:
        """Add what is done with garments on the body."""
        self.compare = self._added(Compare(context, self.dressing))
        self.fitting = self._added(Fitting(context, self.compare))
        self.wardrobe = self._added(Wardrobe(context, self.fitting))
        self.saved_looks = self._added(SavedLooks(context))
        self.preview = self._added(Preview(context, self.fitting))
        self.before = self._added(Before(context))
        self.hands = self._added(Hands(context, self.pictures, self.compare.toggle))

    def _add_keeping(self, context: WindowContext) -> None:
        """Add what looks after what was saved, and after the program itself."""
        self.galleries = self._added(Galleries(context, self.pictures, self.recordings))
        self.photo = self._added(PhotoMode(context, self.sources, self.pictures))
        self.virtual_cameras = self._added(VirtualCameras(context))
        self.rest = self._added(Rest(context, self.pictures, self.virtual_cameras))
        self.privacy = self._added(Privacy(context, self.virtual_cameras))
        self.performance = self._added(Performance(context))

    def _connect(self) -> None:
        queued = Qt.ConnectionType.QueuedConnection
        self.bridge.frame_ready.connect(self._show_newest, queued)
        self.bridge.status_changed.connect(self._show_statuses, queued)
        self.bridge.told.connect(self._tell, queued)
        self.messages.retry_asked.connect(self._retry)
        self.messages.dismissed.connect(self._dismiss)
        self.desk.listed.connect(self.dressing.put_on_late)
        self.desk.connect_shelf(self.shelf, self.notices)
        self.desk.alterations.covered.connect(self.area.set_covered)
        actions: dict[str, Callable[[], None]] = {
            "add_photo": self.desk.ask_for_photos,
            "paste": self.desk.paste,
            "search": self._search,
            "leave": self._leave,
            "press": self._press_focused,
            "help": self.help,
            "quit": lambda: self._quit(),
        }
        for feature in self.features:
            actions.update(feature.actions())
        shortcuts.bind(self, self.kiosk.guarded(actions))
        self.bar.help_asked.connect(self.help)
        self.preferences.stored_asked.connect(self.privacy.open_page)
        keep_in_language(self, self._show_statuses)
        keep_in_language(self.shelf, self.desk.rename)

    # -- from the session --------------------------------------------------------------

    def _show_newest(self) -> None:
        dressed = self.session.take_frame()
        if dressed is not None:
            first = self.mirror.dressed is None
            self.mirror.show_frame(dressed)
            for feature in self.features:
                feature.see(dressed)
            if first:
                self.area.set_picture_size(dressed.tracked.frame.size)

    def _show_statuses(self) -> None:
        statuses = self.session.statuses
        graver = [
            one for one in statuses if one.severity is not Severity.INFO and one.problem is None
        ]  # problems have pages of their own
        quiet = {one.topic: one for one in statuses if one.severity is Severity.INFO}
        self.messages.show_status(graver[0] if graver else self._notice)
        self.area.arrange()
        for topic in ("source", "loading", "person"):
            if topic in quiet:
                self.mirror.set_status(said(quiet[topic].text))
                return
        self.mirror.set_status("")

    def _tell(self, text: str, failed: bool) -> None:
        if failed:
            # Until it was read: statuses come and go with everybody who passes by.
            self._notice = Status("notice", text, severity=Severity.WARNING)
            self.messages.show_status(self._notice)
            self.area.arrange()
        else:
            self.mirror.toast(said(text))

    def _retry(self) -> None:
        """Try again, in another thread: a source that does not let go is waited for."""
        run_in_background("retry", self.session.retry)

    def _dismiss(self, topic: str) -> None:
        self.messages.show_status(None)
        if self._notice is not None and self._notice.topic == topic:
            self._notice = None
        self.session.dismiss(topic)
        self._show_statuses()

    # -- what keys and buttons do ------------------------------------------------------

    def help(self) -> None:
        """Show all keys."""
        HelpDialog(self).open()

    def _leave(self) -> None:
        if self.messages.status is not None:
            self._dismiss(self.messages.status.topic)
            return
        for feature in reversed(self.features):
            if feature.step_back():
                return

    def _press_focused(self) -> None:
        focused = QApplication.focusWidget()
        if isinstance(focused, QAbstractButton):
            focused.click()

    def _search(self) -> None:
        self.shelf.header.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.shelf.header.field.selectAll()

    def _forget_person(self) -> None:
        self._notice = None
        self._show_statuses()
        self.desk.alterations.close_open()
        for feature in reversed(self.features):
            feature.forget()

    def _quit(self) -> None:
        self.kiosk.allow(lambda: self.desk.alterations.leave(self.close))

    def _wear(self, worn: tuple[str, ...]) -> None:
        self.session.set_garments(worn)
        self.shelf.show_worn(worn, self.outfit.last)
        self.desk.expect()

    # -- the window itself -------------------------------------------------------------

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stop everything before the window goes; whoever closes it by hand may be asked first."""
        if event.spontaneous():
            event.ignore()
            in_a_later_turn(self, self._quit)  # within this event Qt takes it for closing already
            return
        self.hide()  # at once, whatever still has to be written
        self.shut_down()
        super().closeEvent(event)

    def shut_down(self) -> None:
        """Stop timers, features, bridge and session; again is harmless."""
        if self._closed:
            return
        self._closed = True
        self._refresh_timer.stop()
        self.bridge.silence()
        features = [one.close for one in reversed(self.features)]
        close_all([*features, self.desk.close, self.area.stop])
        figures = self.session.metrics()
        wait_for("end", self.session.stop)
        self.kiosk.wipe_at_the_end()
        if self._parts.on_closed is not None:
            self._parts.on_closed(figures)
