"""What broke in an engine and was worked around: told once, to whoever listens, and logged."""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Incident:
    """Something that failed while the program went on without it.

    Attributes
    ----------
    topic : str
        What it is about: ``inference``, ``tracking``, ``parsing``, ``hands``, ``faces`` or
        ``blending``.
    text : str
        One sentence saying what happened and what is done instead.
    hint : str
        What to do about it; may be empty.
    """

    topic: str
    text: str
    hint: str = ""


_Listener = Callable[[Incident], None]
_lock = threading.Lock()
_told: set[Incident] = set()
_listeners: list[_Listener] = []


def tell(topic: str, text: str, hint: str = "", *, detail: str = "") -> None:
    """Log an incident and pass it on, unless the very same was told before.

    Parameters
    ----------
    topic, text, hint : str
        As in :class:`Incident`.
    detail : str
        For the log alone: what the engine said.
    """
    incident = Incident(topic, text, hint)
    with _lock:
        if incident in _told:
            return
        _told.add(incident)
        listeners = list(_listeners)
    _log.warning("%s: %s%s", topic, text, f" ({detail})" if detail else "")
    for listener in listeners:
        listener(incident)


def listen(listener: _Listener) -> Callable[[], None]:
    """Be told of incidents from now on, in whatever thread they happen.

    Returns
    -------
    callable
        Ends it; again is harmless.
    """

    def stop() -> None:
        with _lock:
            if listener in _listeners:
                _listeners.remove(listener)

    with _lock:
        _listeners.append(listener)
    return stop


def forget() -> None:
    """Tell everything anew: the program starts afresh."""
    with _lock:
        _told.clear()
