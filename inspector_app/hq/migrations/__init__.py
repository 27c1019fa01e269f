"""Migrations of HQ's own tables beside the synced ones."""
