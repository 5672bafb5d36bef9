"""Waivers are a view of the contract: a generation from before it gives way to an empty one, filled from the log."""

from alembic import op

from flextime_projections.generations import renew

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the next generation from today's contract, unless the live one is of today's already."""
    renew(op.get_bind())


def downgrade() -> None:
    """Leave the view: an older projector writes the others, and a rebuild of its own drops it."""
