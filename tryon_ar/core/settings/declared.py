"""Every setting, declared once: its type, default, bounds and the words people read.

The settings page, ``tryon-ar settings``, the file and the environment variables are all made
from these classes; adding a field here is all it takes. Importing this module imports
pydantic: do so where settings are needed, not at the top of the command line.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from types import NoneType
from typing import Annotated, Any, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from pydantic.fields import FieldInfo

_YES = frozenset({"yes", "true", "on", "1"})
_NO = frozenset({"no", "false", "off", "0"})
_TEXT_PHRASES = {"kiosk.exit_pin": "4 to 12 digits, or nothing"}

Pin = Annotated[str, StringConstraints(pattern=r"^([0-9]{4,12})?$")]  # as a kiosk's pad types


class Section(BaseModel):
    """A group of settings; immutable, safe to hand to any thread."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Look(Section):
    """How the window looks."""

    theme: Literal["dark", "light"] = Field(
        default="dark", title="Theme", description="Dark or light."
    )
    language: Literal["auto", "en", "zh_CN"] = Field(
        default="auto", title="Language", description="Of the window; auto follows the system."
    )
    text_percent: int = Field(
        default=100,
        ge=80,
        le=200,
        title="Text size",
        description="Of all text and buttons, in percent.",
    )


class Mirror(Section):
    """What the mirror shows."""

    source: str = Field(
        default="",
        title="Camera",
        description="Where pictures come from; empty takes the first camera.",
    )
    mirrored: bool = Field(
        default=True, title="Mirror the view", description="As a real mirror does."
    )
    save_mirrored: bool = Field(
        default=False,
        title="Save mirrored",
        description="Pictures and videos as the view shows them.",
    )
    width_px: int = Field(
        default=0,
        ge=0,
        le=3840,
        title="Camera width",
        description="In pixels; 0 leaves it to the program.",
    )
    quality: Literal["auto", "fast", "fine"] = Field(
        default="auto",
        title="Quality",
        description="Auto lowers it only where the picture would stutter otherwise.",
    )
    recover: bool = Field(
        default=True, title="Recover by itself", description="Takes up failed cameras again."
    )


class Dressing(Section):
    """How garments are worn at first."""

    light_percent: int = Field(
        default=100,
        ge=0,
        le=100,
        title="Room light",
        description="How much of it cloth takes.",
    )
    sway: bool = Field(
        default=True, title="Sway", description="Skirts and loose hems swing with motion."
    )


class Capture(Section):
    """Pictures and recordings."""

    countdown_s: Literal[0, 3, 5, 10] = Field(
        default=3, title="Countdown", description="Seconds before a picture; 0 takes it at once."
    )
    burst_count: int = Field(
        default=1, ge=1, le=20, title="Pictures at once", description="How many one press takes."
    )
    burst_gap_ms: int = Field(
        default=400, ge=100, le=5000, title="Time between them", description="In milliseconds."
    )
    picture_kind: Literal["png", "jpeg"] = Field(
        default="png",
        title="Kind of pictures",
        description="PNG loses nothing; JPEG makes smaller files.",
    )
    picture_quality: int = Field(
        default=92, ge=50, le=100, title="JPEG quality", description="100 is the finest."
    )
    shutter_sound: bool = Field(
        default=True,
        title="Shutter sound",
        description="Never played in a kiosk unless chosen there.",
    )
    microphone: bool = Field(
        default=False, title="Record sound", description="Takes the microphone along in recordings."
    )
    container: Literal["mp4", "mkv"] = Field(
        default="mp4", title="File kind", description="MP4 plays everywhere. Both outlast a crash."
    )
    codec: Literal["h264", "av1"] = Field(
        default="h264", title="Encoding", description="AV1 makes smaller files with more work."
    )
    keep_clean: bool = Field(
        default=False,
        title="Keep the camera's own picture",
        description="A second file beside each recording, so that it can be dressed anew later.",
    )
    faces: Literal["keep", "blur", "crop"] = Field(
        default="keep",
        title="Faces in saved files",
        description="Blurred or cut off in pictures and recordings, for good; never in the mirror.",
    )


class HandsFree(Section):
    """Control by hand signs, two metres from the keyboard."""

    enabled: bool = Field(
        default=False, title="Hand control", description="Raise a hand to choose."
    )
    dwell_ms: int = Field(
        default=1200,
        ge=500,
        le=4000,
        title="Dwell",
        description="How long a hand rests on a target.",
    )


class Kiosk(Section):
    """A mirror in a shop."""

    idle_minutes: float = Field(
        default=3.0,
        ge=0,
        le=240,
        title="Reset after",
        description="Minutes without anybody before all is reset and its pictures wiped; 0 never.",
    )
    exit_pin: Pin = Field(
        default="",
        title="Exit PIN",
        description="4 to 12 digits asked for on leaving; empty asks nothing.",
    )
    attract: bool = Field(
        default=True,
        title="Attract loop",
        description="Shows garments by itself while nobody is there.",
    )
    shutter_sound: bool = Field(
        default=False,
        title="Shutter sound in the kiosk",
        description="Off unless the shop wants it.",
    )


class Shelf(Section):
    """The garments beside the mirror."""

    preview_on_hover: bool = Field(
        default=True,
        title="Try on by pointing",
        description="Resting the pointer on a garment shows it on you until you leave it.",
    )


class Start(Section):
    """What the program remembers of starting."""

    welcomed: bool = Field(
        default=False,
        title="Welcome seen",
        description="Whether the first run's questions were answered.",
    )


class Settings(Section):
    """All of them."""

    look: Look = Look()
    mirror: Mirror = Mirror()
    dressing: Dressing = Dressing()
    capture: Capture = Capture()
    hands_free: HandsFree = HandsFree()
    kiosk: Kiosk = Kiosk()
    shelf: Shelf = Shelf()
    start: Start = Start()

    def changed(self, key: str, value: Any) -> "Settings":  # noqa: ANN401 checked by the field
        """Return a copy with one setting changed.

        Parameters
        ----------
        key : str
            As ``"look.theme"``.
        value
            Of the setting's kind; see :meth:`Declared.read` for what people type.

        Raises
        ------
        KeyError
            When no such setting exists.
        pydantic.ValidationError
            When the value is outside its bounds.
        """
        section_name, _, name = key.partition(".")
        known = {one.key for one in declared_settings()}
        if key not in known:
            raise KeyError(key)
        section: Section = getattr(self, section_name)
        renewed = type(section).model_validate({**section.model_dump(), name: value})
        return self.model_copy(update={section_name: renewed})

    def value_of(self, key: str) -> Any:  # noqa: ANN401 its field says what it is
        """Return one setting's value.

        Raises
        ------
        KeyError
            When no such setting exists.
        """
        section_name, _, name = key.partition(".")
        section = getattr(self, section_name, None)
        if not isinstance(section, Section) or name not in type(section).model_fields:
            raise KeyError(key)
        return getattr(section, name)


@dataclass(frozen=True, slots=True)
class Declared:
    """One setting as it was declared.

    Attributes
    ----------
    key : str
        Section and name, as ``"look.theme"``.
    section_text : str
        One sentence about its section.
    title, text : str
        A short name, and a sentence about it, in English.
    kind : type
        ``bool``, ``int``, ``float`` or ``str``; of choices, that of each.
    choices : tuple
        What it may be; empty where bounds or nothing limit it.
    least, most : float or None
        Bounds, both inclusive.
    default
        Its value where nobody chose.
    """

    key: str
    section_text: str
    title: str
    text: str
    kind: type
    choices: tuple[str | int, ...]
    least: float | None
    most: float | None
    default: bool | int | float | str

    @property
    def environment(self) -> str:
        """The environment variable that overrides it for one run."""
        return "TRYON_AR_" + self.key.replace(".", "_").upper()

    def read(self, text: str) -> bool | int | float | str:
        """Return what a person typed as a value of this setting's kind; bounds are not checked.

        Raises
        ------
        ValueError
            When it cannot be read as that kind.
        """
        if self.kind is not bool:
            value: int | float | str = self.kind(text)
            return value
        word = text.strip().lower()
        if word in _YES or word in _NO:
            return word in _YES
        raise ValueError(f"{text} is neither yes nor no")

    @property
    def range_text(self) -> str:
        """What it may be, in words."""
        if self.choices:
            return " · ".join(str(choice) for choice in self.choices)
        if self.kind is bool:
            return "yes · no"
        if self.least is not None and self.most is not None:
            return f"{self.least:g} to {self.most:g}"
        return _TEXT_PHRASES.get(self.key, "text")


def declared_settings() -> Iterator[Declared]:
    """Iterate over all settings in the order they were declared."""
    for section_name, section_field in Settings.model_fields.items():
        section = section_field.annotation
        assert isinstance(section, type)
        assert issubclass(section, Section)
        text = (section.__doc__ or "").strip()
        for name, field in section.model_fields.items():
            yield _declared(f"{section_name}.{name}", text, field)


def _declared(key: str, section_text: str, field: FieldInfo) -> Declared:
    arguments = get_args(field.annotation)
    choices = tuple(one for one in arguments if not isinstance(one, type | NoneType))
    bounds = {
        end: getattr(rule, end)
        for rule in field.metadata
        for end in ("ge", "le")
        if hasattr(rule, end)
    }
    return Declared(
        key=key,
        section_text=section_text,
        title=field.title or key,
        text=field.description or "",
        kind=type(choices[0]) if choices else type(field.default),
        choices=choices,
        least=bounds.get("ge"),
        most=bounds.get("le"),
        default=field.default,
    )
