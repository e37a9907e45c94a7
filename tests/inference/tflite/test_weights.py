import numpy as np
import pytest

from tryon_ar.inference.tflite.schema import Dimension, DimensionKind, Sparsity
from tryon_ar.inference.tflite.weights import dense

NOTHING = np.zeros(0, np.int32)


def whole(size: int) -> Dimension:
    return Dimension(DimensionKind.DENSE, size, NOTHING, NOTHING)


def listed(segments: list[int], indices: list[int]) -> Dimension:
    return Dimension(
        DimensionKind.COMPRESSED, 0, np.array(segments, np.uint8), np.array(indices, np.uint8)
    )


def test_rows_of_listed_columns():
    sparsity = Sparsity((0, 1), (), (whole(3), listed([0, 2, 2, 3], [0, 3, 1])))
    found = dense(np.array([1.0, 2.0, 3.0]), (3, 4), sparsity)
    np.testing.assert_array_equal(found, [[1, 0, 0, 2], [0, 0, 0, 0], [0, 3, 0, 0]])


def test_columns_first():
    sparsity = Sparsity((1, 0), (), (whole(2), listed([0, 1, 3], [2, 0, 1])))
    found = dense(np.array([1.0, 2.0, 3.0]), (3, 2), sparsity)
    np.testing.assert_array_equal(found, [[0, 2], [0, 3], [1, 0]])


def test_blocks_of_two_by_two():
    """The example of TensorFlow's schema: a 4 x 4 matrix of 2 x 2 blocks, one of them empty."""
    order, blocks = (0, 1, 2, 3), (0, 1)
    levels = (whole(2), listed([0, 2, 3], [0, 1, 1]), whole(2), whole(2))
    values = np.array([1, 0, 0, 4, 2, 3, 0, 0, 5, 0, 0, 6], np.float32)
    expected = [[1, 0, 2, 3], [0, 4, 0, 0], [0, 0, 5, 0], [0, 0, 0, 6]]
    np.testing.assert_array_equal(dense(values, (4, 4), Sparsity(order, blocks, levels)), expected)


def test_more_places_than_values_is_refused():
    sparsity = Sparsity((0, 1), (), (whole(3), listed([0, 2, 2, 3], [0, 3, 1])))
    with pytest.raises((ValueError, IndexError)):
        dense(np.array([1.0, 2.0]), (3, 4), sparsity)


def test_an_absurd_size_is_refused_before_it_is_taken():
    with pytest.raises(ValueError, match="large"):
        dense(np.ones(1), (1 << 20, 1 << 20), Sparsity((), (), ()))
