"""What the editor's points and steps are called in the window's language."""

from PySide6.QtCore import QCoreApplication

from tryon_ar.garments.editing_landmarks import landmark_title, landmarks_of
from tryon_ar.garments.garment import CATEGORIES

_CONTEXT = "editing"
_POINTS = tuple(
    dict.fromkeys(landmark_title(name) for one in CATEGORIES for name in landmarks_of(one))
)
_STEPS = (
    "Paint",
    "Erase",
    "Fill holes",
    "Change category",
    "Swap left and right",
    "Rename",
    "Change sizes",
    "Set back photo",
    "Remove back photo",
    "Dismiss warnings",
    "Start over",
)
_STEPS_OF_POINTS = ("Move {point}", "Add {point}", "Remove {point}")
#: All of it in English, to be translated in the context ``editing``.
ENGLISH = (*_POINTS, *_STEPS, *_STEPS_OF_POINTS)


def point_name(landmark: str) -> str:
    """Return what a landmark is called."""
    return QCoreApplication.translate(_CONTEXT, landmark_title(landmark))


def step_name(english: str) -> str:
    """Return what a step of the editing is called, which knows no other language itself."""
    for pattern in _STEPS_OF_POINTS:
        verb, _, _ = pattern.partition("{")
        for title in _POINTS:
            if english == verb + _lower(title):
                point = _lower(QCoreApplication.translate(_CONTEXT, title))
                return QCoreApplication.translate(_CONTEXT, pattern).format(point=point)
    return QCoreApplication.translate(_CONTEXT, english)


def _lower(title: str) -> str:
    return title[:1].lower() + title[1:]
