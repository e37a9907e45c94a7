"""Faces of what a live session saves: hidden before a picture or recording can hold them."""

import threading
from dataclasses import replace

import numpy as np

from tryon_ar.core.errors import TrackerUnavailable, TryOnError
from tryon_ar.core.types import BgrImage, DressedFrame
from tryon_ar.pipeline.face_hiding import FaceHider, FaceMode, FindsHeads
from tryon_ar.tracking.head_finder import HeadFinder, Oval


class SavedFaces:
    """Takes faces out of dressed frames that are to be saved, as the person asked for.

    Attributes
    ----------
    mode : {"keep", "blur", "crop"}
        What is done with them; set by any thread, it holds from the next picture on, also in a
        recording under way.

    Notes
    -----
    *Thread safety*: :meth:`of_film` in one thread, :meth:`of_picture` in any.
    """

    def __init__(self, make_finder: "type[FindsHeads] | None" = None) -> None:
        self.mode: FaceMode = "keep"
        self._finder = _SharedFinder(make_finder or HeadFinder)
        self._film: FaceHider | None = None

    def of_film(self, dressed: DressedFrame, *, filmed: bool) -> DressedFrame:
        """Return a frame as it may be recorded, of the same size, the camera's own picture too.

        Parameters
        ----------
        dressed : DressedFrame
        filmed : bool
            Whether anything is recorded now; without that nothing is done.
        """
        mode = self.mode
        if mode == "keep" or not filmed:
            self._film = None
            return dressed
        if self._film is None or self._film.mode != mode:
            self._film = FaceHider(mode, quick=True, make_finder=lambda: self._finder)
        hidden = self._film.look(dressed.tracked)
        frame = dressed.tracked.frame
        own = self._film.hide(frame.image_bgr, hidden, fixed=True)
        return replace(
            dressed,
            image_bgr=self._film.hide_dressed(dressed, hidden, fixed=True),
            tracked=replace(dressed.tracked, frame=replace(frame, image_bgr=own)),
            looks=(),
        )

    def of_picture(self, dressed: DressedFrame, *, mirrored: bool) -> BgrImage:
        """Return a frame's picture as it may be saved; a crop has fewer rows."""
        hider = FaceHider(self.mode, still=True, make_finder=lambda: self._finder)
        picture = hider.hide_dressed(dressed, hider.look(dressed.tracked), fixed=False)
        return np.ascontiguousarray(picture[:, ::-1]) if mirrored else picture


class _SharedFinder:
    """Finds heads for one caller at a time; its network is loaded when first needed.

    Where that cannot be had it is not asked for again: that may take seconds, and frames wait.
    """

    def __init__(self, make: "type[FindsHeads]") -> None:
        self._make = make
        self._made: FindsHeads | None = None
        self._refusal: TryOnError | None = None
        self._lock = threading.Lock()

    def find(self, image_bgr: BgrImage) -> list[Oval]:
        with self._lock:
            if self._refusal is not None:
                raise TrackerUnavailable(self._refusal.user_text, self._refusal.hint)
            try:
                self._made = self._made or self._make()
            except TryOnError as error:
                self._refusal = error
                raise
            return self._made.find(image_bgr)
