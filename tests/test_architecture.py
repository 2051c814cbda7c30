"""The house rules of the code: who may import whom, where SQL lives, what stands alone."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SERVER = "queue_server"
DEVICES = ("kiosk", "display", "counter_client", "printers")

# The parts of the server from the inside out: each may import its own row and the rows above it.
LAYERS = (
    ("domain", "identity", "media", "memory", "processes"),
    ("booking_site", "messaging", "network", "office", "problems", "store", "traffic", "voice"),
    ("moment",),
    ("admission",),
    ("callers", "operations", "views"),
    ("commands", "estimating", "loop", "picturing", "reckoning", "simulation"),
    ("loop_process", "reckoner"),
    ("bridge", "websockets"),
    ("expecting", "live"),
    ("web",),
    ("app",),
    ("serving",),
    ("cli",),
)
# What takes long to load and no server needs before it is asked for it.
LATER = ("PIL", "requests", "segno", "urllib3", "websocket", "printers")
# Programs of their own, which know the server by its wire contract.
ALONE = ("booking_site", "messaging", "traffic")
# What decides, remembers and shows knows nothing of the web, nor on which threads it runs.
PLAIN = (
    *("domain", "identity", "memory", "office", "store", "moment", "admission", "callers"),
    *("operations", "views", "commands", "loop", "loop_process", "simulation"),
)
WEB = {"engineio", "flask", "flask_socketio", "gevent", "gunicorn", "socketio", "werkzeug"}
# What starts other programs may import them all; the server proper pictures slips, in one module.
COMMANDS = ("cli",)

SQL = re.compile(
    r"\b(SELECT\s.+\sFROM|INSERT\s+(OR\s+\w+\s+)?INTO|UPDATE\s+\w+\s+SET|DELETE\s+FROM"
    r"|CREATE\s+(UNIQUE\s+)?(TABLE|INDEX|VIEW|TRIGGER)|ALTER\s+TABLE|DROP\s+TABLE"
    r"|PRAGMA\s+\w|SAVEPOINT\s|BEGIN\s+IMMEDIATE)",
    re.DOTALL,
)


def files(*folders: str) -> list[Path]:
    return [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(), str(path))


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imported(path: Path) -> Iterator[str]:
    """Every module that a file names in an import, `from a import b` as `a.b`."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def part(module: str) -> str | None:
    """The part of the server that a module belongs to; None for anything else."""
    names = module.split(".")
    return names[1] if names[0] == SERVER and len(names) > 1 else None


def server_parts() -> set[str]:
    return {name for path in files(SERVER) if (name := part(module_name(path)))}


def imports_of_parts() -> dict[str, set[str]]:
    graph: dict[str, set[str]] = {name: set() for name in server_parts()}
    for path in files(SERVER):
        importer = part(module_name(path))
        if importer:
            graph[importer] |= {name for target in imported(path) if (name := part(target))}
    return {importer: targets & graph.keys() - {importer} for importer, targets in graph.items()}


def layer(name: str) -> int:
    return next(index for index, names in enumerate(LAYERS) if name in names)


def test_every_part_of_the_server_has_its_place() -> None:
    assert server_parts() <= {name for names in LAYERS for name in names}


def test_the_architecture_page_names_every_part() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text()
    house = page.partition("## The house")[2].partition("\n## ")[0]
    named = set(re.findall(r"^ {6}(\w+)", house, re.MULTILINE))
    assert named == server_parts()


def test_imports_run_from_the_outside_in() -> None:
    outward = [
        f"{importer} imports {target}"
        for importer, targets in imports_of_parts().items()
        for target in targets
        if layer(target) > layer(importer)
    ]
    assert outward == []


def test_no_two_parts_of_the_server_import_each_other_in_a_circle() -> None:
    TopologicalSorter(imports_of_parts()).prepare()


def test_the_domain_knows_the_standard_library_only() -> None:
    for path in files(f"{SERVER}/domain"):
        foreign = [
            name
            for name in imported(path)
            if name.split(".")[0] not in sys.stdlib_module_names and part(name) != "domain"
        ]
        assert foreign == [], path


def test_what_decides_knows_nothing_of_the_web() -> None:
    for path in files(SERVER):
        if part(module_name(path)) in PLAIN:
            assert WEB & {name.split(".")[0] for name in imported(path)} == set(), path


@pytest.mark.parametrize("program", ALONE)
def test_a_program_beside_the_server_knows_it_by_its_wire_contract_only(program: str) -> None:
    for path in files(f"{SERVER}/{program}"):
        parts = {name for module in imported(path) if (name := part(module))}
        assert parts <= {*ALONE, "network"}, path


@pytest.mark.parametrize("device", DEVICES)
def test_a_device_knows_the_server_by_its_wire_contract_only(device: str) -> None:
    for path in files(device):
        assert [name for name in imported(path) if name.split(".")[0] == SERVER] == [], path


def test_the_server_imports_no_device_but_printers_and_that_in_one_place() -> None:
    found = {
        (module_name(path), name.split(".")[0])
        for path in files(SERVER)
        if part(module_name(path)) not in COMMANDS
        for name in imported(path)
        if name.split(".")[0] in DEVICES
    }
    assert {device for _, device in found} <= {"printers"}
    assert len({module for module, _ in found}) <= 1, found


def test_imports_stand_at_the_top_of_their_file() -> None:
    hidden = [
        f"{path}:{node.lineno}"
        for path in files(SERVER, *DEVICES, "tests", "bench")
        for function in ast.walk(tree(path))
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert hidden == []


def test_all_sql_is_in_the_store() -> None:
    for path in files(SERVER, *DEVICES):
        if part(module_name(path)) == "store":
            continue
        drivers = {"sqlite3", "sqlite_utils"} & {name.split(".")[0] for name in imported(path)}
        assert not drivers, f"{path} imports {drivers}"
        statements = [text for text in texts(path) if SQL.search(text)]
        assert statements == [], path


def texts(path: Path) -> Iterator[str]:
    """Every string of a file."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def test_no_module_bears_a_name_that_says_nothing() -> None:
    empty_names = {"service", "utils", "helpers", "common", "misc"}
    assert [p for p in files(SERVER, *DEVICES, "bench", "tests") if p.stem in empty_names] == []


def test_a_server_starts_without_what_only_clients_and_pictures_need() -> None:
    program = (
        "import sys; from queue_server.cli import main; main.get_command(None, 'serve');"
        f"print([name for name in {list(LATER)!r} if name in sys.modules]); import requests"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert ran.stdout == "[]\n"
