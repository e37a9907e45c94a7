from tryon_ar.runtime.rate_watch import RateWatch


def collapsed_at(*phases: tuple[float, float]) -> list[float]:
    """Return when it was said to have collapsed, pictures coming at (fps, seconds) in turn."""
    watch, now_s, told = RateWatch(), 100.0, []
    for fps, seconds in phases:
        for _ in range(round(fps * seconds)):
            now_s += 1 / fps
            if watch.note(now_s):
                told.append(now_s - 100.0)
    return told


def test_a_collapse_is_told_within_two_seconds_and_taken_back():
    told = collapsed_at((30, 4), (2, 5), (30, 3))
    assert 5.0 <= told[0] <= 6.0
    assert told[-1] < 9.0 + 1.2


def test_a_camera_that_was_never_quick_has_not_collapsed():
    assert collapsed_at((4, 20)) == []


def test_hiccups_and_dark_rooms_are_no_collapse():
    assert collapsed_at((30, 4), (1, 1), (30, 4), (1.1, 1), (30, 4)) == []
    assert collapsed_at((30, 4), (7.5, 10)) == []


def test_pictures_that_nobody_fetched_count():
    fetched, all_that_came = RateWatch(), RateWatch()
    for watch in (fetched, all_that_came):
        assert not any(watch.note(100 + number / 30) for number in range(120))
    times_s = [104 + number * 0.4 for number in range(30)]
    assert any([fetched.note(now_s) for now_s in times_s])
    assert not any(all_that_came.note(now_s, 12) for now_s in times_s)
