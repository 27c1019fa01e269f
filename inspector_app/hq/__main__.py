"""`python -m inspector_app.hq` is `inspector-hq`."""

from inspector_app.hq.cli import main

main()
