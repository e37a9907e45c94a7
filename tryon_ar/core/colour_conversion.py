"""Bring the pixels of any opened picture to 8-bit sRGB, with its own transparency."""

import io
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL import Image, ImageCms

_SPACE_OF_PROFILE = {"RGB": "RGB", "GRAY": "L", "CMYK": "CMYK"}

BROKEN_PROFILE = "Its colour profile cannot be used and was ignored: colours may be off."


class SrgbConversion:
    """From bands of one picture to bands of sRGB.

    Parameters
    ----------
    picture : PIL.Image.Image
        Opened; its mode, ``info`` and colour profile are looked at, no pixel is.

    Attributes
    ----------
    has_alpha : bool
        Whether the picture says what is transparent: a channel, a palette or a key colour.
    notices : tuple of str
        What a person should know about the colours.

    Notes
    -----
    An embedded ICC profile is applied with relative colorimetric intent and black point
    compensation (perceptual where the profile is CMYK), as browsers and editors do. CMYK
    without a profile becomes (1 - C)(1 - K) and so on.
    """

    has_alpha: bool
    notices: tuple[str, ...]

    def __init__(self, picture: "Image.Image") -> None:
        self.has_alpha = picture.has_transparency_data
        self._inverted_cmyk = picture.mode == "CMYK" and "adobe" not in picture.info
        self._to_srgb: Callable[[Image.Image], Image.Image] | None = None
        self.notices = ()
        profile = picture.info.get("icc_profile")
        if profile:
            self._read_profile(profile, picture.mode)

    def apply(self, band: "Image.Image") -> "Image.Image":
        """Return a band of the picture as ``RGB``, or straight ``RGBA`` where it has alpha."""
        from PIL import ImageChops

        if band.mode.startswith("I"):
            alpha = _alpha_of_deep_grey(band) if self.has_alpha else None
            colours = eight_bits(band)
        else:
            clear = band.convert("RGBA") if self.has_alpha else None
            alpha = clear.getchannel("A") if clear else None
            colours = ImageChops.invert(band) if self._inverted_cmyk else band
            if clear and band.mode == "P":  # straight to RGB, Pillow warns of what it drops
                colours = clear.convert("RGB")
        colours = self._to_srgb(colours) if self._to_srgb else colours.convert("RGB")
        if alpha is not None:
            colours.putalpha(alpha)
        return colours

    def _read_profile(self, data: bytes, mode: str) -> None:
        from PIL import ImageCms

        try:
            profile = ImageCms.ImageCmsProfile(io.BytesIO(data))
            if "sRGB" in (profile.profile.profile_description or ""):
                return
            space = _SPACE_OF_PROFILE.get(profile.profile.xcolor_space.strip(), "")
            if not space or (space == "CMYK") != (mode == "CMYK") or not _fits(space, mode):
                self.notices = (BROKEN_PROFILE,)
                return
            transform = _transform(profile, space)
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError, AttributeError):
            self.notices = (BROKEN_PROFILE,)
            return
        self._to_srgb = lambda colours: _transformed(colours.convert(space), transform)


def eight_bits(band: "Image.Image") -> "Image.Image":
    """Return 16-bit grey as 8-bit grey; Pillow itself would clip it to white."""
    return band.convert("I").point([(level + 128) // 257 for level in range(65536)], "L")


def _alpha_of_deep_grey(band: "Image.Image") -> "Image.Image":
    key = band.info.get("transparency")
    return band.convert("I").point([0 if level == key else 255 for level in range(65536)], "L")


def _fits(space: str, mode: str) -> bool:
    """Whether a profile of this space can belong to a picture of this mode."""
    return space != "L" or mode in ("1", "L", "LA") or mode.startswith("I")


def _transform(profile: "ImageCms.ImageCmsProfile", space: str) -> "ImageCms.ImageCmsTransform":
    from PIL import ImageCms

    return ImageCms.buildTransform(
        profile,
        ImageCms.createProfile("sRGB"),
        space,
        "RGB",
        ImageCms.Intent.PERCEPTUAL if space == "CMYK" else ImageCms.Intent.RELATIVE_COLORIMETRIC,
        ImageCms.Flags.BLACKPOINTCOMPENSATION,
    )


def _transformed(colours: "Image.Image", transform: "ImageCms.ImageCmsTransform") -> "Image.Image":
    from PIL import ImageCms

    result = ImageCms.applyTransform(colours, transform)
    assert result is not None  # only in-place transforms return nothing
    return result
