"""What may help against a camera's problem: the buttons of its page."""

from enum import StrEnum

from tryon_ar.runtime.status import Problem, Status


class Remedy(StrEnum):
    """What the buttons ask for."""

    RETRY = "retry"
    CAMERA = "camera"
    DEMO = "demo"
    FILE = "file"
    FASTER = "faster"
    SMALLER = "smaller"


def remedies_of(status: Status, *, kiosk: bool = False) -> tuple[Remedy, ...]:
    """Return what may help against a problem, the likeliest first.

    Parameters
    ----------
    status : Status
        Has a problem.
    kiosk : bool
        Whether strangers stand before it: no other sources and no files then. It is not told of
        slowness, against which only settings help.
    """
    if status.problem is Problem.SLOW_COMPUTER:
        return (Remedy.FASTER,)
    if status.problem is Problem.SLOW_CAMERA:
        return (Remedy.SMALLER, Remedy.CAMERA)
    if kiosk:
        return (Remedy.RETRY,)
    demo = () if status.instead else (Remedy.DEMO,)
    return (Remedy.RETRY, Remedy.CAMERA, *demo, Remedy.FILE)
