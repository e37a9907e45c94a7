"""A signal that comes while they are held is heard afterwards."""

import os
import signal
import sys

import pytest

from tryon_ar.core.held_signals import signals_held


@pytest.mark.skipif(sys.platform == "win32", reason="signals are sent otherwise there")
def test_it_is_heard_at_the_end_of_the_block():
    seen = []
    with pytest.raises(KeyboardInterrupt):  # noqa: PT012 what comes before it matters
        with signals_held():
            os.kill(os.getpid(), signal.SIGINT)
            seen.append("the block goes on")
        seen.append("never")
    assert seen == ["the block goes on"]
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
