"""``render`` on what cannot be: a sentence, the documented exit code, nothing left behind."""

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from PIL import Image

from tests.support.clips import write_clip
from tests.support.pictures import png_of_zeros
from tests.support.program import assert_refused, everything_in, run_program
from tests.support.small_disk import small_disk
from tryon_ar.garments.builtin import builtin_folder
from tryon_ar.inference.session import gpu_provider

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def out(tmp_path) -> Path:
    """An empty folder for what must not be written."""
    folder = tmp_path / "out"
    folder.mkdir()
    return folder


@pytest.fixture(scope="module")
def clip(tmp_path_factory) -> Path:
    """A short clip that shows nobody."""
    return write_clip(tmp_path_factory.mktemp("clips") / "clip.mp4")


@pytest.fixture(scope="module")
def photo(tmp_path_factory) -> Path:
    """A photo that shows nobody."""
    path = tmp_path_factory.mktemp("photos") / "photo.png"
    Image.effect_noise((160, 120), 60).convert("RGB").save(path)
    return path


def refuse(
    code: int,
    source: Path | str,
    output: Path,
    *more: str | Path,
    garment: str | Path = "tee-plain",
) -> str:
    """Run ``render``, check that it refuses quickly, and return what it said."""
    started = time.monotonic()
    outcome = run_program("render", source, "-g", garment, "-o", output, *more)
    assert_refused(outcome, code)
    assert time.monotonic() - started < 90
    return outcome.err


def write_text(path: Path, whole: bytes) -> None:
    path.write_text("not a film\n" * 40)


def write_nothing(path: Path, whole: bytes) -> None:
    path.write_bytes(b"")


def write_half(path: Path, whole: bytes) -> None:
    path.write_bytes(whole[: len(whole) // 2])


def write_noise(path: Path, whole: bytes) -> None:
    path.write_bytes(os.urandom(5000))


@pytest.mark.parametrize("damage", [write_text, write_nothing, write_half, write_noise])
def test_a_damaged_video(tmp_path, out, clip, damage):
    damage(tmp_path / "film.mp4", clip.read_bytes())
    assert "film.mp4" in refuse(3, tmp_path / "film.mp4", out / "a.mp4")
    assert everything_in(out) == []


@pytest.mark.parametrize("name", ["nothing.mp4", "nothing.png", "nothing", "nothing/"])
def test_a_missing_source(tmp_path, out, name):
    assert "nothing" in refuse(3, tmp_path / name, out / "a.mp4")
    assert everything_in(out) == []


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"),
        (b"hello", "cannot be decoded"),
        (png_of_zeros(30_000, 30_000, rows=30), "too large"),
        (png_of_zeros(64, 64)[:60], "cannot be decoded"),
    ],
    ids=["empty", "text", "bomb", "truncated"],
)
def test_a_damaged_photo(tmp_path, out, content, says):
    (tmp_path / "me.png").write_bytes(content)
    assert says in refuse(7, tmp_path / "me.png", out / "a.png")
    assert everything_in(out) == []


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the peak is read from /proc")
def test_a_whole_bomb_takes_neither_time_nor_memory(tmp_path, out):
    (tmp_path / "bomb.png").write_bytes(png_of_zeros(30_000, 30_000))
    program = (
        "import re, sys; from pathlib import Path; from tryon_ar.app import main;"
        "code = main(sys.argv[1:]); status = Path('/proc/self/status').read_text();"
        "print(int(re.search(r'VmHWM:\\s+(\\d+)', status)[1]) >> 10); sys.exit(code)"
    )
    command = [sys.executable, "-c", program, "render", tmp_path / "bomb.png"]
    done = subprocess.run(
        [*command, "-g", "tee-plain", "-o", out / "a.png"],
        capture_output=True,
        text=True,
        timeout=110,
        check=False,
        cwd=ROOT,
    )
    assert done.returncode == 7
    assert int(done.stdout) < 500, "megabytes, most of them libraries"
    assert everything_in(out) == []


@pytest.mark.parametrize("size_px", [(1, 1), (64, 64)])
def test_a_photo_too_small_for_anybody(tmp_path, out, size_px):
    (tmp_path / "dot.png").write_bytes(png_of_zeros(*size_px))
    layers, report = out / "new" / "layers", out / "reports" / "r.json"
    says = refuse(9, tmp_path / "dot.png", out / "a.png", "--layers", layers, "--report", report)
    assert "Nobody was dressed" in says
    assert everything_in(out) == [], "folders made for nothing are gone again"


def test_a_photo_that_shows_nobody(out, photo):
    assert "Nobody was dressed" in refuse(9, photo, out / "a.jpg")
    assert everything_in(out) == []


def test_an_empty_folder(tmp_path, out):
    (tmp_path / "photos").mkdir()
    refuse(3, tmp_path / "photos", out / "dressed")
    assert everything_in(out) == []


@pytest.mark.parametrize(
    ("name", "offers"), [("tee-strped", "tee-striped"), ("jeans", "jeans-blue"), ("Polo", "polo")]
)
def test_a_misspelt_garment_offers_the_nearest(out, clip, name, offers):
    says = refuse(7, clip, out / "a.mp4", garment=name)
    assert f"Did you mean {offers}" in says
    assert "garment list" in says


def test_a_photo_without_a_garment_as_a_garment(out, clip, photo):
    assert "No garment was found in photo.png" in refuse(7, clip, out / "a.mp4", garment=photo)


@pytest.fixture
def garment_folder(tmp_path) -> Path:
    return Path(shutil.copytree(builtin_folder() / "tee-plain", tmp_path / "my-tee"))


def test_a_whole_garment_folder_is_no_reason_to_refuse(out, photo, garment_folder):
    refuse(9, photo, out / "a.png", garment=garment_folder)  # for want of a person


REQUIRED = ("version", "id", "category", "photo", "alpha", "parts", "landmarks")


@pytest.mark.parametrize("key", [*REQUIRED, "confidence"])
@pytest.mark.parametrize("value", [None, 17, [], "../../etc/passwd"], ids=str)
def test_a_garment_with_a_damaged_field(out, clip, garment_folder, key, value):
    path = garment_folder / "garment.json"
    fields = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(fields | {key: value}), encoding="utf-8")
    refuse(7, clip, out / "a.mp4", garment=garment_folder)
    assert everything_in(out) == []


@pytest.mark.parametrize("name", ["garment.json", "photo.jpg", "alpha.png", "parts.png"])
@pytest.mark.parametrize("damage", ["missing", "empty", "cut", "bomb"])
def test_a_garment_with_a_damaged_file(out, clip, garment_folder, name, damage):
    path = garment_folder / name
    whole = path.read_bytes()
    path.unlink()
    if damage != "missing":
        content = {"empty": b"", "cut": whole[: len(whole) // 2]}
        path.write_bytes(content.get(damage) or png_of_zeros(30_000, 30_000, rows=9))
    refuse(7, clip, out / "a.mp4", garment=garment_folder)


def test_an_empty_garment_folder(out, clip, tmp_path):
    (tmp_path / "nothing").mkdir()
    assert "garment.json" in refuse(7, clip, out / "a.mp4", garment=tmp_path / "nothing")


def test_an_output_in_a_folder_that_does_not_exist(out, clip):
    assert "the folder does not exist" in refuse(6, clip, out / "new" / "a.mp4")
    assert everything_in(out) == []


def test_an_output_under_a_file(out, clip):
    (out / "file").write_text("mine")
    refuse(6, clip, out / "file" / "a.mp4")
    refuse(6, clip, out / "file" / "frames" / "deep")
    refuse(6, clip, out / "file")
    assert everything_in(out) == ["file"]
    assert (out / "file").read_text() == "mine"


def test_an_output_that_is_a_folder(out, photo):
    (out / "a.png").mkdir()
    refuse(6, photo, out / "a.png")
    assert everything_in(out) == ["a.png"]


def test_names_that_are_too_long(out, clip):
    long = out / ("a" * 300)
    assert "too long" in refuse(6, clip, long.with_suffix(".mp4"))
    for option in ("--layers", "--report"):
        assert "too long" in refuse(6, clip, out / "a.mp4", option, long)
    assert everything_in(out) == []


@pytest.mark.parametrize("option", ["--layers", "--report"])
def test_layers_and_report_are_checked_before_the_work(out, clip, option):
    (out / "file").write_text("mine")
    refuse(6, clip, out / "a.mp4", option, out / "file" / "x")
    assert everything_in(out) == ["file"]


@pytest.mark.parametrize("name", ["a.png", "a.gif", "a.avi", "a.webm"])
def test_a_video_does_not_become_that(out, clip, name):
    assert "does not fit the source" in refuse(2, clip, out / name)
    assert everything_in(out) == []


@pytest.mark.parametrize("name", ["a.mp4", "a", "a.gif", "a.bmp"])
def test_a_photo_does_not_become_that(out, photo, name):
    assert "does not fit the source" in refuse(2, photo, out / name)
    assert everything_in(out) == []


@pytest.mark.parametrize("name", ["a.mp4", "a.png", "a.webm"])
def test_a_folder_does_not_become_that(out, photo, name):
    assert "does not fit the source" in refuse(2, photo.parent, out / name)
    assert everything_in(out) == []


def test_a_source_is_not_overwritten(tmp_path, clip):
    mine = Path(shutil.copy(clip, tmp_path / "mine.mp4"))
    assert "the source itself" in refuse(2, mine, tmp_path / "." / "mine.mp4")
    assert mine.read_bytes() == clip.read_bytes()


@pytest.mark.parametrize("name", ["", "."])
def test_no_output_is_not_the_folder_the_program_stands_in(out, clip, monkeypatch, name):
    monkeypatch.chdir(out)
    outcome = run_program("render", clip, "-g", "tee-plain", "-o", name)
    assert_refused(outcome, 2)
    assert everything_in(out) == []


@pytest.mark.parametrize("source", ["camera:0", "camera:Nothing", "/dev/video97", "demo:P003", ""])
def test_a_source_that_is_not_there(out, source, monkeypatch):
    monkeypatch.setattr("tryon_ar.capture.discovery.list_cameras", tuple)
    refuse(3, source, out / "a.mp4")
    assert everything_in(out) == []


@pytest.mark.parametrize("seconds", ["0", "-1", "nan", "inf"])
def test_no_time_at_all(out, clip, seconds):
    assert "--seconds" in refuse(2, clip, out / "a.mp4", "--seconds", seconds)
    assert everything_in(out) == []


@pytest.mark.parametrize(
    "more",
    [("--seconds", "soon"), ("--provider", "abacus"), ("--nonsense",), ("extra",), ("-g",)],
    ids=" ".join,
)
def test_a_command_line_that_makes_no_sense(out, clip, more):
    refuse(2, clip, out / "a.mp4", *more)
    assert everything_in(out) == []


@pytest.mark.skipif(gpu_provider() is not None, reason="there is a graphics card here")
def test_cuda_without_a_graphics_card(out, clip):
    says = refuse(8, clip, out / "a.mp4", "--provider", "cuda")
    assert "--provider auto" in says
    assert everything_in(out) == []


def test_a_disk_that_runs_full(tmp_path):
    with small_disk(tmp_path / "disk", 100) as disk:
        says = refuse(6, "demo", disk / "a.mp4", "--seconds", "4")
        assert "no room" in says
        assert everything_in(disk) == []


def test_a_full_disk(tmp_path, clip):
    with small_disk(tmp_path / "disk", 100) as disk:
        with contextlib.suppress(OSError), (disk / "others").open("wb", buffering=0) as file:
            while True:
                file.write(bytes(4096))
        refuse(6, "demo", disk / "a.mp4", "--seconds", "0.2")
        refuse(6, "demo", disk / "frames", "--seconds", "0.1")
        refuse(6, clip, tmp_path / "a.mp4", "--layers", disk / "layers")
        assert not (tmp_path / "a.mp4").exists()
        refuse(6, clip, tmp_path / "a.mp4", "--report", disk / "r.json")
        assert everything_in(disk) == ["others"]


def test_a_read_only_disk(tmp_path, clip, photo):
    with small_disk(tmp_path / "disk", 100, read_only=True) as disk:
        assert "read-only" in refuse(6, clip, disk / "a.mp4")
        assert "read-only" in refuse(6, photo, disk / "a.png")
        assert "read-only" in refuse(6, clip, disk / "frames")


def written_bytes(folder):
    """Return the size of the largest file; one that is replaced meanwhile counts as none."""
    sizes = [0]
    for path in folder.iterdir():
        with contextlib.suppress(FileNotFoundError):
            sizes.append(path.stat().st_size)
    return max(sizes)


@pytest.mark.timeout(400)
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_stopped_midway_it_leaves_nothing(out, number):
    command = [sys.executable, ROOT / "main.py", "render", "demo", "-g", "tee-plain"]
    with subprocess.Popen(
        [*command, "-o", out / "a.mp4", "--seconds", "600"], stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            deadline = time.monotonic() + 200
            while written_bytes(out) <= 5000:
                assert process.poll() is None, process.communicate()
                assert time.monotonic() < deadline
                time.sleep(0.05)
            process.send_signal(number)
            _, said = process.communicate(timeout=150)
        finally:
            process.kill()
    assert process.returncode == 128 + number
    assert said == "tryon-ar: stopped.\n"
    assert everything_in(out) == []
