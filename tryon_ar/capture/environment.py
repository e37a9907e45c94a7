"""What OpenCV reads from the environment when it is loaded."""

import os

_SETTINGS = {
    # A silent V4L2 camera is given up after a second a read, not ten.
    "OPENCV_VIDEOIO_V4L_SELECT_TIMEOUT": "1",
    # Media Foundation takes up to 20 s to open a camera with these.
    "OPENCV_VIDEOIO_MSMF_ENABLE_HW_TRANSFORMS": "0",
    # A camera that cannot be opened is reported by us, in a sentence.
    "OPENCV_LOG_LEVEL": "SILENT",
}


def prepare() -> None:
    """Set it up for capturing; values the user has set are kept.

    Notes
    -----
    Only has an effect before the first ``import cv2`` of the process, by whomever.
    """
    for name, value in _SETTINGS.items():
        os.environ.setdefault(name, value)
