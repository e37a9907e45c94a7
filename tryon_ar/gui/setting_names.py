"""What people call settings, their sections and choices, in their language.

The English words are those of :mod:`tryon_ar.core.settings.declared`; translations are looked
up by them in the contexts ``settings`` and ``choices``.
"""

import os

from PySide6.QtCore import QCoreApplication

from tryon_ar.core.settings.declared import Declared

CONTEXT = "settings"


def section_name(section: str) -> str:
    """Return the short name of a section, as ``"hands_free"``."""
    translate = QCoreApplication.translate
    names = {
        "look": translate("settings", "Look"),
        "mirror": translate("settings", "Mirror"),
        "dressing": translate("settings", "Dressing"),
        "capture": translate("settings", "Pictures and recordings"),
        "hands_free": translate("settings", "Hand control"),
        "shelf": translate("settings", "Garments"),
        "kiosk": translate("settings", "Kiosk"),
    }
    return names.get(section, section)


def title_of(declared: Declared) -> str:
    """Return a setting's name."""
    return QCoreApplication.translate(CONTEXT, declared.title)


def text_of(declared: Declared) -> str:
    """Return the sentence about a setting."""
    return QCoreApplication.translate(CONTEXT, declared.text)


def unit_of(declared: Declared) -> str:
    """Return the unit of a number as it stands behind it; empty where it has none."""
    units = {
        "percent": " %",
        "px": " px",
        "ms": " ms",
        "s": " s",
        "minutes": QCoreApplication.translate("settings", " min"),
    }
    return units.get(declared.key.rpartition("_")[2], "")


def least_name(declared: Declared) -> str:
    """Return what a number's least value is called where it means something else; else nothing."""
    names = {
        "mirror.width_px": QCoreApplication.translate("choices", "Automatic"),
        "kiosk.idle_minutes": QCoreApplication.translate("choices", "Never"),
    }
    return names.get(declared.key, "")


def run_text(declared: Declared) -> str:
    """Return the sentence about a setting that this run overrides."""
    if declared.environment in os.environ:
        text = QCoreApplication.translate(
            "settings", "Set for this run by the environment variable {name}."
        )
        return text.format(name=declared.environment)
    return QCoreApplication.translate("settings", "Set for this run on the command line.")


def choice_name(choice: str | int) -> str:
    """Return the name of one of a setting's choices; an unknown one is shown as it is."""
    translate = QCoreApplication.translate
    names = {
        "dark": translate("choices", "Dark"),
        "light": translate("choices", "Light"),
        "auto": translate("choices", "Automatic"),
        "en": "English",  # each language by its own name: who is lost in one finds the way back
        "zh_CN": "简体中文",
        "fast": translate("choices", "Fast"),
        "fine": translate("choices", "Fine"),
        "png": "PNG",
        "jpeg": "JPEG",
        "mp4": "MP4",
        "mkv": "MKV",
        "h264": "H.264",
        "av1": "AV1",
        "keep": translate("choices", "As they are"),
        "blur": translate("choices", "Blurred"),
        "crop": translate("choices", "Cut off"),
        "0": translate("choices", "None"),
    }
    return names.get(str(choice), str(choice))
