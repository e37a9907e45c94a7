"""A thread that can be asked to stop and whose failure is a value."""

import logging
import threading
from collections.abc import Callable

_log = logging.getLogger(__name__)


class Worker:
    """A thread that runs ``body`` until it returns or is asked to stop.

    Parameters
    ----------
    name : str
        Of the thread, after ``tryon-ar``.
    body : callable
        Given the event that asks it to stop. Loops while the event is not set, waits at most a
        few tenths of a second at a time, and opens and closes inside itself what only this
        thread may use.
    on_error : callable, optional
        Called once, in the thread, with the exception that ended ``body``. Must return soon.

    Notes
    -----
    Lifecycle: ``start`` once, then ``request_stop`` and ``join``, or ``stop`` for both, any
    number of times. The thread is a daemon only so that a body that hangs in a driver cannot
    keep the program from exiting; it is never terminated. Thread safety: every method.
    """

    def __init__(
        self,
        name: str,
        body: Callable[[threading.Event], None],
        on_error: Callable[[Exception], None] | None = None,
    ) -> None:
        self._body = body
        self._on_error = on_error
        self._stop = threading.Event()
        self._error: Exception | None = None
        self._thread = threading.Thread(target=self._run, name=f"tryon-ar {name}", daemon=True)

    @property
    def name(self) -> str:
        """Of the thread."""
        return self._thread.name

    @property
    def error(self) -> Exception | None:
        """What ended the body; None while all is well."""
        return self._error

    @property
    def running(self) -> bool:
        """Whether the thread is alive."""
        return self._thread.is_alive()

    def start(self) -> None:
        """Begin; a second start raises RuntimeError."""
        self._thread.start()

    def request_stop(self) -> None:
        """Ask the body to return, without waiting for it."""
        self._stop.set()

    def join(self, timeout: float) -> bool:
        """Wait for the thread to end.

        Parameters
        ----------
        timeout : float
            Seconds.

        Returns
        -------
        bool
            True when it has ended (or never started). Called from the worker's own thread it
            does not wait and returns False.
        """
        if threading.current_thread() is self._thread:
            return False
        if self._thread.ident is not None:
            self._thread.join(timeout)
        return not self._thread.is_alive()

    def stop(self, timeout: float = 2.0) -> bool:
        """Ask to stop, wait, and return whether it has; a thread that hangs is logged."""
        self.request_stop()
        ended = self.join(timeout)
        if not ended and threading.current_thread() is not self._thread:
            _log.warning("%s did not stop within %.1f s", self.name, timeout)
        return ended

    def _run(self) -> None:
        try:
            self._body(self._stop)
        except Exception as error:  # noqa: BLE001 - top of the thread: becomes a value
            _log.exception("%s failed", self.name)
            self._error = error
            if self._on_error is not None:
                self._on_error(error)
