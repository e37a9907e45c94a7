"""Where frames come from: one protocol, many sources."""
