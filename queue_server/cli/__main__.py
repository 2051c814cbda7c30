"""`python -m queue_server.cli` is `okienko`."""

from queue_server.cli import main

main(prog_name="okienko")
