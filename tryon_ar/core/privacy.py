"""Keep the inference engines from phoning home.

ONNX Runtime looks up a telemetry host and writes a device identifier when its first
session starts; MediaPipe looks up a logging host when its first graph starts. Neither
has a reliable switch in its Python interface, so both are stopped by the environment
before either library is imported.
"""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager

# Port 9 (discard) of this machine: libcurl inside MediaPipe is refused at once.
_DEAD_END = "http://127.0.0.1:9"
_LOGGING_HOST = "play.googleapis.com"
_EXCEPTIONS = ("no_proxy", "NO_PROXY")
_PROXIES = ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY")
# What the guard changed, in the environment so that child processes know it too.
_SAVED = "TRYON_AR_SAVED_PROXIES"


def guard() -> None:
    """Silence telemetry for this process and its children; safe to call again.

    Notes
    -----
    ``http_proxy`` is left alone: network cameras on the local net speak plain HTTP.
    Exceptions in ``no_proxy`` that would let MediaPipe's logging past the dead end are
    removed; ``*`` means "use no proxy", so the other proxies go with it.
    """
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    os.environ.setdefault("GLOG_minloglevel", "2")
    saved = _saved()
    _change("https_proxy", _DEAD_END, saved)
    for name in _EXCEPTIONS:
        entries = [entry.strip() for entry in os.environ.get(name, "").split(",")]
        if "*" in entries:
            for proxy in _PROXIES:
                _change(proxy, None, saved)
        kept = [entry for entry in entries if not _covers_logging(entry)]
        if kept != entries:
            _change(name, ",".join(kept) or None, saved)
    os.environ[_SAVED] = json.dumps(saved)


@contextmanager
def private_files() -> Iterator[None]:
    """Let files and folders made meanwhile be read by their owner alone (0600 and 0700)."""
    before = os.umask(0o077)
    try:
        yield
    finally:
        os.umask(before)


def environment_for_downloads() -> dict[str, str]:
    """Return the environment a deliberate, user-requested download runs in.

    Returns
    -------
    dict of str to str
        A copy of ``os.environ`` with the user's own proxy settings restored.
    """
    environment = dict(os.environ)
    environment.pop(_SAVED, None)
    for name, value in _saved().items():
        environment.pop(name, None)
        if value is not None:
            environment[name] = value
    return environment


def _saved() -> dict[str, str | None]:
    """Return the user's own values of the variables changed so far."""
    try:
        saved = json.loads(os.environ.get(_SAVED, "{}"))
    except ValueError:
        return {}
    return saved if isinstance(saved, dict) else {}


def _change(name: str, value: str | None, saved: dict[str, str | None]) -> None:
    """Set or remove a variable, remembering the user's own value."""
    if os.environ.get(name) == value:
        return
    saved[name] = os.environ.pop(name, None)
    if value is not None:
        os.environ[name] = value


def _covers_logging(entry: str) -> bool:
    """Return whether an entry of ``no_proxy`` lets the logging host past the proxy."""
    suffix = entry.lower().lstrip("*").lstrip(".")
    return entry == "*" or (suffix != "" and f".{_LOGGING_HOST}".endswith(f".{suffix}"))
