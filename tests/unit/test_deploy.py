"""What is shipped for running it: as far as it can be checked without an engine."""

import configparser
import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
import yaml  # type: ignore[import-untyped]  # the package has no types of its own

from configuration.setting_sources import FROM_FILES

ROOT: Final = Path(__file__).parents[2]
DEPLOY: Final = ROOT / "deploy"
SERVERS: Final = ("app", "database", "redis")
HARDENING: Final = {
    "NoNewPrivileges": "yes",
    "ProtectSystem": "strict",
    "ProtectHome": "yes",
    "PrivateTmp": "yes",
    "PrivateDevices": "yes",
    "ProtectKernelTunables": "yes",
    "ProtectKernelModules": "yes",
    "ProtectKernelLogs": "yes",
    "ProtectControlGroups": "yes",
    "ProtectClock": "yes",
    "ProtectHostname": "yes",
    "ProtectProc": "invisible",
    "RestrictAddressFamilies": "AF_INET AF_INET6 AF_UNIX",
    "RestrictNamespaces": "yes",
    "RestrictRealtime": "yes",
    "RestrictSUIDSGID": "yes",
    "LockPersonality": "yes",
    "MemoryDenyWriteExecute": "yes",
    "CapabilityBoundingSet": "",
    "SystemCallArchitectures": "native",
    "DynamicUser": "yes",
    "UMask": "0077",
}


def read(name: str) -> str:
    return (DEPLOY / name).read_text(encoding="utf-8")


class TestCompose:
    @pytest.fixture
    def compose(self) -> dict[str, Any]:
        loaded: dict[str, Any] = yaml.safe_load(read("compose.yaml"))
        return loaded

    @pytest.mark.parametrize("name", [*SERVERS, "migrate"])
    def test_services_have_no_rights_they_do_not_need(self, compose: dict[str, Any], name: str) -> None:
        service = compose["services"][name]

        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
        assert service["security_opt"] == ["no-new-privileges:true"]
        assert not str(service["user"]).startswith("0")

    @pytest.mark.parametrize("name", SERVERS)
    def test_servers_have_health_checks(self, compose: dict[str, Any], name: str) -> None:
        assert compose["services"][name]["healthcheck"]["test"][0] == "CMD"

    def test_app_waits_for_what_it_needs(self, compose: dict[str, Any]) -> None:
        waits = {name: each["condition"] for name, each in compose["services"]["app"]["depends_on"].items()}

        assert waits == {
            "database": "service_healthy",
            "redis": "service_healthy",
            "migrate": "service_completed_successfully",
        }

    def test_nothing_but_the_app_can_be_reached_and_only_from_the_machine(self, compose: dict[str, Any]) -> None:
        ports = {name: each["ports"] for name, each in compose["services"].items() if "ports" in each}

        assert ports == {"app": ["127.0.0.1:8000:8000"]}

    def test_secrets_are_files_that_the_program_reads(self, compose: dict[str, Any]) -> None:
        app = compose["services"]["app"]
        files = {name: value for name, value in app["environment"].items() if name.endswith("_FILE")}

        assert {name.removesuffix("_FILE") for name in files} <= set(FROM_FILES)
        assert {Path(value).name for value in files.values()} == set(app["secrets"])
        used = {secret for each in compose["services"].values() for secret in each.get("secrets", ())}
        assert used == set(compose["secrets"])

    def test_volumes_are_declared(self, compose: dict[str, Any]) -> None:
        used = {each.split(":")[0] for service in compose["services"].values() for each in service.get("volumes", ())}

        assert used == set(compose["volumes"])


class TestDockerfile:
    @pytest.fixture
    def steps(self) -> list[tuple[str, str]]:
        return list(instructions(read("Dockerfile")))

    def test_has_stages_and_leaves_root(self, steps: list[tuple[str, str]]) -> None:
        names = [name for name, _ in steps]

        assert names.count("FROM") == 2
        assert ("USER", "10001:10001") in steps[names.index("FROM", 1) :]
        assert "HEALTHCHECK" in names

    def test_installs_what_is_locked_by_its_hashes(self, steps: list[tuple[str, str]]) -> None:
        assert any("--require-hashes --requirement requirements.lock" in words for _, words in steps)

    def test_copies_all_that_the_wheel_holds_and_lets_it_through(self, steps: list[tuple[str, str]]) -> None:
        configured = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]["build"]
        needed = {*configured["targets"]["wheel"]["only-include"], "pyproject.toml", "requirements.lock"}
        copied = {word for name, words in steps if name == "COPY" for word in words.split()[:-1]}
        let_through = {line[1:] for line in read("Dockerfile.dockerignore").splitlines() if line.startswith("!")}

        assert needed <= copied
        assert needed <= let_through
        assert all((ROOT / name).exists() for name in let_through)

    def test_serves_as_a_command_in_exec_form(self, steps: list[tuple[str, str]]) -> None:
        assert json.loads(dict(steps)["CMD"]) == ["otklik", "serve"]


def instructions(text: str) -> Iterator[tuple[str, str]]:
    for line in re.sub(r"\\\n", " ", text).splitlines():
        if line and not line.startswith("#"):
            name, _, words = line.partition(" ")
            yield name, words


class TestUnit:
    @pytest.fixture
    def service(self) -> configparser.SectionProxy:
        unit = configparser.ConfigParser(strict=False, interpolation=None, delimiters=["="])
        unit.optionxform = str  # type: ignore[assignment,method-assign]  # names keep their case, as documented
        unit.read_string(read("otklik.service"))
        return unit["Service"]

    @pytest.mark.parametrize(("name", "value"), HARDENING.items())
    def test_is_hardened(self, service: configparser.SectionProxy, name: str, value: str) -> None:
        assert service[name] == value

    def test_gives_running_answers_the_time_they_are_promised(self, service: configparser.SectionProxy) -> None:
        assert int(service["TimeoutStopSec"]) > 20
        assert service["ExecStart"].endswith("otklik serve")


class TestProxies:
    @pytest.mark.parametrize(
        "line",
        [
            "proxy_http_version 1.1;",
            "proxy_set_header Upgrade $http_upgrade;",
            "proxy_set_header Connection $connection_upgrade;",
            "proxy_set_header Host $host;",
            "proxy_set_header X-Forwarded-For $remote_addr;",
        ],
    )
    def test_nginx_passes_sockets_and_the_real_address_on(self, line: str) -> None:
        assert line in (each.strip() for each in read("nginx.conf").splitlines())

    def test_caddy_passes_the_real_address_on(self) -> None:
        assert re.search(
            r"reverse_proxy 127\.0\.0\.1:8000 \{[^}]*header_up X-Forwarded-For \{remote_host\}", read("Caddyfile")
        )

    @pytest.mark.parametrize("name", ["nginx.conf", "Caddyfile"])
    def test_browsers_are_told_to_stay_with_tls(self, name: str) -> None:
        assert 'Strict-Transport-Security "max-age=31536000"' in read(name)

    def test_nginx_takes_plain_requests_elsewhere(self) -> None:
        assert re.search(r"listen 80;[^}]*return 301 https://", read("nginx.conf"))

    @pytest.mark.parametrize("name", ["nginx.conf", "Caddyfile"])
    def test_braces_match_and_figures_stay_inside(self, name: str) -> None:
        text = read(name)

        assert text.count("{") == text.count("}")
        assert "/metrics" in text
