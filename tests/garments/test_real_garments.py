from pathlib import Path

import numpy as np
import pytest

from tests.support.real_garments import load_real_garment, real_garment_names
from tryon_ar.garments.folder import load_garment, required_landmarks, save_garment
from tryon_ar.garments.garment import LANDMARK_NAMES


@pytest.mark.parametrize("name", real_garment_names())
def test_a_real_garment_makes_a_garment_folder(
    shared_data: Path, tmp_path: Path, name: str
) -> None:
    garment = load_real_garment(shared_data, name)
    assert required_landmarks(garment.category) <= garment.landmarks.keys() <= LANDMARK_NAMES
    assert len(np.unique(garment.parts)) >= 3
    save_garment(garment, tmp_path / garment.id)
    again = load_garment(tmp_path / garment.id)
    np.testing.assert_array_equal(again.photo_bgr, garment.photo_bgr)
    np.testing.assert_array_equal(again.parts, garment.parts)
