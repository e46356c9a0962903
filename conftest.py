"""This checkout's face to pytest."""
