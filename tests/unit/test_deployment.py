"""The files of deploy/: no root, nothing writable but what must be, headers, sticky sessions, logs without persons."""

import re
import shutil
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

DEPLOY = Path(__file__).parents[2] / "deploy"


@pytest.fixture(scope="module")
def services() -> dict[str, Any]:
    loaded = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))
    return dict(loaded["services"])


@pytest.fixture(scope="module")
def caddyfile() -> str:
    return (DEPLOY / "Caddyfile").read_text("utf-8")


def test_the_image_runs_as_a_plain_user_and_knows_whether_it_is_well() -> None:
    lines = (DEPLOY / "Containerfile").read_text("utf-8").splitlines()
    *_, user = [line.split()[1] for line in lines if line.startswith("USER")]
    uid = next(re.search(r"useradd --uid (\d+) .* (\w+)", line) for line in lines if "useradd" in line)
    assert uid and int(uid[1]) > 0 and user == "geoplan"
    assert any("/_stcore/health" in line for line in lines if "CMD" in line)
    copied = [name for line in lines if line.startswith("COPY requirements") for name in line.split()[1:-1]]
    assert copied and all((DEPLOY.parent / name).is_file() for name in copied)


def test_every_container_has_a_root_that_is_read_only_and_no_rights(services: dict[str, Any]) -> None:
    assert set(services) == {"app1", "app2", "service", "proxy"}
    for name, service in services.items():
        assert service["read_only"] and service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"] and "user" not in service, name
    for name in ("app1", "app2", "service"):
        assert {"mem_limit", "pids_limit", "cpus"} <= set(services[name]), name


def test_the_proxy_alone_is_reached_from_outside(services: dict[str, Any]) -> None:
    assert [name for name, service in services.items() if "ports" in service] == ["proxy"]


def test_the_proxy_sends_the_headers_and_keeps_a_session_with_its_process(caddyfile: str) -> None:
    policies = re.findall(r'Content-Security-Policy "([^"]+)"', caddyfile)
    assert len(policies) == 2  # of the app and of the service
    for policy in policies:
        rules = dict(rule.strip().partition(" ")[::2] for rule in policy.split(";"))
        assert rules["default-src"] == rules["base-uri"] == rules["frame-ancestors"] == "'self'"
        assert rules["object-src"] == "'none'" and "http" not in policy and "*" not in policy
    for header in ("Strict-Transport-Security", "X-Content-Type-Options nosniff", "Referrer-Policy no-referrer"):
        assert header in caddyfile
    assert "lb_policy cookie" in caddyfile and "max_size 105MB" in caddyfile


def test_the_figures_of_a_process_are_not_for_visitors(caddyfile: str) -> None:
    hidden = re.search(r"handle /_stcore/metrics \{\s+respond 404\s+\}", caddyfile)  # a bare respond comes after handle
    assert hidden and hidden.start() < caddyfile.index("handle {")


def test_no_log_holds_who_asked_or_for_what(caddyfile: str) -> None:
    blocks = re.findall(r"\blog \{\n\t*(.+)\n", caddyfile)
    assert blocks == ["import without_persons"] * 2  # of failures and of visits
    for field in ("request>remote_ip", "request>client_ip", "request>headers", "user_id"):
        assert re.search(rf"{field} delete", caddyfile)
    hides = re.search(r"request>uri regexp (\S+) ", caddyfile)
    assert hides and re.sub(hides[1], "", "/find?make=secret") == "/find"


def test_the_example_of_secrets_names_what_streamlit_asks_for() -> None:
    auth = tomllib.loads((DEPLOY / "secrets.example.toml").read_text("utf-8"))["auth"]
    assert set(auth) == {"redirect_uri", "cookie_secret", "client_id", "client_secret", "server_metadata_url"}
    assert auth["redirect_uri"].endswith("/oauth2callback")


@pytest.mark.skipif(not shutil.which("caddy"), reason="no caddy here: its configuration is not read by it")
def test_caddy_reads_its_configuration() -> None:
    command = ["caddy", "validate", "--config", str(DEPLOY / "Caddyfile"), "--adapter", "caddyfile"]
    told = subprocess.run(command, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stderr
