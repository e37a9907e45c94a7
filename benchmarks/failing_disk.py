"""Record to disks that fail in every way there is, and see what is left and what is said.

Run: python benchmarks/failing_disk.py [--writes 200] [--parallel 2] [--only NAME ...] [--json]

Needs ``strace``; the kinds that mount a disk need root and are left out, and said so, without.

- ``ENOSPC``, ``EIO``, ``nothing``: the n-th write to the file and all after it fail with that
  error, or write nothing and say so; for every n up to ``--writes``, each with MP4 and MKV,
  with and without sound. ``once``: the n-th alone fails. ``closing``: the same in recordings
  so short that n falls on what closing them writes. ``clean``: in the second file.
- ``short``: the system writes a part of what it is given, up to a file size, at 400 sizes.
- ``slow``: writes take 1.5 s now and then, ``sluggish``: each takes 60 ms.
- ``deleted``: the folder goes while it is recorded to. ``read only``: it cannot be written.
- ``full``: a disk of 300 KB. ``guard``: a disk on which less than 200 MB come to be left.

Wanted of each recording: a file that plays to within a second of what was written, or none
where that is less than a second; a sentence within a second of the fault; handing over a
picture never takes 150 ms; nothing hangs. Exits 1 where any is missed.
"""

import argparse
import contextlib
import json
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))
from fed_recording import STEP_MS, Job
from kill_recording import decode

FEEDER = Path(__file__).with_name("fed_recording.py")
LOST_LIMIT_S = 1.0
TOLD_LIMIT_S = 1.0
OFFER_LIMIT_MS = 150.0
_TIMES = ("told after", "a picture waited")
_SUFFIXES = (".mp4", ".mkv")
_TIMEOUT_S = 240.0


@dataclass
class Outcome:
    """What came of one recording on a failing disk.

    Attributes
    ----------
    kind : str
    at : int
        Which write, or which size, failed first.
    lost_s : float
        Seconds written that the file does not play.
    absent : bool
        Whether there is no file.
    told_after_s : float
        From the fault to the first sentence; 0 where no fault came, infinite if none was said.
    longest_offer_ms : float
        Longest time that handing over a picture took.
    wrong : list of str
        What was not as wanted.
    """

    kind: str
    name: str
    at: int
    lost_s: float = 0.0
    absent: bool = False
    told_after_s: float = 0.0
    longest_offer_ms: float = 0.0
    faulted: bool = False
    text: str = ""
    wrong: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Case:
    """A process that records, and the fault it meets."""

    kind: str
    at: int = 0
    inject: str = ""
    pictures: int = 0
    sounds: tuple[bool, ...] = (False, True)
    fps: float = 0.0
    clean: bool = False
    disk_kb: int = 0
    read_only: bool = False
    suffixes: tuple[str, ...] = _SUFFIXES
    largest_bytes: tuple[int, ...] = ()
    delete_after_s: float = -1.0
    fill_after_s: float = -1.0
    guarded: bool = False
    may_be_whole: bool = False


def cases(writes: int) -> Iterator[Case]:
    """Return all cases."""
    faults = {"ENOSPC": "error=ENOSPC", "EIO": "error=EIO", "nothing": "retval=0"}
    for at in range(1, writes + 1):
        for kind, fault in faults.items():
            yield Case(kind, at, f"{fault}:when={at}+", pictures=writes + 30)
    for at in range(1, 41):
        yield Case("once", at, f"error=EIO:when={at}", 60)
        yield Case("closing", at, f"error=ENOSPC:when={at}+", 12, may_be_whole=True)
        yield Case("clean", at, f"error=EIO:when={at}+", 60, sounds=(False,), clean=True)
    for first in range(0, 40_000, 2000):
        sizes = tuple(first + step for step in range(100, 2100, 100))
        yield Case(
            "short",
            first,
            pictures=60,
            largest_bytes=sizes,
            sounds=(first % 4000 > 0,),
            may_be_whole=first >= 20_000,
            suffixes=_SUFFIXES[first % 8000 // 4000 :][:1],
        )
    yield Case("slow", 5, "delay_enter=1500000:when=5+12", 180, fps=30, may_be_whole=True)
    yield Case("sluggish", 1, "delay_enter=60000:when=1+", 150, fps=30, may_be_whole=True)
    for sound in (False, True):
        yield Case("deleted", 0, "", 150, (sound,), 30, delete_after_s=2.0, suffixes=(".mp4",))
    yield Case("read only", pictures=60, fps=30, disk_kb=1000, read_only=True)
    for size_kb in (100, 200, 300, 400):
        for suffix in _SUFFIXES:
            sounds = (size_kb % 200 == 0,)
            yield Case("full", size_kb, "", 400, sounds, disk_kb=size_kb, suffixes=(suffix,))
    for suffix in _SUFFIXES:  # 201 MB, of which 2 are filled meanwhile
        yield Case(
            "guard", 0, "", 150, (False,), 30, disk_kb=196_500, fill_after_s=2.0, guarded=True,
            suffixes=(suffix,),
        )  # fmt: skip


def run(case: Case) -> list[Outcome]:
    """Make the recordings of a case, all in one process."""
    with tempfile.TemporaryDirectory() as name, _folder(case, Path(name)) as folder:
        return _run_process(case, folder)


@contextlib.contextmanager
def _folder(case: Case, above: Path) -> Iterator[Path]:
    """Give a folder to record in, on a small disk where the case asks for one."""
    folder = above / "disk"
    folder.mkdir()
    if not case.disk_kb:
        yield folder
        return
    options = f"size={case.disk_kb}k,{'ro' if case.read_only else 'rw'}"
    subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)], check=True)
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def _run_process(case: Case, folder: Path) -> list[Outcome]:
    suffixes = case.suffixes * max(1, len(case.largest_bytes))
    wanted = [(suffix, sound) for sound in case.sounds for suffix in suffixes]
    paths = [folder / f"{number}{suffix}" for number, (suffix, _) in enumerate(wanted)]
    faulty = [path.with_suffix(f".clean{path.suffix}") if case.clean else path for path in paths]
    job = Job(
        [str(path) for path in paths], case.pictures, [sound for _, sound in wanted], case.clean,
        case.fps, list(case.largest_bytes) * len(case.sounds), case.delete_after_s,
        case.fill_after_s, case.guarded,
    )  # fmt: skip
    trace = folder.parent / "trace"
    command = [*_strace(case, faulty, trace), sys.executable, str(FEEDER), json.dumps(vars(job))]
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=_TIMEOUT_S, check=False
        )
    except subprocess.TimeoutExpired:
        return [Outcome(case.kind, paths[0].name, case.at, wrong=["it hung"])]
    lines = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    fed = [line for line in lines if "path" in line]
    if done.returncode or len(fed) != len(paths):
        return [Outcome(case.kind, paths[0].name, case.at, wrong=[done.stderr[-300:]])]
    faults = _fault_times(trace)
    return [
        _judge(case, one, path, faults.get(str(path), one["acted_s"]))
        for one, path in zip(fed, faulty, strict=True)
    ]


def _strace(case: Case, paths: list[Path], trace: Path) -> list[str]:
    of_files = [word for path in paths for word in ("-P", str(path))]
    command = ["strace", "-f", "--seccomp-bpf", "-ttt", "-y", "-s", "0", "-o", str(trace)]
    command += [*of_files, "-e", "trace=openat,write,pwrite64,writev"]
    if case.inject:
        command += ["-e", f"inject=write,pwrite64,writev:{case.inject}"]
    return command


def _fault_times(trace: Path) -> dict[str, float]:
    """Return when the first fault of each file came, seconds since 1970."""
    times: dict[str, float] = {}
    pending: dict[str, str] = {}
    called = r"(\d+) +([\d.]+) (?:openat\(AT_FDCWD<.*?>, \"(.+?)\"|\w+\(\d+<(.+?)>|<\.\.\. )"
    for line in trace.read_text(errors="replace").splitlines():
        found = re.match(called, line)
        if found is None:
            continue
        thread, time_s = found[1], float(found[2])
        # A call during which another thread made one comes in two lines, the second nameless.
        name = (found[3] or found[4] or pending.get(thread, "")).removesuffix(" (deleted)")
        pending[thread] = name
        if re.search(r"INJECTED|DELAYED|= -1 E(?!NOENT|INTR)", line):
            times.setdefault(name, time_s)
    return times


def _judge(case: Case, fed: dict[str, Any], path: Path, fault_s: float) -> Outcome:
    """Look at the file and at what was said."""
    outcome = Outcome(case.kind, f"{path.name}{' sound' if fed['sound'] else ''}", case.at)
    outcome.longest_offer_ms = fed["longest_offer_ms"]
    outcome.absent = not path.exists()
    outcome.faulted = bool(fault_s)
    if fed["told"]:
        outcome.text = fed["told"][0][2]
    _judge_file(case, fed, path, outcome)
    if case.kind == "sluggish":
        pass  # nothing is lost, and nothing is said
    elif fault_s and not fed["told"]:
        outcome.told_after_s = float("inf")
    elif fault_s:
        outcome.told_after_s = max(0.0, fed["told"][0][0] - fault_s)
    if outcome.told_after_s > TOLD_LIMIT_S:
        said = f"told after {outcome.told_after_s:.2f} s"
        outcome.wrong.append(said if fed["told"] else "never told")
    if not outcome.faulted and not case.may_be_whole:
        outcome.wrong.append("the fault never came")
    if outcome.longest_offer_ms > OFFER_LIMIT_MS:
        outcome.wrong.append(f"a picture waited {outcome.longest_offer_ms:.0f} ms")
    if case.kind == "guard" and (outcome.absent or "ended and saved" not in str(fed["told"])):
        outcome.wrong.append(f"not ended in time: {fed['told']}")
    return outcome


def _judge_file(case: Case, fed: dict[str, Any], path: Path, outcome: Outcome) -> None:
    step_s = 1 / case.fps if case.fps else STEP_MS / 1000
    if case.kind == "deleted":
        return
    if outcome.absent:
        outcome.lost_s = fed["written"] * step_s
    else:
        frames, _, reason = decode(path)
        outcome.lost_s = max(0.0, (fed["written"] - frames) * step_s)
        if reason:
            outcome.wrong.append(f"unplayable: {reason}")
    if outcome.lost_s > LOST_LIMIT_S and not case.clean:
        outcome.wrong.append(f"lost {outcome.lost_s:.2f} s")
    if case.clean:
        frames, _, reason = decode(Path(fed["path"]))
        if reason or frames < fed["offered"]:
            outcome.wrong.append(f"the first file holds {frames} of {fed['offered']}: {reason}")
    leftovers = [one.name for one in path.parent.iterdir() if one.name.startswith(".")]
    if leftovers:
        outcome.wrong.append(f"left behind: {leftovers}")


def summary(outcomes: list[Outcome]) -> dict[str, object]:
    """Return the figures, kind by kind."""
    kinds: dict[str, object] = {}
    for kind in dict.fromkeys(one.kind for one in outcomes):
        of_kind = [one for one in outcomes if one.kind == kind]
        told = [one.told_after_s for one in of_kind if one.told_after_s]
        kinds[kind] = {
            "recordings": len(of_kind),
            "faulted": sum(one.faulted for one in of_kind),
            "absent": sum(one.absent for one in of_kind),
            "lost_s_max": round(max(one.lost_s for one in of_kind), 2),
            "told_after_s_max": round(max(told, default=0.0), 3),
            "longest_offer_ms": round(max(one.longest_offer_ms for one in of_kind), 1),
            "wrong": Counter(
                re.sub(r"[-\d.]+", "#", text) for one in of_kind for text in one.wrong
            ),
            "said": next((one.text for one in of_kind if one.text), ""),
        }
    wrong = [vars(one) for one in outcomes if one.wrong]
    return {"recordings": len(outcomes), "kinds": kinds, "wrong": wrong[:20]}


def main() -> int:
    """Run from the command line; 0 when all is as wanted."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--writes", type=int, default=200)
    parser.add_argument("--parallel", type=int, default=2)
    parser.add_argument("--only", nargs="+", metavar="NAME", help="kinds, as listed above")
    parser.add_argument("--untimed", action="store_true", help="do not judge by times")
    parser.add_argument("--every", type=int, default=1, help="only each so-manieth case of a kind")
    options = parser.parse_args()
    if shutil.which("strace") is None:
        sys.exit("strace is needed")
    may_mount = subprocess.run(["id", "-u"], capture_output=True, check=True).stdout == b"0\n"
    chosen: dict[str, list[Case]] = {}
    for case in cases(options.writes):
        if (not options.only or case.kind in options.only) and (may_mount or not case.disk_kb):
            chosen.setdefault(case.kind, []).append(case)
    if not may_mount:
        print("kinds that mount a disk are left out: not root", file=sys.stderr)
    wanted = [case for of_kind in chosen.values() for case in of_kind[:: options.every]]
    started_s = time.monotonic()
    with ThreadPoolExecutor(options.parallel) as pool:
        outcomes = [one for found in pool.map(run, wanted) for one in found]
    if options.untimed:
        for one in outcomes:
            one.wrong = [text for text in one.wrong if not text.startswith(_TIMES)]
    figures = summary(outcomes) | {"seconds": round(time.monotonic() - started_s)}
    print(json.dumps(figures, indent=2))
    return 1 if figures["wrong"] else 0


if __name__ == "__main__":
    sys.exit(main())
