"""Replication at HQ."""
