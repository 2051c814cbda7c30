"""`python -m queue_server.traffic URL [--seed N] [--pace N]`: until SIGTERM or SIGINT."""

import argparse
import signal
import threading

from queue_server.traffic import run

ENDINGS = {signal.SIGTERM, signal.SIGINT}


def main() -> None:
    """Simulate in a thread and wait for the signal that ends it."""
    parser = argparse.ArgumentParser(prog="python -m queue_server.traffic", description=__doc__)
    parser.add_argument("url", help="the server's address, as in http://127.0.0.1:8000")
    parser.add_argument("--seed", type=int, default=1, help="the same seed, the same people")
    parser.add_argument("--pace", type=float, default=1.0, help="how many times faster than usual")
    options = parser.parse_args()
    signal.pthread_sigmask(signal.SIG_BLOCK, ENDINGS)
    ended = threading.Event()
    people = threading.Thread(target=run, args=(options.url, options.seed, ended, options.pace))
    people.start()
    signal.sigwait(ENDINGS)
    ended.set()
    people.join()


if __name__ == "__main__":
    main()
