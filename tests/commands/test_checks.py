import pytest

from tryon_ar.commands.checks import (
    FACES,
    PROVIDERS,
    check_provider,
    check_seconds,
    checked_faces,
)
from tryon_ar.core.errors import UsageError


@pytest.mark.parametrize("provider", PROVIDERS)
def test_known_providers(provider):
    check_provider(provider)


@pytest.mark.parametrize("provider", ["", "CPU", "tpu"])
def test_unknown_providers(provider):
    with pytest.raises(UsageError, match="Choose one of auto, cpu, cuda"):
        check_provider(provider)


@pytest.mark.parametrize("seconds", [None, 0.001, 1, 1e6])
def test_durations(seconds):
    check_seconds(seconds)


@pytest.mark.parametrize("seconds", [0, -0.0, -1, float("nan"), float("inf"), float("-inf")])
def test_no_durations(seconds):
    with pytest.raises(UsageError, match="above 0"):
        check_seconds(seconds)


@pytest.mark.parametrize("faces", FACES)
def test_what_is_asked_of_faces_goes_before_the_settings(faces, monkeypatch):
    monkeypatch.setenv("TRYON_AR_CAPTURE_FACES", "blur")
    assert checked_faces(faces) == faces


def test_faces_are_saved_as_the_settings_say_unless_asked(monkeypatch):
    assert checked_faces(None) == "keep"
    monkeypatch.setenv("TRYON_AR_CAPTURE_FACES", "crop")
    assert checked_faces(None) == "crop"


def test_faces_cannot_be_saved_in_another_way():
    with pytest.raises(UsageError, match="Choose one of keep, blur, crop"):
        checked_faces("paint")
