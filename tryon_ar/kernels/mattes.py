"""Let soft masks agree with those of the frame before, carried along a motion."""

import numpy as np
from numba import types
from numpy.typing import NDArray

from tryon_ar.kernels._jit import kernel, read, write
from tryon_ar.kernels.sampling import between_bytes

U8 = NDArray[np.uint8]
F32 = NDArray[np.float32]


@kernel(
    read(types.uint8, 3),
    read(types.uint8, 3),
    read(types.float32, 3),
    read(types.uint8, 2),
    types.float32,
    write(types.float32, 3),
)
def weigh_motion_nb(
    now: U8, before: U8, motion: F32, front: U8, least: np.float32, out: F32
) -> None:
    """Weigh a motion, and what it leaves unexplained, by where what lies in front is.

    Parameters
    ----------
    now, before : ndarray of shape (H, W, 3), uint8
    motion : ndarray of shape (H, W, 2), float32
        From a pixel of ``now`` to where it was ``before``, x before y, in pixels.
    front : ndarray of shape (H, W), uint8
    least : float
        Weight where there is nothing in front.
    out : ndarray of shape (H, W, 4), float32
        Filled with w times the motion, w times the largest difference of the channels between
        ``now`` and ``before`` carried along (0 where nothing is in front), and
        w = (front / 255)^2 + least.
    """
    height, width = now.shape[:2]
    for row in range(height):
        for col in range(width):
            share = np.float32(front[row, col]) * np.float32(1 / 255)
            weight = share * share + least
            out[row, col, 0] = weight * motion[row, col, 0]
            out[row, col, 1] = weight * motion[row, col, 1]
            out[row, col, 2] = np.float32(0.0)
            out[row, col, 3] = weight
            if front[row, col] == 0:
                continue
            x = min(max(np.float32(col) + motion[row, col, 0], np.float32(0.0)), width - 1.0)
            y = min(max(np.float32(row) + motion[row, col, 1], np.float32(0.0)), height - 1.0)
            x0, y0 = int(x), int(y)
            x1, y1 = min(x0 + 1, width - 1), min(y0 + 1, height - 1)
            u, v = np.float32(x - x0), np.float32(y - y0)
            most = np.float32(0.0)
            for channel in range(3):
                seen = between_bytes(before, y0, y1, x0, x1, channel, u, v)
                away = np.float32(now[row, col, channel]) - seen
                most = max(most, abs(away))
            out[row, col, 2] = weight * most


@kernel(
    read(types.uint8, 3),
    read(types.uint8, 2),
    read(types.uint8, 3),
    read(types.uint8, 3),
    read(types.uint8, 3),
    types.int64,
    types.int64,
    read(types.float32, 3),
    types.float32,
    types.float32,
    types.float32,
    types.float32,
    types.float32,
    types.float32,
    types.float32,
    types.float32,
    write(types.uint8, 3),
    write(types.uint8, 3),
)
def settle_nb(
    measured: U8,
    doubtful: U8,
    least: U8,
    most: U8,
    before: U8,
    shift_x: int,
    shift_y: int,
    weighed: F32,
    scale: np.float32,
    offset_x: np.float32,
    offset_y: np.float32,
    rest: np.float32,
    eager: np.float32,
    explained: np.float32,
    unexplained: np.float32,
    steepness: np.float32,
    out: U8,
    shown: U8,
) -> None:
    """Blend masks with those carried along from the frame before, within bounds.

    ``c + a (m - c)`` for a carried c and a measured m, the motion in pixels, with
    ``a = min(rest + eager |motion| + max(surprise - explained, 0) / unexplained, 1)``.
    To be shown, what of it was carried is made steeper about its middle, as far as carrying
    softens; the blend itself must not be, or edges would lock where they once were.

    Parameters
    ----------
    measured, least, most : ndarray of shape (h, w, 4), uint8
        Four masks, and the bounds of the result.
    doubtful : ndarray of shape (h, w), uint8
        0 where the bounds meet: nothing is looked up there.
    before : ndarray of shape (hb, wb, 4), uint8
        Zero beyond its rectangle.
    shift_x, shift_y : int
        From a pixel of ``measured`` to the same place in ``before``.
    weighed : ndarray of shape (H, W, 4), float32
        Of small pixels: w times the motion from now to before in small pixels, x before y, w times
        the surprise, and w > 0.
    scale, offset_x, offset_y : float
        A pixel (x, y) lies at ``scale x + offset_x`` and ``scale y + offset_y`` of the small ones.
    rest, eager, explained, unexplained, steepness : float
    out, shown : ndarray of shape (h, w, 4), uint8
        To be carried on, and to be shown: as measured; changed.
    """
    height, width = measured.shape[:2]
    rows, columns = weighed.shape[:2]
    half, whole, rounding = np.float32(127.5), np.float32(255.0), np.float32(0.5)
    none, one, four = np.float32(0.0), np.float32(1.0), np.float32(4.0)
    larger = one / scale
    for row in range(height):
        for col in range(width):
            if not doubtful[row, col]:
                continue
            # It is averaged widely: the nearest small pixel says as much as those around.
            near_col = min(max(int(scale * np.float32(col) + offset_x + rounding), 0), columns - 1)
            near_row = min(max(int(scale * np.float32(row) + offset_y + rounding), 0), rows - 1)
            sure = one / weighed[near_row, near_col, 3]
            beyond = max(weighed[near_row, near_col, 2] * sure - explained, none)
            weight = rest + beyond / unexplained
            dx = weighed[near_row, near_col, 0] * sure * larger
            dy = weighed[near_row, near_col, 1] * sure * larger
            weight += eager * np.sqrt(dx * dx + dy * dy)
            if weight >= one:
                continue
            x = np.float32(col + shift_x) + dx
            y = np.float32(row + shift_y) + dy
            x0, y0 = int(np.floor(x)), int(np.floor(y))
            # What comes from beyond what was drawn before is not known.
            if x0 < 0 or y0 < 0 or x0 + 1 >= before.shape[1] or y0 + 1 >= before.shape[0]:
                continue
            u, v = np.float32(x - x0), np.float32(y - y0)
            # Between four pixels a mask is softest; on one it stays as it was.
            soft = min(four * (u * (one - u) + v * (one - v)), one)
            steeper = (steepness - one) * (one - weight) * soft
            for plane in range(4):
                bottom, top = least[row, col, plane], most[row, col, plane]
                if bottom == top:
                    continue
                carried = between_bytes(before, y0, y0 + 1, x0, x0 + 1, plane, u, v)
                value = carried + weight * (np.float32(measured[row, col, plane]) - carried)
                value = min(max(value, np.float32(bottom)), np.float32(top))
                out[row, col, plane] = np.uint8(value + rounding)
                value += steeper * (value - half)
                value = min(max(value, none), whole)
                shown[row, col, plane] = np.uint8(value + rounding)


@kernel(
    read(types.uint8, 3),
    read(types.uint8, 2),
    read(types.uint8, 3),
    read(types.uint8, 3),
    read(types.float32, 3),
    types.float32,
    types.float32,
    types.float32,
    types.float32,
    types.float32,
    write(types.uint8, 3),
)
def blur_along_nb(
    masks: U8,
    doubtful: U8,
    least: U8,
    most: U8,
    weighed: F32,
    scale: np.float32,
    offset_x: np.float32,
    offset_y: np.float32,
    exposed: np.float32,
    most_px: np.float32,
    shown: U8,
) -> None:
    """Blur soft masks along their motion, as a camera's exposure does.

    The mean of five places from ``-l`` to ``l`` along the motion v, ``l = min(exposed |v| / 2,
    most_px)``, where that is more than half a pixel.

    Parameters
    ----------
    masks : ndarray of shape (h, w, 4), uint8
    doubtful : ndarray of shape (h, w), uint8
        0 where nothing is done.
    least, most : ndarray of shape (h, w, 4), uint8
        Where a mask's meet it is even all around.
    weighed, scale, offset_x, offset_y
        As for :func:`settle_nb`.
    exposed : float
        Share of the time between frames in which a frame is exposed.
    most_px : float
    shown : ndarray of shape (h, w, 4), uint8
        Changed where masks are blurred.
    """
    height, width = masks.shape[:2]
    rows, columns = weighed.shape[:2]
    rounding, one, two = np.float32(0.5), np.float32(1.0), np.float32(2.0)
    for row in range(height):
        for col in range(width):
            if not doubtful[row, col]:
                continue
            near_col = min(max(int(scale * np.float32(col) + offset_x + rounding), 0), columns - 1)
            near_row = min(max(int(scale * np.float32(row) + offset_y + rounding), 0), rows - 1)
            sure = one / (weighed[near_row, near_col, 3] * scale)
            dx = weighed[near_row, near_col, 0] * sure
            dy = weighed[near_row, near_col, 1] * sure
            speed = np.sqrt(dx * dx + dy * dy)
            half = min(exposed * speed * rounding, most_px)
            if half <= rounding:
                continue
            step_x, step_y = dx * half / (two * speed), dy * half / (two * speed)
            centre_x, centre_y = np.float32(col) + rounding, np.float32(row) + rounding
            for plane in range(4):
                if least[row, col, plane] == most[row, col, plane]:
                    continue
                total = 0
                for tap in range(-2, 3):
                    x = min(max(int(centre_x + np.float32(tap) * step_x), 0), width - 1)
                    y = min(max(int(centre_y + np.float32(tap) * step_y), 0), height - 1)
                    total += int(masks[y, x, plane])
                shown[row, col, plane] = np.uint8((total + 2) // 5)
