"""Calls of a transactional producer, and what each of their failures asks for (recipes: "Anything else: exit")."""

import logging
from collections.abc import Callable

from confluent_kafka import KafkaError, KafkaException, Producer

from flextime_commands.writer.errors import Fenced, MustAbort, StartAgain

log = logging.getLogger(__name__)

FENCED = {
    KafkaError._FENCED,  # pyright: ignore[reportPrivateUsage]
    KafkaError.INVALID_PRODUCER_EPOCH,
    KafkaError.PRODUCER_FENCED,
}
FATAL = KafkaError._FATAL  # pyright: ignore[reportPrivateUsage]
TIMED_OUT = {KafkaError._TIMED_OUT, KafkaError.REQUEST_TIMED_OUT}  # pyright: ignore[reportPrivateUsage]

# What a coordinator has to say, it says in milliseconds; with the 10 s of the call itself well below the watchdog's 30.
HEAR_SECONDS = 3.0


def is_fenced(error: KafkaError) -> bool:
    """Say whether another producer with the same transactional id has begun."""
    return error.code() in FENCED


def in_transaction(producer: Producer, call: Callable[[float], object], seconds: float = 0.0) -> None:
    """Make a call of an open transaction, which may take so many seconds: again while retriable; else raise what must
    happen next.

    A time-out leaves it unknown whether the transaction took effect: StartAgain reads it in the log. But a process that
    was asleep finds its time out as soon as it wakes, before it hears that another has its partitions; beginning anew
    it would take them back. So the call is made once more before.
    """
    patience = seconds
    while True:
        try:
            call(patience)
        except KafkaException as failure:
            error = cause_of(producer, failure)
            if is_fenced(error):
                raise Fenced(error.str()) from failure
            if error.txn_requires_abort():
                raise MustAbort(error.str()) from failure
            if error.code() in TIMED_OUT:
                if patience == HEAR_SECONDS:
                    raise StartAgain(f"timed out: {error.str()}") from failure
                patience = HEAR_SECONDS
                continue
            if not error.retriable():
                raise StartAgain(error.str()) from failure
            log.info("transaction=retry why=%r", error.str())
        else:
            return


def immediately(call: Callable[[], object]) -> Callable[[float], object]:
    """Return a call that waits for nobody, as one that takes seconds."""
    return lambda _: call()


def cause_of(producer: Producer, failure: KafkaException) -> KafkaError:
    """Return what Kafka said. A producer that is fenced while it produces says only "fatal" there; why, it says when it
    is polled next. Taken for anything else, the fenced writer would begin anew, and fence the one that fenced it."""
    error = error_of(failure)
    if error.code() == FATAL:
        try:
            producer.poll(0)
        except KafkaException as told:
            return error_of(told)
    return error


def error_of(failure: KafkaException) -> KafkaError:
    """Return the error in an exception."""
    error: KafkaError = failure.args[0]
    return error
