"""Slow jobs one after another in a thread, their news brought to the GUI thread."""

import logging
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from tryon_ar.core.errors import TryOnError
from tryon_ar.gui.background import wait_for
from tryon_ar.runtime.garment_import import Progress
from tryon_ar.runtime.worker import Worker

logger = logging.getLogger(__name__)
_PATIENCE_S = 2.0
_LONG_PATIENCE_S = 10.0


class _Cancelled(Exception):
    """Ends a job from inside its own progress report."""


class JobFailed(TryOnError):
    """A job ended in a way nobody foresaw."""


def _nothing(*_: object) -> None:
    """Do nothing: nobody listens."""


@dataclass(eq=False)
class Job:
    """A job handed in; see :meth:`JobQueue.submit`."""

    work: Callable[[Progress], Any]
    done: Callable[[Any], None]
    failed: Callable[[TryOnError], None]
    progressed: Callable[[str, float], None]
    cancelled: threading.Event = field(default_factory=threading.Event)

    def cancel(self) -> None:
        """Let it end at its next report of progress; nothing more is heard of it."""
        self.cancelled.set()


class JobQueue(QObject):
    """Runs jobs in order in one thread, which lives only while there are any.

    Parameters
    ----------
    name : str
        Of the thread, after ``tryon-ar``.

    Notes
    -----
    *Lifecycle*: :meth:`close` before the window goes; jobs not begun are dropped then and the
    one under way is cancelled. *Thread safety*: GUI thread only. A job must not touch Qt.
    """

    _news = Signal(object, object)

    def __init__(self, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._lock = threading.Lock()
        self._waiting: deque[Job] = deque()
        self._current: Job | None = None
        self._worker: Worker | None = None
        self._idle = True
        self._closed = False
        self._news.connect(self._deliver)

    def submit(
        self,
        work: Callable[[Progress], Any],
        *,
        done: Callable[[Any], None] = _nothing,
        failed: Callable[[TryOnError], None] = _nothing,
        progressed: Callable[[str, float], None] = _nothing,
    ) -> Job:
        """Queue a job.

        Parameters
        ----------
        work : callable
            Called in the thread with a function that takes what is being done and the share
            that is, 0 to 1; what a ``TryOnError`` says is told, anything else logged.
        done, failed, progressed : callable
            Called in the GUI thread.
        """
        job = Job(work, done, failed, progressed)
        with self._lock:
            if self._closed:
                return job
            self._waiting.append(job)
            if self._idle:
                self._start()
        return job

    @property
    def busy(self) -> bool:
        """Whether a job runs or waits."""
        return not self._idle

    def close(self, *, finish: bool = False) -> None:
        """Take no more jobs, say nothing more, and wait a moment for the thread.

        Parameters
        ----------
        finish : bool
            Let jobs handed in be done, as where they save something; otherwise what waits is
            dropped and what runs is cancelled.
        """
        with self._lock:
            self._closed = True
            if not finish:
                self._waiting.clear()
                if self._current is not None:
                    self._current.cancel()
        worker = self._worker
        if worker is not None and finish:
            wait_for(self._name, lambda: worker.join(_LONG_PATIENCE_S))
        elif worker is not None:
            wait_for(self._name, lambda: worker.stop(_PATIENCE_S))

    def _start(self) -> None:
        self._idle = False
        self._worker = Worker(self._name, self._run, self._broke)
        self._worker.start()

    def _run(self, stop: threading.Event) -> None:
        while True:
            with self._lock:
                self._current = self._waiting.popleft() if self._waiting else None
                if self._current is None or stop.is_set():
                    self._idle = True
                    return
                job = self._current
            try:
                result = job.work(partial(self._report, job))
            except _Cancelled:
                logger.debug("%s: cancelled", self._name)
            except TryOnError as error:
                self._tell(job, error)
            else:
                self._tell(job, _Result(result))

    def _report(self, job: Job, text: str, share: float) -> None:
        if job.cancelled.is_set():
            raise _Cancelled
        self._tell(job, (text, share))

    def _broke(self, _error: Exception) -> None:
        """Say that the job ended unforeseen, and go on with the next in another thread."""
        with self._lock:
            job = self._current
            self._current = None
            self._idle = True
            if self._waiting:
                self._start()
        if job is not None:
            self._tell(job, JobFailed("Something went wrong.", "Details are in the log."))

    def _tell(self, job: Job, news: object) -> None:
        if not self._closed:
            self._news.emit(job, news)

    def _deliver(self, job: Job, news: object) -> None:
        if self._closed or job.cancelled.is_set():
            return
        if isinstance(news, _Result):
            job.done(news.value)
        elif isinstance(news, TryOnError):
            job.failed(news)
        elif isinstance(news, tuple):
            job.progressed(*news)


@dataclass(frozen=True, eq=False)
class _Result:
    value: Any
