import sys
from pathlib import Path

import pytest

from tryon_ar.core.errors import TrackerUnavailable
from tryon_ar.tracking import model_download

WHEEL = "mediapipe-0.10.21-cp311-cp311-manylinux_2_28_x86_64.whl"
GOOD = f"""
import os, sys, pathlib
dest = next(a.split("=", 1)[1] for a in sys.argv if a.startswith("--dest="))
print("Progress 0 of 200", flush=True)
print("Progress 50 of 200", flush=True)
print("Progress 200 of 200", flush=True)
pathlib.Path(dest, {WHEEL!r}).write_bytes(b"wheel")
pathlib.Path(dest, "seen.txt").write_text(repr((sys.argv[1:], os.environ.get("https_proxy"))))
"""


def fake_pip(tmp_path: Path, program: str, name: str = "pip.py") -> list[str]:
    script = tmp_path / name
    script.write_text(program)
    return [sys.executable, str(script)]


@pytest.fixture
def dest(tmp_path: Path) -> Path:
    folder = tmp_path / "dest"
    folder.mkdir()
    return folder


def use(monkeypatch: pytest.MonkeyPatch, *commands: list[str]) -> None:
    monkeypatch.setattr(model_download, "pip_commands", lambda: list(commands))


def test_downloads_the_pinned_wheel_and_tells_how_far(tmp_path, dest, monkeypatch):
    use(monkeypatch, fake_pip(tmp_path, GOOD))
    said = []
    wheel = model_download.download_wheel(dest, lambda fraction, _text: said.append(fraction))
    assert wheel == dest / WHEEL
    assert said == [0.0, 0.0, 0.25, 1.0]
    arguments, proxy = eval((dest / "seen.txt").read_text())
    assert arguments[0] == "download"
    assert "mediapipe==0.10.21" in arguments
    assert "--no-deps" in arguments
    assert not any(argument.startswith(("--index", "-i", "http")) for argument in arguments)
    assert proxy != "http://127.0.0.1:9", "the privacy guard stands in the way of the download"


def test_the_next_way_is_tried_where_there_is_no_pip(tmp_path, dest, monkeypatch):
    lacking = fake_pip(tmp_path, "raise SystemExit('/x/python: No module named pip')", "none.py")
    absent = [str(tmp_path / "absent-program")]
    use(monkeypatch, lacking, absent, fake_pip(tmp_path, GOOD))
    assert model_download.download_wheel(dest, lambda *_: None).is_file()


def test_no_pip_anywhere_is_told(tmp_path, dest, monkeypatch):
    use(monkeypatch, [str(tmp_path / "absent-program")])
    with pytest.raises(TrackerUnavailable, match="no working pip"):
        model_download.download_wheel(dest, lambda *_: None)


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("WARNING: Retrying (Retry(total=0)) after connection broken by 'Name or service not known'"
         "\nERROR: No matching distribution found for mediapipe==0.10.21", "no connection"),
        ("ERROR: No matching distribution found for mediapipe==0.10.21", "has no mediapipe"),
        ("ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device",
         "disk is full"),
        ("ERROR: something odd", "something odd"),
        ("", "said nothing"),
    ],
)  # fmt: skip
def test_failures_are_told_in_a_sentence(tmp_path, dest, monkeypatch, words, reason):
    use(monkeypatch, fake_pip(tmp_path, f"print({words!r}); raise SystemExit(1)"))
    with pytest.raises(TrackerUnavailable, match=reason) as caught:
        model_download.download_wheel(dest, lambda *_: None)
    assert "tryon-ar models fetch" in caught.value.hint
    assert "\n" not in caught.value.user_text


def test_giving_up_ends_the_download(tmp_path, dest, monkeypatch):
    slow = GOOD.replace("pathlib.Path(dest, 'seen", "import time; time.sleep(60)\npathlib.Path('")
    use(monkeypatch, fake_pip(tmp_path, "import time\n" + slow + "\ntime.sleep(60)"))

    def give_up(fraction: float, _text: str) -> None:
        if fraction > 0:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):  # and no ResourceWarning of a running child
        model_download.download_wheel(dest, give_up)


def test_this_environments_pip_comes_first(monkeypatch):
    commands = model_download.pip_commands()
    assert commands[0] == [sys.executable, "-m", "pip"]
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert [sys.executable, "-m", "pip"] not in model_download.pip_commands()[:1]


def test_an_environment_without_pip_has_other_ways(monkeypatch):
    monkeypatch.setattr(model_download.importlib.util, "find_spec", lambda _name: None)
    monkeypatch.setattr(model_download.shutil, "which", lambda name: f"/bin/{name}")
    assert model_download.pip_commands() == [
        ["/bin/uv", "tool", "run", "pip"],
        ["/bin/python3", "-m", "pip"],
        ["/bin/python", "-m", "pip"],
    ]
    monkeypatch.setattr(model_download.shutil, "which", lambda _name: None)
    assert model_download.pip_commands() == []
