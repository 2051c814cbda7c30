"""Faults of the file and of its YAML are told with line and column."""

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queue_server.office import ConfigurationFault, check_file, load
from queue_server.office.syntax import read_yaml

#: Nine times nine times nine…: 500 million values in nine lines.
LAUGHS = "a: &a [x]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]\n"
    for before, name in pairwise("abcdefghij")
)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("office:\n  name: {pl: A\n", "3:1: did not find expected ',' or '}', "),
        ("office:\n\tname: A\n", "2:1: found character that cannot start any token"),
        ("a: 1\nb:\n  c: 1\n  d: 2\n  c: 3\n", "5:3: 'c' is written twice, first at 3:3"),
        ("a: &x {b: 1, b: 2}\nc: *x\n", "1:14: 'b' is written twice, first at 1:8"),
        ("a: *b\n", "1:4: found undefined alias"),
        ("a: 1\n---\nb: 2\n", "2:1: but found another document"),
        ("a: !!python/name:os.system x\n", "1:4: could not determine a constructor"),
        ("a: 1\nb: \x01\n", "2: the character"),
        ("a: !!int x\n", "1: a value cannot be read: invalid literal for int() with base 10: 'x'"),
        ("a: !!timestamp x\n", "1:4: could not determine a constructor"),
        ("a: !!set {x}\n", "1:4: could not determine a constructor"),
        ("a: !!binary AAAA\n", "1:4: could not determine a constructor"),
        ("a: .nan\n", "1:4: .nan is no number"),
        ("a: -.inf\n", "1:4: -.inf is no number"),
        ("a: &x\n  b: *x\n", "1:4: an alias stands within what it stands for"),
        ("a: &x [*x]\n", "1:4: an alias stands within what it stands for"),
        (f"a: {'[' * 40}{']' * 40}\n", "1:43: this is nested too deep"),
        (f"a: {'[' * 900}{']' * 900}\n", "1:43: this is nested too deep"),
        (LAUGHS, "7:4: with its aliases this has more than 200,000 values"),
    ],
)
def test_faults_of_the_yaml_have_their_line_and_column(
    text: str, fault: str, tmp_path: Path
) -> None:
    path = tmp_path / "config.yaml"
    path.write_text(text)
    faults, warnings = check_file(path)
    assert len(faults) == 1
    assert faults[0].startswith(f"{path}:{fault}")
    assert warnings == []
    with pytest.raises(ConfigurationFault):
        load(path)


def test_every_key_written_twice_is_told() -> None:
    assert read_yaml("a: 1\na: 2\nb:\n  - c: 1\n    c: 2\n")[1] == [
        "2:1: 'a' is written twice, first at 1:1",
        "5:5: 'c' is written twice, first at 4:5",
    ]


def test_a_file_that_cannot_be_read_is_a_fault(tmp_path: Path) -> None:
    assert check_file(tmp_path / "none.yaml").faults == [
        f"{tmp_path}/none.yaml: cannot be read: No such file or directory"
    ]
    assert check_file(tmp_path).faults == [f"{tmp_path}: cannot be read: Is a directory"]
    (tmp_path / "latin2.yaml").write_bytes("office: Urząd".encode("iso8859-2"))
    assert check_file(tmp_path / "latin2.yaml").faults == [
        f"{tmp_path}/latin2.yaml: is not UTF-8 text: byte 11 is 0xb1"
    ]


@pytest.mark.parametrize("text", ["", "# nothing\n"])
def test_an_empty_file_is_a_new_office(text: str, tmp_path: Path) -> None:
    path = tmp_path / "config.yaml"
    path.write_text(text)
    assert check_file(path) == ([], ["office.branches: there is no branch yet"])


@given(st.text(alphabet=st.sampled_from("office: -[]{}&*!|>'\"\n\t#%@1é,?<=")) | st.text())
def test_no_text_makes_the_reading_itself_fail(text: str) -> None:
    document, faults = read_yaml(text)
    assert document is None or not faults
