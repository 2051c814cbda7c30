"""The visitor's token: a ticket's id and an HMAC."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queue_server.identity.tokens import Tokens, secret_of


@given(st.integers(1, 10**18 - 1))
def test_a_token_leads_back_to_its_ticket(ticket: int) -> None:
    tokens = Tokens(b"secret")
    assert tokens.read(tokens.make(ticket)) == ticket


@given(st.text())
def test_no_other_text_is_a_token(text: str) -> None:
    assert Tokens(b"secret").read(text) is None


@pytest.mark.parametrize(
    "change", [lambda t: t[:-1], lambda t: "2" + t[1:], lambda t: t + "A", str.upper]
)
def test_a_token_that_was_changed_is_refused(change: object) -> None:
    tokens = Tokens(b"secret")
    assert callable(change)
    assert tokens.read(change(tokens.make(1))) is None


def test_another_secret_reads_no_token() -> None:
    assert Tokens(b"other").read(Tokens(b"secret").make(5)) is None


def test_a_secret_is_made_once_and_only_its_owner_may_read_it(tmp_path: Path) -> None:
    file = tmp_path / "deep" / "token.secret"
    secret = secret_of(file)
    assert (len(secret), file.stat().st_mode & 0o777) == (32, 0o600)
    assert secret_of(file) == secret


def test_a_secret_that_was_begun_and_not_finished_is_made_anew(tmp_path: Path) -> None:
    file = tmp_path / "token.secret"
    file.with_name("token.secret.new").write_bytes(b"half")
    assert len(secret_of(file)) == 32
    assert [path.name for path in tmp_path.iterdir()] == ["token.secret"]
