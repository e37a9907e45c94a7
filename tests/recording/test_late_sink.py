import numpy as np
import pytest

from tryon_ar.core.errors import DiskFull
from tryon_ar.recording.late_sink import LateSink

IMAGE = np.zeros((4, 4, 3), np.uint8)
SAMPLES = np.zeros((8, 1), np.float32)


class Silent:
    """Takes pictures alone."""

    def __init__(self) -> None:
        self.got: list[str] = []
        self.bytes_written = 7

    def write(self, _image, t_ms: float) -> None:
        self.got.append(f"picture {t_ms}")

    def close(self) -> None:
        self.got.append("closed")


class Sounding(Silent):
    """Takes sound as well."""

    def write_sound(self, _samples, t_ms: float) -> None:
        self.got.append(f"sound {t_ms}")


def test_the_first_picture_opens_it_and_sound_before_is_left_out():
    opened: list[Sounding] = []
    late = LateSink(lambda: opened.append(Sounding()) or opened[0])
    late.write_sound(SAMPLES, 1.0)
    assert (opened, late.bytes_written) == ([], 0)
    late.write(IMAGE, 2.0)
    late.write_sound(SAMPLES, 3.0)
    late.write(IMAGE, 4.0)
    late.close()
    assert opened[0].got == ["picture 2.0", "sound 3.0", "picture 4.0", "closed"]
    assert (len(opened), late.bytes_written) == (1, 7)


def test_one_that_takes_no_sound_gets_none():
    sink = Silent()
    late = LateSink(lambda: sink)
    late.write(IMAGE, 0.0)
    late.write_sound(SAMPLES, 1.0)
    assert sink.got == ["picture 0.0"]


def test_never_opened_there_is_nothing_to_close_and_a_refusal_reaches_who_writes():
    LateSink(Silent).close()

    def refuse() -> Silent:
        raise DiskFull("There is no room.")

    with pytest.raises(DiskFull):
        LateSink(refuse).write(IMAGE, 0.0)
