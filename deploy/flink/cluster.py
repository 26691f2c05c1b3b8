"""A real Flink session cluster, Beam's job server and pools of Python workers, as processes on this machine.

    cluster.py up [--local] [--taskmanagers N] [--slots N]     until Ctrl-C, after `make cluster`

Each part is a context manager, for tests. All that they write lies in one run folder; ports are free ones.
"""

import argparse
import ctypes
import json
import os
import shutil
import signal
import socket
import string
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
INSTALLED = HERE.parents[1] / ".tools" / "flink"

LOOPBACK = "127.0.0.1"
START_SECONDS = 60
LIBC = ctypes.CDLL(None)
PR_SET_PDEATHSIG = 1
STOP_SECONDS = 10
REST_SECONDS, REST_TRIES = 20, 4

PATIENCE = "rest.retry.max-attempts: 10\nrest.retry.delay: 2000\n"
"""The job server's: a cluster that does not answer for 20 s is gone, and with it its jobs."""

JVM_OPENS = [
    *(f"--add-exports=java.base/{package}=ALL-UNNAMED" for package in ("sun.net.util", "sun.security.krb5")),
    "--add-exports=java.rmi/sun.rmi.registry=ALL-UNNAMED",
    "--add-exports=java.security.jgss/sun.security.krb5=ALL-UNNAMED",
    *(
        f"--add-exports=jdk.compiler/com.sun.tools.javac.{part}=ALL-UNNAMED"
        for part in ("api", "file", "parser", "tree", "util")
    ),
    *(
        f"--add-opens=java.base/{package}=ALL-UNNAMED"
        for package in (
            "java.lang",
            "java.net",
            "java.io",
            "java.nio",
            "sun.nio.ch",
            "java.lang.reflect",
            "java.text",
            "java.time",
            "java.util",
            "java.util.concurrent",
            "java.util.concurrent.atomic",
            "java.util.concurrent.locks",
        )
    ),
]
"""What Flink's own scripts open of the JDK's inside (env.java.opts.all in its default configuration)."""


class ClusterError(RuntimeError):
    """A part did not start or is gone. The message ends with the end of its log."""


def _die_with_parent() -> None:
    """Has Linux end a child whose parent was killed and could not; what the child started loses its connections."""
    if sys.platform == "linux":
        LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


class Process:
    """A process in a session of its own, so that what it starts dies with it; it logs to a file."""

    def __init__(self, name: str, command: Sequence[str], run: Path, env: Mapping[str, str] | None = None) -> None:
        self.name = name
        self.log = run / f"{name}.log"
        cwd = run / name
        cwd.mkdir(exist_ok=True)
        with self.log.open("ab") as log:
            self._popen = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=cwd,
                env={**os.environ, **(env or {})},
                start_new_session=True,
                preexec_fn=_die_with_parent,
            )

    @property
    def pid(self) -> int:
        """Its id, which is that of its process group too."""
        return self._popen.pid

    def wait_for(self, ready: Callable[[], bool], seconds: float = START_SECONDS) -> None:
        """Waits until it is ready; raises ClusterError where it ends before, or time is up."""
        end = time.monotonic() + seconds
        while not ready():
            if self._popen.poll() is not None:
                raise ClusterError(f"{self.name} ended with code {self._popen.returncode}:\n{self.tail()}")
            if time.monotonic() > end:
                raise ClusterError(f"{self.name} was not ready after {seconds:.0f} s:\n{self.tail()}")
            time.sleep(0.1)

    def tail(self, characters: int = 3000) -> str:
        """The end of its log."""
        return self.log.read_text(encoding="utf-8", errors="replace")[-characters:]

    def kill(self) -> None:
        """SIGKILL, to it and all that it started, as when a machine is gone."""
        self._signal(signal.SIGKILL)
        self._popen.wait(STOP_SECONDS)

    def stop(self) -> None:
        """SIGTERM; SIGKILL to what is left."""
        self._signal(signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            self._popen.wait(STOP_SECONDS)
        self.kill()

    def _signal(self, number: int) -> None:
        try:
            os.killpg(self.pid, number)
        except ProcessLookupError:
            return


@dataclass
class Cluster:
    """A session cluster: its REST address and its TaskManagers, which come and go."""

    run: Path
    rest: str
    config: Path
    jobmanager: Process
    taskmanagers: list[Process] = field(default_factory=list)

    def start_taskmanager(self, before: Sequence[str] = (), options: Sequence[str] = ()) -> Process:
        """One more TaskManager, registered; `before` as in `worker_pool`, `options` are Flink's, as `-Dkey=value`."""
        number = len(self.taskmanagers) + 1
        known = self.registered()
        command = [*before, *taskmanager_command(self.config), *options]
        process = Process(f"taskmanager-{number}", command, self.run)
        self.taskmanagers.append(process)
        process.wait_for(lambda: bool(self.registered() - known))
        return process

    def registered(self) -> set[str]:
        """The ids of the TaskManagers that it counts on; one that died stays among them until it is missed."""
        return {each["id"] for each in self.get("/taskmanagers")["taskmanagers"]}

    def get(self, path: str) -> Any:
        """What the REST API answers, from its JSON."""
        return json.loads(self._ask("GET", path))

    def _ask(self, method: str, path: str) -> bytes:
        """Asks the REST API what may be asked twice; raises TimeoutError where it never answers.

        A JobManager that sets a job up on a busy machine was seen to leave a request for more than 10 s.
        """
        request = urllib.request.Request(f"http://{self.rest}{path}", method=method)
        for _ in range(REST_TRIES):
            with suppress(TimeoutError), urllib.request.urlopen(request, timeout=REST_SECONDS) as answer:
                return bytes(answer.read())
        raise TimeoutError(f"{request.full_url} did not answer {REST_TRIES} times in {REST_SECONDS} s each")

    def jobs(self) -> dict[str, str]:
        """The jobs that it knows, with their states."""
        return {job["id"]: job["status"] for job in self.get("/jobs")["jobs"]}

    def cancel_all(self) -> None:
        """Cancels what still runs."""
        for job, state in self.jobs().items():
            if state not in ("FINISHED", "FAILED", "CANCELED"):
                self._ask("PATCH", f"/jobs/{job}")


@contextmanager
def session_cluster(run: Path, *, taskmanagers: int = 1, slots: int = 2, host: str = LOOPBACK) -> Iterator[Cluster]:
    """A JobManager, which listens on `host`, and `taskmanagers` TaskManagers of `slots` slots each."""
    check_installed()
    run.mkdir(parents=True, exist_ok=True)
    rest_port, rpc_port = free_ports(2)
    config = write_config(run, rest_port=rest_port, rpc_port=rpc_port, slots=slots, host=host)
    entry = "org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint"
    command = [*flink_java("-Xmx512m"), entry, "--configDir", str(config)]
    jobmanager = Process("jobmanager", command, run)
    cluster = Cluster(run, f"{host}:{rest_port}", config, jobmanager)
    try:
        jobmanager.wait_for(lambda: _answers(f"http://{cluster.rest}/overview"))
        for _ in range(taskmanagers):
            cluster.start_taskmanager()
        yield cluster
    finally:
        for process in [*cluster.taskmanagers, jobmanager]:
            process.stop()
        shutil.rmtree(run / "tmp", ignore_errors=True)


@contextmanager
def job_server(run: Path, master: str, name: str = "jobserver") -> Iterator[tuple[str, Process]]:
    """Beam's job server for a Flink master (`HOST:PORT` of REST, or `[local]`), as its endpoint and its process."""
    check_installed()
    run.mkdir(parents=True, exist_ok=True)
    temporary, config = run / f"{name}-tmp", run / f"{name}-conf"
    for folder in (temporary, config):
        folder.mkdir(exist_ok=True)
    (config / "config.yaml").write_text(PATIENCE, encoding="utf-8")
    job, artifact, expansion = free_ports(3)
    logging = ["showDateTime=true", "dateTimeFormat=HH:mm:ss,SSS", "showThreadName=false", "showShortLogName=true"]
    options = [f"-Djava.io.tmpdir={temporary}", *(f"-Dorg.slf4j.simpleLogger.{each}" for each in logging)]
    java = ["java", "-Xmx1g", *options, *JVM_OPENS, "-jar", str(INSTALLED / "job-server.jar")]
    ports = [f"--job-port={job}", f"--artifact-port={artifact}", f"--expansion-port={expansion}"]
    where = [f"--flink-master={master}", "--job-host=localhost", f"--artifacts-dir={run / 'artifacts'}"]
    where += [f"--flink-conf-dir={config}"]
    process = Process(name, [*java, *where, *ports], run)
    try:
        process.wait_for(lambda: _listens(job))
        yield f"localhost:{job}", process
    finally:
        process.stop()
        shutil.rmtree(temporary, ignore_errors=True)


@contextmanager
def worker_pool(
    run: Path,
    python: str = sys.executable,
    *,
    module: str = "pipelines.workers",
    env: Mapping[str, str] | None = None,
    before: Sequence[str] = (),
    host: str = "localhost",
    port: int | None = None,
    name: str = "pool",
) -> Iterator[tuple[str, Process]]:
    """A pool that starts workers with `python`, which must have newsbeam, as its endpoint and its process.

    `module` may be Beam's own pool, `before` a command that starts another, such as `setpriv`; `host` is where the
    pool can be reached from here, whatever network that leads to.
    """
    run.mkdir(parents=True, exist_ok=True)
    port = port or free_ports(1)[0]
    path = f"{Path(python).parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    command = [*before, python, "-P", "-m", module, f"--service_port={port}"]
    process = Process(name, command, run, {"PATH": path, "PYTHONSAFEPATH": "1", **(env or {})})
    try:
        process.wait_for(lambda: _listens(port, host))
        yield f"{host}:{port}", process
    finally:
        process.stop()


def check_installed() -> None:
    """Raises ClusterError where `make cluster` has not run."""
    if not (INSTALLED / "pins").exists():
        raise ClusterError(f"{INSTALLED} is missing: run `make cluster`")


def write_config(run: Path, *, rest_port: int, rpc_port: int, slots: int, host: str) -> Path:
    """The folder with Flink's configuration for this run."""
    folder = run / "conf"
    folder.mkdir(exist_ok=True)
    # Within the JobManager itself, files are sent to localhost, wherever else it listens.
    bind = LOOPBACK if host == LOOPBACK else "0.0.0.0"  # noqa: S104
    text = string.Template((HERE / "config.yaml").read_text(encoding="utf-8")).substitute(
        run=run.absolute(), rest_port=rest_port, rpc_port=rpc_port, slots=slots, host=host, bind=bind
    )
    (folder / "config.yaml").write_text(text, encoding="utf-8")
    return folder


def flink_java(*options: str) -> list[str]:
    """The beginning of a command line that runs one of Flink's classes."""
    logging = f"-Dlog4j.configurationFile={HERE / 'log4j.properties'}"
    return ["java", *options, logging, *JVM_OPENS, "-cp", str(INSTALLED / "flink" / "*")]


def taskmanager_command(config: Path) -> list[str]:
    """How to start a TaskManager: its memory is worked out by Flink's own tool first."""
    tool = "org.apache.flink.runtime.util.bash.BashJavaUtils"
    asked = [*flink_java(), tool, "GET_TM_RESOURCE_PARAMS", "--configDir", str(config)]
    said = subprocess.run(asked, capture_output=True, text=True, timeout=START_SECONDS, check=True).stdout
    mark = "BASH_JAVA_UTILS_EXEC_RESULT:"
    jvm, dynamic = (line.partition(mark)[2].split() for line in said.splitlines() if mark in line)
    main = "org.apache.flink.runtime.taskexecutor.TaskManagerRunner"
    return [*flink_java(*jvm), main, "--configDir", str(config), *dynamic]


def free_ports(number: int) -> list[int]:
    """Ports that nobody listens on, all different."""
    with ExitStack() as open_sockets:
        sockets = [open_sockets.enter_context(socket.socket()) for _ in range(number)]
        for each in sockets:
            each.bind((LOOPBACK, 0))
        return [each.getsockname()[1] for each in sockets]


def _listens(port: int, host: str = "localhost") -> bool:
    try:
        socket.create_connection((host, port), timeout=1).close()
    except OSError:
        return False
    return True


def _answers(url: str) -> bool:
    try:
        urllib.request.urlopen(url, timeout=2).close()
    except (OSError, urllib.error.HTTPError):
        return False
    return True


def up(*, local: bool, taskmanagers: int, slots: int) -> None:
    """Starts all parts, says how to use them, and takes them down at Ctrl-C or SIGTERM."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    run = Path(tempfile.mkdtemp(prefix="newsbeam-flink-"))
    try:
        with ExitStack() as parts:
            master = "[local]"
            if not local:
                cluster = parts.enter_context(session_cluster(run, taskmanagers=taskmanagers, slots=slots))
                master = cluster.rest
                print(f"Flink:       http://{cluster.rest}")
            endpoint, _ = parts.enter_context(job_server(run, master))
            pool, _ = parts.enter_context(worker_pool(run))
            newsbeam = Path(sys.executable).with_name("newsbeam")
            print(f"job server:  {endpoint}\nworker pool: {pool}\nlogs:        {run}\n")
            flags = ["--runner=PortableRunner", f"--job_endpoint={endpoint}", "--environment_type=EXTERNAL"]
            flags += [f"--environment_config={pool}", f"--parallelism={slots * taskmanagers}"]
            flags.append(f"--sdk_worker_parallelism={slots}")
            print(f"{newsbeam} ingest --input seeds/drops --output lake {' '.join(flags)}\n")
            print("Ctrl-C takes it down.", flush=True)
            signal.pause()
    except KeyboardInterrupt:
        print("taken down")
    finally:
        shutil.rmtree(run, ignore_errors=True)


def main() -> int:
    """The exit code of the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("command", choices=["up"])
    parser.add_argument("--local", action="store_true", help="no cluster: Flink within the job server")
    parser.add_argument("--taskmanagers", type=int, default=1)
    parser.add_argument("--slots", type=int, default=2, help="of each TaskManager (default: 2)")
    given = parser.parse_args()
    try:
        up(local=given.local, taskmanagers=given.taskmanagers, slots=given.slots)
    except ClusterError as error:
        print(f"cluster: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
