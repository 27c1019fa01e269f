"""Rules: pure functions over records and values. No Qt, SQL or files."""
