"""What to do about a camera that shows nothing: the steps that its page advises."""

import sys
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from tryon_ar.core.paths import APP_NAME
from tryon_ar.runtime.status import Problem, Status

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What the steps depend on beside the problem.

    Attributes
    ----------
    platform : str
        As ``sys.platform``: where things are switched differs.
    recovers : bool
        Whether a camera that failed is taken up again unasked; nothing of the kind is promised
        otherwise.
    kiosk : bool
        Whether strangers stand before it, who find no menus and are not to pull at plugs.
    """

    platform: str = sys.platform
    recovers: bool = True
    kiosk: bool = False


USUAL = Circumstances()
_Steps = tuple[str, ...]


def steps_of(status: Status, now: Circumstances = USUAL) -> _Steps:
    """Return what to do about a status that has a problem, the likeliest to help first."""
    if status.problem is None:
        raise ValueError(f"{status} tells of no problem")
    if now.kiosk:
        return _of_a_visitor(status.problem, now)
    return _STEPS[status.problem](status, now)


def program_name(status: Status) -> str:
    """Return what the program that keeps a camera is called; empty where that is not known."""
    if not status.programs:
        return ""
    program = status.programs[0]
    return translate("problems", "Another tryon-ar window") if program == APP_NAME else program


def _of_a_visitor(problem: Problem, now: Circumstances) -> _Steps:
    """Return what a stranger can do; a kiosk's page is never about slowness."""
    if problem is Problem.BLACK:
        first = translate("problems", "See that nothing covers the lens.")
    elif problem is Problem.FROZEN:
        first = _press_for_anew()
    elif now.recovers:
        first = _wait()
    else:
        first = translate("problems", "Press “Try again”.")
    ask = translate("problems", "If that does not help, ask whoever looks after this mirror.")
    return first, ask


def _absent(status: Status, now: Circumstances) -> _Steps:
    if status.about:
        plugged = translate("problems", "Plug it in; the mirror takes it up by itself.")
        plug = translate("problems", "Plug it in.")
        other = translate("problems", "Or choose another camera.")
        return (plugged, other) if now.recovers else (plug, _then_try_again(), other)
    plugged = translate("problems", "Plug a camera in; the mirror takes it up by itself.")
    plug = translate("problems", "Plug a camera in.")
    return (
        *((plugged,) if now.recovers else (plug, _then_try_again())),
        translate(
            "problems",
            "On a laptop, look for a camera key or a slider at the lens or the side.",
        ),
        translate(
            "problems",
            "A phone can be a camera too: choose “Stream address…” in the camera menu.",
        ),
    )


def _denied(status: Status, now: Circumstances) -> _Steps:
    if now.platform == "darwin":
        return (
            translate(
                "problems", "Open System Settings → Privacy & Security → Camera and allow tryon-ar."
            ),
            _then_try_again(),
        )
    if now.platform == "win32":
        return (
            translate(
                "problems",
                "Open Settings → Privacy & security → Camera and let desktop apps use it.",
            ),
            _then_try_again(),
        )
    return (
        translate("problems", "Type this in a terminal: sudo usermod -aG video $USER"),
        translate("problems", "Log out and in again."),
        _then_try_again(),
    )


def _busy(status: Status, now: Circumstances) -> _Steps:
    close = translate("problems", "Close calls and browser tabs that use the camera.")
    if program := program_name(status):
        close = translate(
            "problems", "Leave the call or stop the camera in {program}, or close it."
        ).format(program=program)
    free = translate("problems", "The mirror takes the camera up as soon as it is free.")
    return close, free if now.recovers else _then_try_again()


def _lost(status: Status, now: Circumstances) -> _Steps:
    return (
        translate("problems", "Check the plug or the connection."),
        _plug_anew(),
        _tried_every_second(now),
    )


def _silent(status: Status, now: Circumstances) -> _Steps:
    anew = (_wait(), _plug_anew()) if now.recovers else (_plug_anew(), _then_try_again())
    return (*anew, translate("problems", "If that does not help, restart the computer."))


def _broken(status: Status, now: Circumstances) -> _Steps:
    return (
        translate("problems", "Use another cable or socket, best without a hub."),
        translate("problems", "Go nearer to the router with a camera that has no cable."),
        _tried_every_second(now),
    )


def _frozen(status: Status, now: Circumstances) -> _Steps:
    return (
        _press_for_anew(),
        translate("problems", "Look for a privacy switch or key, and unplug it for a moment."),
    )


def _black(status: Status, now: Circumstances) -> _Steps:
    return (
        translate("problems", "Open the cover or slider at the lens."),
        translate("problems", "Press the camera key of the keyboard, if it has one."),
        translate("problems", "Switch on a light."),
    )


def _slow_camera(status: Status, now: Circumstances) -> _Steps:
    return (
        translate("problems", "Switch on more light, best from the front."),
        translate("problems", "Ask for smaller pictures."),
        translate("problems", "Plug it into the computer itself, not into a hub."),
    )


def _slow_computer(status: Status, now: Circumstances) -> _Steps:
    return (
        translate("problems", "Draw faster: a little less fine, but livelier."),
        translate("problems", "Close programs that you do not need."),
        translate("problems", "Plug a laptop in."),
    )


def _then_try_again() -> str:
    return translate("problems", "Then press “Try again”.")


def _press_for_anew() -> str:
    return translate("problems", "Press “Try again”: the camera is opened anew.")


def _wait() -> str:
    return translate("problems", "Wait a little: the mirror goes on trying by itself.")


def _plug_anew() -> str:
    return translate("problems", "Unplug it and plug it in again, best without a hub.")


def _tried_every_second(now: Circumstances) -> str:
    if now.recovers:
        return translate("problems", "The mirror tries again by itself every second.")
    return _then_try_again()


_STEPS = {
    Problem.ABSENT: _absent,
    Problem.DENIED: _denied,
    Problem.BUSY: _busy,
    Problem.LOST: _lost,
    Problem.SILENT: _silent,
    Problem.BROKEN: _broken,
    Problem.FROZEN: _frozen,
    Problem.BLACK: _black,
    Problem.SLOW_CAMERA: _slow_camera,
    Problem.SLOW_COMPUTER: _slow_computer,
}
