#!/usr/bin/env python3
"""Makes every call of the georeport client, in JSON and XML: georeport_check.py URL (the Open311 base)."""
import sys

import georeport
import requests

base = sys.argv[1]
posted = requests.post(f"{base}/requests.json", data={
    "api_key": "demo", "service_code": "street-light", "lat": "34.03", "long": "113.82", "description": "路灯坏了 georeport",
    "attribute[LAMP]": "off"}, timeout=30)
posted.raise_for_status()
number = posted.json()[0]["service_request_id"]
for form in ("json", "xml"):
    client = georeport.GeoReport(base, jurisdiction="weidu.example", api_key="demo", output_format=form)
    services = client.get_service_list()
    assert len(services) == 13, f"{form}: {len(services)} services"
    definition = client.get_service_definition("street-light")
    assert definition["service_code"] == "street-light", f"{form}: {definition}"
    listed = client.get_service_requests(service_code="street-light", status="open")
    rows = listed if isinstance(listed, list) else listed["request"] if isinstance(listed, dict) and "request" in listed else [listed]
    rows = rows if isinstance(rows, list) else [rows]
    assert any(row["service_request_id"] == number for row in rows), f"{form}: the posted request is not in the list"
    one = client.get_service_request(number)
    one = one[0] if isinstance(one, list) else one
    assert one["description"] == "路灯坏了 georeport", f"{form}: {one}"
print("georeport: every call, JSON and XML")
