"""What a newcomer does with the program, and what must lie on the disk afterwards."""

import itertools
import json
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np
from numpy.typing import NDArray

from tests.support.person import Person
from tryon_ar.core.types import BgrImage

RECORDED_S = 5.0
# What `slowness` takes where limits in milliseconds were found, on two busy cores.
_USUAL_MS = 12.0
# What the jumper of product_photo is dyed.
JUMPER_BGR = (70, 37, 81)
Look = Callable[[str], None]


def _see_nothing(_name: str) -> None:
    """Take no picture."""


def first_run(person: Person, look: Look = _see_nothing) -> None:
    """Answer the first run's questions with what they propose."""
    person.does("start")
    person.wait("the window", lambda now: now["open"])
    person.wait("the welcome", lambda now: now["welcome"] == 0)
    person.wait("a dressed picture", lambda now: now["dressed"], 120.0)
    look("welcome_camera")
    person.does("welcome")
    for step, name in ((1, "speed"), (2, "privacy"), (3, "garment")):
        person.click("Next")
        person.wait(f"the step {name}", lambda now, step=step: now["welcome"] == step)
        time.sleep(1.0)
        look(f"welcome_{name}")
    person.click("Start")
    person.wait("the end of the welcome", lambda now: now["welcome"] == -1)
    look("mirror")


def garment(person: Person, look: Look = _see_nothing, name: str = "Brick tee") -> None:
    """Put on another garment from the shelf."""
    person.does("garment")
    before = person.state()["worn"]
    person.click(name)
    person.wait("another garment", lambda now: now["worn"] != before and now["worn"])
    time.sleep(1.0)
    look("garment")


def drop(person: Person, photo: Path, look: Look = _see_nothing) -> None:
    """Drop a product photo on the mirror."""
    person.does("drop")
    person.drop_file(photo, "MirrorView")
    person.wait("the import", lambda now: now["importing"] or now["own"])
    look("importing")
    done = person.wait("the garment", lambda now: now["own"] and not now["importing"], 120.0)
    person.wait("it worn", lambda now: now["worn"] and now["worn"][-1] == done["own"][0])
    time.sleep(1.0)
    look("imported")


def compare(person: Person, look: Look = _see_nothing) -> None:
    """Compare with what was worn before, move the divider, and end that."""
    person.does("compare")
    person.key("c")
    person.wait("two looks", lambda now: now["looks"] == 2)
    time.sleep(1.0)
    look("compare")
    x, y = person.middle("Divider between the two looks")
    person.drag((x, y), (x - 120, y))
    look("compare_moved")
    person.key("c")
    person.wait("one look", lambda now: now["looks"] == 0)


def photo(person: Person, look: Look = _see_nothing) -> None:
    """Take a picture after the usual count."""
    person.does("countdown")
    person.click("Picture")
    person.wait("the count", lambda now: now["counting"] > 0)
    look("countdown")
    person.wait("the end of the count", lambda now: now["counting"] == 0)
    wait_for_files(person, "Pictures", ".png", 1)
    look("picture_saved")


def record(person: Person, look: Look = _see_nothing) -> tuple[float, float]:
    """Record some seconds; return how many at least and at most."""
    person.does("record starts")
    person.click("Record")
    person.wait("the recording", lambda now: (now["recorded_s"] or 0) > 0.3)
    person.does("recording")
    look("recording")
    now = person.wait("its seconds", lambda now: (now["recorded_s"] or 0) >= RECORDED_S)
    seen_s = time.monotonic()
    person.does("record ends")
    person.key("r")
    person.wait("the end of the recording", lambda now: now["recorded_s"] is None)
    longest_s = now["recorded_s"] + time.monotonic() - seen_s
    time.sleep(1.0)
    look("recorded")
    return now["recorded_s"], longest_s


def gallery(person: Person, look: Look = _see_nothing, files: int = 2) -> None:
    """Look through what was saved."""
    person.does("gallery")
    person.key("ctrl+g")
    person.wait("the gallery", lambda now: now["gallery"] == files)
    time.sleep(2.0)
    look("gallery")
    person.key("Return")
    time.sleep(1.5)
    look("gallery_large")
    person.key("Right")
    time.sleep(1.0)
    look("gallery_next")
    person.key("Escape", "Escape")
    person.wait("the mirror again", lambda now: now["dialog"] in ("MainWindow", "NoneType"))
    person.take_up()


def quit_program(person: Person, patience_s: float = 60.0) -> None:
    """Leave, and wait for the program to end well."""
    person.does("quit")
    person.key("ctrl+q")
    code = person.program.wait(patience_s)
    assert code == 0, f"the program ended with {code}"


def wait_for_files(person: Person, folder: str, suffix: str, count: int) -> list[Path]:
    """Wait for so many finished files of the person; return them."""
    until_s = time.monotonic() + 60.0
    while time.monotonic() < until_s:
        found = [one for one in (person.home / folder).rglob(f"*{suffix}") if one.stat().st_size]
        if len(found) >= count:
            return sorted(found)
        time.sleep(0.1)
    raise AssertionError(f"no {count} {suffix} files in {folder}")


# -- what lies on the disk -------------------------------------------------------------


def decoded(path: Path) -> tuple[list[NDArray[np.float64]], list[float]]:
    """Return a small grey picture and the seconds of every frame of a video."""
    pictures, seconds = [], []
    with av.open(str(path)) as container:
        for frame in container.decode(video=0):
            assert frame.time is not None
            small = frame.to_ndarray(format="gray")[::8, ::8]
            pictures.append(small.astype(np.float64))
            seconds.append(frame.time)
    return pictures, seconds


def check_video(path: Path, least_s: float, most_s: float) -> None:
    """Every frame decodes, shows something, and comes later than the one before."""
    pictures, seconds = decoded(path)
    steps_s = [b - a for a, b in itertools.pairwise(seconds)]
    assert abs(seconds[0]) < 0.1, seconds[0]
    assert min(steps_s) > 0, "time stamps must increase"
    longest_s = max(1.0, 8.0 * float(np.median(steps_s)))  # a slow computer has few pictures
    assert max(steps_s) < longest_s, f"a gap of {max(steps_s):.2f} s"
    assert least_s - 1.5 < seconds[-1] < most_s + 1.5, f"{seconds[-1]:.2f} s"
    assert all(one.std() > 5.0 for one in pictures), "a frame shows nothing"
    moved = [float(np.abs(a - b).mean()) for a, b in itertools.pairwise(pictures)]
    assert max(moved) > 0.2, "nothing moves"


def share_of_colour(picture_bgr: BgrImage, colour_bgr: Sequence[int], within: float) -> float:
    """Return the share of pixels whose hue and chroma are near a colour's.

    Parameters
    ----------
    picture_bgr : ndarray of shape (H, W, 3), uint8
    colour_bgr : sequence of three ints
        0 to 255.
    within : float
        Distance in the a and b of CIE Lab, 8 bits.
    """
    one = np.asarray(cv2.cvtColor(np.array([[colour_bgr]], np.uint8), cv2.COLOR_BGR2LAB), float)
    lab = np.asarray(cv2.cvtColor(picture_bgr, cv2.COLOR_BGR2LAB), float)
    return float((np.hypot(*(lab[..., n] - one[0, 0, n] for n in (1, 2))) < within).mean())


def product_photo(path: Path) -> Path:
    """Write a photo of a jumper that is on no shelf: one that is, dyed in another colour."""
    from tryon_ar.core.paths import resource_folder

    photo = cv2.imread(str(resource_folder() / "garments" / "longsleeve-green" / "photo.jpg"))
    assert photo is not None
    hsv = np.asarray(cv2.cvtColor(photo, cv2.COLOR_BGR2HSV)).astype(int)
    hsv[..., 0] = (hsv[..., 0] + 75) % 180
    hsv[..., 1] = np.minimum(hsv[..., 1] * 1.3, 255)
    assert cv2.imwrite(str(path), cv2.cvtColor(hsv.astype(np.uint8), cv2.COLOR_HSV2BGR))
    return path


# What a home may hold after the walk: the name's start, and how it ends.
_EXPECTED = (
    ("Pictures/tryon-ar/", ".png"),
    ("Videos/tryon-ar/", ".mp4"),
    (".config/tryon-ar/", ""),
    ("garments/", ""),
)


def everything_else(home: Path) -> set[str]:
    """Return the names of all files of a home that the walk has no reason to leave there."""
    below = {str(one.relative_to(home)) for one in home.rglob("*") if one.is_file()}
    return {
        one for one in below if not any(one.startswith(a) and one.endswith(b) for a, b in _EXPECTED)
    }


def slowness() -> float:
    """Return how many times as long as usual this computer works on the same; at least 1."""

    def work_ms() -> float:
        began_s = time.thread_time()
        sum(number * number for number in range(200_000))
        return (time.thread_time() - began_s) * 1000.0

    return max(1.0, min(work_ms() for _ in range(5)) / _USUAL_MS)


def gaps_of(report: Path) -> list[dict[str, Any]]:
    """Return the gaps that ``observed_program`` reports, the worst first."""
    told = json.loads(report.read_text(encoding="utf-8"))
    assert told["beats"] > 500, told["beats"]
    gaps = told["gaps"]
    assert isinstance(gaps, list)
    return gaps


def walk(person: Person, product: Path, look: Look = _see_nothing) -> tuple[float, float]:
    """Do all of it, from the first start to the end; return how long was recorded."""
    first_run(person, look)
    garment(person, look)
    drop(person, product, look)
    compare(person, look)
    photo(person, look)
    recorded_s = record(person, look)
    gallery(person, look)
    quit_program(person)
    return recorded_s
