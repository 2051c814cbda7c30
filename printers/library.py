"""python-escpos, imported without its side effects.

At import it parses a database of printers (a quarter of a second), pickles it into a shared
temporary folder, leaves an empty folder there and configures the root logger. Okienko has its own
profiles, so the library is given a database of one printer and a private folder that goes at once.
"""

import logging
import os
import tempfile
from pathlib import Path

_handlers = logging.root.handlers[:]
_environment = dict(os.environ)
_default_folder = tempfile.tempdir
with tempfile.TemporaryDirectory(prefix="okienko-") as _folder:
    tempfile.tempdir = _folder
    os.environ["ESCPOS_CAPABILITIES_PICKLE_DIR"] = _folder
    os.environ["ESCPOS_CAPABILITIES_FILE"] = str(Path(__file__).parent / "capabilities.json")
    try:
        from escpos.constants import QR_ECLEVEL_M
        from escpos.printer import Dummy
    finally:
        tempfile.tempdir = _default_folder
        for _name in ("ESCPOS_CAPABILITIES_PICKLE_DIR", "ESCPOS_CAPABILITIES_FILE"):
            os.environ.pop(_name)
            if _name in _environment:
                os.environ[_name] = _environment[_name]
        logging.root.handlers[:] = _handlers

__all__ = ["QR_ECLEVEL_M", "Dummy"]
