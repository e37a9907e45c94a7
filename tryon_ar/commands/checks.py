"""What options of several commands must be."""

import math
from pathlib import Path
from typing import TYPE_CHECKING

from tryon_ar.core.errors import UsageError

if TYPE_CHECKING:
    from tryon_ar.pipeline.face_hiding import FaceMode

PROVIDERS = ("auto", "cpu", "cuda")
FACES: tuple["FaceMode", ...] = ("keep", "blur", "crop")


def check_provider(provider: str) -> None:
    """Refuse an unknown place to solve the blend.

    Raises
    ------
    UsageError
        When it is none of :data:`PROVIDERS`.
    """
    if provider not in PROVIDERS:
        raise UsageError(
            f"There is no provider {provider!r}.", f"Choose one of {', '.join(PROVIDERS)}."
        )


def checked_faces(faces: str | None) -> "FaceMode":
    """Return how faces are saved: as was asked for, else as the settings say.

    Raises
    ------
    UsageError
        When it is none of :data:`FACES`.
    SettingsError
        When a setting of the environment cannot be what it is.
    """
    if faces is None:
        from tryon_ar.commands.settings import settings_of_run

        return settings_of_run().current.capture.faces
    for mode in FACES:
        if faces == mode:
            return mode
    raise UsageError(f"Faces cannot be saved as {faces!r}.", f"Choose one of {', '.join(FACES)}.")


def check_seconds(seconds: float | None) -> None:
    """Refuse a duration that is none.

    Raises
    ------
    UsageError
        When it is given and zero, negative, infinite or not a number.
    """
    if seconds is not None and not (math.isfinite(seconds) and seconds > 0):
        raise UsageError("--seconds must be a number above 0.", "Leave it out for no limit.")


def check_label_picture(path: Path) -> None:
    """Refuse a name under which labels would not be kept exactly.

    Raises
    ------
    UsageError
        When it does not end in ``.png``.
    """
    if path.suffix.lower() != ".png":
        raise UsageError(
            f"{path.name} cannot hold labels: only PNG keeps every value.", "End it in .png."
        )
