"""A process without what only POSIX systems have: run this first, and they are missing."""

from __future__ import annotations

import signal
import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType

HIDDEN = frozenset({"resource", "fcntl"})


class _Hidden(MetaPathFinder):
    def find_spec(
        self, name: str, _path: Sequence[str] | None, _target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Refuse the modules that are hidden; others are somebody else's."""
        if name in HIDDEN:
            raise ModuleNotFoundError(f"no module named {name}", name=name)
        return None


for name in HIDDEN:
    sys.modules.pop(name, None)
sys.meta_path.insert(0, _Hidden())
del signal.setitimer
