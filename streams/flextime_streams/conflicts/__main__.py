"""`python -m flextime_streams.conflicts`: what the service is made of."""

import sys

from flextime_streams.conflicts.service import Conflicts
from flextime_streams.running import Parts, run_follower
from flextime_streams.watched import Watched


def conflicts(parts: Parts[Watched]) -> Conflicts:
    return Conflicts(codec=parts.codec, sender=parts.sender, read=parts.read, letters=parts.letters)


if __name__ == "__main__":
    sys.exit(run_follower("conflicts", conflicts, begin=Watched.begin))
