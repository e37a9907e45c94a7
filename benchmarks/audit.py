"""Ask an advisory service whether any pinned dependency is known to be vulnerable.

Run: python benchmarks/audit.py [--service pypi|osv] [--json]; also make audit.

Runs pip-audit (installed, or by uv) on requirements.lock. pip-audit passes over what its
service does not know and calls that no vulnerability: here every dependency that was not
really asked about is counted, and nothing is called sound that was not.

Wanted: all asked about, none vulnerable (exit 0). Exits 1 when one is, 2 when the service
cannot be reached, or not for all of them.
"""

import argparse
import importlib.util
import json
import shutil
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LOCK = ROOT / "requirements.lock"
_LIMIT_S = 300


@dataclass(frozen=True)
class Verdict:
    """What is known of the dependencies.

    Attributes
    ----------
    vulnerable : tuple of str
        Name, version and what is known of each.
    asked, unasked : int
        How many the service knows, and how many it was not asked about or does not know.
    """

    vulnerable: tuple[str, ...]
    asked: int
    unasked: int

    @property
    def exit_code(self) -> int:
        """0 when all are known to be sound, 1 when one is not, 2 when that is not known."""
        if self.vulnerable:
            return 1
        return 0 if self.asked and not self.unasked else 2

    @property
    def text(self) -> str:
        """One sentence for people."""
        if self.vulnerable:
            return f"{len(self.vulnerable)} of {self.asked} dependencies are vulnerable."
        if self.exit_code == 0:
            return f"None of the {self.asked} dependencies is known to be vulnerable."
        if not self.asked:
            return "NOT AUDITED: the advisory service cannot be reached from here."
        return f"NOT WHOLLY AUDITED: the service knows nothing of {self.unasked} dependencies."


def verdict_of(report: dict[str, list[dict[str, object]]]) -> Verdict:
    """Return what a report of pip-audit in JSON really says."""
    listed = report.get("dependencies", [])
    asked = [one for one in listed if "vulns" in one and "skip_reason" not in one]
    vulnerable = tuple(
        f"{one['name']} {one['version']}: {flaw['id']}, fixed in"
        f" {', '.join(flaw.get('fix_versions') or ['no version yet'])}"
        for one in asked
        for flaw in one["vulns"]  # type: ignore[attr-defined]
    )
    return Verdict(vulnerable, len(asked), len(listed) - len(asked))


def _program() -> list[str] | None:
    if importlib.util.find_spec("pip_audit") is not None:
        return [sys.executable, "-m", "pip_audit"]
    if shutil.which("uv"):
        return ["uv", "tool", "run", "--quiet", "pip-audit"]
    return None


def report_of(service: str) -> dict[str, list[dict[str, object]]]:
    """Return pip-audit's report; an empty one where it could not be made."""
    program = _program()
    if program is None:
        print(
            "pip-audit is not installed, and neither is uv: pip install pip-audit", file=sys.stderr
        )
        return {}
    options = ["--requirement", str(LOCK), "--no-deps", "--disable-pip", "--format", "json"]
    options += ["--progress-spinner", "off", "--vulnerability-service", service, "--timeout", "15"]
    try:
        done = subprocess.run(
            [*program, *options], capture_output=True, text=True, check=False, timeout=_LIMIT_S
        )
        report: dict[str, list[dict[str, object]]] = json.loads(done.stdout)
    except (subprocess.TimeoutExpired, OSError) as error:
        print(f"pip-audit did not finish: {error}", file=sys.stderr)
        return {}
    except ValueError:
        print("\n".join(done.stderr.strip().splitlines()[-1:]), file=sys.stderr)
        return {}
    return report


def main() -> int:
    """Audit and say what was found."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--service", choices=("pypi", "osv"), default="pypi")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    verdict = verdict_of(report_of(options.service))
    if options.json:
        print(json.dumps(asdict(verdict) | {"exit_code": verdict.exit_code}))
    else:
        print("\n".join([*verdict.vulnerable, verdict.text]))
    return verdict.exit_code


if __name__ == "__main__":
    sys.exit(main())
