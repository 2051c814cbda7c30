"""Single sign-on against a real provider, which runs as a process of its own and speaks https."""

import re
import secrets
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
import requests

from tests.real_provider import CLIENT_ID, CLIENT_SECRET, RunningProvider, running_provider
from tests.running_office import GuardedOffice, guarded_office

API = "/api/v1"


@pytest.fixture(scope="module")
def provider(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningProvider]:
    with running_provider(tmp_path_factory.mktemp("provider")) as running:
        yield running


@pytest.fixture(scope="module")
def office(
    tmp_path_factory: pytest.TempPathFactory, provider: RunningProvider
) -> Iterator[GuardedOffice]:
    oidc = {
        "issuer": provider.issuer,
        "client_id": CLIENT_ID,
        "roles": [
            {"value": "queue-clerks", "role": "clerk", "branch": "krakow"},
            {"value": "queue-admins", "role": "administrator"},
        ],
    }
    environment = {
        "OKIENKO_OIDC_SECRET": CLIENT_SECRET,
        "REQUESTS_CA_BUNDLE": str(provider.certificate),
    }
    data = tmp_path_factory.mktemp("office") / "data"
    with guarded_office(data, server={"oidc": oidc}, environment=environment) as ready:
        provider.registers(f"{ready.url}/sign-in/provider/return")
        yield ready


class Browser:
    """A browser that follows the way to the provider and back, one step at a time."""

    def __init__(self, office: GuardedOffice, provider: RunningProvider) -> None:
        self.office = office
        self.session = requests.Session()
        self.session.trust_env = False  # it would trust others
        self.session.verify = str(provider.certificate)

    def step(self, url: str) -> str:
        """Where the next step leads."""
        answer = self.session.get(url, allow_redirects=False, timeout=60)
        assert answer.status_code in (302, 303), answer.text
        return answer.headers["Location"]

    def begin(self, going: str = "/") -> str:
        """The address at the provider."""
        return self.step(f"{self.office.url}/sign-in/provider?next={going}")

    def sign_in(self, going: str = "/") -> str:
        """Where one is after the whole way."""
        return self.step(self.step(self.begin(going)))

    def me(self) -> dict[str, object]:
        about: dict[str, object] = self.session.get(f"{self.office.url}{API}/session").json()
        return about


@pytest.fixture
def browser(office: GuardedOffice, provider: RunningProvider) -> Browser:
    return Browser(office, provider)


def person(provider: RunningProvider, *groups: str, **more: str) -> str:
    """A new person at the provider; their subject."""
    subject = secrets.token_hex(8)
    claims = {"preferred_username": f"ola.{subject}", "name": f"Ola {subject}"}
    provider.signs_in(subject, **(claims | more), groups=list(groups))
    return subject


def test_the_page_offers_the_provider(office: GuardedOffice) -> None:
    page = requests.get(f"{office.url}/sign-in?lang=en&next=/account", timeout=30).text
    assert re.search(
        r'href="/sign-in/provider\?next=%2Faccount">Sign in with: office account', page
    )


def test_a_person_comes_back_signed_in_with_the_roles_of_their_groups(
    provider: RunningProvider, browser: Browser
) -> None:
    person(provider, "queue-clerks", "choir")
    assert browser.sign_in("/counter/krakow/1") == "/counter/krakow/1"
    me = browser.me()
    assert me["account"]["grants"] == [{"branch": "krakow", "role": "clerk"}]  # type: ignore[index]
    assert me["account"]["provider"] == provider.issuer  # type: ignore[index]
    assert browser.session.get(f"{browser.office.url}{API}/branches/krakow").ok


def test_what_is_asked_of_the_provider_has_a_challenge_a_state_and_a_nonce_each_time(
    provider: RunningProvider, browser: Browser
) -> None:
    asked = [parse_qs(urlsplit(browser.begin()).query) for _ in range(2)]
    assert asked[0]["code_challenge_method"] == ["S256"]
    assert asked[0]["response_type"] == ["code"]
    for name in ("state", "nonce", "code_challenge"):
        assert len(asked[0][name][0]) >= 43
        assert asked[0][name] != asked[1][name]


def test_roles_are_those_of_the_newest_sign_in_and_nobody_without_one_comes_in(
    office: GuardedOffice, provider: RunningProvider, browser: Browser
) -> None:
    subject = person(provider, "queue-admins")
    browser.sign_in()
    provider.signs_in(subject, preferred_username="ola", name="Ola", groups=["choir"])
    other = Browser(office, provider)
    assert other.sign_in().endswith("/sign-in?problem=no_role")
    assert browser.me()["grants"] == {}
    assert other.me()["caller"]["kind"] == "anyone"  # type: ignore[index]


def test_somebody_who_calls_themselves_as_an_account_does_not_get_it(
    provider: RunningProvider, browser: Browser
) -> None:
    person(provider, "queue-clerks", preferred_username="admin", name="Admin")
    browser.sign_in()
    account = browser.me()["account"]
    assert isinstance(account, dict)
    assert (account["login"], account["name"]) == ("admin-2", "Admin (2)")
    assert account["grants"] == [{"branch": "krakow", "role": "clerk"}]


def test_a_disabled_account_is_not_let_in(
    office: GuardedOffice, provider: RunningProvider, browser: Browser
) -> None:
    person(provider, "queue-clerks")
    browser.sign_in()
    account = browser.me()["account"]["id"]  # type: ignore[index]
    office.sign_in("admin").do(f"/staff/{account}/disable")
    assert "problem=" in browser.sign_in()
    assert browser.me()["account"] is None


def test_an_answer_to_somebody_elses_question_signs_nobody_in(
    office: GuardedOffice, provider: RunningProvider, browser: Browser
) -> None:
    person(provider, "queue-clerks")
    stolen = browser.step(browser.begin())
    victim = Browser(office, provider)
    assert "problem=provider" in victim.step(stolen)
    victim.begin()
    assert "problem=provider" in victim.step(stolen)
    assert victim.me()["account"] is None


def test_an_answer_is_good_for_once(provider: RunningProvider, browser: Browser) -> None:
    person(provider, "queue-clerks")
    answer = browser.step(browser.begin())
    assert browser.step(answer) == "/counter/krakow"
    browser.session.cookies.pop("okienko_session")
    assert "problem=provider" in browser.step(answer)


def test_a_token_with_another_nonce_is_refused(provider: RunningProvider, browser: Browser) -> None:
    person(provider, "queue-clerks", wrong="nonce")
    assert "problem=provider" in browser.sign_in()


def test_one_goes_on_within_this_site_only(provider: RunningProvider, browser: Browser) -> None:
    person(provider, "queue-clerks")
    assert browser.sign_in("https://evil.test/") == "/counter/krakow"
