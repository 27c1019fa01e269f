"""What an inspector can do, one transaction each."""
