"""The write model: commands, events, decide and evolve. One file per aggregate, always in that order.

Decide may refuse (`flextime.season.refusal`), evolve never does: it has happened. An empty list of events means
"already so". Both are pure: the time, the ids and the facts are arguments.
"""
