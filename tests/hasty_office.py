"""`okienko` whose server looks more often and gives up sooner, so that tests wait less for it.

Run as a program.
"""

from queue_server import cli
from queue_server.web import connections, hearing, reading

if __name__ == "__main__":
    connections._IDLE_SECONDS = 4
    reading._SECONDS = 4
    hearing.LOOK_SECONDS = 0.2
    cli.main(prog_name="okienko")
