"""The contract has new views: a generation from before them gives way to an empty one, filled from the log."""

import sqlalchemy as sa
from alembic import op

from flextime_projections.generations import create_generation, drop_generation, live_generation, swing
from flextime_projections.tables import schema_of
from flextime_schemas.read_model import VIEWS

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the next generation from today's contract, unless the live one is of today's already.

    Its projector begins with the first event; until it has caught up, a read that waits for a position is told so.
    """
    bind = op.get_bind()
    live = live_generation(bind)
    if {view.name for view in VIEWS} <= set(sa.inspect(bind).get_table_names(schema=schema_of(live))):
        return
    create_generation(bind, live + 1)
    swing(bind, live + 1)
    drop_generation(bind, live)


def downgrade() -> None:
    """Leave the view: an older projector writes the others, and a rebuild of its own drops it."""
