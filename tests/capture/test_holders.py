import os
import subprocess
import sys
from pathlib import Path

import pytest

from tryon_ar.capture.holders import programs_holding


def process(folder: Path, number: int, name: str, *open_files: str) -> None:
    descriptors = folder / str(number) / "fd"
    descriptors.mkdir(parents=True)
    for place, target in enumerate(open_files):
        (descriptors / str(place)).symlink_to(target)
    (folder / str(number) / "comm").write_text(name + "\n")


def test_programs_that_have_the_node_open_are_named_as_people_know_them(tmp_path):
    process(tmp_path, 20, "zoom", "/dev/null", "/dev/video0")
    process(tmp_path, 3, "obs", "/dev/video0", "/dev/video0")
    process(tmp_path, 40, "zoom", "/dev/video0")
    process(tmp_path, 41, "strange-mirror", "/dev/video0")
    process(tmp_path, 50, "vlc", "/dev/video1")
    (tmp_path / "meminfo").touch()
    found = programs_holding(Path("/dev/video0"), tmp_path)
    assert found == ("OBS Studio", "Zoom", "strange-mirror")


def test_the_desktops_go_between_is_not_what_people_have_to_close(tmp_path):
    process(tmp_path, 2, "wireplumber", "/dev/video0")
    process(tmp_path, 3, "pipewire", "/dev/video0")
    process(tmp_path, 4, "pipewire-media-", "/dev/video0")
    assert programs_holding(Path("/dev/video0"), tmp_path) == ()
    process(tmp_path, 9, "obs", "/dev/video0")
    assert programs_holding(Path("/dev/video0"), tmp_path) == ("OBS Studio",)


def test_this_program_and_processes_that_end_meanwhile_are_left_out(tmp_path):
    process(tmp_path, os.getpid(), "tryon-ar", "/dev/video0")
    (tmp_path / "77").mkdir()
    process(tmp_path, 78, "gone", "/dev/video0")
    (tmp_path / "78" / "comm").unlink()
    assert programs_holding(Path("/dev/video0"), tmp_path) == ()


def test_a_system_without_such_a_list_tells_nothing(tmp_path):
    assert programs_holding(Path("/dev/video0"), tmp_path / "nothing") == ()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux lists open files so")
def test_a_real_process_is_found(tmp_path):
    node = tmp_path / "node"
    node.touch()
    code = f"import sys; held = open({str(node)!r}); print('open', flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout.readline() == "open\n"
        name = Path(f"/proc/{child.pid}/comm").read_text().strip()
        assert programs_holding(node) == (name,)
        child.stdin.close()
        child.wait()
    assert programs_holding(node) == ()
