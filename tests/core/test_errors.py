import inspect
import re

import pytest

from tryon_ar.core import errors
from tryon_ar.core.errors import TryOnError

# The documented exit codes: 2 usage, 3 source, 4 denied, 5 busy, 6 disk, 7 bad image or
# garment, 8 model, 9 nobody in the picture.
EXIT_CODES = {
    "UsageError": 2,
    "SettingsError": 2,
    "DataInUse": 5,
    "ResourceError": 8,
    "MissingResource": 8,
    "CorruptResource": 8,
    "UnsafeImage": 7,
    "CaptureError": 3,
    "SourceNotFound": 3,
    "CameraNotFound": 3,
    "CameraBusy": 5,
    "CameraDenied": 4,
    "CameraLost": 3,
    "CameraSilent": 3,
    "PicturesBroken": 3,
    "TrackingError": 8,
    "TrackerUnavailable": 8,
    "NobodyInPicture": 9,
    "GarmentError": 7,
    "UnknownGarment": 7,
    "NotAGarment": 7,
    "PackError": 7,
    "UnknownCategory": 7,
    "InferenceError": 8,
    "InferenceLate": 8,
    "ProviderUnavailable": 8,
    "GraphRejected": 8,
    "RecordingError": 6,
    "EncoderUnavailable": 6,
    "DiskFull": 6,
    "OutputUnwritable": 6,
    "MicrophoneUnavailable": 6,
    "SinkClosed": 6,
    "NothingToSave": 6,
}
CLASSES = {
    name: kind
    for name, kind in inspect.getmembers(errors, inspect.isclass)
    if issubclass(kind, TryOnError) and kind is not TryOnError
}


def test_every_error_has_its_documented_exit_code():
    assert {name: kind.exit_code for name, kind in CLASSES.items()} == EXIT_CODES


def test_the_drawn_tree_names_every_error_once():
    drawing = str(errors.__doc__).split("::", 1)[1].split("\n\nExpected")[0]
    drawn = [word for word in re.findall(r"\w+", drawing) if word in CLASSES]
    assert sorted(drawn) == sorted(CLASSES)


@pytest.mark.parametrize("kind", CLASSES.values(), ids=CLASSES)
def test_an_error_reads_as_what_and_what_to_do(kind):
    error = kind("The disk is full.", "Free some space.")
    assert str(error) == "The disk is full. Free some space."
    assert (error.user_text, error.hint) == ("The disk is full.", "Free some space.")
    assert str(kind("The disk is full.")) == "The disk is full."


def test_only_sources_that_may_come_back_are_worth_another_try():
    assert {name for name, kind in CLASSES.items() if kind.recoverable} == {
        "CaptureError",
        "CameraNotFound",
        "CameraBusy",
        "CameraDenied",
        "CameraLost",
        "CameraSilent",
        "PicturesBroken",
    }
