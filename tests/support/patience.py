"""Waiting in tests for what another thread or process does."""

import time
from collections.abc import Callable

# Far more than it takes: a machine may be slow, and busy with much else.
PATIENCE_S = 60.0


def until(holds: Callable[[], object], limit_s: float = PATIENCE_S) -> None:
    """Wait until something holds, and fail where it never does."""
    until_s = time.monotonic() + limit_s
    while not holds():
        assert time.monotonic() < until_s, "never came true"
        time.sleep(0.005)
