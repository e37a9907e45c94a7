"""Hold up Ctrl+C and polite kills where an exception out of nowhere would abort the process."""

import contextlib
import os
import signal
import sys
import threading
from collections.abc import Iterator


@contextlib.contextmanager
def signals_held() -> Iterator[None]:
    """Let signals that stop the program wait until the block has ended.

    Notes
    -----
    Their handlers raise, and native code that is importing or building things (PySide's) does
    not survive an exception there.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    numbers = [signal.SIGINT, signal.SIGTERM]
    if sys.platform != "win32":
        numbers.append(signal.SIGHUP)
    came: list[int] = []
    before = {
        number: signal.signal(number, lambda caught, _frame: came.append(caught))
        for number in numbers
        if callable(signal.getsignal(number))
    }
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        for caught in came[:1]:
            os.kill(os.getpid(), caught)
