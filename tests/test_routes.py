"""A route that was found for a path is found again, and nothing else is taken for it."""

import pytest
from flask import Flask
from werkzeug.exceptions import MethodNotAllowed, NotFound
from werkzeug.routing import MapAdapter, RequestRedirect

from queue_server.web import routes


@pytest.fixture
def app() -> Flask:
    app = Flask(__name__)
    app.add_url_rule("/counters/<counter>/next", "next", methods=["POST"])
    app.add_url_rule("/counters/<counter>/", "counter", methods=["GET"])
    return app


@pytest.fixture
def matches() -> routes.Matches:
    return {}


@pytest.fixture
def adapters(app: Flask, matches: routes.Matches) -> list[MapAdapter]:
    """Of three requests for the same path."""
    made = []
    for _ in range(3):
        adapter = app.url_map.bind("office", path_info="/counters/1/next", default_method="POST")
        made.append(routes.remember(adapter, matches))
    return made


def test_each_request_gets_its_own_places(adapters: list[MapAdapter]) -> None:
    for adapter in adapters:
        rule, places = adapter.match(return_rule=True)
        assert (rule.endpoint, places) == ("next", {"counter": "1"})
        places["counter"] = "another"  # type: ignore[index]


def test_another_path_and_another_method_are_told_apart(
    app: Flask, matches: routes.Matches, adapters: list[MapAdapter]
) -> None:
    adapters[0].match(return_rule=True)
    other = routes.remember(
        app.url_map.bind("office", path_info="/counters/2/next", default_method="POST"), matches
    )
    assert other.match(return_rule=True)[1] == {"counter": "2"}
    by_get = routes.remember(app.url_map.bind("office", path_info="/counters/1/next"), matches)
    with pytest.raises(MethodNotAllowed):
        by_get.match(return_rule=True)
    assert set(by_get.allowed_methods()) == {"OPTIONS", "POST"}


@pytest.mark.parametrize(
    ("path", "raised"), [("/nothing", NotFound), ("/counters/1", RequestRedirect)]
)
def test_what_is_not_found_or_elsewhere_is_looked_for_again(
    app: Flask, matches: routes.Matches, path: str, raised: type[Exception]
) -> None:
    for _ in range(2):
        adapter = routes.remember(app.url_map.bind("office", path_info=path), matches)
        with pytest.raises(raised):
            adapter.match(return_rule=True)
    assert matches == {}


def test_no_more_paths_are_remembered_than_there_is_room_for(
    app: Flask, matches: routes.Matches, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(routes, "_MOST_REMEMBERED", 3)
    for counter in range(10):
        path = f"/counters/{counter}/next"
        adapter = app.url_map.bind("office", path_info=path, default_method="POST")
        routes.remember(adapter, matches).match(return_rule=True)
        assert len(matches) <= 3
