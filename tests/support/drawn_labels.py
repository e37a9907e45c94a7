"""Exact labels of the person of ``drawn_person``, at the resolution of a network."""

import cv2
import numpy as np

from tests.support.bodies import SIZE_PX
from tests.support.drawn_person import FRAME_ROI, SHIRT_BGR, SKIN_BGR, paint, posed_points
from tryon_ar.core.labels import Label, Labels
from tryon_ar.core.types import Body, Frame
from tryon_ar.fitting.body_frame import Joint
from tryon_ar.rendering import shapes

#: The square that labels cover; the frame lies in its upper part.
SQUARE_PX = float(SIZE_PX[0])


def labels_of(hard: np.ndarray, side: int = 128) -> Labels:
    """Average a label picture of the frame's size over a square of ``side`` pixels."""
    whole = np.zeros((SIZE_PX[0], SIZE_PX[0]), np.uint8)
    whole[: SIZE_PX[1]] = hard
    one_hot = np.eye(len(Label), dtype=np.float32)[whole]
    small = cv2.resize(one_hot, (side, side), interpolation=cv2.INTER_AREA)
    shares = np.ascontiguousarray(small.transpose(2, 0, 1))
    shares.flags.writeable = False
    return Labels(shares, -0.5, -0.5, SQUARE_PX)


def hard_labels(points: np.ndarray, frame: Frame, body: Body, *, sleeved: bool) -> np.ndarray:
    """Say what the painted person shows, by colour and place."""
    hard = np.zeros(frame.image_bgr.shape[:2], np.uint8)
    hard[np.array(body.mask) > 0.5] = Label.UPPER
    skin = np.abs(frame.image_bgr.astype(int) - SKIN_BGR).max(axis=2) < 40
    if not sleeved:
        hard[skin] = Label.ARMS
    eyes = (points[Joint.LEFT_EYE] + points[Joint.RIGHT_EYE]) / 2
    neck, face = shapes.empty(FRAME_ROI), shapes.empty(FRAME_ROI)
    middle = (points[Joint.LEFT_SHOULDER] + points[Joint.RIGHT_SHOULDER]) / 2
    shapes.fill_capsule(neck, FRAME_ROI, eyes, middle, 12.0, 14.0)
    shapes.fill_ellipse(face, FRAME_ROI, eyes + np.array([0.0, 8.0]), (34, 24), 90.0)
    hard[neck > 127] = Label.NECK
    hard[face > 127] = Label.FACE
    for wrist, index in (("LEFT_WRIST", "LEFT_INDEX"), ("RIGHT_WRIST", "RIGHT_INDEX")):
        hand = shapes.empty(FRAME_ROI)
        shapes.fill_capsule(hand, FRAME_ROI, points[Joint[wrist]], points[Joint[index]], 9.0, 7.0)
        hard[hand > 127] = Label.ARMS
    return hard


def labelled(name: str = "down", *, sleeved: bool = False) -> tuple[Frame, Body, np.ndarray]:
    """Paint the person in a pose, bare-armed or sleeved; frame, labelled body, label picture."""
    points = posed_points(name)
    frame, body = paint(points)
    hard = hard_labels(points, frame, body, sleeved=sleeved)
    if sleeved:
        picture = frame.image_bgr.copy()
        picture[hard == Label.UPPER] = SHIRT_BGR
        frame = Frame(picture, 0, 0.0, 0)
    return frame, with_labels(body, hard), hard


def with_labels(body: Body, hard: np.ndarray) -> Body:
    """Give a body the labels of a label picture."""
    return Body(body.pose, body.mask, labels_of(hard), body.hands)
