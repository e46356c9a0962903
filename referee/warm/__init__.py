"""A process that stays warm between commands, and answers them with everything imported.

Here live who asks it (``client``, ``asking``), where it listens and for whom (``place``), what a
request is (``request``), when what it knows is old (``sources``), how it starts (``starting``), who
is answered when (``server``) and what becomes of a copy that answers (``forked``). It knows no
mathematics and no command: what is to be run is given to it, and who asks needs the standard
library alone. A new command that it answers is an entry of ``ANSWERED``.
"""

from __future__ import annotations

ANSWERED = ("ask", "check")  # commands that are answered by a warm process
COLD = "REFEREE_COLD"  # a variable: with anything in it, no process that is warm is asked
