"""LaTeX: commands, groups and environments, cut into the same words as plain text."""
