"""What follows a topic notices when it cannot hear any more."""

import pytest
from confluent_kafka import Consumer, KafkaException

from flextime_schemas import following
from flextime_schemas.following import Silence
from flextime_schemas.topics import OUTCOMES

NOBODY = {"bootstrap.servers": "127.0.0.1:1", "group.id": "nobody", "log_level": 0}


def test_a_silence_that_lasts_is_an_error_where_kafka_does_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(following, "SILENCE_SECONDS", 0.0)
    monkeypatch.setattr(following, "ANSWER_SECONDS", 0.1)
    consumer = Consumer(NOBODY)
    silence = Silence(consumer, OUTCOMES.name)
    with pytest.raises(KafkaException):
        silence.goes_on()
    consumer.close()


def test_a_short_silence_asks_nobody() -> None:
    consumer = Consumer(NOBODY)
    silence = Silence(consumer, OUTCOMES.name)
    silence.goes_on()
    silence.broken()
    silence.goes_on()
    consumer.close()
