import json
import os
import subprocess
import sys

import pytest

from tryon_ar.core import privacy

DEAD_END = "http://127.0.0.1:9"
NAMES = (
    "https_proxy",
    "http_proxy",
    "HTTP_PROXY",
    "all_proxy",
    "ALL_PROXY",
    "no_proxy",
    "NO_PROXY",
)


@pytest.fixture(autouse=True)
def _an_environment_of_its_own(monkeypatch):
    """As if the guard had never run, and everything put back afterwards."""
    for name in (*NAMES, "ORT_DISABLE_TELEMETRY", "GLOG_minloglevel", "TRYON_AR_SAVED_PROXIES"):
        monkeypatch.setenv(name, "")  # remembered, so that it is restored
        monkeypatch.delenv(name)


def test_silences_both_engines():
    privacy.guard()
    assert os.environ["ORT_DISABLE_TELEMETRY"] == "1"
    assert os.environ["https_proxy"] == DEAD_END


def test_a_users_log_level_is_kept(monkeypatch):
    monkeypatch.setenv("GLOG_minloglevel", "0")
    privacy.guard()
    assert os.environ["GLOG_minloglevel"] == "0"  # noqa: SIM112 the library's own spelling


def test_plain_http_is_left_to_network_cameras(monkeypatch):
    monkeypatch.setenv("http_proxy", "http://proxy.example:3128")
    monkeypatch.setenv("no_proxy", "localhost,192.168.0.0/16,camera.example")
    privacy.guard()
    assert os.environ["http_proxy"] == "http://proxy.example:3128"
    assert os.environ["no_proxy"] == "localhost,192.168.0.0/16,camera.example"


@pytest.mark.parametrize("name", ["no_proxy", "NO_PROXY"])
@pytest.mark.parametrize(
    "hole", ["googleapis.com", ".googleapis.com", "*.googleapis.com", "play.googleapis.com", ".com"]
)
def test_exceptions_that_would_open_a_hole_are_removed(monkeypatch, name, hole):
    monkeypatch.setenv(name, f"localhost, {hole} ,example.org")
    privacy.guard()
    assert os.environ[name] == "localhost,example.org"


@pytest.mark.parametrize("name", ["no_proxy", "NO_PROXY"])
def test_use_no_proxy_at_all_keeps_its_meaning_for_cameras(monkeypatch, name):
    monkeypatch.setenv(name, "*")
    monkeypatch.setenv("http_proxy", "http://proxy.example:3128")
    privacy.guard()
    assert name not in os.environ
    assert "http_proxy" not in os.environ
    assert os.environ["https_proxy"] == DEAD_END


@pytest.mark.parametrize("runs", [1, 2])
@pytest.mark.parametrize(
    "user",
    [
        {},
        {"https_proxy": "http://proxy.example:3128"},
        {"https_proxy": "http://proxy.example:3128", "no_proxy": "*", "http_proxy": "x"},
        {"NO_PROXY": "a,.googleapis.com"},
    ],
)
def test_downloads_get_the_users_own_settings(monkeypatch, user, runs):
    for name, value in user.items():
        monkeypatch.setenv(name, value)
    for _ in range(runs):
        privacy.guard()
    environment = privacy.environment_for_downloads()
    assert {name: environment[name] for name in NAMES if name in environment} == user
    assert environment["PATH"] == os.environ["PATH"]
    assert os.environ["https_proxy"] == DEAD_END, "the guard itself stays up"


def test_child_processes_know_the_users_own_settings(monkeypatch):
    monkeypatch.setenv("https_proxy", "http://proxy.example:3128")
    privacy.guard()
    program = (
        "import tryon_ar, json, os\n"
        "from tryon_ar.core.privacy import environment_for_downloads\n"
        "print(json.dumps([os.environ['https_proxy'],"
        " environment_for_downloads()['https_proxy']]))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert json.loads(done.stdout) == [DEAD_END, "http://proxy.example:3128"]


@pytest.mark.parametrize("damaged", ["", "{", "[1]", "null"])
def test_a_damaged_note_is_no_error(monkeypatch, damaged):
    monkeypatch.setenv("TRYON_AR_SAVED_PROXIES", damaged)
    privacy.guard()
    assert os.environ["https_proxy"] == DEAD_END


def test_the_package_guards_before_anything_else():
    program = (
        "import sys, os, tryon_ar\n"
        "assert os.environ['ORT_DISABLE_TELEMETRY'] == '1'\n"
        "assert os.environ['https_proxy'] == 'http://127.0.0.1:9'\n"
        "assert not {'mediapipe', 'onnxruntime', 'cv2'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


@pytest.mark.skipif(os.name != "posix", reason="rights are said otherwise there")
def test_what_is_written_meanwhile_is_its_owners_alone(tmp_path):
    from tryon_ar.core.log import configure

    with privacy.private_files():
        (tmp_path / "folder").mkdir()
        (tmp_path / "folder" / "picture.png").write_bytes(b"")
    (tmp_path / "other").write_bytes(b"")
    assert (tmp_path / "folder").stat().st_mode & 0o777 == 0o700
    assert (tmp_path / "folder" / "picture.png").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "other").stat().st_mode & 0o777 == 0o666 & ~_umask()
    configure(tmp_path / "data" / "logs")
    try:
        for path, mode in (
            ("data", 0o700),
            ("data/logs", 0o700),
            ("data/logs/tryon-ar.log", 0o600),
        ):
            assert (tmp_path / path).stat().st_mode & 0o777 == mode, path
    finally:
        configure(None)


def _umask() -> int:
    now = os.umask(0)
    os.umask(now)
    return now
