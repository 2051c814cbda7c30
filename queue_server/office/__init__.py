"""The office configuration: one versioned document that says what an office is.

`server:` of config.yaml is read at every start; `office:` becomes revision 1 at the first start.
Each part refuses unknown keys, and every fault is named with its path.
"""

from queue_server.office.booking import Booking, BookingRules
from queue_server.office.branches import (
    Branch,
    Counter,
    Display,
    Group,
    Kiosk,
    Message,
    ServedWork,
    WorkProfile,
    Zone,
)
from queue_server.office.configuration import (
    Configuration,
    Need,
    NoShowRule,
    Office,
    ReviveRule,
    Rules,
    Server,
    VisitorClass,
)
from queue_server.office.fields import LANGUAGES, Model, Named, Texts
from queue_server.office.hours import Hours
from queue_server.office.paths import path_of
from queue_server.office.printers import Printer
from queue_server.office.reading import (
    ConfigurationFault,
    Findings,
    check,
    check_file,
    load,
    parse,
    parse_office,
    split_fault,
    stored_office,
)
from queue_server.office.services import Channel, Service

__all__ = [
    "LANGUAGES",
    "Booking",
    "BookingRules",
    "Branch",
    "Channel",
    "Configuration",
    "ConfigurationFault",
    "Counter",
    "Display",
    "Findings",
    "Group",
    "Hours",
    "Kiosk",
    "Message",
    "Model",
    "Named",
    "Need",
    "NoShowRule",
    "Office",
    "Printer",
    "ReviveRule",
    "Rules",
    "ServedWork",
    "Server",
    "Service",
    "Texts",
    "VisitorClass",
    "WorkProfile",
    "Zone",
    "check",
    "check_file",
    "load",
    "parse",
    "parse_office",
    "path_of",
    "split_fault",
    "stored_office",
]
