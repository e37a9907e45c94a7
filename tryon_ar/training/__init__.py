"""Generators of the pictures the project ships and trains on."""
