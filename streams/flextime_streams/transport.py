"""Faust's Kafka driver, but one that never shows what a transaction took back.

Faust reads uncommitted records unless `exactly_once` is on (which over-counted after crashes: 57 to 858 extra outputs
in three kills). The writer's aborted events are whole and hang on the chain: an agent could not tell them from history.
"""

from typing import Any, cast

from faust.transport.drivers import aiokafka as driver


class ReadCommittedThread(driver.AIOKafkaConsumerThread):
    """The consumer's thread; its client skips aborted records and waits before open transactions."""

    def _create_worker_consumer(self, transport: Any) -> Any:  # noqa: ANN401 - the driver's types are not exported
        client: Any = super()._create_worker_consumer(transport)
        client._isolation_level = "read_committed"  # read when the client starts, which it has not
        return client


class ReadCommittedConsumer(driver.Consumer):
    """The consumer with the thread above."""

    def _new_consumer_thread(self) -> driver.AIOKafkaConsumerThread:
        return ReadCommittedThread(self, loop=self.loop, beacon=self.beacon)


class ReadCommitted(driver.Transport):
    """The transport with the consumer above."""

    Consumer = cast("Any", ReadCommittedConsumer)
