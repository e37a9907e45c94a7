import numpy as np
import pytest

from tryon_ar.recording.sound import SoundFormat
from tryon_ar.recording.sound_placer import SoundPlacer

RATE_HZ = 1000  # a sample is a millisecond
MS = 1_000_000


class Placed:
    """A placer and what it handed on; samples carry the millisecond they were heard."""

    def __init__(self) -> None:
        self.handed: list[tuple[int, float]] = []
        self.placer = SoundPlacer(SoundFormat(RATE_HZ), self._take)

    def _take(self, samples: np.ndarray, t_ms: float) -> None:
        self.handed += [(int(sample), t_ms + index) for index, sample in enumerate(samples[:, 0])]

    def hear(self, begin: int, end: int) -> None:
        for first in range(begin, end, 20):
            samples = np.arange(first, min(first + 20, end), dtype=np.float32)[:, None]
            self.placer.hear(samples, first * MS)

    def show(self, taken: int, place: float) -> None:
        self.placer.show(taken * MS, place)

    def check(self, expected: dict[int, float]) -> None:
        assert [sample for sample, _ in self.handed] == list(expected)
        np.testing.assert_allclose(
            [place for _, place in self.handed], list(expected.values()), atol=0.01
        )


def test_sound_heard_before_the_first_picture_is_left_out_and_the_rest_waits_for_pictures():
    placed = Placed()
    placed.hear(1000, 1200)
    assert placed.handed == []
    placed.show(1055, 0.0)
    assert placed.handed == []
    placed.show(1090, 35.0)
    placed.check({ms: ms - 1055 for ms in range(1055, 1090)})
    placed.show(1110, 55.0)
    placed.check({ms: ms - 1055 for ms in range(1055, 1110)})


def test_sound_that_comes_after_its_pictures_is_handed_on_at_once():
    placed = Placed()
    placed.show(1000, 0.0)
    placed.show(1100, 100.0)
    placed.hear(980, 1060)
    placed.check({ms: ms - 1000 for ms in range(1000, 1060)})


@pytest.mark.parametrize("late", [False, True])
def test_a_pause_is_cut_out_to_the_sample_whenever_its_sound_comes(late):
    placed = Placed()
    placed.hear(1000, 1050 if late else 1600)
    placed.show(1010, 0.0)
    placed.show(1040, 30.0)
    placed.placer.cut(1073 * MS)
    if late:
        placed.hear(1050, 1600)
    placed.show(1501, 63.0)
    placed.show(1511, 73.0)
    placed.check(
        {ms: ms - 1010 for ms in range(1010, 1073)}
        | {ms: ms - 1501 + 63 for ms in range(1501, 1511)}
    )


def test_a_pause_longer_than_what_is_kept_loses_only_itself():
    placed = Placed()
    placed.show(1000, 0.0)
    placed.placer.cut(1020 * MS)
    placed.hear(1000, 9000)
    assert len(placed.placer._blocks) * 20 <= 5100
    placed.show(8900, 20.0)
    placed.show(8910, 30.0)
    placed.check(
        {ms: ms - 1000 for ms in range(1000, 1020)}
        | {ms: ms - 8900 + 20 for ms in range(8900, 8910)}
    )


def test_two_pauses_before_any_sound_comes():
    placed = Placed()
    for begin, place in ((1000, 0.0), (1100, 30.0), (1200, 60.0)):
        placed.show(begin, place)
        placed.placer.cut((begin + 30) * MS)
    placed.placer.cut(9999 * MS)
    placed.hear(990, 1300)
    assert len(placed.handed) == 90
    assert [place for _, place in placed.handed] == pytest.approx(range(90), abs=0.01)


def test_an_empty_block_is_ignored():
    placed = Placed()
    placed.placer.hear(np.zeros((0, 1), np.float32), 5)
    assert placed.placer.heard_ns == 0


def test_sound_is_not_kept_for_ever_while_no_picture_comes():
    placed = Placed()
    placed.show(1000, 0.0)
    placed.show(1030, 30.0)
    placed.hear(1000, 61_000)
    assert len(placed.placer._blocks) * 20 <= 5600
    placed.placer.cut(1063 * MS)
    placed.show(60_900, 63.0)
    placed.show(60_910, 73.0)
    placed.check(
        {ms: ms - 1000 for ms in range(1000, 1063)}
        | {ms: ms - 60_900 + 63 for ms in range(60_900, 60_910)}
    )


def test_sound_of_a_gap_of_under_six_seconds_is_kept_and_of_a_longer_one_only_its_ends():
    for gap_ms, kept in ((5900, 5901), (7000, 1600)):
        placed = Placed()
        placed.show(0, 0.0)
        placed.hear(0, gap_ms)
        placed.show(gap_ms, float(gap_ms))
        handed = [sample for sample, _ in placed.handed]
        assert handed[:480] == list(range(480))
        assert handed[-1] == gap_ms - 1
        if gap_ms < 6000:
            assert handed == list(range(gap_ms))
        else:
            assert kept < len(handed) < gap_ms - 500
            assert set(range(2040, gap_ms)) <= set(handed)  # what was heard lately
        assert all(place == pytest.approx(sample, abs=0.01) for sample, place in placed.handed)
