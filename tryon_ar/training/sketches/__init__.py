"""Quick drawings of garments by the thousand, with exact labels, to train the garment network on.

:mod:`tryon_ar.training.product_photos` draws few garments beautifully; here many are drawn
plainly: outlines of all categories at random measures (:mod:`.sketch`), cloth and folds,
backgrounds, and what else lies in a product photo.
"""
