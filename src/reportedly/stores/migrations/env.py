"""Runs the migrations on the connection that is handed in, inside its transaction."""

from alembic import context

from reportedly.stores.connect import VERSION_TABLE
from reportedly.stores.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    version_table=VERSION_TABLE,
    transactional_ddl=False,  # the caller's transaction holds all of it
)
context.run_migrations()
