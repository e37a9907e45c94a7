"""Fixtures and guards every test runs under."""

import logging
import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
import pytest
from hypothesis import HealthCheck, settings

from tests.support import leaks, own_folders
from tryon_ar.core import incidents
from tryon_ar.core.incidents import Incident

SHARED_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"

# A busy machine is no failure: nothing is told of code by how long an example took on it.
settings.register_profile("tests", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("tests")


def pytest_configure(config: pytest.Config) -> None:
    """Give the tests a temporary folder in which nothing else is, and let them be interrupted."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # so shells start what runs behind
        signal.signal(signal.SIGINT, signal.default_int_handler)
    if signal.getsignal(signal.SIGHUP) is signal.SIG_IGN:  # by nohup: what is started inherits that
        signal.signal(signal.SIGHUP, lambda _number, _frame: None)
    persons = own_folders.persons_folders()
    shared = Path(tempfile.mkdtemp(prefix="tryon-ar-folders-"))  # by what no single test owns
    os.environ |= own_folders.folders_in(shared)
    own_folders.note_writes(persons)
    folder = leaks.own_temporary_folder()
    for made in (folder, shared):
        config.add_cleanup(partial(shutil.rmtree, made, ignore_errors=True))
    config.add_cleanup(leaks.note_shared())


@pytest.fixture(autouse=True)
def _fresh_folders(tmp_path: Path) -> Iterator[None]:
    """Keep every test out of the user's own folders, and fail one that wrote into them."""
    beside = tmp_path.parent / "beside" / tmp_path.name  # tests look at what is left in theirs
    with pytest.MonkeyPatch.context() as own:  # not the test's, which the test may undo
        for name, folder in own_folders.folders_in(tmp_path, beside).items():
            own.setenv(name, folder)
        yield
    written = own_folders.written()
    assert not written, f"written into the person's own folders: {written}"


@pytest.fixture(autouse=True)
def _same_interrupts() -> Iterator[None]:
    """Put Ctrl+C back: the program ignores it at its end, and its child processes with it."""
    before = signal.getsignal(signal.SIGINT)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture(autouse=True)
def _nothing_left() -> Iterator[None]:
    """Fail a test that leaves threads, processes, handles or files behind, naming them."""
    log = logging.getLogger("tryon_ar")
    before, handlers = leaks.held(), list(log.handlers)
    yield
    for handler in log.handlers:  # the program sets its log up once, for as long as it runs
        if handler not in handlers:
            handler.close()
    log.handlers[:] = handlers
    left = leaks.left_since(before)
    assert not left, f"left behind: {left}"


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
