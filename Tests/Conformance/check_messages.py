"""Lets a real mail server (aiosmtpd) and the Standard Webhooks library take what a server sends that is killed again and again.

    check_messages.py BOARD        (a folder with a board; the binary is $QIPAN_BINARY or the release build)

Checks: signing in to the mail server with a password that has signs in it; STARTTLS with a certificate that nobody vouches for
is refused, and so is a server without STARTTLS that is not on this machine; every acknowledged report that asked for it is told
once, or twice under one Message-ID where the kill hit the moment between sending and noting; every entry of the log reaches the
webhook with a signature that the library accepts.
"""
import email
import http.server
import json
import os
import random
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict

import requests
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from standardwebhooks import Webhook

BINARY = os.environ.get("QIPAN_BINARY", ".build/release/qipan")
BOARD = sys.argv[1]
KILLS = int(os.environ.get("KILLS", "6"))
PASSWORD = "p@ss:w/ör d"

mails = defaultdict(list)


class Sink:
    async def handle_DATA(self, server, session, envelope):
        mails[envelope.rcpt_tos[0]].append(email.message_from_bytes(envelope.content))
        return "250 kept"


def authenticate(server, session, envelope, mechanism, data):
    # Not handled: the server answers 535 itself.
    return AuthResult(success=data.login == b"board" and data.password == PASSWORD.encode(), handled=False)


calls = []


class Hook(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        calls.append((dict(self.headers), body))
        self.send_response(500 if random.random() < 0.05 else 204)
        self.end_headers()

    def log_message(self, *arguments):
        pass


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def qipan(*arguments, expect=0, **environment):
    done = subprocess.run(
        [BINARY, *arguments], capture_output=True, text=True, env={**os.environ, "LC_ALL": "C", **environment}
    )
    assert done.returncode == expect, (arguments, done.returncode, done.stdout, done.stderr)
    return done.stdout + done.stderr


def serve(smtp):
    server = subprocess.Popen(
        [BINARY, "serve", "--data", BOARD, "--port", "0", "--allow-private-webhooks"],
        stdout=subprocess.PIPE, text=True, stderr=log,
        env={**os.environ, "LC_ALL": "C", "QIPAN_SMTP": smtp, "QIPAN_MAIL_FROM": "board@test.example"},
    )
    line = server.stdout.readline()
    return server, line.split()[-1].rstrip("/")


random.seed(5)
folder = tempfile.TemporaryDirectory()
log = open(os.path.join(folder.name, "log"), "w+")
plain = Controller(
    Sink(), hostname="127.0.0.1", port=free_port(), authenticator=authenticate, auth_require_tls=False, auth_required=True
)
plain.start()
port = plain.port
smtp = f"smtp://board:{requests.utils.quote(PASSWORD, safe='')}@127.0.0.1:{port}"
sender = {"QIPAN_MAIL_FROM": "board@test.example"}

# One mail by hand; a wrong password; no STARTTLS where it is demanded; a certificate of nobody's.
qipan("mail", "test", "somebody@test.example", "--data", BOARD, QIPAN_SMTP=smtp, **sender)
assert len(mails["somebody@test.example"]) == 1
said = qipan("mail", "test", "x@test.example", "--data", BOARD, expect=1, QIPAN_SMTP=f"smtp://board:no@127.0.0.1:{port}", **sender)
assert "smtp-535" in said or "curl-67" in said, said
other = Controller(Sink(), hostname="127.0.0.2", port=free_port())
other.start()
bare = f"smtp://127.0.0.2:{other.port}"
said = qipan("mail", "test", "x@test.example", "--data", BOARD, expect=1, QIPAN_SMTP=bare, **sender)
assert "curl-64" in said or "smtp-" in said, said
key, certificate = os.path.join(folder.name, "key"), os.path.join(folder.name, "certificate")
subprocess.run(
    ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", certificate, "-days", "1",
     "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"], check=True, capture_output=True,
)
context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
context.load_cert_chain(certificate, key)
secure = Controller(Sink(), hostname="127.0.0.1", port=free_port(), tls_context=context, require_starttls=True)
secure.start()
said = qipan(
    "mail", "test", "x@test.example", "--data", BOARD, expect=1,
    QIPAN_SMTP=f"smtp://127.0.0.1:{secure.port}", **sender,
)
assert "curl-60" in said, said
assert not mails["x@test.example"]

# Reports while the server is killed again and again.
hook = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Hook)
threading.Thread(target=hook.serve_forever, daemon=True).start()
said = qipan("webhook", "add", f"http://127.0.0.1:{hook.server_port}/", "--allow-private", "--data", BOARD)
secret = said.split()[-1]
asked = {}
for round in range(KILLS):
    server, url = serve(smtp)
    until = time.time() + random.uniform(1.5, 4)
    while time.time() < until:
        address = f"r{len(asked)}@test.example"
        answer = requests.post(
            url + "/report", allow_redirects=False,
            data={
                "category": "waste", "grid": "41100200100101", "text": "messages", "contact_email": address,
                "tell": "at_once", "looked": "yes",
            },
        )
        assert answer.status_code == 303, answer.text
        asked[address] = answer.headers["Location"]
    server.kill()
    server.wait()
server, url = serve(smtp)
deadline = time.time() + 240
while time.time() < deadline:
    time.sleep(2)
    if "waiting" not in qipan("mail", "list", "--data", BOARD):
        break
server.terminate()
server.wait()

twice = 0
for address, location in asked.items():
    got = mails[address]
    assert got, f"{address} was never told"
    assert len({mail["Message-ID"] for mail in got}) == 1, address
    assert len({mail.as_string() for mail in got}) == 1, address
    assert location in got[0].get_payload(decode=True).decode(), address
    twice += len(got) - 1
assert twice <= KILLS, twice
indexes = []
for headers, body in calls:
    headers = {name.lower(): value for name, value in headers.items()}
    Webhook(secret).verify(body, headers)
    indexes.append(json.loads(body)["data"]["index"])
assert sorted(set(indexes)) == list(range(min(indexes), max(indexes) + 1)), "an entry is missing"
log.seek(0)
text = log.read()
assert "@test.example" not in text, "an address stands in the log"
print(
    f"messages: {len(asked)} reporters told, {twice} of them twice under one Message-ID after {KILLS} kills;"
    f" {len(set(indexes))} entries signed and verified in {len(calls)} calls",
    flush=True,
)
# The servers' threads would hold the process.
os._exit(0)
