"""`python -m inspector_app` is `inspector-app`."""

from inspector_app.cli import main

main()
