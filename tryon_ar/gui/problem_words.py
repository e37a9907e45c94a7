"""What the pages about a camera that shows nothing say: what, why and what to do."""

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from tryon_ar.gui.problem_steps import USUAL, Circumstances, program_name, steps_of
from tryon_ar.runtime.status import Problem, Status

translate = QCoreApplication.translate

_ICONS = {
    Problem.ABSENT: "camera_absent",
    Problem.DENIED: "camera_denied",
    Problem.BUSY: "camera_busy",
    Problem.LOST: "camera_lost",
    Problem.SILENT: "camera_silent",
    Problem.BROKEN: "camera_broken",
    Problem.FROZEN: "camera_frozen",
    Problem.BLACK: "camera_black",
    Problem.SLOW_CAMERA: "slow",
    Problem.SLOW_COMPUTER: "slow",
}


@dataclass(frozen=True, slots=True)
class ProblemWords:
    """One page's words, in the language that holds.

    Attributes
    ----------
    icon : str
        File stem in ``resources/icons``.
    headline : str
        What is the case, in a few words.
    happened : str
        The same in a sentence that names the camera.
    why : str
        The likely cause.
    steps : tuple of str
        What to do, the likeliest to help first.
    """

    icon: str
    headline: str
    happened: str
    why: str
    steps: tuple[str, ...]


def words_of(status: Status, now: Circumstances = USUAL) -> ProblemWords:
    """Return the words of a status that has a problem.

    Parameters
    ----------
    status : Status
        ``problem`` is not None.
    now : Circumstances
        What the steps depend on beside the problem.

    Raises
    ------
    ValueError
        When the status has no problem.
    """
    if status.problem is None:
        raise ValueError(f"{status} tells of no problem")
    camera = status.about or translate("problems", "The camera")
    headline, happened, why = _SAY[status.problem](status, camera)
    return ProblemWords(_ICONS[status.problem], headline, happened, why, steps_of(status, now))


_Said = tuple[str, str, str]


def _absent(status: Status, camera: str) -> _Said:
    if status.about:
        return (
            translate("problems", "This camera is not there"),
            translate(
                "problems", "{camera} is not plugged in any more, or is called otherwise."
            ).format(camera=camera),
            translate(
                "problems", "It was unplugged, switched off, or has moved to another socket."
            ),
        )
    return (
        translate("problems", "No camera found"),
        translate("problems", "This computer does not see any camera."),
        translate(
            "problems",
            "None is plugged in, or a switch or key on the computer has turned it off.",
        ),
    )


def _denied(status: Status, camera: str) -> _Said:
    return (
        translate("problems", "The camera is not allowed"),
        translate("problems", "The system does not let this program use {camera}.").format(
            camera=camera
        ),
        translate("problems", "Permission was never given, or was taken back."),
    )


def _busy(status: Status, camera: str) -> _Said:
    headline = translate("problems", "The camera is in use")
    if program := program_name(status):
        return (
            headline,
            translate("problems", "{program} is using {camera}.").format(
                program=program, camera=camera
            ),
            translate("problems", "A camera serves one program at a time."),
        )
    return (
        headline,
        translate("problems", "Another program is using {camera}.").format(camera=camera),
        translate(
            "problems",
            "Mostly it is a video call (Zoom, Teams, Meet), a browser tab, OBS or a camera app; "
            "now and then a second tryon-ar.",
        ),
    )


def _lost(status: Status, camera: str) -> _Said:
    return (
        translate("problems", "The picture is gone"),
        translate("problems", "{camera} sends no pictures any more.").format(camera=camera),
        translate(
            "problems",
            "The plug came loose, the connection broke, or the computer sent the camera to sleep.",
        ),
    )


def _silent(status: Status, camera: str) -> _Said:
    return (
        translate("problems", "The camera does not answer"),
        translate("problems", "{camera} was asked for pictures and has sent none yet.").format(
            camera=camera
        ),
        translate(
            "problems",
            "Its driver hangs, it wakes up slowly, or another program is just letting go of it.",
        ),
    )


def _broken(status: Status, camera: str) -> _Said:
    return (
        translate("problems", "The pictures arrive damaged"),
        translate("problems", "{camera} sends pictures, but none of them can be read.").format(
            camera=camera
        ),
        translate("problems", "A bad cable, a crowded hub, too little power, or a weak network."),
    )


def _frozen(status: Status, camera: str) -> _Said:
    return (
        translate("problems", "The picture stands still"),
        translate("problems", "{camera} sends the same picture again and again.").format(
            camera=camera
        ),
        translate(
            "problems",
            "Its driver hangs, a privacy switch shows a still picture, "
            "or a virtual camera has nothing to show.",
        ),
    )


def _black(status: Status, camera: str) -> _Said:
    return (
        translate("problems", "The picture is black"),
        translate("problems", "{camera} works, but nothing can be seen.").format(camera=camera),
        translate(
            "problems",
            "The lens is covered, a privacy switch is on, or there is no light in the room.",
        ),
    )


def _slow_camera(status: Status, camera: str) -> _Said:
    return (
        translate("problems", "The camera is slow"),
        translate("problems", "{camera} sends only a few pictures a second.").format(camera=camera),
        translate(
            "problems",
            "In a dark room cameras expose longer; large pictures may be too much for the cable.",
        ),
    )


def _slow_computer(status: Status, camera: str) -> _Said:
    return (
        translate("problems", "The mirror cannot keep up"),
        translate("problems", "This computer dresses only a few pictures a second."),
        translate("problems", "Other programs work hard, or the computer saves power."),
    )


_SAY = {
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
