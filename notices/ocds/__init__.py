"""A tender in the Open Contracting Data Standard, version 1.1 (standard.open-contracting.org).

One release for each tender, which holds all that is public of it now, and gets another identifier with each
change: what the standard calls easy releases. So its tags name the parts that it holds, and none of them
the earlier release that it would follow. Amendments are told with their dates and reasons.
"""

from .package import release_package

__all__ = ["release_package"]
