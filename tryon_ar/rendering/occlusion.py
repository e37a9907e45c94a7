"""What of the person lies in front of a garment."""

from tryon_ar.core.roi import Roi
from tryon_ar.core.types import BgrImage, Body, Pose
from tryon_ar.rendering.hand_colours import HandColours
from tryon_ar.rendering.occluders import Occluders
from tryon_ar.rendering.occlusion_by_labels import occluders_by_labels
from tryon_ar.rendering.occlusion_by_pose import occluders_by_pose

__all__ = ["Occluders", "find_occluders"]


def find_occluders(
    frame_bgr: BgrImage,
    body: Body,
    unit_px: float,
    roi: Roi,
    *,
    bare_from: tuple[float, float],
    colours: HandColours | None = None,
    arms_pose: Pose | None = None,
) -> Occluders:
    """Find head, throat, hands and arms of a person over a rectangle.

    Parameters
    ----------
    frame_bgr : ndarray of shape (H, W, 3), uint8
        Its edges refine those of the labels.
    body : Body
        With labels where the frame was parsed; without, the pose alone must do.
    unit_px : float
        Shoulder width.
    roi : Roi
    bare_from : (float, float)
        Fractions of the left and the right upper arm from which it may lie bare before the
        trunk; 0 where there is no sleeve: then it comes out of an armhole.
    colours : HandColours, optional
        What was learnt of the person's skin and clothes.
    arms_pose : Pose, optional
        The body's own, with elbows where they are seen; for a body with labels.

    Returns
    -------
    Occluders
        With edges about one pixel soft.
    """
    where = frame_bgr, body, unit_px, roi
    if body.labels is None:
        return occluders_by_pose(*where, bare_from=bare_from)
    return occluders_by_labels(*where, bare_from=bare_from, colours=colours, arms_pose=arms_pose)
