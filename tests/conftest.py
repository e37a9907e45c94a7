"""Fixtures and guards every test runs under."""

import os
import signal
import threading
from collections.abc import Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
import pytest

from tryon_ar.core import incidents
from tryon_ar.core.incidents import Incident

SHARED_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"


@pytest.fixture(autouse=True)
def _fresh_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep every test out of the user's own folders."""
    for name in ("CONFIG", "VIDEOS", "PICTURES", "GARMENTS", "CACHE"):
        monkeypatch.setenv(f"TRYON_AR_{name}", str(tmp_path / name.lower()))
    # Beside it: every window makes this one, and tests look at what is left in theirs.
    monkeypatch.setenv("TRYON_AR_RUNS", str(tmp_path.parent / "runs" / tmp_path.name))


@pytest.fixture(autouse=True)
def _same_interrupts() -> Iterator[None]:
    """Put Ctrl+C back: the program ignores it at its end, and its child processes with it."""
    before = signal.getsignal(signal.SIGINT)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture(autouse=True)
def _no_leaked_threads() -> Iterator[None]:
    """Fail a test that leaves one of our threads running, naming it."""
    before = set(threading.enumerate())
    yield
    ours = [
        thread
        for thread in set(threading.enumerate()) - before
        if thread.name.startswith("tryon-ar") and thread.is_alive()
    ]
    for thread in ours:
        thread.join(timeout=2.0)
    left = [thread.name for thread in ours if thread.is_alive()]
    assert not left, f"leaked threads: {left}"


@pytest.fixture
def rng() -> np.random.Generator:
    """A generator with a fixed seed."""
    return np.random.default_rng(20261122)


@pytest.fixture
def shared_data() -> Path:
    """The folder of real clips and photos beside the checkout, or a skip saying so."""
    if not SHARED_DATA.is_dir():
        pytest.skip(f"no real data at {SHARED_DATA}")
    return SHARED_DATA


@pytest.fixture
def told() -> Iterator[list[Incident]]:
    """What people are told of engines that break, from here on."""
    incidents.forget()
    heard: list[Incident] = []
    stop = incidents.listen(heard.append)
    yield heard
    stop()
    incidents.forget()
