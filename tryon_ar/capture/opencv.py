"""The one place that imports OpenCV for capturing, with its environment set first.

OpenCV reads its video settings from the environment once, when it is loaded, and some of
its wheels point Qt at a plug-in folder of their own, which breaks PySide6. Both are
dealt with here.
"""

import os
import sys
from pathlib import Path

_SETTINGS = {
    # A silent V4L2 camera is given up after a second a read, not ten.
    "OPENCV_VIDEOIO_V4L_SELECT_TIMEOUT": "1",
    # Media Foundation takes up to 20 s to open a camera with these.
    "OPENCV_VIDEOIO_MSMF_ENABLE_HW_TRANSFORMS": "0",
    # A camera that cannot be opened is reported by us, in a sentence.
    "OPENCV_LOG_LEVEL": "SILENT",
}
_QT_VARIABLES = ("QT_QPA_PLATFORM_PLUGIN_PATH", "QT_QPA_FONTDIR")


def prepare_environment() -> None:
    """Set what OpenCV reads when it is loaded; values the user has set are kept.

    Notes
    -----
    Only has an effect before the first ``import cv2`` of the process, by whomever.
    """
    for name, value in _SETTINGS.items():
        os.environ.setdefault(name, value)


def unset_qt_paths_of(folder: Path) -> None:
    """Remove Qt's plug-in and font paths from the environment where they lie in `folder`.

    Parameters
    ----------
    folder : Path
        The folder of the ``cv2`` package.
    """
    for name in _QT_VARIABLES:
        value = os.environ.get(name)
        if value and Path(value).is_relative_to(folder):
            del os.environ[name]


prepare_environment()
_kept = {name: os.environ.get(name) for name in _QT_VARIABLES}

import cv2  # noqa: E402 - the environment comes first

for _name, _value in _kept.items():
    if _value is not None:
        os.environ[_name] = _value
if sys.platform == "linux":
    unset_qt_paths_of(Path(cv2.__file__).parent)

__all__ = ["cv2", "prepare_environment", "unset_qt_paths_of"]
