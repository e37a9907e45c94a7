"""What the loader says it misses becomes a name and a command."""

import ctypes

import pytest

from tryon_ar.core.system_libraries import how_to_install, library_named


def test_the_loaders_own_words_name_the_library() -> None:
    with pytest.raises(OSError, match="cannot open") as caught:
        ctypes.CDLL("libGLESv2-of-nobody.so.2")
    assert library_named(str(caught.value)) == "libGLESv2-of-nobody"


@pytest.mark.parametrize("reason", ["", "no such model", "input.so far so good"])
def test_other_words_name_none(reason: str) -> None:
    assert library_named(reason) == ""


@pytest.mark.parametrize(
    ("library", "package"),
    [("libGLESv2", "libgles2"), ("libGL", "libgl1"), ("libxcb-cursor", "libxcb-cursor0")],
)
def test_debians_package_is_named(library: str, package: str) -> None:
    assert f"`apt install {package}`" in how_to_install(library)


def test_an_unknown_library_has_a_way_too() -> None:
    assert "package" in how_to_install("libnobody")
