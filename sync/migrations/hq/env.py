"""Runs HQ's own migrations on the connection that sync.hq.upgrade gives."""

from alembic import context

from sync.hq.upgrade import VERSION_TABLE

context.configure(
    connection=context.config.attributes["connection"],
    version_table=VERSION_TABLE,
    transactional_ddl=False,  # the caller's transaction holds it all
)
context.run_migrations()
