#!/bin/sh
# Starts Beam's worker pool, which runs Newsbeam's workers for jobs with
#   --environment_type=EXTERNAL --environment_config=HOST:PORT
#
#   worker-pool.sh [PORT] [VENV]      port 50000, and the .venv of the checkout that this script stands in
#
# VENV is a virtual environment with the same newsbeam and apache-beam as the one that submits the job: a worker that
# has others says so and stops. SIGTERM and Ctrl-C end the pool and its workers; workers never outlive it, but for
# a pool that is killed with SIGKILL, whose workers end with their job.
#
# Whoever reaches the port can run code here: let only the cluster's machines reach it. The pool listens on all addresses.
set -eu

usage() {
    echo "worker-pool.sh: $1" >&2
    echo "usage: worker-pool.sh [PORT] [VENV]" >&2
    exit 2
}

[ $# -le 2 ] || usage "too many arguments: $*"
port=${1:-50000}
case $port in
    '' | *[!0-9]*) usage "port '$port' is no number" ;;
esac
[ "$port" -ge 1 ] && [ "$port" -le 65535 ] || usage "port $port is not from 1 to 65535"

venv=${2:-$(dirname "$0")/../.venv}
[ -x "$venv/bin/python" ] || usage "there is no $venv/bin/python: name a virtual environment with newsbeam in it"
venv=$(cd "$venv" && pwd)

# A folder with a `schemas/` of its own must not be looked into for ours.
PATH=$venv/bin:$PATH
PYTHONSAFEPATH=1
export PATH PYTHONSAFEPATH
unset PYTHONPATH PYTHONHOME
cd /

python -c 'import importlib.metadata; importlib.metadata.version("newsbeam")' 2> /dev/null ||
    usage "newsbeam is not installed in $venv"

exec python -m pipelines.workers --service_port="$port"
