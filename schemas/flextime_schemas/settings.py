"""Where everything is: one frozen object, read once from the environment by a service's entry point."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


class SettingMissing(Exception):
    """A service was started without something it needs; the message names the variable."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Addresses of the servers and services of one FlexTime installation.

    `health_port` is where a service without an API of its own answers `GET /health`; None where nobody asks.
    """

    kafka: str = "127.0.0.1:9092"
    registry_url: str = "http://127.0.0.1:8081/apis/ccompat/v7"
    postgres: str = "postgresql://flextime@127.0.0.1:5432/flextime"
    elasticsearch_url: str = "http://127.0.0.1:9200"
    data: Path = Path(".flextime")
    command_api: str = "http://127.0.0.1:8101"
    query_api: str = "http://127.0.0.1:8102"
    health_port: int | None = None
    partitions: int = 12

    @property
    def schema_ids_file(self) -> Path:
        return self.data / "schema-ids.json"

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> "Settings":
        """Read the FLEXTIME_* variables; what is absent takes the default of docs/one-machine.md.

        Raises SettingMissing when a number is none.
        """
        default = cls()
        health = environ.get("FLEXTIME_HEALTH_PORT")
        return cls(
            kafka=environ.get("FLEXTIME_KAFKA", default.kafka),
            registry_url=environ.get("FLEXTIME_REGISTRY_URL", default.registry_url),
            postgres=environ.get("FLEXTIME_POSTGRES", default.postgres),
            elasticsearch_url=environ.get("FLEXTIME_ELASTICSEARCH_URL", default.elasticsearch_url),
            data=Path(environ.get("FLEXTIME_DATA", str(default.data))),
            command_api=environ.get("FLEXTIME_COMMAND_API", default.command_api),
            query_api=environ.get("FLEXTIME_QUERY_API", default.query_api),
            health_port=_number(environ, "FLEXTIME_HEALTH_PORT", 0) if health else None,
            partitions=_number(environ, "FLEXTIME_PARTITIONS", default.partitions),
        )


def _number(environ: Mapping[str, str], name: str, default: int) -> int:
    text = environ.get(name)
    if text is None:
        return default
    if not text.isdecimal():
        raise SettingMissing(f"{name} must be a whole number, not {text!r}.")
    return int(text)
