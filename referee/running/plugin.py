"""pytest's plugin."""
