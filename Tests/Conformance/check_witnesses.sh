#!/usr/bin/env bash
# Two witnesses cosign a log of ours: `qipan witness`, and PyPI's aics-witness where there is a Python 3.12 or later.
# tlog-scales verifies the checkpoint that is served, and a proof file, with every cosignature.
#   check_witnesses.sh FOLDER      (FOLDER: where boards and witnesses may be made)
set -euo pipefail
folder=$1
qipan=${QIPAN_BINARY:-.build/release/qipan}
here=Tests/Conformance
pids=()
trap 'for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done' EXIT

"$qipan" demo --data "$folder/witnessed" --cases 20 --only-make >/dev/null
log=$("$qipan" checkpoint --data "$folder/witnessed" | head -1)
key=$(.venv/bin/python "$here/log_vkey.py" "$folder/witnessed/keys/log.key")

ours=$("$qipan" witness init --data "$folder/w1" --name witness.audit.example/w1 2>/dev/null)
LC_ALL=C "$qipan" witness serve --data "$folder/w1" --log "$key" --port 0 >"$folder/w1.log" 2>&1 &
pids+=($!)
for _ in $(seq 100); do
    address=$(sed -n 's|^takes add-checkpoint at \(http://.*\)/$|\1|p' "$folder/w1.log")
    [ -n "$address" ] && break
    sleep 0.1
done
[ -n "$address" ] || { cat "$folder/w1.log" >&2; exit 1; }
witnesses=("$ours $address")

for python in ${QIPAN_PYTHON:-} python3 python3.14 python3.13 python3.12; do
    "$python" -c 'import sys; sys.exit(sys.version_info < (3, 12))' 2>/dev/null && break
    python=
done
if [ -n "$python" ]; then
    [ -x .venv/witness/bin/aics-witness ] || {
        "$python" -m venv .venv/witness
        .venv/witness/bin/pip install --quiet --disable-pip-version-check -r "$here/requirements-witness.txt"
    }
    export AICS_WITNESS_CONFIG="$folder/w2/witness.json"
    aics=.venv/witness/bin/aics-witness
    mkdir "$folder/w2"
    theirs=$("$aics" init --name witness.other.example/w2 2>/dev/null | grep -o 'witness.other.example/w2+[0-9a-f]\{8\}+[A-Za-z0-9+/=]*' | head -1)
    "$aics" add-log --origin "$log" --vkey "$key" >/dev/null 2>&1
    port=$(.venv/bin/python -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
    "$aics" serve --listen "127.0.0.1:$port" >"$folder/w2.log" 2>&1 &
    pids+=($!)
    witnesses+=("$theirs http://127.0.0.1:$port")
else
    echo "SKIPPED: PyPI's aics-witness needs Python 3.12 or later. Name one in QIPAN_PYTHON." >&2
fi

.venv/bin/python "$here/set_witnesses.py" "$folder/witnessed/settings.json" "${witnesses[@]}"
QIPAN_PRIVATE_WITNESSES=1 scripts/with-server "$folder/witnessed" "$here/ask_witnessed.sh" "$key" "${witnesses[@]%% *}"
QIPAN_PRIVATE_WITNESSES=1 LC_ALL=C "$qipan" witness list --data "$folder/witnessed"
