"""Warped garments become a picture: layer order, occlusion, light and blend."""
