import cv2
import numpy as np

from tryon_ar.training.parsing_net.studio_matting import cut_out, spread

GREY = 130


def _disc(colour: tuple[int, int, int]) -> tuple[np.ndarray, np.ndarray]:
    """Return a disc with a soft edge before grey, and its alpha."""
    alpha = np.zeros((200, 160), np.float32)
    cv2.circle(alpha, (80, 100), 50, (1.0,), -1)
    alpha = cv2.GaussianBlur(alpha, (0, 0), 1.5)
    picture = alpha[..., None] * np.array(colour) + (1 - alpha[..., None]) * GREY
    return picture.round().astype(np.uint8), alpha


def test_a_soft_edge_is_found_and_freed_of_the_grounds_colour() -> None:
    picture, alpha = _disc((20, 22, 25))
    cut = cut_out(picture, np.zeros(alpha.shape, np.bool_), 4.0)
    assert np.abs(cut.alpha - alpha).mean() < 0.01
    assert np.abs(cut.alpha - alpha).max() < 0.35
    edge = (alpha > 0.3) & (alpha < 0.9)
    # The grey of the ground would show here as up to 90.
    assert np.median(cut.person_bgr[edge] / cut.alpha[edge][:, None]) < 45


def test_what_is_as_grey_as_the_ground_needs_to_be_told_of() -> None:
    picture, alpha = _disc((GREY + 4,) * 3)
    told = cut_out(picture, alpha > 0.5, 4.0).alpha
    untold = cut_out(picture, np.zeros(alpha.shape, np.bool_), 4.0).alpha
    assert told[alpha > 0.5].min() == 1
    assert untold[alpha > 0.5].mean() < 0.1


def test_a_dark_shadow_on_the_floor_is_no_person() -> None:
    picture, alpha = _disc((95, 120, 180))
    floor = np.zeros(alpha.shape, np.bool_)
    floor[60:] = True
    picture[120:190, 20:140][alpha[120:190, 20:140] < 0.01] = 70
    cut = cut_out(picture, np.zeros(alpha.shape, np.bool_), 13.0, floor)
    assert cut.alpha[170:185, 30:130].max() < 0.1
    assert cut.alpha[100, 80] == 1


def test_spread_keeps_known_values_and_fills_smoothly() -> None:
    values = np.zeros((64, 64, 3), np.float32)
    values[..., :] = np.linspace(0, 63, 64, dtype=np.float32)[None, :, None]
    known = np.ones((64, 64), np.bool_)
    known[20:40, 20:40] = False
    filled = spread(np.where(known[..., None], values, 999), known)
    assert np.abs(filled - values)[known].max() < 4
    assert np.abs(filled - values).max() < 8
