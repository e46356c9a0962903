"""What an answer is worth to somebody: sheets, submissions, rubrics, points.

Here live the reader of sheets and their template, submissions of a class, partial credit, and
the autograder's folder. It may use evidence and below, and knows nothing of pytest.
A new kind of partial credit is a statement of ``rubric``.
"""
