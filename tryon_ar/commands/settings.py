"""``tryon-ar settings``: list, change and reset what the settings page shows."""

import json
import os
from collections.abc import Sequence
from typing import Any

from tryon_ar.commands.console import note, say
from tryon_ar.commands.dressing import dressing_options
from tryon_ar.core.dressing import DressingOptions
from tryon_ar.core.settings.declared import Declared, Settings, declared_settings
from tryon_ar.core.settings.file import SettingsFile
from tryon_ar.core.settings.values import (
    find_declared,
    overrides_of_environment,
    overrides_of_words,
    read_value,
)


def list_settings(*, as_json: bool) -> int:
    """Print every setting with its value, where that comes from and what it may be."""
    file = _open_file()
    rows = [_row(declared, file) for declared in declared_settings()]
    if as_json:
        say(json.dumps({"version": 1, "path": str(file.path), "settings": rows}, indent=2))
        return 0
    for row in rows:
        mark = {"default": " ", "file": "*", "environment": "!"}[row["from"]]
        say(f"{mark} {row['key']:<26} {_shown(row['value']):<10} {row['may_be']}")
        say(f"    {row['title']}: {row['text']}")
    say(f"* chosen, in {file.path}   ! by the environment")
    return 0


def set_setting(key: str, text: str) -> int:
    """Change one setting for good.

    Raises
    ------
    SettingsError
        When there is none of that key, it cannot be that, or the file cannot be written.
    """
    value = read_value(find_declared(key), text)
    SettingsFile().change(key, value)
    say(f"{key} = {_shown(value)}")
    variable = find_declared(key).environment
    if variable in os.environ:
        note(f"{variable} is set, and wins over it.")
    return 0


def reset_settings(key: str | None) -> int:
    """Give one setting, or all, the usual value again.

    Raises
    ------
    SettingsError
        When there is none of that key or the file cannot be written.
    """
    file = SettingsFile()
    file.reset(key)
    say(f"{key} = {_shown(file.current.value_of(key))}" if key else "All settings are as usual.")
    return 0


def settings_of_run(
    words: Sequence[str] = (),
    *,
    source: str | None = None,
    sway: bool | None = None,
    light: float | None = None,
) -> SettingsFile:
    """Return the person's settings under what this run was given.

    Parameters
    ----------
    words : sequence of str
        As ``look.theme=light``; they win over the environment.
    source, sway, light
        Options that name a setting of their own, which win over words; light in percent. None
        leaves the setting.

    Raises
    ------
    SettingsError, UsageError
        When a setting is unknown or cannot be what was asked for.
    """
    overrides = overrides_of_environment(os.environ) | overrides_of_words(words)
    if source is not None:
        overrides["mirror.source"] = source
    if sway is not None:
        overrides["dressing.sway"] = sway
    if light is not None:
        overrides["dressing.light_percent"] = round(dressing_options(light=light).light * 100)
    return SettingsFile(overrides=overrides)


def dressing_of(
    settings: Settings, *, size: str | None = None, tuck: bool = False
) -> DressingOptions:
    """Return how garments are worn at first.

    Raises
    ------
    UsageError
        When the size is empty.
    """
    return dressing_options(
        size=size,
        tuck=tuck,
        sway=settings.dressing.sway,
        light=float(settings.dressing.light_percent),
    )


def _open_file() -> SettingsFile:
    file = SettingsFile(overrides=overrides_of_environment(os.environ))
    for notice in file.notices:
        note(notice)
    return file


def _row(declared: Declared, file: SettingsFile) -> dict[str, Any]:
    value = file.current.value_of(declared.key)
    origin = "default" if value == declared.default else "file"
    return {
        "key": declared.key,
        "value": value,
        "default": declared.default,
        "from": "environment" if declared.key in file.overridden else origin,
        "may_be": declared.range_text,
        "environment": declared.environment,
        "title": declared.title,
        "text": declared.text,
    }


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value) or '""'
