"""Settings as they are declared."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from tryon_ar.core.settings.declared import Settings, declared_settings

DECLARED = {one.key: one for one in declared_settings()}


def test_every_setting_has_words_a_kind_and_a_default_within_its_bounds():
    settings = Settings()
    for declared in DECLARED.values():
        assert declared.title != declared.key
        assert declared.text.endswith(".")
        assert declared.section_text.endswith(".")
        assert isinstance(declared.default, declared.kind)
        assert settings.value_of(declared.key) == declared.default
        assert settings.changed(declared.key, declared.default) == settings


@pytest.mark.parametrize(("key", "value"), [("look.text_percent", 201), ("look.text_percent", 79)])
def test_bounds_are_kept(key, value):
    with pytest.raises(ValidationError):
        Settings().changed(key, value)


@pytest.mark.parametrize("key", ["look.nothing", "nothing.theme", "look", "", "look.theme.x"])
def test_an_unknown_setting_is_a_key_error(key):
    with pytest.raises(KeyError):
        Settings().changed(key, 1)
    with pytest.raises(KeyError):
        Settings().value_of(key)


def test_a_change_touches_nothing_else():
    before = Settings()
    after = before.changed("look.theme", "light")
    assert (before.look.theme, after.look.theme) == ("dark", "light")
    assert after.changed("look.theme", "dark") == before


@given(st.integers(80, 200))
def test_what_people_type_is_read_as_its_kind(percent):
    assert DECLARED["look.text_percent"].read(str(percent)) == percent


@pytest.mark.parametrize(("text", "value"), [("Yes", True), ("off", False), ("1", True)])
def test_yes_and_no_have_several_words(text, value):
    assert DECLARED["mirror.mirrored"].read(text) is value


def test_other_words_are_neither():
    with pytest.raises(ValueError, match="perhaps"):
        DECLARED["mirror.mirrored"].read("perhaps")


def test_environment_names_are_unique_and_differ_from_other_variables():
    names = [declared.environment for declared in DECLARED.values()]
    assert len(set(names)) == len(names)
    assert not {"TRYON_AR_DATA", "TRYON_AR_CONFIG", "TRYON_AR_PARSER"} & set(names)
