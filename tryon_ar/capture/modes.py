"""Which sizes to ask cameras for."""

from tryon_ar.capture.opening import DEFAULT_SIZE_PX

# What nearly every camera has; the pictures of smaller ones are 4:3, of larger ones 16:9.
_USUAL_SIZES_PX = ((320, 240), (640, 480), (800, 600), (960, 540), (1280, 720), (1920, 1080))


def size_of_width(width_px: int) -> tuple[int, int]:
    """Return the size in which cameras are likely to have pictures of a width.

    Parameters
    ----------
    width_px : int
        0 stands for the usual one.

    Returns
    -------
    (int, int)
        Width and height; the camera may choose another.
    """
    if width_px <= 0:
        return DEFAULT_SIZE_PX
    for width, height in _USUAL_SIZES_PX:
        if width == width_px:
            return width, height
    wide = width_px >= 960
    return width_px, round(width_px * (9 / 16 if wide else 3 / 4))
