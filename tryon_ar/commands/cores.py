"""Share few cores among many libraries."""

import os

_MOST_THREADS = 2


def parser_threads() -> int:
    """Return how many threads the parsing network may use beside the tracker and the renderer.

    On few cores a second one only costs: all three work at the same time.
    """
    return max(1, min(_MOST_THREADS, (os.cpu_count() or 1) - 2))


def share_cores() -> None:
    """Keep OpenCV to one thread: tracker and renderer already have a core each.

    Its operations on parts of a frame take tens of microseconds; waking a second thread for
    them holds up the tracker's own.
    """
    import cv2

    cv2.setNumThreads(1)
