"""Let atheris look for bytes that make a parser do anything but parse or refuse.

Run: python benchmarks/fuzz_parsers.py [PARSER ...] [--seconds 30]

Needs the extra "fuzz" (atheris, for Linux and macOS). Coverage of the program's own code, of
json, tomllib and tomlkit leads it; sound files are where it begins. Each parser runs in a
process of its own that may take 1 GB and 5 s for an input.

Wanted: none of them ends with anything but a TryOnError with a sentence and a hint. Exits 1
otherwise, and the input is in the folder of --keep; 2 where atheris is not installed.
"""

import argparse
import importlib.util
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

_DONE = re.compile(r"Done (\d+) runs? in (\d+) second")
_COVERED = re.compile(r"cov: (\d+)")


def fuzz(name: str, folder: Path, arguments: list[str]) -> None:
    """Fuzz one parser in this process, which libFuzzer ends."""
    import atheris

    with atheris.instrument_imports(include=["tryon_ar", "json", "tomllib", "tomlkit"]):
        import tryon_ar  # noqa: F401 the privacy guard comes first
        from tests.support.hostile_readers import KINDS
        from tests.support.parser_fuzzing import PARSERS, parse

        (folder / "files").mkdir()
        (folder / "corpus").mkdir()
        reader = PARSERS[name](folder / "files")
        for number, seed in enumerate(KINDS[name].seeds() if name in KINDS else ()):
            (folder / "corpus" / str(number)).write_bytes(seed)

    def one(data: bytes) -> None:
        parse(reader, data)

    atheris.Setup([sys.argv[0], *arguments, str(folder / "corpus")], one)
    atheris.Fuzz()


def fuzzed(name: str, seconds: int, keep: Path) -> bool:
    """Fuzz one parser in a process of its own and print what came of it."""
    keep.mkdir(parents=True, exist_ok=True)
    options = [f"-max_total_time={seconds}", "-timeout=5", "-rss_limit_mb=1024", "-max_len=4096"]
    options.append(f"-artifact_prefix={keep}/{name}-")
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            [sys.executable, __file__, "--only", name, folder, *options],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
    runs, covered = _DONE.search(done.stderr), _COVERED.findall(done.stderr)
    if done.returncode == 0 and runs:
        print(f"{name:16}{runs[1]:>9} runs in {runs[2]} s, coverage {(covered or ['?'])[-1]}")
        return True
    print(f"{name:16}FAILED (exit {done.returncode}), see {keep}")
    print("\n".join(done.stderr.strip().splitlines()[-25:]))
    return False


def main() -> int:
    """Fuzz some or all parsers from the command line."""
    if "--only" in sys.argv[1:2]:
        fuzz(sys.argv[2], Path(sys.argv[3]), sys.argv[4:])
        return 0
    if importlib.util.find_spec("atheris") is None:
        print("atheris is not installed: install the extra, as with pip install -e .[fuzz].")
        return 2
    from tests.support.parser_fuzzing import PARSERS

    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("parsers", nargs="*", help=f"of {', '.join(PARSERS)}; all by default")
    parser.add_argument("--seconds", type=int, default=30, help="for each")
    parser.add_argument("--keep", type=Path, default=ROOT / "build" / "fuzzed-inputs")
    options = parser.parse_args()
    results = [fuzzed(one, options.seconds, options.keep) for one in options.parsers or PARSERS]
    print(f"Fuzzed parsers: {sum(results)} of {len(results)} held.")
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
