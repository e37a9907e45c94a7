"""What the window can do, a feature a module; the window only puts them together."""
