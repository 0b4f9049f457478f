#!/usr/bin/env python3
"""Prints the verifier key of a private key in Go's form, computed by tlog-scales.

    log_vkey.py FILE
"""

import base64
import sys
from pathlib import Path

from tlog_scales.signing import PlainEd25519Signer

name, _, key = Path(sys.argv[1]).read_text(encoding="utf-8").strip().removeprefix("PRIVATE+KEY+").split("+", 2)
print(PlainEd25519Signer(name, base64.b64decode(key, validate=True)[1:]).vkey.serialize())
