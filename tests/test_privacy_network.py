"""A session of the program reaches nobody: no name is looked up, nothing leaves the machine."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.system_calls import FILE_CALLS, violations, writes

ROOT = Path(__file__).resolve().parents[1]

pytestmark = pytest.mark.timeout(550)

SESSION = """
import sys
import tryon_ar
import numpy as np
from tryon_ar.core.types import Frame
from tryon_ar.tracking.person_tracker import PersonTracker

pictures = np.load(sys.argv[1])
with PersonTracker() as tracker:
    states = [tracker.process(Frame(p, i, 33.0 * i, 0)).state for i, p in enumerate(pictures)]
assert "dressed" in states, states

import onnx
import onnxruntime
from onnx import TensorProto, helper

values = [helper.make_tensor_value_info(name, TensorProto.FLOAT, [2]) for name in "xy"]
graph = helper.make_graph([helper.make_node("Relu", ["x"], ["y"])], "g", values[:1], values[1:])
model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=10)
session = onnxruntime.InferenceSession(
    model.SerializeToString(), providers=["CPUExecutionProvider"]
)
assert session.run(None, {"x": np.float32([-1, 2])})[0].tolist() == [0.0, 2.0]

"""

# What a library sends, it may send a little later.
WAIT = """
import time
time.sleep(1.5)
print("session over")
"""

# It does, sooner or later, where nothing keeps it from it.
WAIT_FOR_IT = """
import os
from pathlib import Path
from tests.support.patience import until
from tests.support.system_calls import violations
cache = Path(os.environ["XDG_CACHE_HOME"])
log = cache.parent / "strace.log"
until(lambda: (cache / "Microsoft").exists() and violations(log.read_text(errors="replace")))
print("session over")
"""

# The guard runs when the package is imported; undone here before any engine is.
WITHOUT_GUARD = """
import os
import tryon_ar
del os.environ["ORT_DISABLE_TELEMETRY"], os.environ["https_proxy"]
"""


ELSEWHERE = 'sin_addr=inet_addr("192.0.2.1")'
HERE = 'sin_addr=inet_addr("127.0.0.1")'
DNS = "{sa_family=AF_INET, sin_port=htons(53), "
WEB = "{sa_family=AF_INET, sin_port=htons(443), "
WEB6 = "{sa_family=AF_INET6, sin6_port=htons(443), sin6_flowinfo=htonl(0), inet_pton(AF_INET6, "


@pytest.mark.parametrize(
    "line",
    [
        f"7 connect(7, {DNS}{ELSEWHERE}}}, 16) = 0",
        f"7 connect(7, {DNS}{HERE}}}, 16) = 0",
        f"7 connect(7, {WEB}{ELSEWHERE}}}, 16 <unfinished ...>",
        f'[pid 7] connect(7, {WEB6}"2001:db8::1", &sin6_addr)}}, 28) = -1 ENETUNREACH',
        f'7 connect(7, {WEB6}"::ffff:192.0.2.1", &sin6_addr)}}, 28) = 0',
        f'7 sendto(7, "hello", 5, MSG_NOSIGNAL, {WEB}{ELSEWHERE}}}, 16) = 5',
        f"7 sendmsg(7, {{msg_name={WEB}{ELSEWHERE}}}, msg_namelen=16}}, 0) = 5",
        f"7 sendmmsg(7, [{{msg_hdr={{msg_name={WEB}{ELSEWHERE}}}}}}}], 1, 0) = 1",
        '7 connect(7, {sa_family=AF_UNIX, sun_path="/run/systemd/resolve/io.Resolve"}, 42) = 0',
    ],
)
def test_the_reader_of_the_log_sees_a_violation(line):
    harmless = '7 connect(7, {sa_family=AF_UNIX, sun_path="/tmp/.X11-unix/X0"}, 20) = 0'
    assert violations(f"{harmless}\n{line}\n{harmless}") == [line]


@pytest.mark.parametrize(
    "line",
    [
        "7 socket(AF_INET, SOCK_DGRAM, IPPROTO_IP) = 5",
        '7 connect(7, {sa_family=AF_UNIX, sun_path="/var/run/nscd/socket"}, 110) = -1 ENOENT',
        f"7 connect(7, {WEB}{HERE}}}, 16) = -1 EINPROGRESS",
        f'7 connect(7, {WEB6}"::1", &sin6_addr)}}, 28) = 0',
        f'7 connect(7, {WEB6}"::ffff:127.0.0.1", &sin6_addr)}}, 28) = 0',
        f"7 getsockname(7, {WEB}{ELSEWHERE}}}, [128 => 16]) = 0",
        "7 sendto(3, {nlmsg_len=20}, 20, 0, {sa_family=AF_NETLINK, nl_pid=0}, 12) = 20",
        "7 +++ exited with 0 +++",
    ],
)
def test_the_reader_of_the_log_lets_this_machine_talk_to_itself(line):
    assert violations(line) == []


@pytest.fixture
def traced(tmp_path: Path):
    """Run a command under strace without CI's own silencing; return its output and log."""
    strace = shutil.which("strace")
    if strace is None:
        pytest.skip("strace is not installed")

    def run(*command: str, **changes: str) -> tuple[str, str]:
        log = tmp_path / "strace.log"
        quiet = {"CI", "ORT_DISABLE_TELEMETRY", "https_proxy", "TRYON_AR_SAVED_PROXIES"}
        environment = {k: v for k, v in os.environ.items() if k not in quiet} | changes
        # The control leaves the engines' telemetry on: what they write is not the user's.
        environment["XDG_CACHE_HOME"] = str(tmp_path / "cache")
        environment["TMPDIR"] = str(tmp_path)
        done = subprocess.run(
            [
                strace,
                "-f",
                "-y",
                "-e",
                f"trace=network,{','.join(FILE_CALLS)}",
                "-e",
                "signal=none",
                "-o",
                str(log),
                *command,
            ],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            timeout=500,
            check=False,
        )
        if "PTRACE" in done.stderr or "ptrace" in done.stderr:
            pytest.skip(f"strace may not trace here: {done.stderr.strip()[:120]}")
        assert done.returncode == 0, done.stderr[-2000:]
        return done.stdout, log.read_text(errors="replace")

    return run


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    """A few pictures of a person, as an array in a file."""
    import numpy as np

    openpeople = pytest.importorskip("openpeople")
    from tests.tracking.people import one_person

    person = one_person(openpeople, height_px=320)
    path = tmp_path / "pictures.npy"
    np.save(path, np.stack([np.roll(person, i, axis=1) for i in range(12)]))
    return path


@pytest.mark.parametrize("exceptions", ["", "*"])
def test_a_session_reaches_nobody(traced, pictures, exceptions, tmp_path):
    changes = {"no_proxy": exceptions} if exceptions else {}
    output, log = traced(sys.executable, "-c", SESSION + WAIT, str(pictures), **changes)
    assert "session over" in output
    assert "socket(" in log, "nothing was traced"
    assert violations(log) == []
    assert not (tmp_path / "cache" / "Microsoft").exists(), "a device identifier was written"


def test_without_the_guard_the_same_session_is_caught(traced, pictures, tmp_path):
    """The control: take the guard away on a machine without a network, and it must show."""
    unshare = shutil.which("unshare")
    if unshare is None or subprocess.run([unshare, "-rn", "true"], check=False).returncode != 0:
        pytest.skip("no network name space of one's own can be had here")
    program = WITHOUT_GUARD + SESSION + WAIT_FOR_IT
    output, log = traced(unshare, "-rn", sys.executable, "-c", program, str(pictures))
    assert "session over" in output
    assert violations(log) != []
    assert (tmp_path / "cache" / "Microsoft").exists()


def test_rendering_a_photo_reaches_nobody(traced, tmp_path):
    openpeople = pytest.importorskip("openpeople")
    import cv2

    from tests.tracking.people import one_person

    photo, dressed = tmp_path / "photo.png", tmp_path / "dressed.png"
    assert cv2.imwrite(str(photo), one_person(openpeople, height_px=480))
    command = ("main.py", "render", str(photo), "--garment", "tee-plain", "--output", str(dressed))
    _, log = traced(sys.executable, *command)
    assert dressed.stat().st_size > 0
    assert violations(log) == []


INSIDE = "/home/me/.local/share/tryon-ar"


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        ('7 openat(AT_FDCWD</w>, "/etc/x", O_WRONLY|O_CREAT, 0666) = 3</etc/x>', ["openat /etc/x"]),
        ('7 openat(AT_FDCWD</w>, "a.txt", O_RDWR) = 3</w/a.txt>', ["openat /w/a.txt"]),
        ('7 openat(5</home/me>, "b", O_WRONLY|O_CREAT, 0600) = 3', ["openat /home/me/b"]),
        (f'7 rename("{INSIDE}/a", "/home/me/b") = 0', ["rename /home/me/b"]),
        ('7 unlink("/home/me/letter") = 0', ["unlink /home/me/letter"]),
        (
            '7 openat(AT_FDCWD</w>, "/etc/y", O_WRONLY|O_CREAT, 0666 <unfinished ...>\n'
            '8 openat(AT_FDCWD</w>, "/etc/z", O_RDONLY) = 4\n'
            "7 <... openat resumed>) = 3</etc/y>",
            ["openat /etc/y"],
        ),
        (f'7 openat(AT_FDCWD</w>, "{INSIDE}/../gone", O_WRONLY|O_CREAT, 0666) = 3',
         ["openat /home/me/.local/share/gone"]),
        ('7 openat(AT_FDCWD</w>, "/etc/x", O_WRONLY|O_CREAT, 0666) = -1 EACCES (no)', []),
        ('7 openat(AT_FDCWD</w>, "/etc/passwd", O_RDONLY|O_CLOEXEC) = 3</etc/passwd>', []),
        (f'7 openat(AT_FDCWD</w>, "{INSIDE}/logs/a", O_WRONLY|O_CREAT, 0666) = 3', []),
        ('7 mkdir("/home/me/.local", 0777) = 0', []),
        ('7 openat(AT_FDCWD</w>, "/dev/null", O_RDWR) = 3', []),
    ],
)  # fmt: skip
def test_the_reader_of_the_log_sees_what_is_written_elsewhere(lines, found):
    assert writes(lines, [Path(INSIDE)], Path("/w")) == found


def test_a_program_that_leaks_is_caught(tmp_path):
    """The long check itself, told to watch a program that sends and writes elsewhere."""
    if shutil.which("strace") is None:
        pytest.skip("strace is not installed")
    command = [sys.executable, str(ROOT / "benchmarks" / "privacy_trace.py"), "--leak", "--json"]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, timeout=500, check=False
    )
    if "ptrace" in done.stdout.lower():
        pytest.skip("strace may not trace here")
    assert done.returncode == 1
    (run,) = json.loads(done.stdout)["runs"]
    assert any("192.0.2.1" in line for line in run["network"])
    assert any(line.endswith("stolen.txt") for line in run["files"])


def test_commands_write_in_the_programs_own_folders_alone(traced, tmp_path):
    """A short version of ``benchmarks/privacy_trace.py``: a command that needs no networks."""
    home = tmp_path / "home"
    home.mkdir()
    own = {"HOME": str(home), "TMPDIR": str(tmp_path / "t"), "PYTHONDONTWRITEBYTECODE": "1"}
    (tmp_path / "t").mkdir()
    names = ("DATA", "CACHE", "CONFIG", "PICTURES", "VIDEOS", "GARMENTS")
    folders = {f"TRYON_AR_{name}": str(tmp_path / name.lower()) for name in names}
    allowed = [tmp_path / name.lower() for name in names]
    for command in (("settings", "set", "look.theme", "light"), ("privacy", "report", "--json")):
        _, log = traced(sys.executable, "main.py", *command, **own, **folders)
        assert violations(log) == []
        assert writes(log, allowed, ROOT) == []
    assert (tmp_path / "config" / "settings.toml").exists()
    assert list(home.rglob("*")) == []
