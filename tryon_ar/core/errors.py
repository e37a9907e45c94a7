"""Errors a person can act on.

::

    TryOnError                 .user_text  .hint  .exit_code  .recoverable
    ├ UsageError
    ├ SettingsError
    ├ DataInUse
    ├ ResourceError            MissingResource, CorruptResource, UnsafeImage
    ├ CaptureError             SourceNotFound, CameraNotFound, CameraBusy, CameraDenied, CameraLost
    │                          (CameraSilent, PicturesBroken)
    ├ TrackingError            TrackerUnavailable, NobodyInPicture
    ├ GarmentError             UnknownGarment, NotAGarment, UnknownCategory, PackError
    ├ InferenceError           InferenceLate, ProviderUnavailable, GraphRejected
    └ RecordingError           EncoderUnavailable, DiskFull, OutputUnwritable, SinkClosed,
                               NothingToSave, MicrophoneUnavailable

Expected absences are values, not errors: no person (``None``), degenerate control
points (a falsy ``FitFailure``), a fallen-back blend (``Composite.degraded``).
"""

from typing import ClassVar


class TryOnError(Exception):
    """Base of every error this project raises on purpose.

    Parameters
    ----------
    user_text : str
        One sentence saying what went wrong and why.
    hint : str, optional
        One sentence saying what to do about it.

    Attributes
    ----------
    exit_code : int
        Exit status of the command line: 0 ok, 2 usage, 3 no camera or source, 4 denied,
        5 busy, 6 disk, 7 bad image or garment, 8 model, 9 nobody in the picture.
    recoverable : bool
        Whether trying again may help without restarting the program.
    """

    exit_code: ClassVar[int] = 1
    recoverable: ClassVar[bool] = False

    def __init__(self, user_text: str, hint: str = "") -> None:
        super().__init__(user_text)
        self.user_text = user_text
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.user_text} {self.hint}".strip()


class UsageError(TryOnError):
    """The command cannot be understood as given."""

    exit_code = 2


class SettingsError(TryOnError):
    """A setting is unknown or out of bounds."""

    exit_code = 2


class DataInUse(TryOnError):
    """What is stored cannot be deleted while the program uses it."""

    exit_code = 5


class ResourceError(TryOnError):
    """A file the program needs is absent or damaged."""

    exit_code = 8


class MissingResource(ResourceError):
    """A needed file is not there."""


class CorruptResource(ResourceError):
    """A file is there but not what it should be (hash or format)."""


class UnsafeImage(ResourceError):
    """A picture is too large, damaged or of a kind that is not decoded."""

    exit_code = 7


class CaptureError(TryOnError):
    """Frames cannot be had from a source.

    Parameters
    ----------
    about : str
        Name of the camera or stream, where one is known.
    programs : tuple of str
        Names of the programs that keep it, where the system tells.
    """

    exit_code = 3
    recoverable = True

    def __init__(
        self, user_text: str, hint: str = "", *, about: str = "", programs: tuple[str, ...] = ()
    ) -> None:
        super().__init__(user_text, hint)
        self.about = about
        self.programs = programs


class SourceNotFound(CaptureError):
    """The file, folder or address named as a source does not exist or cannot be read."""

    recoverable = False


class CameraNotFound(CaptureError):
    """No such camera."""


class CameraBusy(CaptureError):
    """Another program holds the camera."""

    exit_code = 5


class CameraDenied(CaptureError):
    """The system does not let this program use the camera."""

    exit_code = 4


class CameraLost(CaptureError):
    """The camera or stream stopped delivering frames."""


class CameraSilent(CameraLost):
    """The camera or stream was asked for and does not answer."""


class PicturesBroken(CameraLost):
    """The camera or stream delivers only pictures that cannot be read."""


class TrackingError(TryOnError):
    """The person cannot be tracked."""

    exit_code = 8


class TrackerUnavailable(TrackingError):
    """The tracker's models or library are missing or refused."""


class NobodyInPicture(TrackingError):
    """A photo that was to be dressed shows nobody."""

    exit_code = 9


class GarmentError(TryOnError):
    """A garment cannot be used."""

    exit_code = 7


class UnknownGarment(GarmentError):
    """No garment of that name or folder."""


class NotAGarment(GarmentError):
    """The picture does not show a garment."""


class UnknownCategory(GarmentError):
    """The category is none of those known."""


class PackError(GarmentError):
    """A pack of garments is damaged, unsafe or no pack at all."""


class InferenceError(TryOnError):
    """An inference engine failed."""

    exit_code = 8


class InferenceLate(InferenceError):
    """An inference engine takes longer than usual; it may still answer."""


class ProviderUnavailable(InferenceError):
    """The asked-for provider (CUDA, DirectML, CoreML) cannot be used here."""


class GraphRejected(InferenceError):
    """A graph was refused by the engine."""


class RecordingError(TryOnError):
    """Pictures cannot be written."""

    exit_code = 6


class EncoderUnavailable(RecordingError):
    """No usable video encoder."""


class DiskFull(RecordingError):
    """There is no room left where the file goes."""


class OutputUnwritable(RecordingError):
    """The output path cannot be written."""


class MicrophoneUnavailable(RecordingError):
    """No sound can be had: PortAudio, the device or the permission is missing."""


class SinkClosed(RecordingError):
    """A frame was offered to a sink that has been closed."""


class NothingToSave(RecordingError):
    """A snapshot was asked for before there was a picture."""
