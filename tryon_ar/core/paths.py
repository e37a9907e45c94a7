"""Where things are kept: shipped resources, the user's data, videos and pictures."""

import os
from pathlib import Path

from tryon_ar.core.errors import MissingResource

APP_NAME = "tryon-ar"


def resource_folder() -> Path:
    """Return the folder of shipped data (``resources/`` in a checkout).

    Raises
    ------
    MissingResource
        When the installation lacks it.
    """
    package = Path(__file__).resolve().parent.parent
    for candidate in (package / "_resources", package.parent / "resources"):
        if candidate.is_dir():
            return candidate
    raise MissingResource("The program's resources folder is missing.", "Install tryon-ar again.")


def user_data_folder() -> Path:
    """Return the folder for fetched models and the garment library, not created here.

    The environment variable ``TRYON_AR_DATA`` names another place.
    """
    override = os.environ.get("TRYON_AR_DATA")
    if override:
        return Path(override)
    import platformdirs

    return Path(platformdirs.user_data_dir(APP_NAME, appauthor=False))


def runs_folder() -> Path:
    """Return the folder that notes which mirrors are open and how they ended, not created here.

    It is ``runs`` in :func:`user_data_folder`; ``TRYON_AR_RUNS`` names another place.
    """
    override = os.environ.get("TRYON_AR_RUNS")
    return Path(override) if override else user_data_folder() / "runs"


def garment_library_folder() -> Path:
    """Return the folder of the person's own garments, not created here.

    It is ``garments`` in :func:`user_data_folder`; the environment variable
    ``TRYON_AR_GARMENTS`` names another place.
    """
    override = os.environ.get("TRYON_AR_GARMENTS")
    return Path(override) if override else user_data_folder() / "garments"


def user_cache_folder() -> Path:
    """Return the folder for what can be made again, not created here.

    The environment variable ``TRYON_AR_CACHE`` names another place; where only
    ``TRYON_AR_DATA`` is set, it is ``cache`` in that folder.
    """
    override = os.environ.get("TRYON_AR_CACHE")
    if override:
        return Path(override)
    if os.environ.get("TRYON_AR_DATA"):
        return user_data_folder() / "cache"
    import platformdirs

    return Path(platformdirs.user_cache_dir(APP_NAME, appauthor=False))


def user_config_folder() -> Path:
    """Return the folder for settings (``TRYON_AR_CONFIG`` names another), not created here."""
    override = os.environ.get("TRYON_AR_CONFIG")
    if override:
        return Path(override)
    import platformdirs

    return Path(platformdirs.user_config_dir(APP_NAME, appauthor=False))


def videos_folder() -> Path:
    """Return the user's videos folder (``TRYON_AR_VIDEOS`` names another), not created here."""
    override = os.environ.get("TRYON_AR_VIDEOS")
    if override:
        return Path(override)
    import platformdirs

    return Path(platformdirs.user_videos_dir()) / APP_NAME


def pictures_folder() -> Path:
    """Return the user's pictures folder (``TRYON_AR_PICTURES`` names another), not created here."""
    override = os.environ.get("TRYON_AR_PICTURES")
    if override:
        return Path(override)
    import platformdirs

    return Path(platformdirs.user_pictures_dir()) / APP_NAME
