"""Pictures meant to harm or to confuse, built by script, and what comes of opening them.

``python -m tests.support.hostile_pictures FOLDER`` builds them, ``--open`` opens them all
and prints what came of each and the memory it took, ``--fuzz N`` decodes N mutated files.
"""

import argparse
import json
import random
import resource
import sys
import tempfile
from collections import Counter
from pathlib import Path

from tests.support.hostile_picture_cases import Case, cases
from tests.support.mutations import mutated
from tryon_ar.core.decoding import decode
from tryon_ar.core.errors import UnsafeImage
from tryon_ar.core.images import open_picture
from tryon_ar.core.isolated_decoding import IsolatedDecoder


def build(folder: Path) -> list[Case]:
    """Write every case into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    made = list(cases())
    for case in made:
        if isinstance(case.make, bytes):
            (folder / case.name).write_bytes(case.make)
        else:
            case.make(folder / case.name)
    return made


def open_all(folder: Path, names: list[str]) -> dict[str, object]:
    """Open every file and return what came of each and the most memory held (bytes)."""
    results = {}
    with IsolatedDecoder() as decoder:
        for name in names:
            try:
                picture = open_picture(folder / name, decoder=decoder)
            except UnsafeImage as error:
                results[name] = {"refused": error.user_text, "hint": error.hint}
            else:
                height, width = picture.bgr.shape[:2]
                alpha, notices = picture.alpha is not None, picture.notices
                results[name] = {"size": (width, height), "alpha": alpha, "notices": notices}
    return {"results": results, "memory": own_peak(), "decoder_memory": children_peak()}


def own_peak() -> int:
    """Return the most this process held; its start as a copy of its parent is not in it."""
    told = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    return int(told["VmHWM"].split()[0]) * 1024


def children_peak() -> int:
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024


def fuzz(times: int, seed: int) -> Counter[str]:
    """Decode mutated files; anything but rows or an UnsafeImage is raised."""
    chance = random.Random(seed)
    seeds = [
        case.make
        for case in cases()
        if isinstance(case.make, bytes)
        and case.size
        and len(case.make) < 200_000
        and max(case.size) < 100
    ]
    outcome: Counter[str] = Counter(seeds=len(seeds))
    for _ in range(times):
        data = mutated(chance.choice(seeds), chance, seeds)
        try:
            for _ in decode(data, "fuzzed", "OWN", 4096).bands:
                pass
            outcome["decoded"] += 1
        except UnsafeImage:
            outcome["refused"] += 1
    return outcome


def main() -> None:
    """Build, open or fuzz from the command line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--open", nargs="*", help="only open these (default: build and open all)")
    parser.add_argument("--fuzz", type=int, help="decode so many mutated files")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    if options.fuzz:
        json.dump(fuzz(options.fuzz, options.seed), sys.stdout)
        return
    folder = options.folder or Path(tempfile.mkdtemp(prefix="hostile-pictures-"))
    names = options.open or [case.name for case in build(folder)]
    if options.open is not None:
        json.dump(open_all(folder, names), sys.stdout)


if __name__ == "__main__":
    main()
