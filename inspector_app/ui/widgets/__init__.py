"""Reusable parts; they know no records."""
