"""What the session has to tell the person, as values."""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum, StrEnum

from tryon_ar.core.errors import (
    CameraBusy,
    CameraDenied,
    CameraLost,
    CameraNotFound,
    CameraSilent,
    CaptureError,
    PicturesBroken,
    TryOnError,
)

_log = logging.getLogger(__name__)


class Severity(IntEnum):
    """How much a status matters; higher is worse."""

    INFO = 0
    WARNING = 1
    ERROR = 2


class Problem(StrEnum):
    """What keeps a camera or stream from showing a live picture."""

    ABSENT = "absent"
    DENIED = "denied"
    BUSY = "busy"
    LOST = "lost"
    SILENT = "silent"
    BROKEN = "broken"
    FROZEN = "frozen"
    BLACK = "black"
    SLOW_CAMERA = "slow camera"
    SLOW_COMPUTER = "slow computer"


_PROBLEMS: tuple[tuple[type[TryOnError], Problem], ...] = (
    (CameraNotFound, Problem.ABSENT),
    (CameraDenied, Problem.DENIED),
    (CameraBusy, Problem.BUSY),
    (CameraSilent, Problem.SILENT),
    (PicturesBroken, Problem.BROKEN),
    (CameraLost, Problem.LOST),
)


@dataclass(frozen=True, slots=True)
class Status:
    """One thing that is the case, in words for people.

    Attributes
    ----------
    topic : str
        What it is about: ``source``, ``picture`` (of a live source), ``tracker``, ``renderer``,
        ``recorder``, ``garment``, ``person``, ``loading`` or a name of its own where only one
        part tells it. A later status of the same topic replaces it.
    message : str
        One sentence.
    hint : str
        What to do about it; may be empty.
    retry : bool
        Whether :meth:`MirrorSession.retry` may help.
    problem : Problem or None
        What is wrong with a camera or stream, where it is one of those that can be told apart.
    about : str
        Name of the camera or stream; empty where none is known.
    programs : tuple of str
        Names of the programs that keep the camera, where the system tells.
    instead : str
        Specification of what plays instead; empty where nothing does.
    """

    topic: str
    message: str
    hint: str = ""
    severity: Severity = Severity.INFO
    retry: bool = False
    problem: Problem | None = None
    about: str = ""
    programs: tuple[str, ...] = ()
    instead: str = ""

    @property
    def text(self) -> str:
        """Message and hint in one line."""
        return f"{self.message} {self.hint}".strip()


def status_of_error(
    topic: str, error: BaseException, severity: Severity = Severity.ERROR, *, retry: bool = True
) -> Status:
    """Return the status that tells a person about an error, without technical detail."""
    if isinstance(error, CaptureError):
        return Status(
            topic,
            error.user_text,
            error.hint,
            severity,
            retry,
            problem=next((one for kind, one in _PROBLEMS if isinstance(error, kind)), None),
            about=error.about,
            programs=error.programs,
        )
    if isinstance(error, TryOnError):
        return Status(topic, error.user_text, error.hint, severity, retry)
    return Status(
        topic,
        f"The {topic} stopped unexpectedly.",
        "Details are in the log.",
        severity,
        retry,
    )


def source_error(error: Exception) -> TryOnError:
    """Return what a source failed with as an error for people; a defect goes to the log."""
    if isinstance(error, TryOnError):
        return error
    _log.error("a source broke off", exc_info=error)
    told = status_of_error("source", error)
    return CaptureError(told.message, told.hint)


class StatusBoard:
    """The statuses in force, at most one a topic.

    Parameters
    ----------
    on_change : callable
        Called after every real change, from the thread that made it, without the lock held.

    Notes
    -----
    *Thread safety*: any thread may call any method.
    """

    def __init__(self, on_change: Callable[[], None]) -> None:
        self._on_change = on_change
        self._lock = threading.Lock()
        self._by_topic: dict[str, Status] = {}

    def post(self, status: Status) -> None:
        """Put a status up in place of its topic's last one."""
        with self._lock:
            if self._by_topic.get(status.topic) == status:
                return
            self._by_topic[status.topic] = status
        self._on_change()

    def clear(self, topic: str) -> None:
        """Take the topic's status down, if there is one."""
        with self._lock:
            if self._by_topic.pop(topic, None) is None:
                return
        self._on_change()

    def all(self) -> tuple[Status, ...]:
        """Return the statuses in force, worst first."""
        with self._lock:
            statuses = list(self._by_topic.values())
        return tuple(sorted(statuses, key=lambda status: -status.severity))
