"""A garment and the folder it is kept in."""
