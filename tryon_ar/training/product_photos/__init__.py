"""Draws product photos of garments with exact matte, parts and landmarks.

A garment is cut like a real one: pattern pieces in centimetres (:mod:`.outline`,
:mod:`.tops`, :mod:`.bottoms`) are laid on a canvas in the order they lie on the table
(:mod:`.canvas`), each in a cloth (:mod:`.cloth`, :mod:`.colouring`), with seams, stitches
and buttons (:mod:`.trims`). Everything has a height: folds (:mod:`.folds`), the rounding of
edges, ribs and weave. One light shades that height and a studio background takes its
shadow (:mod:`.studio`). Recipes with fixed seeds (:mod:`.recipes`) give the built-in
garments; ``python -m tryon_ar.training.product_photos OUT`` draws them.
"""
