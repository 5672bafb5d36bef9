"""The `flextime` command. Each subcommand is a module of `commands/`, hung in by the table at the foot."""

from __future__ import annotations

import typer

from flextime_cli.commands import (
    check,
    conflicts,
    dead_letters,
    demo,
    doctor,
    down,
    env,
    export,
    games,
    importing,
    logs,
    replay,
    rulebook,
    rules,
    solve,
    status,
    submit,
    topics,
    up,
    venues,
    waivers,
    watch,
    why_not,
)

app = typer.Typer(
    name="flextime",
    help="FlexTime on one machine: the servers, the services, and the seasons in them.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)


def main() -> None:
    """Entry point of the installed script."""
    app()


for module in (up, down, status, doctor, logs, env, topics):
    module.register(app)
for module in (demo, submit, games, venues, waivers, watch, export, importing, rulebook, replay, dead_letters):
    module.register(app)
for module in (check, solve, why_not, rules, conflicts):
    module.register(app)

if __name__ == "__main__":
    main()
