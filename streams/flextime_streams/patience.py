"""How long a run may last. Saga and scheduler must agree: what the saga has given up, nobody need solve."""

from datetime import datetime, timedelta

from flextime.season.runs import MOST_SECONDS
from flextime.solve.problem import Budget

# Twice the budget lets each slot solve two members one after the other; two minutes are for queues, a restart of a
# worker in the middle (redelivered after 8 s, solved from the beginning) and the compilation of the kernels.
BUDGETS = 2
EXTRA = timedelta(seconds=120)

LONGEST_RUN = BUDGETS * timedelta(seconds=MOST_SECONDS) + EXTRA


def deadline(requested_at: datetime, budget: Budget) -> datetime:
    """Return the moment from which a run that has not ended is late."""
    return requested_at + BUDGETS * timedelta(seconds=budget.seconds) + EXTRA
