"""Let the mirror run for hours, and see whether it stays as it was.

Run: python benchmarks/soak.py live [--minutes 120]
     python benchmarks/soak.py unpaced [--frames 216000]
         each with [--source SOURCE ...] [--warm-up SECONDS] [--loaded] [--samples FILE.jsonl]
     python benchmarks/soak.py judge --samples FILE.jsonl [--warm-up SECONDS] [--loaded]
         all with [--plot FILE.svg] [--json FILE]

``live`` is the real window with all its stages, paced by its source: another garment every
15 s, a recording of 20 s every minute, another source every three, a page opened and a picture
saved now and then. ``unpaced`` dresses frames as fast as it can, with another garment every 500
frames, a recording of 300 every 2,000 and another source every 5,000. Nothing is kept of the
recordings: a process of its own plays and deletes them. ``judge`` looks at the samples that a
run left, one that was killed too: every five seconds it writes down how it is.

After the warm-up (5 minutes from the first frame on) wanted are:

- memory rising by less than 5 MB an hour (judged from half an hour on, too noisy before) and by
  less than 30 MB in all; with and without the pages of files, which the system takes away and
  brings back as it likes;
- handles, threads, child processes, timers, windows and temporary files where they rested before;
- less than 0.5 % of the frames offered to recordings dropped; every recording playable, in order;
- of every source, 99 % of the frames dressed in at most 1.5 times the median's time. That is the
  time in all stages, from the source's decoding to the drawing, not the waiting between them;
- frames in order, nothing logged as an error, no warning in the window.

A camera's frames that newer ones replace before they are dressed are told ("passed over"), not
judged: they say how fast the machine is. ``--loaded`` leaves out what other work on the machine
spoils: times, drops and the window's warnings. Memory may rise by 150 MB then: a machine that
dresses a frame a second is warming up all along.

Exits 0 when all is as wanted, 1 when something is not, 2 when the run was too short to tell or
ended before its time (Ctrl+C and a polite kill end it in order).
"""

import argparse
import faulthandler
import json
import logging
import os
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from soak_counts import ErrorsLogged, Soaked, read_back
from soak_plot import plot
from soak_runs import run_live, run_unpaced
from soak_verdict import judge

_SOURCES = ("demo", "synthetic:960x540@30")


def main() -> int:
    """Run, print what was found and return the exit code."""
    asked = _arguments()
    faulthandler.enable()
    if asked.kind == "judge":
        samples, counts = read_back(asked.samples)
    else:
        soaked = _run(asked)
        samples, counts = soaked.samples, soaked.counts()
    verdict = judge(samples, counts, asked.warm_up, loaded=asked.loaded)
    print(json.dumps(verdict.summary, indent=1))
    if asked.json is not None:
        kept = {**verdict.summary, "samples": [asdict(one) for one in samples]}
        asked.json.write_text(json.dumps(kept), encoding="utf-8")
    if asked.plot is not None:
        drawn = plot(samples, verdict.summary, asked.warm_up)
        asked.plot.write_text(drawn, encoding="utf-8")
    return verdict.exit_code


def _run(asked: argparse.Namespace) -> Soaked:
    sources = tuple(asked.source or _SOURCES)
    if asked.samples is not None:
        asked.samples.write_text("", encoding="utf-8")
    with tempfile.TemporaryDirectory(prefix="soak-") as name:
        folder = Path(name)
        for kind in ("CONFIG", "VIDEOS", "PICTURES", "GARMENTS", "RUNS"):
            os.environ[f"TRYON_AR_{kind}"] = str(folder / kind.lower())
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        # Whatever lies in it is this run's.
        temporary = folder / "temporary"
        temporary.mkdir()
        os.environ["TMPDIR"] = tempfile.tempdir = str(temporary)
        soaked = Soaked(warm_up_s=asked.warm_up, source=sources[0], keep_in=asked.samples)
        logging.getLogger().addHandler(ErrorsLogged(soaked))
        if asked.kind == "live":
            run_live(soaked, asked.minutes * 60.0, sources, folder)
        else:
            run_unpaced(soaked, asked.frames, sources, folder)
        tempfile.tempdir = None
    return soaked


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("kind", choices=("live", "unpaced", "judge"))
    parser.add_argument("--minutes", type=float, default=120.0)
    parser.add_argument("--frames", type=int, default=216_000)
    parser.add_argument("--source", action="append", help="played in turn")
    parser.add_argument("--warm-up", type=float, default=300.0, help="seconds")
    parser.add_argument("--loaded", action="store_true", help="the machine has other work to do")
    parser.add_argument("--samples", type=Path, help="written as it goes; read by judge")
    parser.add_argument("--plot", type=Path)
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    if asked.kind == "judge" and asked.samples is None:
        parser.error("judge needs --samples")
    return asked


if __name__ == "__main__":
    sys.exit(main())
