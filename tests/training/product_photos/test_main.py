from pathlib import Path

import pytest

from tryon_ar.garments.builtin import summarise
from tryon_ar.garments.folder import load_garment
from tryon_ar.training.product_photos.__main__ import main


def test_the_command_writes_a_garment_folder(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(tmp_path), "skirt-midi", "--height", "160"]) == 0
    assert capsys.readouterr().out == "skirt-midi\n"
    assert [path.name for path in tmp_path.iterdir()] == ["skirt-midi"]
    assert load_garment(tmp_path / "skirt-midi").category == "skirt"
    assert summarise(tmp_path / "skirt-midi").thumbnail is not None


def test_an_unknown_garment_is_a_usage_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stop:
        main([str(tmp_path), "cape"])
    assert stop.value.code == 2
    assert "no such garment: cape" in capsys.readouterr().err


def test_an_unwritable_folder_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_text("")
    assert main([str(tmp_path / "file"), "skirt-midi", "--height", "160"]) == 6
    assert "cannot be saved" in capsys.readouterr().err
