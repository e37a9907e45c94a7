"""What a session does when a stage breaks off or hangs: it goes on, and says so once."""

import dataclasses
import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, cast

from tryon_ar.core import incidents
from tryon_ar.core.errors import TryOnError
from tryon_ar.core.incidents import Incident
from tryon_ar.runtime.readiness import Readiness
from tryon_ar.runtime.stages import DressStage, ParseStage, SessionParts, TrackStage
from tryon_ar.runtime.status import Severity, Status, StatusBoard

_log = logging.getLogger(__name__)

# Waited before a stage that broke off is started for the first, second ... time in a row; after
# the last it stays down until the person asks.
_WAITS_S = (0.5, 2.0, 8.0, 30.0, 60.0)
# A stage that works for so long is well again.
_WELL_S = 120.0
# What was worked around is said for so long.
_SAID_S = 15.0
# A stage hangs when it takes so long, and so many times as long as lately.
_HANGS_S, _HANGS_TIMES, _FADING = 1.0, 4.0, 0.8


@dataclasses.dataclass(slots=True)
class _Broken:
    """A stage that broke off."""

    failures: int = 0
    failed_s: float = 0.0
    due_s: float | None = None
    is_down: bool = False


class Recovery:
    """Starts stages afresh, knows which hang, and passes incidents on to the person.

    Parameters
    ----------
    board : StatusBoard
    readiness : Readiness
    restart : callable
        Given a stage's name; called in the capturing thread.
    clock_s : callable
        Seconds that never go back.

    Notes
    -----
    A ``TryOnError`` says what the person has to do first: its stage waits for them. Anything else
    is a defect or an accident, after which the stage may well work.

    *Thread safety*: any method from any thread; :meth:`tick` from one.
    """

    def __init__(
        self,
        board: StatusBoard,
        readiness: Readiness,
        restart: Callable[[str], None],
        clock_s: Callable[[], float] = time.monotonic,
    ) -> None:
        self._board = board
        self._readiness = readiness
        self._restart = restart
        self._clock_s = clock_s
        self._lock = threading.Lock()
        self._broken: dict[str, _Broken] = {}
        self._said_s: dict[str, float] = {}
        self._busy: dict[int, tuple[str, float]] = {}
        self._usual_s: dict[str, float] = {}
        self._stop_listening: Callable[[], None] = lambda: None

    def begin(self) -> None:
        """Say that stages are loading, and pass incidents on from now on."""
        self._readiness.begin()
        self._stop_listening = incidents.listen(self._tell)

    def end(self) -> None:
        """Start nothing any more, and listen no longer."""
        self._stop_listening()
        with self._lock:
            self._broken.clear()

    def failed(self, name: str, error: Exception) -> None:
        """Note that a stage broke off; say so, and plan its next start."""
        with self._lock:
            self._said_s.pop(name, None)  # what was said of its last start
            broken = self._broken.setdefault(name, _Broken())
            broken.is_down = True
        self._readiness.fail(name, error)  # said before it is started, or it would stay said
        with self._lock:
            if broken.is_down and not isinstance(error, TryOnError):
                _plan(broken, self._clock_s())

    def take_up(self, name: str) -> bool:
        """Return whether a stage is down; who is told so, and nobody else, starts it."""
        with self._lock:
            broken = self._broken.get(name)
            if broken is None or not broken.is_down:
                return False
            broken.is_down, broken.due_s = False, None
            return True

    def tick(self) -> None:
        """Start what is due, and take down what was said long enough."""
        now_s = self._clock_s()
        with self._lock:
            due = [
                name
                for name, one in self._broken.items()
                if one.due_s is not None and one.due_s <= now_s
            ]
            said = [topic for topic, since_s in self._said_s.items() if now_s - since_s > _SAID_S]
            for topic in said:
                del self._said_s[topic]
        for topic in said:
            self._board.clear(topic)
        for name in filter(self.take_up, due):  # the person may have been quicker
            _log.info("the %s is started afresh", name)
            self._say(
                Status(
                    name,
                    f"The {name} stopped unexpectedly and was started afresh.",
                    "Details are in the log.",
                    Severity.WARNING,
                )
            )
            self._restart(name)

    @property
    def hangs(self) -> bool:
        """Whether a stage is at one frame for far longer than usual."""
        now_s = self._clock_s()
        with self._lock:
            return any(
                name in self._usual_s
                and now_s - since_s > max(_HANGS_S, _HANGS_TIMES * self._usual_s[name])
                for name, since_s in self._busy.values()
            )

    def watching(self, parts: SessionParts) -> SessionParts:
        """Return the parts of a session with stages whose work is timed."""

        def timed(name: str, make: Callable[[], Any]) -> Any:  # noqa: ANN401 one of three kinds
            return lambda: _Timed(make(), name, self)

        still_tracker, still_parser = parts.make_still_tracker, parts.make_still_parser
        return dataclasses.replace(
            parts,
            make_tracker=cast("Callable[[], TrackStage]", timed("tracker", parts.make_tracker)),
            make_parser=cast("Callable[[], ParseStage]", timed("parser", parts.make_parser)),
            make_dresser=cast("Callable[[], DressStage]", timed("renderer", parts.make_dresser)),
            make_still_tracker=still_tracker and timed("tracker", still_tracker),
            make_still_parser=still_parser and timed("parser", still_parser),
        )

    @contextmanager
    def at_work(self, name: str) -> Iterator[None]:
        """Time a stage's work on one frame."""
        thread, started_s = threading.get_ident(), self._clock_s()
        with self._lock:
            self._busy[thread] = name, started_s
        try:
            yield
        finally:
            with self._lock:
                del self._busy[thread]
                faded_s = _FADING * self._usual_s.get(name, 0.0)
                self._usual_s[name] = max(faded_s, self._clock_s() - started_s)

    def _tell(self, incident: Incident) -> None:
        self._say(Status(incident.topic, incident.text, incident.hint, Severity.WARNING))

    def _say(self, status: Status) -> None:
        with self._lock:
            self._said_s[status.topic] = self._clock_s()
        self._board.post(status)


def _plan(broken: _Broken, now_s: float) -> None:
    """Plan the next start of a stage that broke off just now."""
    if broken.failures and now_s - broken.failed_s > _WELL_S:
        broken.failures = 0
    broken.failed_s = now_s
    if broken.failures < len(_WAITS_S):
        broken.due_s = now_s + _WAITS_S[broken.failures]
        broken.failures += 1


class _Timed:
    """A stage whose work on a frame is timed."""

    def __init__(self, stage: Any, name: str, recovery: Recovery) -> None:  # noqa: ANN401
        self._stage = stage
        self._name = name
        self._recovery = recovery

    def process(self, item: Any) -> Any:  # noqa: ANN401
        with self._recovery.at_work(self._name):
            return self._stage.process(item)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401
        return getattr(self._stage, name)
