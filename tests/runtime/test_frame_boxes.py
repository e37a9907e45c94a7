"""A session's mailboxes count together what is replaced, and close together."""

import threading

from tryon_ar.runtime.frame_boxes import FrameBoxes
from tryon_ar.runtime.metrics import DropCause, Metrics


def test_what_is_replaced_anywhere_is_counted():
    metrics = Metrics()
    boxes = FrameBoxes(metrics)
    for box in (boxes.shots, boxes.tracked, boxes.parsed, boxes.shown):
        box.put(object())
        box.put(object())
    assert metrics.snapshot().drops[DropCause.REPLACED] == 4


def test_closing_wakes_who_waits_at_any():
    boxes = FrameBoxes(Metrics())
    waiting = [
        threading.Thread(target=box.take, args=(120.0,))
        for box in (boxes.shots, boxes.tracked, boxes.parsed, boxes.shown)
    ]
    for thread in waiting:
        thread.start()
    boxes.close()
    for thread in waiting:
        thread.join(30.0)
    assert not any(thread.is_alive() for thread in waiting)
