"""Numerical kernels in NumPy and Numba only."""
