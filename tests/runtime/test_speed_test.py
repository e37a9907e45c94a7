import pytest

from tryon_ar.runtime.speed_test import SpeedTest, Trial, Verdict


def run(rates: dict[Trial, float], *, can_resize: bool = True, seen: float = 1.0) -> Verdict:
    """Run a test on a computer that dresses so many pictures a second in each trial."""
    test = SpeedTest(0.0, can_resize=can_resize)
    now_s, shown, look = 0.0, 0.0, 0
    shares = []
    while test.verdict is None:
        assert now_s < 40, "it never ends"
        now_s += 0.25
        shown += 0.25 * rates[test.trial]
        look += 1
        test.note(now_s, int(shown), 30.0, somebody=look % 10 < 10 * seen)
        shares.append(test.share(now_s))
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    return test.verdict


USUAL, LARGE, FAST = Trial(640, "auto"), Trial(1280, "auto"), Trial(640, "fast")


@pytest.mark.parametrize(
    ("rates", "width_px", "quality", "fps", "smooth"),
    [
        ({USUAL: 30.0, LARGE: 28.0}, 1280, "auto", 28, True),
        ({USUAL: 30.0, LARGE: 15.0}, 640, "auto", 30, True),
        ({USUAL: 16.0}, 640, "auto", 16, False),
        ({USUAL: 8.0, FAST: 13.0}, 640, "fast", 13, False),
        ({USUAL: 8.0, FAST: 8.2}, 640, "auto", 8, False),
    ],
)
def test_what_is_measured_decides(rates, width_px, quality, fps, smooth):
    verdict = run(rates)
    assert (verdict.width_px, verdict.quality, verdict.smooth) == (width_px, quality, smooth)
    assert verdict.fps == pytest.approx(fps, abs=0.6)


def test_what_is_no_camera_is_asked_for_no_size():
    verdict = run({USUAL: 30.0}, can_resize=False)
    assert (verdict.width_px, verdict.quality, verdict.smooth) == (0, "auto", True)


def test_nothing_is_concluded_from_a_picture_without_anybody():
    assert run({USUAL: 30.0}, seen=0.1) == Verdict(0, "auto", 0.0, smooth=False)
