"""Settings: declared once, kept in one file, the same for window, command line, environment."""
