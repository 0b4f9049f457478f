#!/usr/bin/env bash
# The outside clients, one after another, against the server at $QIPAN_URL.
set -euo pipefail
python=.venv/bin/python
"$python" Tests/Conformance/georeport_check.py "$QIPAN_URL/open311/v2"
"$python" Tests/Conformance/check_uploads.py "$QIPAN_URL"
"$python" Tests/Conformance/check_bulletin.py "$QIPAN_URL"
"$python" Tests/Conformance/check_sheets.py "$QIPAN_URL" "$QIPAN_BOARD"
# FixMyStreet's production client, where there is a checkout of it: FIXMYSTREET=/path/to/fixmystreet.
if [ -n "${FIXMYSTREET:-}" ]; then
    perl Tests/Conformance/check_fixmystreet.pl "$QIPAN_URL/open311/v2"
else
    echo "SKIPPED: FixMyStreet's client. Check out github.com/mysociety/fixmystreet and name it in FIXMYSTREET." >&2
fi
# Once with the demonstration's key, so that reports are looked at beyond their key, and once without.
for key in 'Authorization: Bearer demo' 'X-Nothing: nothing'; do
    .venv/bin/schemathesis run "$QIPAN_URL/open311/openapi.json" --url "$QIPAN_URL/open311/v2" --seed 1 --max-examples 25 \
        --header "$key" --workers 2 \
        --checks not_a_server_error,response_schema_conformance,content_type_conformance,status_code_conformance
done
slip=$(curl -s -o /dev/null -w '%{redirect_url}' -F category=waste -F grid=41100200100101 -F text=conformance -F looked=yes "$QIPAN_URL/report")
proof=$(mktemp --suffix .tlog-proof)
path="/r/${slip##*/r/}"
for _ in $(seq 60); do
    curl -sf -o "$proof" "$QIPAN_URL$path/proof" && break
    sleep 1
done
"$python" Tests/Conformance/tlog_scales_check.py "$QIPAN_URL/log" "$(curl -s "$QIPAN_URL/log/key")" "$proof"
.build/release/qipan verify "$QIPAN_URL/log" --key "$(curl -s "$QIPAN_URL/log/key")" | tail -1
.build/release/qipan verify "$proof" --key "$(curl -s "$QIPAN_URL/log/key")" | tail -1
rm -f "$proof"
