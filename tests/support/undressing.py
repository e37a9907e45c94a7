"""A mirror that dresses nobody, for tests of what is around it."""

from tryon_ar.core.types import DressedFrame, GarmentState, TrackedFrame


class Undressing:
    """Stands in for ``TryOn``: passes the frames of a source on."""

    provider = "none"

    def __init__(self, *_garments, **_options):
        pass

    def dress_all(self, source):
        while (frame := source.read()) is not None:
            tracked = TrackedFrame(frame, None, GarmentState.NOBODY)
            yield DressedFrame(frame.image_bgr, tracked, None, {}, False, {})

    def __enter__(self):
        return self

    def __exit__(self, *_error):
        pass
