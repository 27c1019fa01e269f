"""Numbered migrations of the record tables; each stands still once it was released."""
