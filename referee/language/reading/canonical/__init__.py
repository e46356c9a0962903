"""The canonical spelling: Python's notation, as far as formulas need it; what is stored."""
