"""What every answer tells the browser about us: who may load, frame, run and refer to what."""

import pytest

from tests.factories.city import City

ADDRESSES = ["/", "/accounts/login/", "/admin/login/", "/nothing-here/", "/healthz"]
FORBIDDEN_SOURCES = ("'unsafe-inline'", "'unsafe-eval'", "*", "http:", "https:", "data:")


def policy_of(response) -> dict[str, list[str]]:
    """Return the content security policy as directive → sources."""
    directives = (directive.split() for directive in response["Content-Security-Policy"].split(";"))
    return {name: sources for name, *sources in directives}


@pytest.fixture
def city(standing_city):
    return standing_city


@pytest.fixture(params=ADDRESSES)
def answer(request, client, city: City):
    return client.get(request.param)


def test_only_our_own_files_are_loaded(answer):
    policy = policy_of(answer)
    assert policy["default-src"] == policy["script-src"] == policy["style-src"] == ["'self'"]
    assert policy["object-src"] == policy["base-uri"] == policy["frame-ancestors"] == ["'none'"]
    assert not [source for sources in policy.values() for source in sources if source in FORBIDDEN_SOURCES]


def test_nobody_frames_us_guesses_types_or_hears_where_people_come_from(answer):
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"


def test_what_no_page_uses_is_switched_off(answer):
    features = answer["Permissions-Policy"].split(", ")
    assert {"camera=()", "geolocation=()", "microphone=()", "payment=()"} <= set(features)
    assert all(feature.endswith("=()") for feature in features)


def test_a_feature_chromium_does_not_know_is_not_named(answer):
    """It would write a warning into every visitor's console."""
    assert "web-share" not in answer["Permissions-Policy"]


def test_cookies_stay_out_of_the_reach_of_scripts_and_other_sites(client, city: City):
    cookies = client.get("/accounts/login/").cookies
    assert "csrftoken" in cookies
    for cookie in cookies.values():
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"
