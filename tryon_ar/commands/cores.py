"""Share few cores among many libraries."""


def share_cores() -> None:
    """Keep OpenCV to one thread: tracker and renderer already have a core each.

    Its operations on parts of a frame take tens of microseconds; waking a second thread for
    them holds up the tracker's own.
    """
    import cv2

    cv2.setNumThreads(1)
