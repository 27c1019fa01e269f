"""HQ's own face: publication, enrolment, importers, command line. No Qt."""
