"""When a worker is stuck, and when it only waits."""

from flextime_streams.watchdog import Sample, Stall


def stuck(*samples: Sample, last_work: float = 0.0) -> bool:
    stall = Stall(patience=60.0)
    return any([stall.stuck(sample, last_work) for sample in samples])


def at(seconds: float, *, committed: int, lag: int) -> Sample:
    return Sample(at=seconds, committed=committed, lag=lag)


def test_a_lag_that_grows_while_nothing_is_committed_is_a_stall() -> None:
    assert stuck(at(10, committed=5, lag=1), at(40, committed=5, lag=2), at(70, committed=5, lag=9))


def test_a_lag_that_stands_is_none() -> None:
    assert not stuck(at(10, committed=5, lag=1), at(1000, committed=5, lag=1))


def test_a_commit_begins_the_wait_anew() -> None:
    assert not stuck(at(10, committed=5, lag=1), at(60, committed=6, lag=5), at(100, committed=6, lag=9))


def test_a_long_solve_is_work_though_nothing_is_committed() -> None:
    assert not stuck(at(10, committed=5, lag=1), at(70, committed=5, lag=9), last_work=69.0)


def test_patience_is_not_lost_for_a_short_wait() -> None:
    assert not stuck(at(10, committed=5, lag=1), at(69, committed=5, lag=9))
