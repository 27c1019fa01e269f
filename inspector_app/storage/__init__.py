"""The encrypted local replica."""
