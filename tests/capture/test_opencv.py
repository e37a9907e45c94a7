import os
import subprocess
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

from tryon_ar.capture import environment
from tryon_ar.capture.opencv import unset_qt_paths_of


def test_the_users_own_settings_are_kept(monkeypatch):
    monkeypatch.setenv("OPENCV_VIDEOIO_V4L_SELECT_TIMEOUT", "7")
    monkeypatch.delenv("OPENCV_VIDEOIO_MSMF_ENABLE_HW_TRANSFORMS", raising=False)
    environment.prepare()
    assert os.environ["OPENCV_VIDEOIO_V4L_SELECT_TIMEOUT"] == "7"
    assert os.environ["OPENCV_VIDEOIO_MSMF_ENABLE_HW_TRANSFORMS"] == "0"


def test_only_qt_paths_inside_opencv_are_removed(monkeypatch, tmp_path):
    monkeypatch.setenv("QT_QPA_PLATFORM_PLUGIN_PATH", str(tmp_path / "cv2" / "qt" / "plugins"))
    monkeypatch.setenv("QT_QPA_FONTDIR", "/usr/share/fonts")
    unset_qt_paths_of(tmp_path / "cv2")
    assert "QT_QPA_PLATFORM_PLUGIN_PATH" not in os.environ
    assert os.environ["QT_QPA_FONTDIR"] == "/usr/share/fonts"


def test_a_wheel_that_sets_qt_paths_leaves_the_environment_as_it_was(tmp_path):
    """Stands in for the wheels that bring a Qt of their own."""
    (tmp_path / "cv2.py").write_text(
        "import os\nos.environ['QT_QPA_PLATFORM_PLUGIN_PATH'] = os.path.dirname(__file__) + '/qt'\n"
        "os.environ['QT_QPA_FONTDIR'] = '/theirs'\n"
    )
    code = (
        "import os, sys; sys.path.insert(0, sys.argv[1]); import tryon_ar.capture.opencv;"
        "print(os.environ.get('QT_QPA_PLATFORM_PLUGIN_PATH'), os.environ['QT_QPA_FONTDIR'])"
    )
    environment = {**os.environ, "QT_QPA_FONTDIR": "/mine"}
    environment.pop("QT_QPA_PLATFORM_PLUGIN_PATH", None)
    command = [sys.executable, "-c", code, str(tmp_path)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["None", "/mine"]


def test_exactly_one_distribution_provides_opencv():
    import cv2

    assert len(set(packages_distributions()["cv2"])) == 1
    assert Path(cv2.__file__).parent.name == "cv2"
