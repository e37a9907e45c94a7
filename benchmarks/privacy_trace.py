"""Does the program look anybody up, reach another machine, or write where it must not?

The real window (under Xvfb) and the command line run for minutes below ``strace -f``, with every
variable that makes libraries behave in tests taken away. Wanted: no look-up of a name, no address
but this machine's own, no file made, opened for writing, renamed, linked or deleted outside the
program's folders, and of temporary files none left; and of a window that is opened and closed
without a click, no picture of anybody on the disk.

    python benchmarks/privacy_trace.py [--seconds 300] [--json]
    python benchmarks/privacy_trace.py --leak      # a program that does leak must be caught

Needs strace and Xvfb. Ends with 1 where anything was found.
"""

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.support.system_calls import FILE_CALLS, violations, writes  # noqa: E402
from tests.support.xvfb import own_display  # noqa: E402

# What silences libraries where tests run, and what would move folders away from their usual place.
TAKEN_AWAY = re.compile(
    r"^(CI|GITHUB_.*|DO_NOT_TRACK|ORT_.*|TRYON_AR_.*|XDG_.*|https?_proxy|no_proxy|.*TELEMETRY.*)$",
    re.IGNORECASE,
)
MEDIA = {".png", ".jpg", ".jpeg", ".webp", ".mp4", ".mkv", ".bmp"}
LEAK = """
import socket, pathlib, sys
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.connect(("192.0.2.1", 443))
pathlib.Path(sys.argv[1], "stolen.txt").write_text("everything")
"""


@dataclass
class Traced:
    """One run below strace.

    Attributes
    ----------
    what : str
    seconds : float
    calls : int
        Lines of the log.
    network, files, left : list of str
        What must not be: lines that reach out, files written elsewhere, files left in the
        temporary folder.
    """

    what: str
    seconds: float
    calls: int
    returned: int
    network: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)

    @property
    def clean(self) -> bool:
        """Whether nothing was found, in a trace that has something in it."""
        return self.calls > 100 and not (self.network or self.files or self.left)


class Bench:
    """A home, a temporary folder and a folder of outputs of their own.

    Parameters
    ----------
    folder : Path
        Where they are made.
    """

    def __init__(self, folder: Path) -> None:
        self.home, self.temporary, self.outputs = (
            folder / name for name in ("home", "tmp", "outputs")
        )
        self.logs = folder / "logs"
        for one in (self.home, self.temporary, self.outputs, self.logs):
            one.mkdir(parents=True)
        self.environment = {k: v for k, v in os.environ.items() if not TAKEN_AWAY.match(k)}
        self.environment |= {
            "HOME": str(self.home),
            "TMPDIR": str(self.temporary),
            "PYTHONDONTWRITEBYTECODE": "1",  # of the checkout; installed packages have theirs
        }

    def allowed(self) -> list[Path]:
        """Return the folders that may be written to."""
        share = self.home / ".local" / "share" / "tryon-ar"
        return [
            share,
            self.home / ".config" / "tryon-ar",
            self.home / ".cache" / "tryon-ar",
            *(self.home / name / "tryon-ar" for name in ("Videos", "Pictures")),
            self.outputs,
            self.temporary,
            *numba_caches(),
        ]

    def lend_networks(self) -> None:
        """Put the tracker's networks in their place: fetching them is a deed of its own."""
        from tryon_ar.tracking.models import models_folder

        target = self.home / ".local" / "share" / "tryon-ar" / "models"
        shutil.copytree(models_folder(), target)

    def run(self, what: str, *command: str, limit_s: float = 150.0, input_: str = "") -> Traced:
        """Run a command below strace and judge it."""
        log = self.logs / f"{len(list(self.logs.iterdir()))}.log"
        strace = ["strace", "-f", "-s", "256", "-y", "-e", "signal=none"]
        strace += ["-e", f"trace=network,{','.join(FILE_CALLS)}", "-o", str(log)]
        started = time.monotonic()
        done = subprocess.run(
            [*strace, "timeout", "-k", "10", f"{limit_s:.0f}", *command],  # with all it began
            cwd=ROOT,
            env=self.environment,
            input=input_,
            capture_output=True,
            text=True,
            check=False,
        )
        seconds = time.monotonic() - started
        text = log.read_text(errors="replace")
        left = [str(path) for path in self.temporary.rglob("*") if not path.is_dir()]
        traced = Traced(what, round(seconds, 1), text.count("\n"), done.returncode)
        traced.network = violations(text)
        traced.files = sorted(set(writes(text, self.allowed(), ROOT)))
        traced.left = left
        if done.returncode not in (0, 124):
            traced.files.append(f"ended with {done.returncode}: {done.stderr.strip()[-300:]}")
        return traced


def numba_caches() -> list[Path]:
    """Return where compiled kernels are kept: beside the modules they are of, as Numba does."""
    return [path for path in (ROOT / "tryon_ar").rglob("__pycache__") if path.is_dir()]


def first_start(bench: Bench, program: list[str]) -> tuple[Traced, list[str]]:
    """Open the window on the first start, touch nothing, and list what was written."""
    before = tree(bench.home)
    traced = bench.run("window, first start, no click", *program, "--seconds", "20")
    written = sorted(tree(bench.home) - before)
    pictures = [name for name in written if Path(name).suffix.lower() in MEDIA]
    traced.files += [f"a picture before anything was asked for: {name}" for name in pictures]
    return traced, written


def tree(folder: Path) -> set[str]:
    """Return all files below a folder, by their names in it."""
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if not path.is_dir()}


def command_line(bench: Bench, program: list[str], inputs: dict[str, Path]) -> Iterator[Traced]:
    """Run every command that does something, one after the other."""
    out, photo, garment = bench.outputs, str(inputs["person"]), str(inputs["garment"])
    lines: list[tuple[str, ...]] = [
        ("doctor", "--json"),
        ("settings",),
        ("settings", "set", "capture.countdown_s", "5"),
        ("parse", photo, "-o", str(out / "labels.png")),
        ("render", photo, "-g", "tee-striped", "-o", str(out / "dressed.png"), "--faces", "blur"),
        ("render", "demo", "-g", "tee-striped", "-o", str(out / "demo.mp4"), "--seconds", "4"),
        ("garment", "add", garment, "--json"),
        ("garment", "list"),
        ("models", "verify"),
        ("privacy", "report"),
        ("record", "repair", str(out / "demo.mp4")),
        ("bench", "--json"),
        ("privacy", "wipe", "--yes"),
    ]
    for line in lines:
        yield bench.run(" ".join(line[:2]), *program, *line)


def windows(bench: Bench, program: list[str], seconds: float) -> Iterator[Traced]:
    """Open the window, and the window recording, until the time is over."""
    film = bench.outputs / "window.mp4"
    each = max(20, round(seconds / 3))
    yield bench.run(
        "window recording", *program, "--source", "demo", "--record", str(film),
        "--seconds", str(each), limit_s=each + 120,
    )  # fmt: skip
    yield bench.run(
        "kiosk", *program, "--source", "demo", "--kiosk", "--seconds", str(each),
        limit_s=each + 120,
    )  # fmt: skip
    yield bench.run(
        "safe mode", *program, "--safe-mode", "--seconds", str(each), limit_s=each + 120
    )


def make_inputs(folder: Path) -> dict[str, Path]:
    """Write a photo of a person and one of a garment."""
    import cv2
    import openpeople

    from tests.tracking.people import one_person
    from tryon_ar.core.images import read_picture
    from tryon_ar.core.paths import resource_folder

    folder.mkdir()
    person, garment = folder / "person.png", folder / "garment.png"
    cv2.imwrite(str(person), one_person(openpeople, height_px=640))
    shipped = next((resource_folder() / "garments").rglob("photo.*"))
    cv2.imwrite(str(garment), read_picture(shipped))
    return {"person": person, "garment": garment}


def judge(seconds: float) -> tuple[list[Traced], list[str]]:
    """Run everything for about so many seconds in all, and return what was found."""
    program = [sys.executable, "main.py"]
    with tempfile.TemporaryDirectory() as name, own_display() as display:
        if display is None:
            sys.exit("Xvfb is not installed")
        bench = Bench(Path(name))
        bench.environment["DISPLAY"] = display
        bench.lend_networks()
        inputs = make_inputs(Path(name) / "inputs")
        traced, written = first_start(bench, program)
        runs = [traced]
        for run in command_line(bench, program, inputs):
            runs.append(run)
            show(run)
        spent = sum(run.seconds for run in runs)
        for run in windows(bench, program, seconds - spent):
            runs.append(run)
            show(run)
    return runs, written


def leak() -> list[Traced]:
    """Run a program that leaks."""
    with tempfile.TemporaryDirectory() as name, tempfile.TemporaryDirectory() as elsewhere:
        bench = Bench(Path(name))
        return [bench.run("leaking on purpose", sys.executable, "-c", LEAK, elsewhere)]


def show(run: Traced) -> None:
    """Say on stderr how a run went."""
    verdict = "ok" if run.clean else "VIOLATION"
    print(f"{verdict:9} {run.seconds:6.1f} s {run.calls:8d} calls  {run.what}", file=sys.stderr)
    for line in (run.network + run.files + run.left)[:8]:
        print(f"    {line[:240]}", file=sys.stderr)


def main() -> int:
    """Judge, report, and return 1 where anything was found."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seconds", type=float, default=300.0)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--leak", action="store_true")
    asked = parser.parse_args()
    if shutil.which("strace") is None:
        sys.exit("strace is not installed")
    if asked.leak:
        runs, written = leak(), []
        show(runs[0])
    else:
        runs, written = judge(asked.seconds)
        show(runs[0])
    total = sum(run.seconds for run in runs)
    clean = all(run.clean for run in runs)
    if asked.json:
        found = {"seconds": round(total, 1), "clean": clean, "first_start_wrote": written}
        print(json.dumps(found | {"runs": [asdict(run) for run in runs]}, indent=2))
    else:
        print(f"{len(runs)} runs, {total:.0f} s, {'clean' if clean else 'NOT clean'}")
        print("The first start wrote, without a click:")
        for name in written:
            print(f"    {name}")
    return 0 if clean else 1


if __name__ == "__main__":
    sys.exit(main())
