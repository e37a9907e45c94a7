import pytest

from tryon_ar.capture.modes import size_of_width
from tryon_ar.capture.opening import DEFAULT_SIZE_PX


@pytest.mark.parametrize(
    ("width_px", "size_px"),
    [
        (0, DEFAULT_SIZE_PX),
        (320, (320, 240)),
        (640, (640, 480)),
        (700, (700, 525)),
        (1280, (1280, 720)),
        (3840, (3840, 2160)),
    ],
)
def test_widths_become_sizes_that_cameras_have(width_px, size_px):
    assert size_of_width(width_px) == size_px
