import threading
import time

import pytest

from tests.support.patience import PATIENCE_S
from tryon_ar.capture import faulty as module
from tryon_ar.capture.faulty import Fault, FaultKind, FaultySource
from tryon_ar.capture.synthetic import SyntheticSource, decode_counter
from tryon_ar.core.errors import CameraLost, CaptureError


def faulty(*faults):
    return FaultySource(SyntheticSource((128, 96), frame_count=6), faults)


def numbers(source):
    with source:
        found = []
        while (frame := source.read()) is not None:
            found.append(decode_counter(frame.image_bgr))
        return found


def test_without_faults_everything_passes():
    assert numbers(faulty()) == [0, 1, 2, 3, 4, 5]


def test_pictures_are_replaced_or_left_out():
    assert numbers(faulty(Fault(FaultKind.BLACK, 1, 2))) == [0, None, None, 3, 4, 5]
    assert numbers(faulty(Fault(FaultKind.FROZEN, 1, 2))) == [0, 0, 0, 3, 4, 5]
    assert numbers(faulty(Fault(FaultKind.DROPPED, 0, 2))) == [2, 3, 4, 5]
    assert numbers(faulty(Fault(FaultKind.END, 4))) == [0, 1, 2, 3]


def test_a_loss_is_raised_and_the_next_frame_read():
    with faulty(Fault(FaultKind.LOST, 1)) as source:
        source.read()
        with pytest.raises(CameraLost):
            source.read()
        assert decode_counter(source.read().image_bgr) == 2


def test_a_short_stall_delays_and_a_long_one_is_a_loss():
    with faulty(
        Fault(FaultKind.STALL, 1, seconds=0.1), Fault(FaultKind.STALL, 2, seconds=9)
    ) as source:
        source.read()
        began = time.monotonic()
        assert decode_counter(source.read().image_bgr) == 1
        assert time.monotonic() - began >= 0.1
        with pytest.raises(CameraLost):
            source.read()


def test_closing_ends_a_stall(monkeypatch):
    monkeypatch.setattr(module, "_LONGEST_STALL_S", 2 * PATIENCE_S)
    source = faulty(Fault(FaultKind.STALL, 0, seconds=PATIENCE_S))
    source.open()
    timer = threading.Timer(0.1, source.close)
    timer.start()
    with pytest.raises(CaptureError) as ended:
        source.read()
    timer.join()
    assert not isinstance(ended.value, CameraLost)
