"""The pictures of the pages can be taken."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

ROOT = Path(__file__).resolve().parents[2]
NAMES = ("mirror", "settings_small", "problem_busy")


@pytest.mark.timeout(600)
def test_a_picture_of_each_page_and_a_sheet_of_all(tmp_path):
    only = [word for name in NAMES for word in ("--only", name)]
    command = [sys.executable, "-m", "tests.support.screenshots", str(tmp_path / "out")]
    done = subprocess.run(
        [*command, "--source", "synthetic:160x120@30", "--look", "light_zh_CN", *only],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "TRYON_AR_CONFIG": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=580,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    folder = tmp_path / "out" / "light_zh_CN"
    assert sorted(path.stem for path in folder.iterdir()) == sorted(NAMES)
    with Image.open(folder / "mirror.png") as picture:
        assert picture.size == (1280, 800)
        assert len(picture.convert("RGB").getcolors(1 << 22)) > 50
    assert folder.with_suffix(".png").is_file()
