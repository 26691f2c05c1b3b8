"""What stands in deploy/ agrees with itself and with the program: names, ports, versions, flags. It is not run here."""

import argparse
import json
import re
import shlex
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest
import yaml

from pipelines.options import ingest_parser, parse_ingest
from pipelines.stream.options import parse_stream
from support.wheels import ROOT

DEPLOY = ROOT / "deploy"
MANIFESTS = sorted((DEPLOY / "kubernetes").glob("*.yaml"))
DOCKERFILES = [DEPLOY / "Dockerfile", DEPLOY / "dataflow" / "Dockerfile"]
LOCKS = [ROOT / "requirements.lock", DEPLOY / "dataflow" / "requirements.lock"]
METADATA = DEPLOY / "dataflow" / "metadata.json"

Manifest = dict[str, Any]


def text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def pins(lock: Path) -> dict[str, str]:
    return dict(re.findall(r"^([A-Za-z0-9._-]+)==([^ ;\\]+)", text(lock), re.MULTILINE))


def newsbeam_version() -> str:
    (found,) = re.findall(r'^    version="([^"]+)",$', text(ROOT / "setup.py"), re.MULTILINE)
    return str(found)


def manifests() -> dict[tuple[str, str], Manifest]:
    """All objects of all manifests by kind and name."""
    objects = [found for path in MANIFESTS for found in yaml.safe_load_all(text(path))]
    named = {(found["kind"], found["metadata"]["name"]): found for found in objects}
    assert len(named) == len(objects), "two objects of one kind have one name"
    return named


def pods(found: Any) -> Iterator[Manifest]:
    """The pod templates' specs in an object, however deep."""
    if isinstance(found, dict):
        if "containers" in found:
            yield found
        for value in found.values():
            yield from pods(value)
    elif isinstance(found, list):
        for value in found:
            yield from pods(value)


def containers() -> list[Manifest]:
    return [container for found in manifests().values() for pod in pods(found) for container in pod["containers"]]


def flag(container: Manifest, name: str) -> str:
    (value,) = [
        argument.partition("=")[2]
        for argument in container.get("args", container.get("command", []))
        if argument.startswith(f"{name}=")
    ]
    return str(value)


def submitters() -> list[Manifest]:
    return [found for found in containers() if found.get("command", [])[:1] == ["newsbeam"]]


@pytest.mark.parametrize("path", [*MANIFESTS, *DOCKERFILES], ids=str)
def test_each_file_says_that_it_was_never_run(path: Path) -> None:
    comments = [line for line in text(path).splitlines() if line.startswith("#")]
    assert re.search("NEVER (RUN|BUILT)", "\n".join(comments[:6]))


def test_the_template_says_so_too() -> None:
    assert "Never run" in json.loads(text(METADATA))["description"]


def test_images_are_of_the_versions_that_are_pinned() -> None:
    flink = manifests()["FlinkDeployment", "newsbeam-flink"]["spec"]
    # Flink's main containers have no image of their own: they take the cluster's.
    images = {found["image"] for found in containers() if found["name"] != "flink-main-container"} | {flink["image"]}
    pom = text(DEPLOY / "flink" / "pom.xml")
    (minor,) = re.findall(r"<artifactId>beam-runners-flink-([0-9.]+)</artifactId>", pom)
    (runner,) = re.findall(rf"beam-runners-flink-{re.escape(minor)}</artifactId>\s*<version>([^<]+)<", pom)
    patch = flink["image"].partition(":")[2].partition("-")[0]
    assert patch.startswith(f"{minor}.")
    assert flink["flinkVersion"] == "v" + minor.replace(".", "_")
    assert images == {
        f"newsbeam:{newsbeam_version()}",
        f"apache/beam_flink{minor}_job_server:{runner}",
        flink["image"],
    }
    for role in ("jobManager", "taskManager"):
        (plugins,) = [env["value"] for env in main_container(flink, role)["env"]]
        assert plugins.endswith(f"-{patch}.jar")


def main_container(flink: Manifest, role: str) -> Manifest:
    return dict(flink[role]["podTemplate"]["spec"]["containers"][0])


def test_flinks_own_container_comes_first_in_both_roles() -> None:
    flink = manifests()["FlinkDeployment", "newsbeam-flink"]["spec"]
    assert {main_container(flink, role)["name"] for role in ("jobManager", "taskManager")} == {"flink-main-container"}
    assert "podTemplate" not in flink, "the operator would merge its containers with the roles' by position"


def test_who_submits_finds_the_job_server_and_it_finds_flink() -> None:
    found = manifests()
    service = found["Service", "newsbeam-job-server"]
    server = found["Deployment", "newsbeam-job-server"]["spec"]["template"]
    (container,) = server["spec"]["containers"]
    listening = {port["name"]: port["containerPort"] for port in container["ports"]}
    assert listening == {
        "jobs": int(flag(container, "--job-port")),
        "artifacts": int(flag(container, "--artifact-port")),
    }
    assert service["spec"]["selector"].items() <= server["metadata"]["labels"].items()
    told = {port["name"]: f"{service['metadata']['name']}:{port['port']}" for port in service["spec"]["ports"]}
    assert {port["targetPort"] for port in service["spec"]["ports"]} == set(listening)
    assert len(submitters()) == 2
    for submitter in submitters():
        assert flag(submitter, "--job_endpoint") == told["jobs"]
        assert flag(submitter, "--artifact_endpoint") == told["artifacts"]
    (cluster,) = [name for kind, name in found if kind == "FlinkDeployment"]
    assert flag(container, "--flink-master") == f"{cluster}-rest:8081"
    (rule,) = found["NetworkPolicy", "newsbeam-job-server"]["spec"]["ingress"]
    assert {port["port"] for port in rule["ports"]} == set(listening.values())
    ((label, value),) = rule["from"][0]["podSelector"]["matchLabels"].items()
    for kind, name in (("CronJob", "newsbeam-ingest"), ("Deployment", "newsbeam-stream")):
        template = found[kind, name]["spec"]
        template = template["jobTemplate"]["spec"]["template"] if kind == "CronJob" else template["template"]
        assert template["metadata"]["labels"][label] == value


def test_flink_finds_the_workers_beside_it() -> None:
    (workers,) = [found for found in containers() if found["name"] == "newsbeam-workers"]
    program, port, venv = workers["command"]
    assert [{"name": "pool", "containerPort": int(port)}] == workers["ports"]
    assert {workers[probe]["tcpSocket"]["port"] for probe in ("readinessProbe", "livenessProbe")} == {int(port)}
    assert {flag(submitter, "--environment_config") for submitter in submitters()} == {f"localhost:{port}"}
    lines = instructions(DEPLOY / "Dockerfile")
    assert ("COPY", f"--chmod=755 deploy/worker-pool.sh /usr/local/bin/{program}") in lines
    assert ("COPY", f"--from=build /install {venv}") in lines


def test_what_is_mounted_or_read_is_there() -> None:
    found = manifests()
    secrets = {name for kind, name in found if kind == "Secret"}
    for thing in found.values():
        for pod in pods(thing):
            volumes = {volume["name"] for volume in pod.get("volumes", [])}
            for volume in pod.get("volumes", []):
                assert volume.get("secret", {}).get("secretName", "newsbeam-s3") in secrets
            for container in pod["containers"]:
                assert {mount["name"] for mount in container.get("volumeMounts", [])} <= volumes
                assert {source["secretRef"]["name"] for source in container.get("envFrom", [])} <= secrets


def test_the_commands_of_kubernetes_are_understood() -> None:
    for submitter in submitters():
        _, command, *flags = submitter["command"]
        parse = {"ingest": lambda given: parse_ingest(given, "newsbeam ingest"), "stream": parse_stream}[command]
        options = parse(flags)
        (mount,) = [mount for mount in submitter["volumeMounts"] if mount["name"] == "feeds"]
        feeds = options.feeds if command == "ingest" else options.common.feeds
        assert feeds == (f"{mount['mountPath']}/feeds.opml",)
    assert "feeds.opml" in manifests()["Secret", "newsbeam-feeds"]["stringData"]


def test_a_stream_has_time_to_end_its_window() -> None:
    spec = manifests()["Deployment", "newsbeam-stream"]["spec"]["template"]["spec"]
    options = parse_stream(spec["containers"][0]["command"][2:])
    assert options.window + options.grace < spec["terminationGracePeriodSeconds"]


@pytest.mark.parametrize("name", ["newsbeam-ingest.service", "newsbeam-watch.service", "newsbeam.cron"])
def test_the_commands_of_units_and_cron_are_understood(name: str) -> None:
    (command,) = re.findall(r"/newsbeam (ingest .*|watch .*)$", text(DEPLOY / name), re.MULTILINE)
    kind, *flags = shlex.split(command.partition(" 2>&1")[0].replace("$NEWSBEAM_FLAGS", ""))
    if kind == "watch":
        own = ("--every", "--grace")
        flags = [part for number, part in enumerate(flags) if part not in own and flags[number - 1] not in own]
    assert parse_ingest(flags, "newsbeam ingest").only_due is (kind == "ingest")


def instructions(dockerfile: Path) -> list[tuple[str, str]]:
    """A Dockerfile's instructions; continued lines are joined, comments are left out."""
    lines = [line for line in text(dockerfile).splitlines() if line.strip() and not line.startswith("#")]
    joined = re.sub(r"\s*\\\n\s*", " ", "\n".join(lines)).splitlines()
    return [(line.split(maxsplit=1)[0], line.split(maxsplit=1)[1]) for line in joined]


@pytest.mark.parametrize("dockerfile", DOCKERFILES, ids=str)
def test_images_are_made_of_what_is_pinned_and_in_the_builds_context(dockerfile: Path) -> None:
    found = instructions(dockerfile)
    bases = [value.partition(" AS ")[0] for word, value in found if word == "FROM"]
    beam, *_, last = bases
    python = last.partition(":")[2].partition("-")[0]
    minor = ".".join(python.split(".")[:2])
    assert re.fullmatch(r"\d+\.\d+\.\d+", python), "a base that is pinned to no patch release"
    assert beam == f"apache/beam_python{minor}_sdk:{pins(ROOT / 'requirements.lock')['apache-beam']}"
    assert [base for base in bases if base.startswith("python:")] == [last, last]
    assert not [base for base in bases if base.endswith(":latest") or ":" not in base]
    let_in = [line[1:] for line in text(ROOT / ".dockerignore").splitlines() if line.startswith("!")]
    wheel = f"dist/newsbeam-{newsbeam_version()}-py3-none-any.whl"
    copied = [value for word, value in found if word == "COPY" and "--from=" not in value]
    for value in copied:
        *sources, _ = [part for part in value.split() if not part.startswith("--")]
        for source in sources:
            assert any(fnmatch(source, pattern) for pattern in let_in), f"{source} is not in the build's context"
            assert source == wheel or (ROOT / source).is_file()
    assert any(wheel in value for value in copied)
    installs = [value for word, value in found if word == "RUN" and "pip install" in value]
    assert len(installs) == 2
    assert "--require-hashes --only-binary :all:" in installs[0]
    assert "--no-index" in installs[1]


def test_the_workers_image_does_not_run_as_root() -> None:
    users = [value for word, value in instructions(DEPLOY / "Dockerfile") if word == "USER"]
    assert users[-1] == "10001:10001"
    ours = [found["securityContext"] for found in containers() if found.get("image", "").startswith("newsbeam:")]
    assert len(ours) == 3
    assert {context["runAsUser"] for context in ours} == {10001}


def test_dataflows_lock_has_the_pins_of_the_other_and_google_clouds_on_top() -> None:
    ours, clouds = map(pins, LOCKS)
    assert ours.items() <= clouds.items()
    assert {"google-cloud-dataflow-client", "google-cloud-storage"} & clouds.keys()


def test_the_templates_parameters_are_flags_that_take_a_value() -> None:
    template = json.loads(text(METADATA))
    assert template.keys() <= {"name", "description", "streaming", "parameters"}
    flags = {
        action.option_strings[0].removeprefix("--"): action
        for action in ingest_parser("newsbeam ingest")._actions
        if isinstance(action, argparse._StoreAction)
    }
    example = {
        "output": "gs://bucket/lake",
        "input": "gs://bucket/drops/*.jsonl",
        "feeds": "https://news.example/feeds.opml",
        "batch": "2026-11-22T18:00:00Z",
        "least_confidence": "0.6",
        "host_delay": "0.5",
        "contact": "https://news.example/bot",
    }
    assert {parameter["name"] for parameter in template["parameters"]} == example.keys() <= flags.keys()
    for parameter in template["parameters"]:
        assert parameter.keys() <= {"name", "label", "helpText", "isOptional", "regexes"}
        assert parameter.get("isOptional", False) is (parameter["name"] != "output")
        for pattern in parameter.get("regexes", []):
            assert re.search(pattern, example[parameter["name"]])
    launched = [f"--{name}={value}" for name, value in example.items()]
    launched += ["--runner=DataflowRunner", "--project=p", "--region=r", "--template_location=gs://bucket/t"]
    assert parse_ingest(launched, "newsbeam ingest").output == "gs://bucket/lake"


def test_the_command_for_dataflow_is_understood() -> None:
    shown = text(DEPLOY / "README.md").partition("## Dataflow")[2]
    (command,) = re.findall(r"newsbeam ingest ((?:.*\\\n)*.*)", shown)
    flags = shlex.split(command.replace("\\\n", " ").replace("$LOGICAL_TIME", "2026-11-22T18:00:00Z"))
    assert parse_ingest(flags, "newsbeam ingest").batch == "20261122T180000Z"


def test_links_lead_somewhere() -> None:
    for link in re.findall(r"\]\((?!http)([^)#]+)", text(DEPLOY / "README.md")):
        assert (DEPLOY / link).exists(), link
