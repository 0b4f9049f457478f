"""What scripts/nodes and scripts/failover share: servers on one database, writers that repeat a report with its key until
it is acknowledged, watchers, and the look at what is left."""
import http.client
import json
import os
import random
import re
import select
import signal
import subprocess
import threading
import time
import urllib.parse
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# The lines that are looked for are English.
os.environ["LC_ALL"] = "C"
QIPAN = str(ROOT / ".build/release/qipan")
NETWORK_ERRORS = (OSError, http.client.HTTPException)


class Violation(Exception):
    """Something that must never be seen was seen."""


class Alarm:
    """Violations that threads have seen; the main thread raises the first one."""

    def __init__(self):
        self.words = []

    def ring(self, words):
        self.words.append(words)

    def look(self):
        if self.words:
            raise Violation("; ".join(self.words[:3]))


def until(seconds, what, condition, pause=0.1):
    """Waits for `condition` to answer with something true, and returns it."""
    end = time.monotonic() + seconds
    while True:
        found = condition()
        if found:
            return found
        if time.monotonic() > end:
            raise Violation(f"{what}: not within {seconds} seconds")
        time.sleep(pause)


class Board:
    """The folder and the database that all servers share."""

    def __init__(self, folder, database):
        self.folder = Path(folder)
        self.data = self.folder / "board"
        self.database = database

    def qipan(self, *arguments):
        environment = dict(os.environ, QIPAN_DATABASE=self.database)
        return subprocess.run([QIPAN, *arguments, "--data", str(self.data)], env=environment, capture_output=True,
                              text=True, timeout=300)

    def make(self, cases, checkpoint_seconds):
        made = self.qipan("demo", "--cases", str(cases), "--only-make")
        if made.returncode != 0:
            raise SystemExit("the demonstration was not made:\n" + made.stdout + made.stderr)
        settings = self.data / "settings.json"
        content = json.loads(settings.read_text())
        content["checkpointSeconds"] = checkpoint_seconds
        settings.write_text(json.dumps(content))

    def sql(self, statement):
        """The rows of a query, as lists of texts."""
        done = subprocess.run(["psql", self.database, "-XAt", "-F", "\t", "-v", "ON_ERROR_STOP=1", "-c", statement],
                              capture_output=True, text=True, timeout=120)
        if done.returncode != 0:
            raise OSError("psql: " + done.stderr.strip())
        return [line.split("\t") for line in done.stdout.splitlines()]

    def rebuild(self):
        rebuilt = self.qipan("rebuild")
        if rebuilt.returncode != 0:
            raise Violation("the projections differ from a replay:\n" + rebuilt.stdout + rebuilt.stderr)

    def adopt(self, *codes, limit="3wd"):
        """Takes categories over from a file, as another process."""
        file = self.folder / "matters.json"
        file.write_text(json.dumps({
            "units": [{"code": "SZ", "name": {"zh": "市政设施服务中心", "en": "Municipal Works Centre"}}],
            "categories": [{
                "code": code, "unit": "SZ", "selfHandlable": False, "keywords": [], "attributes": [],
                "name": {"zh": code, "en": code}, "group": {"zh": "演练", "en": "Rehearsal"},
                "description": {"zh": "演练。", "en": "A rehearsal."},
                "condition": {"zh": "情况属实。", "en": "It is as reported."},
                "answer": limit, "verify": limit, "solve": limit, "check": limit} for code in codes]}))
        taken = self.qipan("matters", str(file))
        if taken.returncode != 0:
            raise Violation("the matters were not taken over:\n" + taken.stdout + taken.stderr)


class Node:
    """One `qipan serve`, killed and started again under the same name."""

    def __init__(self, name, board):
        self.name = name
        self.board = board
        self.log = board.folder / f"{name}.log"
        self.process = None
        self.port = 0
        self.starts = 0

    def start(self, seconds=60):
        # The name is seen in pg_stat_activity: who holds which duty.
        environment = dict(os.environ, QIPAN_DATABASE=f"{self.board.database} application_name={self.name}")
        with self.log.open("ab") as log:
            self.process = subprocess.Popen([QIPAN, "serve", "--data", str(self.board.data), "--port", "0"],
                                            env=environment, stdout=subprocess.PIPE, stderr=log, text=True)
        ready, _, _ = select.select([self.process.stdout], [], [], seconds)
        found = ready and re.search(r"serves http://127\.0\.0\.1:(\d+)/", self.process.stdout.readline())
        if not found:
            self.kill()
            raise Violation(f"{self.name} did not start within {seconds} seconds:\n" + self.tail())
        self.port = int(found[1])
        self.starts += 1

    def tail(self):
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-20:])

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(30)
        self.process.stdout.close()

    def end(self):
        """Ends it as an operator does.

        - Returns: how many seconds that took.
        """
        began = time.monotonic()
        self.process.terminate()
        try:
            self.process.wait(60)
        except subprocess.TimeoutExpired:
            self.kill()
            raise Violation(f"{self.name} did not end within 60 seconds of being told to") from None
        return time.monotonic() - began

    def call(self, method, path, body=None, headers=(), seconds=15, hang_up=False):
        """One exchange on a connection of its own; `hang_up` leaves without waiting for the answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=seconds)
        try:
            connection.request(method, path, body, dict(headers))
            if hang_up:
                raise ConnectionAbortedError("left before the answer")
            answer = connection.getresponse()
            return answer.status, dict(answer.getheaders()), answer.read()
        finally:
            connection.close()

    def get(self, path):
        status, _, body = self.call("GET", path)
        return status, body


class Ledger:
    """What was sent, and what was acknowledged when and by whom."""

    def __init__(self, tag):
        self.tag = tag
        self.lock = threading.Lock()
        self.sent = set()
        self.acknowledged = {}
        # (monotonic time, node's name) of every first acknowledgement.
        self.moments = []
        self.statuses = {}
        self.cut_off = 0
        self.repeated = 0
        self.echoed = 0

    def count(self, status):
        with self.lock:
            self.statuses[status] = self.statuses.get(status, 0) + 1

    def longest_gap(self, since, name=None):
        """The longest time without an acknowledgement, by one node or by any, from `since` on."""
        with self.lock:
            moments = [at for at, by in self.moments if at >= since and name in (None, by)]
        return max((later - earlier for earlier, later in zip([since] + moments, moments)), default=float("inf"))


class Writers:
    """Threads that send reports to all nodes, each with a key of its own, and repeat what was not acknowledged."""

    # Whoever reports by hand gives up sooner; what was given up may be stored or not, but never twice.
    PATIENCE = 90

    def __init__(self, nodes, ledger, alarm, dice, count, categories=("pothole",), rest=0.0):
        self.nodes = nodes
        self.ledger = ledger
        self.alarm = alarm
        self.categories = categories
        self.rest = rest
        self.goes_on = threading.Event()
        self.is_over = threading.Event()
        self.busy = 0
        self.threads = [threading.Thread(target=self.write, args=(random.Random(dice.random()),), daemon=True)
                        for _ in range(count)]
        for thread in self.threads:
            thread.start()

    def pause(self):
        """Lets every report that is under way come to its end, and no other begin."""
        self.goes_on.clear()
        until(self.PATIENCE + 30, "the writers' last reports", lambda: self.busy == 0, pause=0.02)
        self.alarm.look()

    def resume(self):
        self.goes_on.set()

    def end(self):
        self.is_over.set()
        self.goes_on.set()
        for thread in self.threads:
            thread.join(self.PATIENCE + 30)

    def write(self, dice):
        while True:
            self.goes_on.wait()
            with self.ledger.lock:
                if self.is_over.is_set():
                    return
                if not self.goes_on.is_set():
                    continue
                self.busy += 1
            try:
                self.send_one(dice)
            except Exception as error:  # A thread's own fault must not look like a quiet night.
                self.alarm.ring(f"a writer failed: {type(error).__name__} {error}")
                return
            finally:
                with self.ledger.lock:
                    self.busy -= 1
            if self.rest:
                time.sleep(dice.random() * 2 * self.rest)

    def send_one(self, dice):
        ledger = self.ledger
        secret = f"{dice.getrandbits(80):020x}"
        words = f"{ledger.tag} {secret}"
        body = urllib.parse.urlencode({
            "api_key": "demo", "service_code": dice.choice(self.categories), "description": words,
            "lat": 34.01 + dice.random() * 0.04, "long": 113.78 + dice.random() * 0.07})
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Idempotency-Key": secret}
        with ledger.lock:
            ledger.sent.add(words)
        turn = dice.randrange(len(self.nodes))
        end = time.monotonic() + self.PATIENCE
        is_first = True
        while time.monotonic() < end:
            node = self.nodes[turn % len(self.nodes)]
            # Some leave before the answer and ask another node while the first one is still at work.
            hang_up = is_first and dice.random() < 0.03
            number = self.post(node, body, headers, hang_up)
            if number:
                with ledger.lock:
                    ledger.acknowledged[words] = number
                    ledger.moments.append((time.monotonic(), node.name))
                    ledger.repeated += not is_first
                if dice.random() < 0.05:
                    self.echo(words, number, self.nodes[(turn + 1) % len(self.nodes)], body, headers)
                return
            is_first = False
            turn += 1
            if not hang_up:
                time.sleep(0.02 + dice.random() * 0.1)

    def echo(self, words, number, node, body, headers):
        """Sends what is acknowledged already once more, elsewhere: the first number must come again."""
        again = self.post(node, body, headers, False)
        if again and again != number:
            self.alarm.ring(f"the report {words} got the number {number} and, sent again, {again}")
        self.ledger.echoed += again is not None

    def post(self, node, body, headers, hang_up):
        """The number of the report, if it was acknowledged."""
        try:
            # Longer than an unanswered commit is asked after.
            status, answered, text = node.call("POST", "/open311/v2/requests.json", body, headers.items(), 45, hang_up)
        except NETWORK_ERRORS:
            with self.ledger.lock:
                self.ledger.cut_off += 1
            return None
        self.ledger.count(status)
        if status == 200:
            return json.loads(text)[0]["service_request_id"]
        if status != 503 or "Retry-After" not in answered:
            self.alarm.ring(f"{node.name} answered a report with {status} {text[:200]!r}")
        return None


class CheckpointWatcher:
    """Asks every node for the checkpoint again and again, and keeps the newest that was handed out."""

    def __init__(self, nodes, alarm, pause=0.05):
        self.nodes = nodes
        self.alarm = alarm
        self.pause = pause
        self.size = 0
        self.note = None
        self.roots = {}
        self.signed = 0
        self.last_change = None
        self.longest_gap = 0.0
        self.is_over = threading.Event()
        self.thread = threading.Thread(target=self.watch, daemon=True)
        self.thread.start()

    def measure(self, is_on):
        """Gaps count only while reports come in: nothing new is nothing to sign."""
        self.last_change = time.monotonic() if is_on else None

    def watch(self):
        turn = 0
        while not self.is_over.wait(self.pause):
            node = self.nodes[turn % len(self.nodes)]
            turn += 1
            floor = self.size
            try:
                status, body = node.get("/log/checkpoint")
                if status == 200:
                    self.take(node, body, floor)
            except NETWORK_ERRORS:
                pass
            except Exception as error:
                self.alarm.ring(f"the watcher of checkpoints failed: {type(error).__name__} {error}")
                return

    def take(self, node, note, floor):
        _, size, root = note.decode().split("\n")[:3]
        size = int(size)
        if self.roots.setdefault(size, root) != root:
            self.alarm.ring(f"{node.name} handed out another root for the size {size}")
        if size < floor:
            self.alarm.ring(f"{node.name} handed out the size {size} after {floor} had been seen")
        if size > self.size:
            now = time.monotonic()
            if self.last_change is not None:
                self.longest_gap = max(self.longest_gap, now - self.last_change)
                self.last_change = now
            self.size, self.note = size, note
            self.signed += 1

    def end(self):
        self.is_over.set()
        self.thread.join(60)


class Inspection:
    """Looks whether everything that was acknowledged is there, exactly once."""

    def __init__(self, board, nodes, ledger, watcher):
        self.board = board
        self.nodes = nodes
        self.ledger = ledger
        self.watcher = watcher
        self.listed = set()
        self.inspections = 0

    def run(self, all_again=False):
        """While the writers rest."""
        self.database()
        self.lists(self.ledger.acknowledged if all_again else
                   {w: n for w, n in self.ledger.acknowledged.items() if w not in self.listed})
        self.listed = set(self.ledger.acknowledged)
        self.verify()
        self.inspections += 1

    def database(self):
        stored = {}
        for words, number in self.board.sql(f"SELECT words, number FROM case_file WHERE words LIKE '{self.ledger.tag} %'"):
            if words in stored:
                raise Violation(f"the report {words} is stored twice: {stored[words]} and {number}")
            stored[words] = number
        for words, number in self.ledger.acknowledged.items():
            if stored.get(words) != number:
                raise Violation(f"the report {words} was acknowledged as {number} and is stored as {stored.get(words)}")
        strange = set(stored) - self.ledger.sent
        if strange:
            raise Violation(f"reports are stored that nobody sent: {sorted(strange)[:3]}")
        count, last = map(int, self.board.sql("SELECT COUNT(*), MAX(seq) FROM entry")[0])
        if count != last:
            raise Violation(f"the journal has {count} entries and the last one is number {last}")

    def lists(self, reports):
        words_by_number = {number: words for words, number in reports.items()}
        numbers = list(words_by_number)
        for node in self.nodes:
            for start in range(0, len(numbers), 100):
                part = numbers[start:start + 100]
                missing = until(5, f"the lists of {node.name}", lambda: self.listing(node, part), pause=0.3)
                for number, words in missing.items():
                    if words != words_by_number.get(number):
                        raise Violation(f"{node.name} lists {number} with other words")

    def listing(self, node, numbers):
        """The reports under these numbers; nil until the node lists as many.

        A node that has not yet heard of another one's commits may show its last answer for a moment.
        """
        status, text = node.get("/open311/v2/requests.json?service_request_id=" + ",".join(numbers))
        if status != 200:
            return None
        found = {row["service_request_id"]: row["description"] for row in json.loads(text)}
        return found if set(found) == set(numbers) else None

    def verify(self):
        node = self.nodes[self.inspections % len(self.nodes)]
        command = [QIPAN, "verify", f"http://127.0.0.1:{node.port}/log"]
        if self.watcher.note:
            previous = self.board.folder / "previous-checkpoint"
            previous.write_bytes(self.watcher.note)
            command += ["--previous", str(previous)]
        verified = subprocess.run(command, capture_output=True, text=True, timeout=300)
        if verified.returncode != 0:
            raise Violation("verify failed:\n" + verified.stdout + verified.stderr)
