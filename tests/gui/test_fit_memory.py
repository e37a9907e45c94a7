"""What is kept of garments set right by hand, however slow the disk."""

import threading

import pytest
from PySide6.QtCore import QObject

from tests.support.patience import until
from tryon_ar.core.adjustment import UNADJUSTED, Adjustment
from tryon_ar.gui.fit_memory import FitMemory
from tryon_ar.runtime.wishes import Wishes

pytestmark = pytest.mark.gui


class SlowOnce:
    """A file that takes its time for what it is given first."""

    def __init__(self) -> None:
        self.begun, self.goes_on = threading.Event(), threading.Event()
        self.kept: list[Adjustment] = []

    def keep(self, _garment_id: str, adjustment: Adjustment) -> None:
        if not self.begun.is_set():
            self.begun.set()
            self.goes_on.wait(30)
        self.kept.append(adjustment)


def test_what_was_changed_last_is_kept_last(qapp):
    owner = QObject()
    memory = FitMemory(Wishes(), lambda error: pytest.fail(str(error)), owner)
    memory._corrections = file = SlowOnce()
    first, last = UNADJUSTED.moved(0.1, 0.0), UNADJUSTED.moved(0.2, 0.0)
    for adjustment in (first, last):
        memory.change("tee", adjustment)
        memory.settle()
        assert file.begun.wait(30)
    threads = [one for one in threading.enumerate() if one.name == "tryon-ar corrections"]
    threads[-1].join(0.3)  # whoever may overtake has
    file.goes_on.set()
    for thread in threads:
        thread.join()
    until(lambda: len(file.kept) == 2)
    assert file.kept[-1] == last
