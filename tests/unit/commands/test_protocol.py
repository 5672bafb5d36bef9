"""What the failures of a transaction's calls ask for; the fault tests show the same with real writers."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from confluent_kafka import KafkaError, KafkaException, Producer

from flextime_commands.writer.errors import Fenced, StartAgain
from flextime_commands.writer.protocol import HEAR_SECONDS, in_transaction

TIMED_OUT = KafkaError._TIMED_OUT  # pyright: ignore[reportPrivateUsage]
FENCED = KafkaError.PRODUCER_FENCED
COMMIT_SECONDS = 10.0


class Call:
    """A call that fails in the ways that it is told, one after the other, and then does not fail."""

    def __init__(self, failures: Sequence[int]) -> None:
        self._failures = list(failures)
        self.patience: list[float] = []

    def __call__(self, seconds: float) -> None:
        self.patience.append(seconds)
        if self._failures:
            raise KafkaException(KafkaError(self._failures.pop(0)))


@pytest.fixture
def producer() -> Producer:
    """A producer that has no broker, and is never asked for one."""
    return Producer({"bootstrap.servers": "127.0.0.1:1", "log_level": 0})


def test_a_writer_that_slept_through_its_time_out_asks_once_more_and_hears_that_it_was_fenced(
    producer: Producer,
) -> None:
    call = Call([TIMED_OUT, FENCED])
    with pytest.raises(Fenced):
        in_transaction(producer, call, COMMIT_SECONDS)
    assert call.patience == [COMMIT_SECONDS, HEAR_SECONDS]


def test_a_call_that_times_out_twice_leaves_the_truth_to_the_log(producer: Producer) -> None:
    call = Call([TIMED_OUT, TIMED_OUT, FENCED])
    with pytest.raises(StartAgain, match="timed out"):
        in_transaction(producer, call, COMMIT_SECONDS)
    assert call.patience == [COMMIT_SECONDS, HEAR_SECONDS]


def test_a_commit_that_is_confirmed_when_asked_for_once_more_is_a_commit(producer: Producer) -> None:
    call = Call([TIMED_OUT])
    in_transaction(producer, call, COMMIT_SECONDS)
    assert call.patience == [COMMIT_SECONDS, HEAR_SECONDS]
