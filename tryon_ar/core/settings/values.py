"""Values of settings from people's words: typed, in the environment, on the command line."""

from collections.abc import Iterable, Mapping

from pydantic import ValidationError

from tryon_ar.core.errors import SettingsError
from tryon_ar.core.settings.declared import Declared, Settings, declared_settings

_MOST_TOLD = 60


def overrides_of_environment(environment: Mapping[str, str]) -> dict[str, bool | float | str]:
    """Return what environment variables such as ``TRYON_AR_LOOK_THEME`` override.

    Raises
    ------
    SettingsError
        When one holds what its setting cannot be.
    """
    return {
        declared.key: read_value(declared, environment[declared.environment])
        for declared in declared_settings()
        if declared.environment in environment
    }


def overrides_of_words(words: Iterable[str]) -> dict[str, bool | float | str]:
    """Return what words such as ``look.theme=light`` override.

    Raises
    ------
    SettingsError
        When one is no such word, names no setting, or holds what it cannot be.
    """
    overrides: dict[str, bool | float | str] = {}
    for word in words:
        key, equals, text = word.partition("=")
        if not equals:
            raise SettingsError(
                f"{word[:_MOST_TOLD]} sets nothing.", "Write it as look.theme=light."
            )
        overrides[key] = read_value(find_declared(key), text)
    return overrides


def find_declared(key: str) -> Declared:
    """Return the declaration of a setting.

    Raises
    ------
    SettingsError
        When there is none.
    """
    for declared in declared_settings():
        if declared.key == key:
            return declared
    raise SettingsError(
        f"There is no setting {key[:_MOST_TOLD]}.", "`tryon-ar settings` lists those there are."
    )


def read_value(declared: Declared, text: str) -> bool | float | str:
    """Return what a person typed for a setting, checked.

    Raises
    ------
    SettingsError
        When the setting cannot be that.
    """
    try:
        value = declared.read(text)
    except ValueError:
        raise _cannot_be(declared, text) from None
    with_change(Settings(), declared.key, value)
    return value


def check_writable(key: str, value: object) -> None:
    """Refuse what no file of text can hold, which names of files can be.

    Raises
    ------
    SettingsError
        When it is that.
    """
    try:
        str(value).encode()
    except UnicodeEncodeError:
        raise SettingsError(
            f"The setting {key} cannot be kept: it is no text.", "Rename the file it names."
        ) from None


def with_change(settings: Settings, key: str, value: object) -> Settings:
    """Return settings with one changed.

    Raises
    ------
    SettingsError
        When there is no such setting or the value is out of bounds.
    """
    declared = find_declared(key)
    try:
        return settings.changed(key, value)
    except ValidationError:
        raise _cannot_be(declared, value) from None


def _cannot_be(declared: Declared, value: object) -> SettingsError:
    text = str(value)[:_MOST_TOLD]
    return SettingsError(
        f"The setting {declared.key} cannot be {text}.", f"It may be {declared.range_text}."
    )
