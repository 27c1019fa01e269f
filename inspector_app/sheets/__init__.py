"""Registers as spreadsheets: files in, rows with their place out; records in, files out. Knows no database."""
