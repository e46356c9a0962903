"""Checks of documents as lists, pages and files for other programs."""
