"""`python -m flextime_streams.constraints`: what the service is made of."""

import sys

from flextime_streams.constraints.service import TICK_SECONDS, Constraints
from flextime_streams.running import Parts, run_follower
from flextime_streams.watched import Watched


def constraints(parts: Parts[Watched]) -> Constraints:
    return Constraints(codec=parts.codec, sender=parts.sender, read=parts.read, letters=parts.letters)


if __name__ == "__main__":
    sys.exit(run_follower("constraints", constraints, begin=Watched.begin, tick_seconds=TICK_SECONDS))
