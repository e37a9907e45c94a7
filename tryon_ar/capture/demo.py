"""People of the ``openpeople`` package brought to life: what plays without a camera."""

from concurrent.futures import Future, ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray

from tryon_ar.capture.demo_motion import CELL_PX, closest_view, sampling_grid, tallest_view
from tryon_ar.capture.demo_people import DemoPerson, Scene, find_people, make_scene
from tryon_ar.capture.opencv import cv2
from tryon_ar.capture.pulled import PulledSource
from tryon_ar.capture.source import SourceInfo
from tryon_ar.core.errors import UsageError
from tryon_ar.core.types import BgrImage

SECONDS_A_PERSON = 8.0
# How much of the scene pan, roll and sway may ask for beyond the widest view, in units.
_MARGIN_UNITS = 0.55


class DemoSource(PulledSource):
    """Generated people, from hair to hips, moving gently before a moving camera.

    Parameters
    ----------
    person_id : str or None
        Only this person; None shows one after the other, eight seconds each.
    size_px : (int, int)
        Width and height, 96 to 4096 pixels each.
    fps : float
        Frames a second of its clock; above 0, at most 1000.
    frame_count : int or None
        How many frames there are; None for no end.

    Raises
    ------
    UsageError
        When the size or the rate is out of bounds.

    Notes
    -----
    A frame depends on its time alone. The next person's picture is prepared by a thread
    of this source while the one before is shown.
    """

    def __init__(
        self,
        person_id: str | None = None,
        size_px: tuple[int, int] = (640, 480),
        fps: float = 30.0,
        frame_count: int | None = None,
    ) -> None:
        super().__init__()
        if not (min(size_px) >= 96 and max(size_px) <= 4096 and 0 < fps <= 1000):
            raise UsageError(
                f"The demo cannot be shown at {size_px[0]}x{size_px[1]}, {fps:g} frames a second.",
                "Use 96 to 4096 pixels a side and a rate of up to 1000.",
            )
        self._person_id = person_id
        self._size_px = size_px
        self._fps = fps
        self._frame_count = frame_count
        self._next_index = 0
        self._people: tuple[DemoPerson, ...] = ()
        self._scenes: dict[str, Future[Scene]] = {}
        self._preparing: ThreadPoolExecutor | None = None

    def _acquire(self) -> SourceInfo:
        """Prepare the first person.

        Raises
        ------
        SourceNotFound
            When nobody has that id or the pictures are not installed.
        """
        self._people = find_people(self._person_id)
        self._next_index = 0
        self._preparing = ThreadPoolExecutor(1, thread_name_prefix="tryon-ar demo")
        try:
            self._prepare(self._people[0]).result()
        except BaseException:
            self._release()
            raise
        return SourceInfo("Demo", "demo", self._size_px, self._fps, False, self._frame_count)

    def _next_picture(self) -> tuple[BgrImage, float] | None:
        index = self._next_index
        if index == self._frame_count:
            return None
        self._next_index += 1
        t_s = index / self._fps
        turn = int(t_s / SECONDS_A_PERSON)
        scene = self._prepare(self._people[turn % len(self._people)]).result()
        self._prepare(self._people[(turn + 1) % len(self._people)])
        return render(scene, self._size_px, t_s), t_s * 1000.0

    def _prepare(self, person: DemoPerson) -> Future[Scene]:
        future = self._scenes.get(person.person_id)
        if future is None:
            assert self._preparing is not None
            future = self._preparing.submit(scene_for, person, self._size_px)
            self._scenes[person.person_id] = future
        return future

    def _release(self) -> None:
        self._scenes.clear()
        if self._preparing is not None:
            self._preparing.shutdown(wait=True, cancel_futures=True)
            self._preparing = None


def scene_for(person: DemoPerson, size_px: tuple[int, int]) -> Scene:
    """Prepare a person for frames of a size.

    Parameters
    ----------
    person : DemoPerson
        Who.
    size_px : (int, int)
        Width and height of the frames.

    Returns
    -------
    Scene
        At the resolution of the closest view, or the picture's own where that is less.
    """
    width, height = size_px
    top = (person.top_px - person.shoulder_px) / person.breadth_px
    hip = (person.hip_px - person.shoulder_px) / person.breadth_px
    tall = max(tallest_view(top, hip), 2.6 * height / width)
    scale = min(1.0, height / (closest_view(top, hip) * person.breadth_px))
    unit_px = person.breadth_px * scale
    reach_x = (tall * width / height / 2 + _MARGIN_UNITS) * unit_px
    reach_y = (tall / 2 - (top + hip) / 2 + _MARGIN_UNITS) * unit_px
    return make_scene(person, scale, (round(reach_x), round(reach_y)))


def render(scene: Scene, size_px: tuple[int, int], t_s: float) -> BgrImage:
    """Return the frame of a time.

    Parameters
    ----------
    scene : Scene
        The person.
    size_px : (int, int)
        Width and height.
    t_s : float
        Seconds.

    Returns
    -------
    ndarray of shape (size_px[1], size_px[0], 3), uint8

    Notes
    -----
    The sampling points are computed on a grid of 16x16-pixel cells and interpolated
    linearly. Allocates the frame and two maps.
    """
    width, height = size_px
    grid = sampling_grid(scene, size_px, t_s)
    fine = cv2.resize(
        grid, (grid.shape[1] * CELL_PX, grid.shape[0] * CELL_PX), interpolation=cv2.INTER_LINEAR
    )
    points: NDArray[np.float32] = np.asarray(fine, np.float32)[
        CELL_PX : CELL_PX + height, CELL_PX : CELL_PX + width
    ]
    # Both coordinates are in the first map; OpenCV's stub does not know that.
    picture = cv2.remap(  # type: ignore[call-overload]
        scene.image_bgra, points, None, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGRA2BGR), np.uint8)
