"""`python -m flextime_streams.saga`: what the saga is made of."""

import sys

from flextime_schemas.topics import SOLVE_JOBS
from flextime_streams.running import Parts, run_follower
from flextime_streams.saga.memory import Pursuit, can_go_on_from
from flextime_streams.saga.service import Saga


def saga(parts: Parts[Pursuit]) -> Saga:
    return Saga(
        codec=parts.codec,
        sender=parts.sender,
        read=parts.read,
        letters=parts.letters,
        job_partitions=parts.sender.partitions_when_there(SOLVE_JOBS.name),
    )


if __name__ == "__main__":
    sys.exit(run_follower("saga", saga, begin=Pursuit.begin, serves=can_go_on_from))
