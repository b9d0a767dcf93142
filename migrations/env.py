"""Where Alembic enters: on the connection that ``adapters.outbound.database.migrate`` has opened."""

from alembic import context

from adapters.outbound.database.schema import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
with context.begin_transaction():
    context.run_migrations()
