"""Migrations of the read model's schemas, by Alembic. A new shape of a view is a rebuild; see docs/read-model.md."""
