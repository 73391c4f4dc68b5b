"""The compose file, the Dockerfile and example.env: their form, and that they agree with each other and the code."""

import ast
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

CHECKOUT = Path(__file__).resolve().parents[2]
COMPOSE = CHECKOUT / "docker-compose.yml"
ONE_OFF = {"migrate", "certificates"}
LONG_RUNNING = {"db", "web", "worker", "proxy"}

STRINGS = {"type": "array", "items": {"type": "string"}}
DURATION = {"type": "string", "pattern": r"^(\d+(h|m|s|ms))+$"}
CONDITIONS = ["service_started", "service_healthy", "service_completed_successfully"]
HEALTHCHECK = {
    "type": "object",
    "required": ["test", "interval", "timeout", "retries"],
    "additionalProperties": False,
    "properties": {
        "test": {**STRINGS, "minItems": 2, "prefixItems": [{"enum": ["CMD", "CMD-SHELL"]}]},
        "interval": DURATION,
        "timeout": DURATION,
        "start_period": DURATION,
        "retries": {"type": "integer", "minimum": 1},
    },
}
SERVICE = {
    "type": "object",
    "required": ["image", "init", "restart", "read_only", "cap_drop", "security_opt", "logging"],
    "additionalProperties": False,
    "properties": {
        "image": {"type": "string", "pattern": r"^[a-z0-9/._-]+:[A-Za-z0-9._-]+$"},
        "build": {
            "type": "object",
            "additionalProperties": False,
            "properties": {"context": {"type": "string"}, "target": {"type": "string"}},
        },
        "init": {"const": True},
        "restart": {"enum": ["no", "unless-stopped"]},
        "read_only": {"const": True},
        "cap_drop": {"const": ["ALL"]},
        "cap_add": {**STRINGS, "maxItems": 1},
        "security_opt": {"const": ["no-new-privileges:true"]},
        "logging": {
            "type": "object",
            "required": ["driver", "options"],
            "properties": {
                "driver": {"type": "string"},
                "options": {"type": "object", "additionalProperties": {"type": "string"}},
            },
        },
        "user": {"type": "string"},
        "command": {**STRINGS, "minItems": 1},
        "environment": {"type": "object", "additionalProperties": {"type": "string"}},
        "tmpfs": STRINGS,
        "volumes": {"type": "array", "items": {"type": "string", "pattern": r"^[^:]+:/[^:]+(:ro)?$"}},
        "ports": {"type": "array", "items": {"type": "string", "pattern": r"^\d+:\d+(/udp)?$"}},
        "networks": STRINGS,
        "network_mode": {"const": "none"},
        "shm_size": {"type": "string", "pattern": r"^\d+[kmg]$"},
        "stop_grace_period": DURATION,
        "depends_on": {
            "type": "object",
            "additionalProperties": {
                "type": "object",
                "required": ["condition"],
                "additionalProperties": False,
                "properties": {"condition": {"enum": CONDITIONS}},
            },
        },
        "healthcheck": HEALTHCHECK,
    },
}
FILE = {
    "type": "object",
    "required": ["name", "services", "networks", "volumes"],
    "additionalProperties": False,
    "patternProperties": {"^x-": {}},
    "properties": {
        "name": {"type": "string", "pattern": "^[a-z0-9][a-z0-9_-]*$"},
        "services": {"type": "object", "minProperties": 1, "additionalProperties": SERVICE},
        "networks": {
            "type": "object",
            "additionalProperties": {"type": "object", "properties": {"internal": {"type": "boolean"}}},
        },
        "volumes": {"type": "object", "additionalProperties": {"type": "object"}},
    },
}


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    return yaml.safe_load(COMPOSE.read_text())  # type: ignore[no-any-return]


@pytest.fixture(scope="module")
def services(compose: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return compose["services"]  # type: ignore[no-any-return]


def example_names(*, only_empty: bool = False) -> set[str]:
    pattern = r"^([A-Z_]+)=$" if only_empty else r"^#?([A-Z_]+)="
    return set(re.findall(pattern, (CHECKOUT / "example.env").read_text(), re.MULTILINE))


def test_form(compose: dict[str, Any]) -> None:
    jsonschema.Draft202012Validator.check_schema(FILE)
    jsonschema.validate(compose, FILE)
    assert set(compose["services"]) == LONG_RUNNING | ONE_OFF


def test_names_inside_refer_to_something(
    compose: dict[str, Any], services: dict[str, dict[str, Any]]
) -> None:
    for service in services.values():
        assert set(service.get("depends_on", {})) <= set(services)
        assert set(service.get("networks", [])) <= set(compose["networks"])
        for volume in service.get("volumes", []):
            source = volume.split(":")[0]
            assert (CHECKOUT / source).exists() if source.startswith(".") else source in compose["volumes"]
    used = {volume.split(":")[0] for service in services.values() for volume in service.get("volumes", [])}
    assert set(compose["volumes"]) <= used


def test_what_runs_for_long_has_a_health_check_and_restarts(services: dict[str, dict[str, Any]]) -> None:
    assert {name for name, service in services.items() if "healthcheck" in service} == LONG_RUNNING
    assert {name for name, service in services.items() if service["restart"] == "no"} == ONE_OFF


def test_order_of_the_start(services: dict[str, dict[str, Any]]) -> None:
    healthy, done = {"condition": "service_healthy"}, {"condition": "service_completed_successfully"}
    assert services["migrate"]["depends_on"] == {"db": healthy}
    assert (
        services["web"]["depends_on"] == services["worker"]["depends_on"] == {"db": healthy, "migrate": done}
    )
    assert services["proxy"]["depends_on"] == {"web": healthy, "certificates": done}


def test_only_the_proxy_is_reachable_from_outside(
    compose: dict[str, Any], services: dict[str, dict[str, Any]]
) -> None:
    assert {name for name, service in services.items() if "ports" in service} == {"proxy"}
    assert compose["networks"]["inside"] == {"internal": True}
    assert services["db"]["networks"] == services["web"]["networks"] == ["inside"]


def test_nobody_is_root_but_the_one_that_hands_over_a_volume(services: dict[str, dict[str, Any]]) -> None:
    """Services without `user` take it from our image."""
    users = {name: service.get("user") for name, service in services.items()}
    ours = dict.fromkeys(("migrate", "web", "worker"))
    assert users == {"db": "postgres", "proxy": "10002:10002", "certificates": "root", **ours}
    dockerfile = (CHECKOUT / "Dockerfile").read_text()
    assert re.findall(r"^USER (\S+)", dockerfile, re.MULTILINE)[-1] == "bronwijzer"


def test_no_secret_inside(services: dict[str, dict[str, Any]]) -> None:
    secret = re.compile(r"PASSWORD|SECRET|TOKEN|KEY|_URL")
    for service in services.values():
        for name, value in service.get("environment", {}).items():
            if secret.search(name) and name not in ("SITE_URL", "REDIS_URL"):
                # from the operator's environment: required with an explanation, or empty where it may be left out
                assert re.search(r"\$\{[A-Z_]+:(\?[^}]+|-)\}", value), name
    assert not re.search(r"://[^:/\s]+:[^$@\s]+@", COMPOSE.read_text())


def test_what_compose_insists_on_is_left_open_in_the_example() -> None:
    assert set(re.findall(r"\$\{([A-Z_]+):\?", COMPOSE.read_text())) == example_names(only_empty=True)


def test_the_example_lists_every_variable() -> None:
    used = set(re.findall(r"\$\{([A-Z_]+)", COMPOSE.read_text()))
    for path in (CHECKOUT / "config").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and isinstance(node.func.value, ast.Name)
                and node.func.value.id == "env"
                and isinstance(name := node.args[0], ast.Constant)
            ):
                used.add(name.value)
    elsewhere = {"FORWARDED_ALLOW_IPS", "BRONWIJZER_REQUIRE_BROWSER"}  # read by gunicorn, by the tests
    assert example_names() == used | elsewhere


def test_the_image_holds_no_development_tools_and_checks_hashes() -> None:
    dockerfile = (CHECKOUT / "Dockerfile").read_text()
    assert "--require-hashes" in dockerfile
    assert "requirements/dev.txt" not in dockerfile
    copied = set(re.findall(r"^COPY (?!--from)(\S+) ", dockerfile, re.MULTILINE))
    allowed = set(re.findall(r"^!(\S+)", (CHECKOUT / ".dockerignore").read_text(), re.MULTILINE))
    assert copied == allowed


def test_docker_accepts_it(tmp_path: Path) -> None:
    docker = shutil.which("docker")
    if not docker or subprocess.run([docker, "compose", "version"], capture_output=True).returncode:
        pytest.skip("no docker client with compose here; the form is checked by our own schema")
    filled = tmp_path / "filled.env"
    filled.write_text("".join(f"{name}=x\n" for name in example_names(only_empty=True)))
    command = [docker, "compose", "--file", str(COMPOSE), "--env-file", str(filled), "config", "--quiet"]
    done = subprocess.run(command, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
