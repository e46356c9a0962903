"""This checkout's face to pytest.

What decides claims is the plugin that the referee brings; the corpus of this checkout and the
folder of its report are named in ``pyproject.toml``.
"""
