"""The package's front door: three names, imported when they are asked for."""

import subprocess
import sys

import pytest

import tryon_ar


def test_the_public_names_are_the_real_ones():
    from tryon_ar import Garment, TryOn, open_source
    from tryon_ar.capture import opening
    from tryon_ar.garments import garment
    from tryon_ar.pipeline import try_on

    assert Garment is garment.Garment
    assert TryOn is try_on.TryOn
    assert open_source is opening.open_source
    assert set(tryon_ar.__all__) == {"Garment", "TryOn", "__version__", "open_source"}


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'Trousers'"):
        _ = tryon_ar.Trousers


def test_importing_the_package_imports_nothing_heavy():
    program = (
        "import sys, tryon_ar\n"
        "heavy = {'cv2', 'numpy', 'mediapipe', 'numba', 'onnxruntime', 'av', 'PySide6'}\n"
        "assert not heavy & set(sys.modules), heavy & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
