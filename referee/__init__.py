"""A referee for mathematical claims: proved, held or refuted, with evidence."""
