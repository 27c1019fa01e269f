"""Printed forms: records in, file bytes out."""
