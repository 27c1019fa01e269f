"""Replication for any set of record types. Knows nothing of inspector_app or Qt."""
