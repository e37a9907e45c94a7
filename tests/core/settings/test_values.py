"""Values of settings from people's words."""

import pytest

from tryon_ar.core.errors import SettingsError
from tryon_ar.core.settings.values import (
    find_declared,
    overrides_of_environment,
    overrides_of_words,
    read_value,
)


def test_words_override_by_key():
    said = ["look.theme=light", "capture.countdown_s=10", "hands_free.enabled=yes"]
    assert overrides_of_words(said) == {
        "look.theme": "light",
        "capture.countdown_s": 10,
        "hands_free.enabled": True,
    }


@pytest.mark.parametrize(
    ("word", "says"),
    [
        ("look.theme", "sets nothing"),
        ("look.colour=red", "no setting look.colour"),
        ("look.theme=red", "cannot be red"),
        ("look.text_percent=big", "80 to 200"),
        ("capture.countdown_s=4", "0 · 3 · 5 · 10"),
        ("kiosk.exit_pin=abcd", "cannot be abcd. It may be 4 to 12 digits, or nothing"),
        ("kiosk.exit_pin=１２３４", "cannot be １２３４"),
    ],
)
def test_what_cannot_be_is_said_in_words(word, says):
    with pytest.raises(SettingsError, match=says) as caught:
        overrides_of_words([word])
    assert caught.value.hint


def test_the_environment_overrides_what_it_names_alone():
    environment = {"TRYON_AR_LOOK_LANGUAGE": "zh_CN", "TRYON_AR_DATA": "elsewhere", "PATH": ""}
    assert overrides_of_environment(environment) == {"look.language": "zh_CN"}


def test_a_value_is_read_as_its_kind():
    assert read_value(find_declared("kiosk.idle_minutes"), "0.5") == 0.5
