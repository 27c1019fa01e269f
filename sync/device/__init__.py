"""Replication on a device."""
