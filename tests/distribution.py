"""How tests are distributed over workers.

pytest-xdist 3.8.0 has marks for this (`--dist loadgroup`). With pytest 9.2.0 they have no effect:
they are appended to an item's `_nodeid`, which is no more.
"""

import re

from xdist.scheduler import LoadScopeScheduling

WHOLE = ("tests/test_demo.py", "tests/test_leaks.py", "tests/test_leaks_mails.py")
"""Files whose tests share what takes many seconds to make."""

BY_DRAFT = re.compile(r"(tests/test_guard_matrix\.py)::.*\[(.+?-\d+)")
"""Tests that share a draft, which stands first in their parameters."""


class Together(LoadScopeScheduling):
    """Tests one by one, but in one piece what shares something. The largest pieces come first."""

    def _split_scope(self, nodeid: str) -> str:
        file, _, _test = nodeid.partition("::")
        if file in WHOLE:
            return file
        if shared := BY_DRAFT.match(nodeid):
            return "-".join(shared.groups())
        return nodeid
