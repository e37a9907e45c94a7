"""The long run judges what it should, and finds what leaks in a short one."""

import gc
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import av
import numpy as np
import pytest

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = ROOT / "benchmarks" / "soak.py"

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")


@pytest.fixture(scope="module", autouse=True)
def _benchmarks_first():
    sys.path.insert(0, str(PROGRAM.parent))
    yield
    sys.path.remove(str(PROGRAM.parent))


@pytest.fixture
def samples():
    """Return a function that gives an hour of samples in which one figure does as told."""
    from soak_health import Health

    def make(minutes: float = 60.0, **rising: float) -> list:
        made = []
        for number in range(round(minutes * 12) + 1):
            share = number / (minutes * 12)
            busy = 3 * (number % 12 < 4)  # a recording, now and then
            figures = {"rss_mb": 800.0, "own_mb": 600.0, "handles": 12, "threads": 22, "windows": 7}
            figures["handles"] += busy
            figures["threads"] += busy
            for name, by in rising.items():
                figures[name] = figures.get(name, 0) + by * share
            whole = {n: v if n.endswith("_mb") else int(v) for n, v in figures.items()}
            made.append(Health(at_s=5.0 * number, frames=120 * (number + 1), **whole))
        return made

    return make


@pytest.fixture
def counts():
    """Return the counts of a run in which all is as wanted."""
    from soak_counts import Soaked

    soaked = Soaked(frames=10_000)
    for _ in range(2000):
        soaked.took(40.0)
    soaked.films.films, soaked.films.frames = 3, 1800
    return soaked.counts()


def judged(samples, counts, **options):
    from soak_verdict import judge

    return judge(samples, counts, 300.0, **options)


def test_what_stays_as_it_was_passes(samples, counts):
    verdict = judged(samples(), counts)
    assert verdict.missed == []
    assert verdict.exit_code == 0


@pytest.mark.parametrize(
    ("rising", "missed"),
    [
        ({"own_mb": 6.0}, ["slope of memory of its own"]),
        ({"own_mb": 40.0}, ["growth of memory of its own", "slope of memory of its own"]),
        ({"handles": 3}, ["more handles"]),
        ({"threads": 3}, ["more threads"]),
        ({"children": 2}, ["more children"]),
        ({"timers": 2}, ["more timers"]),
        ({"windows": 2}, ["more windows"]),
        ({"temporary": 2}, ["more temporary"]),
    ],
)
def test_what_leaks_is_named(samples, counts, rising, missed):
    verdict = judged(samples(**rising), counts)
    assert verdict.missed == missed
    assert verdict.exit_code == 1


def test_pages_of_files_are_judged_too(samples, counts):
    run = samples(rss_mb=40.0)
    assert judged(run, counts).missed == ["growth of memory", "slope of memory"]


def test_what_malloc_gave_out_is_told_not_judged(samples, counts):
    verdict = judged(samples(in_use_mb=40.0), counts)
    assert verdict.missed == []
    rising = verdict.summary["after warming"]["in_use_slope_mb_h"]
    assert rising == pytest.approx(40.0 / verdict.summary["hours"], rel=0.1)


@pytest.mark.parametrize(
    ("rising", "missed"),
    [
        ({"own_mb": 90.0}, []),
        ({"own_mb": 300.0}, ["growth of memory"]),
        ({"threads": 3}, ["more threads"]),
    ],
)
def test_under_load_less_is_asked(samples, counts, rising, missed):
    assert judged(samples(**rising), counts, loaded=True).missed == missed


def test_levels_are_compared_within_a_source(samples, counts):
    """A file holds more than a pattern, and either may have been played last."""
    from dataclasses import replace

    run = [
        replace(one, source="file", handles=one.handles + 4) if one.at_s % 900 >= 600 else one
        for one in samples(minutes=30.0)
    ]
    assert judged(run, counts, loaded=True).missed == []
    leaking = [replace(one, handles=one.handles + one.frames // 15_000) for one in run]
    assert judged(leaking, counts, loaded=True).missed == ["more handles"]


def test_what_grows_while_it_warms_up_is_let_be(samples, counts):
    run = samples(own_mb=4.0)
    warming = [one for one in run if one.at_s < 300.0]
    from dataclasses import replace

    run[: len(warming)] = [replace(one, own_mb=300.0, handles=5) for one in warming]
    assert judged(run, counts).missed == []


def test_a_mirror_that_came_late_warms_up_later(samples, counts):
    from dataclasses import replace

    run = [
        replace(one, frames=0, own_mb=100.0, threads=5) if one.at_s < 600.0 else one
        for one in samples()
    ]
    assert judged(run, counts).missed == []
    never = [replace(one, frames=0) for one in run]
    assert judged(never, {**counts, "frames": 0}, loaded=True).exit_code == 2


@pytest.mark.parametrize(
    ("name", "value", "missed"),
    [
        ("frames out of order", 1, "frames in order"),
        ("unplayable", 1, "recordings"),
        ("recordings out of order", 1, "recordings in order"),
        ("errors", ["unhandled error"], "no errors"),
    ],
)
def test_what_goes_wrong_is_named_under_load_too(samples, counts, name, value, missed):
    assert judged(samples(), {**counts, name: value}, loaded=True).missed == [missed]


@pytest.mark.parametrize(
    ("name", "value", "missed"),
    [
        ("dropped share", 0.006, "frames dropped"),
        ("told", ["This computer is slow."], "warnings"),
        ("times", {}, "frames timed"),
        (
            "times",
            {
                "demo": {"frames": 5000, "median ms": 40.0, "p99 ms": 60.0},
                "clip": {"frames": 5000, "median ms": 40.0, "p99 ms": 60.5},
                "seldom": {"frames": 900, "median ms": 40.0, "p99 ms": 90.0},
            },
            "slow frames of clip",
        ),
    ],
)
def test_what_load_spoils_is_judged_without_load_alone(samples, counts, name, value, missed):
    counts = {**counts, name: value}
    assert judged(samples(), counts).missed == [missed]
    assert judged(samples(), counts, loaded=True).missed == []


def test_a_short_or_broken_off_run_is_not_told_to_be_good(samples, counts):
    assert judged(samples(minutes=5.5), counts).exit_code == 2
    assert judged(samples(), {**counts, "cut short": True}).exit_code == 2
    assert judged(samples(handles=3), {**counts, "cut short": True}).exit_code == 1


@pytest.mark.parametrize(("name", "few"), [("frames", 299), ("recordings", 1)])
def test_a_mirror_that_got_hardly_any_of_the_machine_proves_nothing(samples, counts, name, few):
    counts = {**counts, name: few}
    assert judged(samples(), counts, loaded=True).exit_code == 2
    assert judged(samples(), counts).missed == ["frames and recordings"]
    assert judged(samples(), {**counts, "unplayable": 1}, loaded=True).exit_code == 1


def test_the_slope_of_a_short_run_is_not_judged(samples, counts):
    verdict = judged(samples(minutes=15.0, own_mb=20.0), counts)
    assert verdict.summary["after warming"]["own_slope_mb_h"] == pytest.approx(80.0, rel=0.02)
    assert verdict.missed == []


def test_health_sees_this_process(tmp_path, qapp, monkeypatch):
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QWidget
    from soak_health import health

    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    gc.collect()  # what other tests left to it may hold files
    before = health(0.0, 0)
    stop = threading.Event()
    thread = threading.Thread(target=stop.wait)
    thread.start()
    child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    window = QWidget()
    timer = QTimer(window)
    timer.start(1000)
    held = np.ones(40 * 2**20, np.uint8)
    try:
        with (tmp_path / "file").open("w"):
            now = health(1.0, 0)
    finally:
        stop.set()
        thread.join()
        child.communicate(b"\n")
        window.deleteLater()
        timer.stop()
    assert now.own_mb - before.own_mb >= 39.0
    assert now.rss_mb > now.own_mb
    assert now.handles == before.handles + 2  # the child's pipe
    assert now.by_kind["pipes"] == before.by_kind.get("pipes", 0) + 1
    assert now.threads >= before.threads + 1
    assert now.temporary == before.temporary + 1
    assert now.children == before.children + 1
    assert now.windows == before.windows + 1
    assert now.timers == before.timers + 1
    del held


def test_quantiles_are_those_of_the_values():
    from soak_health import Times

    times = Times()
    values = np.random.default_rng(3).gamma(9.0, 5.0, 5000)
    for value in values:
        times.add(value)
    assert times.count == 5000
    for share in (0.5, 0.99):
        assert times.quantile_ms(share) == pytest.approx(np.quantile(values, share), abs=1.0)


def video(path: Path, frames: int) -> Path:
    with av.open(str(path), "w") as container:
        stream = container.add_stream("mpeg4", 30)
        stream.width = stream.height = 64
        for _ in range(frames):
            picture = av.VideoFrame.from_ndarray(np.zeros((64, 64, 3), np.uint8), format="bgr24")
            container.mux(stream.encode(picture))
        container.mux(stream.encode())
    return path


def test_recordings_are_played_and_deleted(tmp_path):
    from soak_films import Films, FilmsSeen

    seen = FilmsSeen()
    films = Films(seen)
    good, bad = video(tmp_path / "good.mp4", 12), tmp_path / "bad.mp4"
    bad.write_bytes(b"no video at all")
    for path in (good, bad, tmp_path / "missing.mp4"):
        films.look(path)
    films.close()
    assert seen == FilmsSeen(films=3, unplayable=2, disordered=0, frames=12)
    assert not good.exists()


def test_frames_that_stand_still_in_time_are_seen(monkeypatch):
    import soak_films

    class Video:
        def __enter__(self):
            return self

        def __exit__(self, *_):
            return None

        def decode(self, **_):
            return (type("Frame", (), {"time": time})() for time in (0.0, 0.1, 0.1))

    monkeypatch.setattr(av, "open", lambda _path: Video())
    assert soak_films.play(Path("any")) == (3, False)


def test_the_plot_shows_every_figure(samples, counts):
    from soak_plot import plot

    run = samples(own_mb=10.0)
    drawn = plot(run, judged(run, counts).summary, 300.0)
    assert drawn.count("<polyline") == 8
    assert "1.0 hours of use" in drawn
    assert "+8.3 MB, +10.0 MB an hour" in drawn
    short = run[:30]
    assert "too short to tell" in plot(short, judged(short, counts).summary, 300.0)


def soak(*options: str, **environment: str) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, str(PROGRAM), *options],
        cwd=ROOT,
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )


def wait_for_lines(path: Path, lines: int, patience_s: float = 400.0) -> None:
    until_s = time.monotonic() + patience_s
    while not path.is_file() or path.read_text().count("\n") < lines:
        assert time.monotonic() < until_s, "no samples"
        time.sleep(0.1)


@pytest.mark.timeout(600)
def test_a_run_that_is_ended_says_so_and_draws(tmp_path):
    kept, drawn = tmp_path / "kept.jsonl", tmp_path / "drawn.svg"
    run = soak("unpaced", "--samples", str(kept), "--plot", str(drawn), "--loaded")
    wait_for_lines(kept, 1)
    run.send_signal(signal.SIGTERM)
    told = json.loads(run.communicate(timeout=180)[0])
    assert told["cut short"]
    assert told["frames"] >= 1
    assert run.returncode in (1, 2)
    assert "<svg" in drawn.read_text()


@pytest.mark.timeout(600)
def test_a_run_that_is_killed_leaves_what_can_be_judged(tmp_path):
    kept = tmp_path / "kept.jsonl"
    run = soak("unpaced", "--samples", str(kept), TMPDIR=str(tmp_path))  # its folder stays
    wait_for_lines(kept, 1)
    run.kill()
    run.communicate()
    with kept.open("a") as file:
        file.write('{"health": {"at_')
    found = soak("judge", "--samples", str(kept), "--json", str(tmp_path / "judged.json"))
    told = json.loads(found.communicate(timeout=180)[0])
    assert found.returncode in (1, 2)
    assert told["frames"] >= 1
    assert len(json.loads((tmp_path / "judged.json").read_text())["samples"]) >= 1
