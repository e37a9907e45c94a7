"""``tryon-ar models``: fetch and verify the tracker's networks."""

import json

from tryon_ar.commands.console import fetching_models, say
from tryon_ar.core.errors import ResourceError


def fetch_models(*, as_json: bool) -> int:
    """Fetch what is missing, check everything and print the state."""
    fetching_models()
    return verify_models(as_json=as_json)


def verify_models(*, as_json: bool) -> int:
    """Print each network's state; the exit code is 8 unless all are right."""
    from tryon_ar.tracking.models import verify

    states = verify()
    if as_json:
        rows = [
            {
                "name": state.name,
                "ok": state.ok,
                "condition": str(state.condition),
                "path": str(state.path),
                "sha256": state.sha256,
            }
            for state in states
        ]
        say(json.dumps({"version": 1, "models": rows}, indent=2))
    else:
        for state in states:
            say(f"{state.condition:<10} {state.name:<32} {(state.sha256 or '')[:16]}")
    return 0 if all(state.ok for state in states) else ResourceError.exit_code
