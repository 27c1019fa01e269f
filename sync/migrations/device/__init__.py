"""Numbered migrations of a device's own tables."""
