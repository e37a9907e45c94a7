"""Taking off what is really worn where it would show beside the virtual garment."""
