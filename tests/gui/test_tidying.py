import gc
import sys
import threading
from types import ModuleType

import pytest
from PySide6.QtCore import QObject, QTimer

from tests.gui.conftest import FAST
from tests.support.fake_stages import FakeDresser, fake_parts
from tryon_ar.gui import tidying as tidying_module
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
    """Makes more garbage a second than the interpreter bears without collecting."""

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
    assert Litter.left == 100
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


@pytest.fixture
def import_something(monkeypatch):
    """Return a function after which one more module is there."""

    def import_it(number: int = 0) -> None:
        monkeypatch.setitem(sys.modules, f"just_imported_{number}", ModuleType("just_imported"))

    return import_it


def rounds() -> int:
    return sum(one["collections"] for one in gc.get_stats())


def test_what_was_just_loaded_is_not_looked_through(tidying, import_something):
    import_something()
    loaded = [[number] for number in range(2 * MOST_OBJECTS)]
    kept, before = gc.get_freeze_count(), rounds()
    tidying.tidy()
    assert gc.get_freeze_count() >= kept + len(loaded)
    assert rounds() == before


def test_what_was_loaded_over_many_rounds_is_not_looked_through_for_ever(tidying, import_something):
    import_something()
    loaded = []
    kept = gc.get_freeze_count()
    for _ in range(150):
        loaded += [[number] for number in range(MOST_OBJECTS // 100)]
        tidying.tidy()
    assert gc.get_freeze_count() >= kept + MOST_OBJECTS


@pytest.mark.parametrize("imports", [False, True])
def test_much_garbage_goes_round_for_round(tidying, import_something, imports):
    """However much it is: one import excuses one round."""
    if imports:
        import_something()
    tidying.tidy()
    Litter.left = 0
    for _ in range(5):
        for _ in range(MOST_OBJECTS + 1000):
            Litter()
        tidying.tidy()
    assert Litter.left <= (MOST_OBJECTS + 1000 if imports else 0)


def test_much_garbage_that_lived_a_while_goes(tidying):
    """Old enough for the oldest generation, too much for a quick look, and nothing imported."""
    Litter.left = 0
    kept = gc.get_freeze_count()
    held = [Litter() for _ in range(MOST_OBJECTS + 1000)]
    for _ in range(25):
        tidying.tidy()
    del held
    for _ in range(150):
        tidying.tidy()
    assert Litter.left == 0
    assert gc.get_freeze_count() <= kept


def test_it_is_handed_back(qtbot):
    owner = QObject()
    tidying = Tidying(owner)
    assert not gc.isenabled()
    tidying.close()
    assert gc.isenabled()
    assert gc.get_freeze_count() == 0


def test_freed_memory_is_given_back_now_and_then(qtbot, monkeypatch):
    given_back = threading.Event()
    monkeypatch.setattr(tidying_module, "GIVE_BACK_MS", 20)
    monkeypatch.setattr(tidying_module, "give_back_freed", given_back.set)
    owner = QObject()
    tidying = Tidying(owner)
    qtbot.waitUntil(given_back.is_set)
    tidying.close()
    qtbot.waitUntil(
        lambda: not any("giving memory back" in one.name for one in threading.enumerate())
    )
    given_back.clear()
    qtbot.wait(60)
    assert not given_back.is_set()
