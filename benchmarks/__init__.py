"""Speed as ratios against named peers, and of whole classes; never part of a test."""
