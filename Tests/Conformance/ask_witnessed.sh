#!/usr/bin/env bash
# A report to the server at $QIPAN_URL, its proof, and the checkpoint: all of them with every cosignature.
#   ask_witnessed.sh LOG-VKEY WITNESS-VKEY …
set -euo pipefail
key=$1
shift
slip=$(curl -s -o /dev/null -w '%{redirect_url}' -F category=waste -F grid=41100200100101 -F text=witnessed -F looked=yes "$QIPAN_URL/report")
proof=$(mktemp --suffix .tlog-proof)
trap 'rm -f "$proof"' EXIT
for _ in $(seq 90); do
    # The first proof may be of a checkpoint from before the witnesses were known.
    curl -sf -o "$proof" "$QIPAN_URL/r/${slip##*/r/}/proof" && [ "$(grep -c '^— ' "$proof")" -gt $# ] && break
    sleep 1
done
.venv/bin/python Tests/Conformance/tlog_scales_check.py "$QIPAN_URL/log" "$key" "$proof" "$@"
