import gc
import threading

import pytest
from PySide6.QtCore import QObject, QTimer

from tests.gui.conftest import FAST
from tests.support.fake_stages import FakeDresser, fake_parts
from tryon_ar.gui.application import run_window
from tryon_ar.gui.options import WindowOptions, WindowParts
from tryon_ar.gui.tidying import MOST_OBJECTS, Tidying

pytestmark = pytest.mark.gui


class Litter:
    """A cycle, which only a collection finds."""

    left = 0

    def __init__(self) -> None:
        self.itself = self
        Litter.left += 1

    def __del__(self) -> None:
        Litter.left -= 1


class LitteringDresser(FakeDresser):
    """Makes more garbage a second than the interpreter bears without collecting, and less a
    round than is taken for something loaded."""

    def process(self, tracked):
        for _ in range(MOST_OBJECTS // 100):
            Litter()
        return super().process(tracked)


@pytest.fixture
def tidying(qtbot):
    owner = QObject()
    tidying = Tidying(owner)
    yield tidying
    tidying.close()


def test_garbage_of_workers_is_collected_in_the_gui_thread_alone(application, garments):
    collected_by = set()

    def note(phase, _info):
        if phase == "start":
            collected_by.add(threading.current_thread())

    gc.callbacks.append(note)
    try:
        parts = WindowParts(
            session=fake_parts(dresser=LitteringDresser),
            garments=garments,
            list_sources=lambda: (),
        )
        QTimer.singleShot(0, application, collected_by.clear)  # what came before it ran
        assert run_window(parts, WindowOptions(source=FAST, seconds=5.0)) == 0
    finally:
        gc.callbacks.remove(note)
    assert collected_by == {threading.main_thread()}
    assert gc.isenabled()
    assert gc.get_freeze_count() == 0


def test_new_garbage_goes_soon(tidying):
    Litter.left = 0
    for _ in range(100):
        Litter()
    tidying.tidy()
    assert Litter.left == 0


def test_what_outlived_a_few_rounds_goes_later(tidying):
    Litter.left = 0
    held = [Litter() for _ in range(10)]
    for _ in range(25):
        tidying.tidy()
    del held
    for _ in range(150):
        tidying.tidy()
    assert Litter.left == 0


def test_what_was_just_loaded_is_not_looked_through(tidying):
    loaded = [[number] for number in range(2 * MOST_OBJECTS)]
    before = gc.get_freeze_count()
    rounds = sum(one["collections"] for one in gc.get_stats())
    tidying.tidy()
    assert gc.get_freeze_count() >= before + len(loaded)
    assert sum(one["collections"] for one in gc.get_stats()) == rounds


def test_it_is_handed_back(qtbot):
    owner = QObject()
    tidying = Tidying(owner)
    assert not gc.isenabled()
    tidying.close()
    assert gc.isenabled()
    assert gc.get_freeze_count() == 0
