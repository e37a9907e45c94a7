"""The one place that imports OpenCV for capturing, with its environment set first.

OpenCV reads its video settings from the environment once, when it is loaded, and some of
its wheels point Qt at a plug-in folder of their own, which breaks PySide6. Both are
dealt with here.
"""

import os
import sys
from pathlib import Path

from tryon_ar.capture import environment

_QT_VARIABLES = ("QT_QPA_PLATFORM_PLUGIN_PATH", "QT_QPA_FONTDIR")


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


environment.prepare()
_kept = {name: os.environ.get(name) for name in _QT_VARIABLES}

import cv2  # noqa: E402 - the environment comes first

for _name, _value in _kept.items():
    if _value is not None:
        os.environ[_name] = _value
if sys.platform == "linux":
    unset_qt_paths_of(Path(cv2.__file__).parent)

__all__ = ["cv2", "unset_qt_paths_of"]
