"""The contracts that all rooms share: records and their Avro schemas, topics, envelope, codec, settings."""
