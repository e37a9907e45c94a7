import numpy as np

from tryon_ar.core.labels import Label, Labels
from tryon_ar.rendering.removal.skin_rim import skin_beside
from tryon_ar.rendering.removal.worn_mask import Wearing


def test_skin_counts_whole_where_it_meets_cloth_and_not_far_from_it():
    shares = np.zeros((len(Label), 64, 64), np.float32)
    shares[Label.UPPER, :30] = 1.0
    shares[Label.UPPER, 30:32] = shares[Label.ARMS, 30:32] = 0.5
    shares[Label.ARMS, 32:] = 1.0
    beside = skin_beside(Labels(shares, 0.0, 0.0, 64.0), Wearing(True, False), 60.0)
    assert (beside[30:33] == 1.0).all()
    assert not beside[:28].any()
    assert not beside[42:].any()
