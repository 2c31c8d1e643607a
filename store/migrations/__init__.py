"""Alembic migrations, applied under a lock by store.migrate."""
