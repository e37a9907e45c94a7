"""The parts of a rendered garment's photo: trunk, sleeves, collar, inside, legs, skirt and hood."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from tryon_ar.garments.garment import Part
from tryon_ar.training.people.cameras import View, metres_of
from tryon_ar.training.people.clothes_measures import Measures
from tryon_ar.training.people.drawing import Studio
from tryon_ar.training.people.mesh import Mesh
from tryon_ar.training.people.rig_garments import LOWER, Worn

# How far behind the front of the cloth its inside lies at least, m.
_BEHIND_M = 0.002
_LEAST_INSIDE_PX = 60


def parts_seen(studio: Studio, worn: Worn, view: View) -> NDArray[np.uint8]:
    """Return what part of a garment each pixel shows (S, S), of ``garments.garment.Part``."""
    coded = [
        replace(mesh, labels=labels)
        for mesh, labels in zip(worn.garment, part_labels(worn), strict=True)
    ]
    with studio.load(coded) as scene:
        found = studio.identify(scene, view)
        near = studio.depths(scene, view)
    fronts = [replace(mesh, two_sided=not _is_shell(worn, k)) for k, mesh in enumerate(coded)]
    with studio.load(fronts) as scene:
        front = studio.depths(scene, view)
    inside = (metres_of(front) - metres_of(near) > _BEHIND_M) & (found > 0)
    inside &= np.isin(found, (Part.TORSO, Part.SKIRT, Part.LEFT_LEG, Part.RIGHT_LEG))
    found = np.where(_large(inside), np.uint8(Part.INSIDE_BACK), found)
    fours = np.stack([found[r::2, c::2] for r in (0, 1) for c in (0, 1)])
    return _even(np.asarray(fours.max(axis=0), np.uint8))


def part_labels(worn: Worn) -> list[NDArray[np.uint8]]:
    """Return the parts that the vertices of a garment's pieces belong to."""
    body = worn.body
    tree = cKDTree(body.rest)
    labels = []
    for number, mesh in enumerate(worn.garment):
        if number in worn.hoods:
            labels.append(np.full(len(mesh.rest), Part.HOOD, np.uint8))
        elif worn.category in LOWER:
            labels.append(_lower_parts(worn, mesh))
        elif _round_the_neck(mesh, body):
            labels.append(np.full(len(mesh.rest), Part.COLLAR, np.uint8))
        elif worn.category == "dress" and float(mesh.rest[:, 2].min()) < body.crotch_z:
            labels.append(np.full(len(mesh.rest), Part.SKIRT, np.uint8))
        else:
            labels.append(_upper_parts(mesh, body, tree))
    return labels


def _is_shell(worn: Worn, number: int) -> bool:
    """Tell whether a piece is cloth cut to the body, whose back sides are its inside."""
    mesh = worn.garment[number]
    if number == 0:
        return True
    return worn.category == "dress" and float(mesh.rest[:, 2].min()) < worn.body.crotch_z


def _lower_parts(worn: Worn, mesh: Mesh) -> NDArray[np.uint8]:
    if worn.category == "skirt":
        return np.full(len(mesh.rest), Part.SKIRT, np.uint8)
    left = mesh.rest[:, 0] > 0
    return np.where(left, Part.LEFT_LEG, Part.RIGHT_LEG).astype(np.uint8)


def _round_the_neck(mesh: Mesh, body: Measures) -> bool:
    offset = mesh.rest - body.neck
    near = np.hypot(offset[:, 0], offset[:, 1]) < 0.24
    return bool(near.all() and offset[:, 2].min() > -0.3 and offset[:, 1].max() > 0.02)


def _upper_parts(mesh: Mesh, body: Measures, tree: cKDTree) -> NDArray[np.uint8]:
    """Return torso and sleeves: the seam runs from the shoulder's joint to the armpit."""
    nearest = np.asarray(tree.query(mesh.rest)[1])
    arm, along = body.arm[nearest], body.along_arm[nearest]
    root = 0.2 * body.upper_arm
    fall = np.clip((body.shoulder[2] + 0.05 - mesh.rest[:, 2]) / 0.13, 0.0, 1.0)
    # Across the shoulder by the seam's plane alone; below, the trunk's side is as far along.
    high = mesh.rest[:, 2] > body.shoulder[2] - 0.03
    sleeve = (arm | high) & (along > root * fall)
    left = mesh.rest[:, 0] > 0
    side = np.where(left, Part.LEFT_SLEEVE, Part.RIGHT_SLEEVE)
    return np.where(sleeve, side, Part.TORSO).astype(np.uint8)


def _even(parts: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return parts whose seams between trunk and sleeves, or leg and leg, are no longer ragged."""
    even = parts.copy()
    for group in (
        (Part.TORSO, Part.LEFT_SLEEVE, Part.RIGHT_SLEEVE),
        (Part.LEFT_LEG, Part.RIGHT_LEG),
    ):
        within = np.isin(parts, group)
        if not within.any():
            continue
        shares = [
            cv2.GaussianBlur((parts == part).astype(np.float32), (0, 0), 7.0) for part in group
        ]
        best = np.array(group, np.uint8)[np.argmax(shares, axis=0)]
        even[within] = best[within]
    return even


def _large(mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return a mask less its specks and slivers."""
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (5, 5))
    opened = cv2.morphologyEx(mask.astype(np.uint8), cv2.MORPH_OPEN, disc)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(opened, connectivity=8)
    large = stats[:, cv2.CC_STAT_AREA] >= _LEAST_INSIDE_PX * 4
    large[0] = False
    return np.asarray(large[labels], np.bool_)


def grown(parts: NDArray[np.uint8], seen: NDArray[np.bool_]) -> NDArray[np.uint8]:
    """Return parts wherever something is seen: an edge has its neighbour's."""
    grown = parts
    square = np.ones((3, 3), np.uint8)
    for _ in range(4):
        grown = np.where(grown == 0, cv2.dilate(grown, square), grown)
    return np.asarray(np.where(seen, grown, 0), np.uint8)
