"""Rendered people: pictures of clothed people before a mirror, with exact labels.

A figure (``body``, ``poses``) is dressed (``clothes``), given hair and things (``hair``,
``things``), drawn from several places in several lights (``drawing``) and kept without a
background in a pool (``pool``); ``surroundings`` puts it into a room, seen by a webcam.

Axes: metres, x to the figure's own left, y backwards (it looks along -y), z up.
"""
