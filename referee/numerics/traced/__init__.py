"""Traced matrices: one more arithmetic, in which properties run on letters and no size is a number.

Here live sizes that are names, matrices that are polynomials in the letters of a presentation,
what linear algebra and derivatives are of them, and letters put back to exact arrays. It may use
``free_algebra``. What has no translation raises NotTranslated, which says the step in words.
"""
