"""Start the real window, and the command line, on computers where something is wrong.

``python benchmarks/start_up_faults.py [NAME ...] [--json]`` (Linux with Xvfb, as root for the
kinds that mount). Wanted of every start: it works, or it ends with a sentence and a documented exit
code; never a traceback, never a signal. Exit code 1 where that is missed.
"""

import argparse
import contextlib
import json
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.support.start_up import DOCUMENTED, Ended, Start, run_start  # noqa: E402
from tests.support.xvfb import own_display  # noqa: E402
from tryon_ar.tracking.models import ensure_models, models_folder  # noqa: E402

COPIED = "prøgram 試着 鏡"
WINDOW = ("--source", "demo", "--seconds", "20")
_MOUNTED = ("unshare", "-m", "sh", "-c")
_STOPS = frozenset({0, 130, 143, 129})


def _broken_library(*names: str) -> Callable[[Path], None]:
    def prepare(folder: Path) -> None:
        (folder / "lib").mkdir()
        for name in names:
            (folder / "lib" / name).write_text("no library\n")

    return prepare


def _without_module(code: str) -> Callable[[Path], None]:
    def prepare(folder: Path) -> None:
        (folder / "site").mkdir()
        (folder / "site" / "sitecustomize.py").write_text(code)

    return prepare


def _write(name: str, content: bytes) -> Callable[[Path], None]:
    def prepare(folder: Path) -> None:
        path = folder / "home" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)

    return prepare


def _damaged_model(folder: Path) -> None:
    for path in (folder / "home/.local/share/tryon-ar/models").glob("pose*"):
        content = path.read_bytes()
        path.unlink()
        path.write_bytes(content[: len(content) // 2])


def _no_models(folder: Path) -> None:
    models = folder / "home/.local/share/tryon-ar/models"
    for path in models.iterdir():
        path.unlink()


def _checkout(folder: Path) -> None:
    """Copy the checkout, its compiled kernels included, under a name that is not ASCII."""
    copied = folder / COPIED
    listing = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.check_output(listing, cwd=ROOT).decode().split("\0")
    wanted = [name for name in names if name.startswith(("tryon_ar/", "resources/", "main.py"))]
    wanted += [
        str(path.relative_to(ROOT))
        for path in ROOT.glob("tryon_ar/kernels/__pycache__/*")
        if path.suffix in (".nbi", ".nbc", ".sha256")
    ]
    for name in wanted:
        if (ROOT / name).is_file():
            target = copied / name
            target.parent.mkdir(parents=True, exist_ok=True)
            subprocess.run(["cp", "-p", str(ROOT / name), str(target)], check=True)


def _numba_cache(damage: Callable[[Path], None]) -> Callable[[Path], None]:
    """Copy the checkout with its compiled kernels, and damage a few of those."""

    def prepare(folder: Path) -> None:
        _checkout(folder)
        kept = sorted((folder / COPIED / "tryon_ar/kernels/__pycache__").glob("*.nb?"))
        for path in kept[:: max(1, len(kept) // 8)]:
            damage(path)

    return prepare


def _truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    for at in range(97, len(content), 211):
        content[at] ^= 0x5A
    path.write_bytes(bytes(content))


def _empty(path: Path) -> None:
    path.write_bytes(b"")


_TWICE = '"$@" & "$@"; first=$?; wait $!; second=$?; [ $first = 0 ] && exit $second; exit $first'
_COPY = Path("{folder}") / COPIED / "main.py"
_NUMBA = {"NUMBA_CACHE_DIR": "{folder}/numba"}
_LIB = {"LD_LIBRARY_PATH": "{folder}/lib"}
_SITE = {"PYTHONPATH": "{folder}/site"}
_RO_HOME = (*_MOUNTED, 'mount --bind "$0" "$0" && mount -o remount,ro,bind "$0" && exec "$@"')
_FULL = (
    *_MOUNTED,
    'cp -a "$0" "$0.kept" && mount -t tmpfs -o size=40m tmpfs "$0" && cp -a "$0.kept/." "$0" && '
    'dd if=/dev/zero of="$0/filler" bs=64k 2>/dev/null; exec "$@"',
)


def _w(*more: str, **kinds: Any) -> Start:  # noqa: ANN401
    return Start((*WINDOW, *more), **{"dresses": True, **kinds})


HEADLESS = {"DISPLAY": None, "WAYLAND_DISPLAY": None, "QT_QPA_PLATFORM": None}
ONE_SECOND = ("--source", "demo", "--seconds", "1", "--record", "{folder}/out.mkv")
REFUSED = frozenset({1, 2, 3, 4, 5, 6, 7, 8})

CASES: dict[str, Start] = {
    "nothing wrong": _w(),
    "no display": Start(ONE_SECOND, env=HEADLESS, says="no window can be opened"),
    "display does not answer": Start(
        ONE_SECOND, env={**HEADLESS, "DISPLAY": ":9999"}, says="does not answer"
    ),
    "display is no display": Start(
        ONE_SECOND, env={**HEADLESS, "DISPLAY": "nonsense"}, says="no window can be opened"
    ),
    "Wayland does not answer": Start(
        ONE_SECOND, env={**HEADLESS, "WAYLAND_DISPLAY": "wayland-9"}, says="no window"
    ),
    "no libxcb-cursor": Start(
        WINDOW,
        env=_LIB,
        prepare=_broken_library("libxcb-cursor.so.0"),
        codes=REFUSED,
        says="libxcb-cursor",
    ),
    "no libxcb-icccm": Start(
        WINDOW,
        env=_LIB,
        prepare=_broken_library("libxcb-icccm.so.4"),
        codes=REFUSED,
        says="libxcb-icccm",
    ),
    "no libxkbcommon-x11": Start(
        WINDOW,
        env=_LIB,
        prepare=_broken_library("libxkbcommon-x11.so.0"),
        codes=REFUSED,
        says="libxkbcommon-x11",
    ),
    "no libEGL": Start(
        WINDOW, env=_LIB, prepare=_broken_library("libEGL.so.1"), codes=REFUSED, says="libEGL"
    ),
    "no PortAudio": _w(env=_LIB, prepare=_broken_library("libportaudio.so.2", "libportaudio.so")),
    "Qt platform unknown": Start(
        WINDOW, env={"QT_QPA_PLATFORM": "nonsense"}, codes=REFUSED, says="nonsense"
    ),
    "Qt platform that cannot start": Start(
        WINDOW, env={"QT_QPA_PLATFORM": "eglfs"}, codes=DOCUMENTED
    ),
    "Qt plugin folder wrong": Start(
        WINDOW, env={"QT_QPA_PLATFORM_PLUGIN_PATH": "/nonexistent"}, codes=DOCUMENTED
    ),
    "Qt plugin path wrong": _w(env={"QT_PLUGIN_PATH": "/nonexistent"}),
    "Qt style, scale and theme wrong": _w(
        env={
            "QT_STYLE_OVERRIDE": "nonsense",
            "QT_SCALE_FACTOR": "abc",
            "QT_QPA_PLATFORMTHEME": "nonsense",
        }
    ),
    "cuda asked for, none there": _w("--provider", "cuda", says="cannot use CUDA"),
    "wrong CUDA libraries": _w(
        "--provider",
        "cuda",
        env=_LIB,
        says="cannot use CUDA",
        prepare=_broken_library(
            "libcudart.so.13",
            "libcublas.so.13",
            "libcublasLt.so.13",
            "libcudnn.so.9",
            "libcufft.so.12",
            "libcuda.so.1",
        ),
    ),
    "wrong CUDA libraries, render": Start(
        (
            "render",
            "demo",
            "-g",
            "tee-striped",
            "-o",
            "{folder}/x.mkv",
            "--seconds",
            "1",
            "--provider",
            "cuda",
        ),
        env=_LIB,
        prepare=_broken_library("libcudart.so.13", "libcublas.so.13", "libcudnn.so.9"),
        codes=frozenset({8}),
        says="CUDA",
    ),
    "ONNX Runtime broken": Start(
        WINDOW,
        env=_SITE,
        prepare=_without_module(
            "import sys\n"
            "class F:\n"
            "    def find_spec(self, name, path=None, target=None):\n"
            "        if name == 'onnxruntime': raise ImportError('libonnxruntime.so: bad ELF')\n"
            "sys.meta_path.insert(0, F())\n"
        ),
        dresses=True,
    ),
    "MediaPipe broken": Start(
        WINDOW,
        env=_SITE,
        prepare=_without_module(
            "import sys\n"
            "class F:\n"
            "    def find_spec(self, name, path=None, target=None):\n"
            "        if name == 'mediapipe': raise ImportError('libmediapipe.so: bad ELF')\n"
            "sys.meta_path.insert(0, F())\n"
        ),
    ),
    "home read-only": _w(before=(*_RO_HOME, "{folder}/home")),
    "home is a file": _w(
        env={"HOME": "{folder}/file"},
        prepare=lambda folder: (folder / "file").touch() or None,
        dresses=False,
        codes=frozenset({0, 6, 8}),
    ),
    "home missing": Start(WINDOW, env={"HOME": "/nonexistent/home"}, codes=frozenset({0, 6, 8})),
    "HOME unset": Start(("doctor",), env={"HOME": None}),
    "HOME empty": Start(("doctor",), env={"HOME": ""}),
    "home full": _w(before=(*_FULL, "{folder}/home")),
    "home full, recorded": Start(
        (*WINDOW, "--record", "{folder}/home/x.mkv"),
        before=(*_FULL, "{folder}/home"),
        codes=frozenset({0, 6}),
    ),
    "checkout not ASCII": _w(prepare=_checkout, program=_COPY),
    "home not ASCII": _w(
        env={"HOME": "{folder}/hème 家"},
        prepare=lambda folder: (folder / "hème 家").symlink_to(folder / "home"),
    ),
    "home not UTF-8": Start(
        WINDOW,
        before=("sh", "-c", 'HOME="$HOME/$(printf "h\\377me")" exec "$@"', "sh"),
        codes=frozenset({0, 8}),
    ),
    "one core": Start(
        ("--source", "demo", "--seconds", "15"), before=("taskset", "-c", "0"), dresses=True
    ),
    "locale broken": _w(env={"LC_ALL": "xx", "LANG": "xx_YY.nonsense"}),
    "locale C, ASCII only": _w(env={"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}),
    "networks cannot be fetched": Start(
        WINDOW, before=("unshare", "-n"), prepare=_no_models, codes=frozenset({8}), says="network"
    ),
    "networks half fetched": Start(
        WINDOW, before=("unshare", "-n"), prepare=_damaged_model, codes=frozenset({8})
    ),
    "Numba cache truncated": _w(prepare=_numba_cache(_truncate), program=_COPY),
    "Numba cache empty files": _w(prepare=_numba_cache(_empty), program=_COPY),
    "Numba cache flipped bytes": _w(prepare=_numba_cache(_flip), program=_COPY),
    "Numba cache is a file": _w(
        env=_NUMBA, prepare=lambda folder: (folder / "numba").touch() or None
    ),
    "two at once": _w(before=("sh", "-c", _TWICE, "sh")),
    "stdin, stdout, stderr closed": _w(shell="<&- >&- 2>&-"),
    "stdout closed, doctor": Start(("doctor",), shell=">&-", codes=DOCUMENTED),
    "broken pipe": Start(("doctor",), shell="| (exec 0<&-; sleep 4)", codes=frozenset({141})),
    "stdout full": Start(("doctor",), shell=">/dev/full", codes=frozenset({6})),
    "stderr full": Start(
        ("render", "nothing", "-g", "x", "-o", "y.mkv"), shell="2>/dev/full", codes=DOCUMENTED
    ),
    "few open files (64)": Start(
        WINDOW, before=("bash", "-c", 'ulimit -n 64; exec "$@"', "bash"), codes=DOCUMENTED
    ),
    "very few open files (20)": Start(
        WINDOW, before=("bash", "-c", 'ulimit -n 20; exec "$@"', "bash"), codes=DOCUMENTED
    ),
    "little memory (1.5 GB)": Start(
        WINDOW, before=("bash", "-c", 'ulimit -v 1500000; exec "$@"', "bash"), codes=DOCUMENTED
    ),
    "little memory, render": Start(
        ("render", "demo", "-g", "tee-striped", "-o", "{folder}/x.mkv", "--seconds", "1"),
        before=("bash", "-c", 'ulimit -v 1500000; exec "$@"', "bash"),
        codes=frozenset({1}),
        says="ulimit",
    ),
    "very little memory (400 MB)": Start(
        WINDOW, before=("bash", "-c", 'ulimit -v 400000; exec "$@"', "bash"), codes=DOCUMENTED
    ),
    "few threads (60)": Start(WINDOW, before=("prlimit", "--nproc=60:60"), codes=DOCUMENTED),
    "no room for temporary files": _w(env={"TMPDIR": "/nonexistent"}),
    "settings are garbage": _w(prepare=_write(".config/tryon-ar/settings.toml", b"\xff\x00[[[")),
    "settings are a folder": _w(
        prepare=lambda folder: (folder / "home/.config/tryon-ar/settings.toml").mkdir(parents=True)
    ),
    "library index is garbage": _w(
        prepare=_write(".local/share/tryon-ar/garments/index.sqlite", b"garbage" * 99)
    ),
    **{
        f"{number.name} after {after_s:g} s": Start(
            ("--source", "demo", "--seconds", "60"), kill=(after_s, number), codes=_STOPS
        )
        for after_s in (0.05, 0.15, 0.3, 0.6, 1.0, 1.5, 2.0, 3.0, 5.0)
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
    },
}


@contextlib.contextmanager
def _display() -> Iterator[str | None]:
    with own_display() as display:
        if display is None:
            sys.exit("Xvfb is needed.")
        yield display


def main() -> int:
    """Run the starts and print how they ended."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="parts of names; all starts by default")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    ensure_models()
    models = models_folder()
    rows, missed = [], 0
    with _display() as display, tempfile.TemporaryDirectory() as folder:
        for number, (name, start) in enumerate(CASES.items()):
            if given.names and not any(part in name for part in given.names):
                continue
            own = Path(folder) / str(number)
            try:
                ended = run_start(start, own, models=models, display=display)
                faults = ended.faults(start)
            except subprocess.TimeoutExpired:
                ended, faults = Ended(-9, "", "", "", 120.0, 0), ["it hangs"]
            missed += bool(faults)
            rows.append(
                {
                    "start": name,
                    "code": ended.code,
                    "took_s": round(ended.took_s, 1),
                    "said": ended.said,
                    "faults": faults,
                }
            )
            if not given.json:
                verdict = "; ".join(faults) or "ok"
                print(
                    f"{name:34} {ended.code:4} {ended.took_s:5.1f} s  {verdict:40} "
                    f"{ended.said[:110]}",
                    flush=True,
                )
    if given.json:
        print(json.dumps({"version": 1, "missed": missed, "starts": rows}, indent=2))
    else:
        print(f"{len(rows)} starts, {missed} not as they should be")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
