"""What is installed is pinned by its hash, and newer than what is known to be broken.

The table holds flaws that files from outside could reach, with where they were told; it is no
substitute for ``make audit``, which asks a service and so needs a connection.
"""

import importlib.metadata
import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.version import Version

ROOT = Path(__file__).resolve().parents[1]

#: Name: (first version without the flaws, flaws, where they were told).
LEAST = {
    "pillow": (
        "13.0.0",
        "CVE-2026-96639, CVE-2026-112403: a crafted JPEG overflows its decoder",
        "Pillow 13.0.0 release notes, GHSA-v9pv-5gc8-w2m6, GHSA-8g5g-8vmr-9782",
    ),
    "onnx": (
        "1.21.0",
        "CVE-2025-51480, CVE-2026-27489, CVE-2026-34445: external data leads out of its folder",
        "GHSA-3r9x-f23j-gc73; onnx pull requests 7040 and 7627",
    ),
    "protobuf": (
        "6.33.5",
        "CVE-2026-0994: nesting without bounds",
        "protobuf advisory for json_format.ParseDict",
    ),
    "fonttools": (
        "4.60.2",
        "CVE-2025-66034: writes files anywhere",
        "GHSA-768j-98cg-p3fv",
    ),
}


def locked() -> dict[str, list[tuple[Version, str]]]:
    """Return the versions of each package in the lock, with all that is said of them."""
    text = (ROOT / "requirements.lock").read_text("utf-8").replace("\\\n", " ")
    found: dict[str, list[tuple[Version, str]]] = {}
    for line in text.splitlines():
        if line.strip() and not line.lstrip().startswith("#"):
            requirement = re.match(r"([A-Za-z0-9_.-]+)==(\S+)", line)
            assert requirement, f"not pinned: {line[:80]}"
            found.setdefault(requirement[1].lower(), []).append((Version(requirement[2]), line))
    return found


def test_every_requirement_is_pinned_with_hashes():
    packages = locked()
    assert len(packages) > 60
    without = [
        line[:60]
        for versions in packages.values()
        for _, line in versions
        if not re.search(r"--hash=sha256:[0-9a-f]{64}(\s|$)", line)
    ]
    assert not without


def test_what_the_project_asks_for_is_in_the_lock():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    wanted = map(Requirement, project["project"]["dependencies"])
    left_out = set(project["tool"]["uv"]["exclude-dependencies"])
    packages = locked()
    for requirement in wanted:
        if requirement.name not in left_out and requirement.marker is None:
            versions = packages[requirement.name.lower()]
            assert all(requirement.specifier.contains(one) for one, _ in versions), requirement


def test_installing_insists_on_the_hashes():
    assert "--require-hashes -r requirements.lock" in (ROOT / "Makefile").read_text("utf-8")


@pytest.mark.parametrize("name", sorted(LEAST))
def test_no_version_with_a_known_flaw_is_locked_or_installed(name):
    least = Version(LEAST[name][0])
    assert all(version >= least for version, _ in locked()[name])
    assert Version(importlib.metadata.version(name)) >= least


@pytest.mark.parametrize("name", ["pillow", "onnx"])
def test_people_who_install_by_name_get_no_known_flaw_either(name):
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    (wanted,) = (
        one for one in map(Requirement, project["project"]["dependencies"]) if one.name == name
    )
    before = f"{Version(LEAST[name][0]).release[0]}.{Version(LEAST[name][0]).release[1]}.0.dev0"
    assert not wanted.specifier.contains(before, prereleases=True)
    assert wanted.specifier.contains(LEAST[name][0])
