"""Read mutated files by the hundred thousand and see whether any of them does harm.

Run: python benchmarks/mutate_inputs.py [--inputs 200000] [--seed 0] [--kind picture ...] [--json]

Pictures, garment.json, settings, packs, lists, networks, the library's index and clips are
mutated (tests/support/mutations.py) and given to what the program reads them with
(tests/support/hostile_readers.py), many to a process. Each process may have 1 GB of
addresses (that of pictures is limited as the program's own decoding process is) and each
input 5 s of computing. Clips, which FFmpeg opens anew each time, are fewest.

Wanted: no process dies, no input takes over 5 s, no exception but the program's own with a
sentence, no process over 512 MB. Anything else ends with exit 1, and the inputs are kept in
the folder of --keep, named kind-seed-number: what they are made of depends on that alone.
"""

import argparse
import importlib
import json
import logging
import mmap
import os
import random
import resource
import signal
import struct
import subprocess
import sys
import tempfile
import time
import traceback
from collections import Counter
from dataclasses import asdict, dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import tryon_ar  # noqa: E402, F401 the privacy guard comes first
from tests.support.mutations import mutated  # noqa: E402
from tryon_ar.core.decoding_child import allow_more_time, limit_resources  # noqa: E402
from tryon_ar.core.errors import TryOnError  # noqa: E402

#: How many of a thousand inputs are of each kind.
SHARES = {
    "picture": 450,
    "garment": 175,
    "pack": 125,
    "settings": 100,
    "list": 40,
    "corrections": 40,
    "keeping": 20,
    "network": 30,
    "index": 5,
    "clip": 15,
}
BATCH = 15_000
MOST_ADDRESSES = 1 << 30
MOST_RESIDENT = 512 << 20
MOST_S = 5.0
SILENCE_S = 60.0
_MOST_KEPT = 50
_IN_MEMORY = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
_PROGRESS = struct.Struct("<q")


@dataclass
class Outcome:
    """What became of the inputs of one kind.

    ``bad`` holds (number, what went wrong) of each input that did harm.
    """

    kind: str
    inputs: int = 0
    read: int = 0
    refused: int = 0
    computing_s: float = 0.0
    slowest_s: float = 0.0
    peak_bytes: int = 0
    bad: list[tuple[int, str]] = field(default_factory=list)

    def add(self, told: dict[str, object]) -> None:
        """Take what a process told of its inputs."""
        for name in ("inputs", "read", "refused", "computing_s"):
            setattr(self, name, getattr(self, name) + told[name])
        for name in ("slowest_s", "peak_bytes"):
            setattr(self, name, max(getattr(self, name), told[name]))
        self.bad += [(number, why) for number, why in told["bad"]]  # type: ignore[attr-defined]


def input_of(seeds: list[bytes], kind: str, seed: int, number: int) -> bytes:
    """Return one input again."""
    chance = random.Random(f"{kind}/{seed}/{number}")
    return mutated(chance.choice(seeds), chance, seeds)


def read_batch(module: str, kind: str, seed: int, first: int, last: int, progress: Path) -> None:
    """Read inputs under limits and print what came of them; runs in a process of its own."""
    logging.disable(logging.CRITICAL)
    about = importlib.import_module(module).KINDS[kind]
    with tempfile.TemporaryDirectory(dir=_IN_MEMORY) as name, progress.open("r+b") as file:
        place = mmap.mmap(file.fileno(), _PROGRESS.size)
        seeds, read = about.seeds(), about.reader(Path(name))
        if kind == "picture":
            limit_resources()
        else:
            resource.setrlimit(resource.RLIMIT_AS, (MOST_ADDRESSES, MOST_ADDRESSES))
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        outcome = Outcome(kind)
        for number in range(first, last):
            place[:] = _PROGRESS.pack(number)
            allow_more_time()
            _read_one(read, input_of(seeds, kind, seed, number), number, outcome)
        outcome.inputs = last - first
        outcome.peak_bytes = _own_peak()
        sys.stdout.write(json.dumps(asdict(outcome)))
        sys.stdout.flush()


def _read_one(read, data: bytes, number: int, outcome: Outcome) -> None:  # noqa: ANN001
    began_s = time.process_time()
    try:
        read(data)
        outcome.read += 1
    except TryOnError as error:
        outcome.refused += 1
        if not error.user_text or not error.hint or len(str(error)) > 1000:
            outcome.bad.append((number, f"a refusal of no use: {str(error)[:200]!r}"))
    except BaseException as error:  # noqa: BLE001 whatever it is, it is what is looked for
        last = traceback.extract_tb(error.__traceback__)[-1]
        where = f"{Path(last.filename).name}:{last.lineno}"
        outcome.bad.append((number, f"{type(error).__name__} at {where}: {str(error)[:150]}"))
    taken_s = time.process_time() - began_s
    outcome.computing_s += taken_s
    outcome.slowest_s = max(outcome.slowest_s, taken_s)
    if taken_s > MOST_S:
        outcome.bad.append((number, f"took {taken_s:.1f} s"))


def _own_peak() -> int:
    told = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    return int(told["VmHWM"].split()[0]) * 1024


def read_kind(module: str, kind: str, seed: int, count: int) -> Outcome:
    """Read so many inputs of a kind, a batch to a process; a process that dies has a follower."""
    outcome = Outcome(kind)
    first = 0
    with tempfile.TemporaryDirectory() as name:
        progress = Path(name) / "progress"
        while first < count and len(outcome.bad) < _MOST_KEPT:
            progress.write_bytes(_PROGRESS.pack(-1))
            last = min(count, first + BATCH)
            told, why = _one_process(module, kind, seed, first, last, progress)
            if told is not None:
                outcome.add(told)
                first = last
                continue
            (number,) = _PROGRESS.unpack(progress.read_bytes())
            if number < 0:
                raise SystemExit(f"Reading {kind} cannot even begin: {why}")
            outcome.bad.append((number, why))
            outcome.inputs += number + 1 - first  # those before it were read, uncounted
            first = number + 1
    return outcome


def _one_process(
    module: str, kind: str, seed: int, first: int, last: int, progress: Path
) -> tuple[dict[str, object] | None, str]:
    """Return what a process told, or None and how it died."""
    command = [sys.executable, __file__, "--module", module, "--batch", kind]
    command += [str(seed), str(first), str(last), str(progress)]
    environment = os.environ | {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    with (
        tempfile.TemporaryFile() as answer,
        tempfile.TemporaryFile() as errors,
        subprocess.Popen(
            command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=errors,
        ) as process,
    ):  # fmt: skip
        silent = _watched(process, progress)
        assert process.stdout is not None
        answer.write(process.stdout.read())
        code = process.wait()
        if code == 0 and not silent:
            answer.seek(0)
            return json.loads(answer.read()), ""
        errors.seek(0)
        words = errors.read().decode(errors="replace").strip().splitlines()
    if silent:
        return None, f"nothing came for {SILENCE_S:.0f} s"
    died = signal.Signals(-code).name if code < 0 else f"exit {code}"
    return None, f"the process died ({died}): {words[-1] if words else 'without a word'}"


def _watched(process: subprocess.Popen[bytes], progress: Path) -> bool:
    """Wait for a process to end; end it when it stays at one input, and return True then."""
    seen, since_s = b"", time.monotonic()
    while True:
        try:
            process.wait(0.2)
        except subprocess.TimeoutExpired:
            now = progress.read_bytes()
            if now != seen:
                seen, since_s = now, time.monotonic()
            elif time.monotonic() - since_s > SILENCE_S:
                process.kill()
                return True
        else:
            return False


def keep(module: str, outcome: Outcome, seed: int, folder: Path) -> None:
    """Write the inputs that did harm into a folder."""
    seeds = importlib.import_module(module).KINDS[outcome.kind].seeds()
    folder.mkdir(parents=True, exist_ok=True)
    for number in sorted({number for number, _ in outcome.bad}):
        path = folder / f"{outcome.kind}-{seed}-{number}"
        path.write_bytes(input_of(seeds, outcome.kind, seed, number))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--inputs", type=int, default=200_000, help="of all kinds together")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--kind", nargs="+", help="only these")
    parser.add_argument("--keep", type=Path, default=ROOT / "build" / "mutated-inputs")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--module", default="tests.support.hostile_readers", help="has KINDS")
    parser.add_argument("--batch", nargs=5, help=argparse.SUPPRESS)
    return parser.parse_args()


def main() -> int:
    """Read all kinds, or one batch of one, from the command line."""
    options = _options()
    if options.batch:
        kind, *numbers, progress = options.batch
        read_batch(options.module, kind, *map(int, numbers), Path(progress))
        return 0
    began_s = time.monotonic()
    kinds = options.kind or list(SHARES)
    total = sum(SHARES.get(kind, 1) for kind in kinds)
    outcomes = []
    for kind in kinds:
        count = max(1, options.inputs * SHARES.get(kind, 1) // total)
        outcome = read_kind(options.module, kind, options.seed, count)
        outcomes.append(outcome)
        keep(options.module, outcome, options.seed, options.keep) if outcome.bad else None
        if not options.json:
            print(_line(outcome), flush=True)
    return _conclude(outcomes, options, time.monotonic() - began_s)


def _line(outcome: Outcome) -> str:
    rate = outcome.inputs / outcome.computing_s if outcome.computing_s else 0.0
    return (
        f"{outcome.kind:12}{outcome.inputs:8} inputs: {outcome.read} read,"
        f" {outcome.refused} refused, {len(outcome.bad)} bad; {rate:.0f}/s,"
        f" slowest {outcome.slowest_s:.2f} s, peak {outcome.peak_bytes >> 20} MB"
    )


def _conclude(outcomes: list[Outcome], options: argparse.Namespace, taken_s: float) -> int:
    inputs = sum(outcome.inputs for outcome in outcomes)
    heavy = [outcome.kind for outcome in outcomes if outcome.peak_bytes > MOST_RESIDENT]
    bad = Counter((outcome.kind, why) for outcome in outcomes for _, why in outcome.bad)
    passed = not bad and not heavy
    if options.json:
        about = {"inputs": inputs, "seed": options.seed, "s": round(taken_s, 1), "passed": passed}
        print(json.dumps(about | {"kinds": [asdict(outcome) for outcome in outcomes]}))
        return 0 if passed else 1
    for (kind, why), times in bad.most_common():
        print(f"BAD {kind} ({times}x): {why}")
    for kind in heavy:
        print(f"BAD {kind}: over {MOST_RESIDENT >> 20} MB")
    verdict = "no harm done" if passed else f"FAILED, the inputs are kept in {options.keep}"
    rate = inputs / taken_s
    print(
        f"Mutated inputs: {inputs} in {taken_s:.0f} s ({rate:.0f}/s), seed {options.seed}:", verdict
    )
    return 0 if passed else 1


if __name__ == "__main__":
    sys.exit(main())
