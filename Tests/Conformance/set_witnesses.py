#!/usr/bin/env python3
"""Writes witnesses into a board's settings.json.

    set_witnesses.py SETTINGS 'VKEY URL' …
"""

import json
import sys
from pathlib import Path

file = Path(sys.argv[1])
settings = json.loads(file.read_text(encoding="utf-8"))
settings["witnesses"] = [dict(zip(("key", "url"), words.split(" "))) for words in sys.argv[2:]]
file.write_text(json.dumps(settings, ensure_ascii=False, indent=2), encoding="utf-8")
