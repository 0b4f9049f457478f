"""A served board, and people at their windows: what all browser tests stand on.

The address comes in QIPAN_URL, the board's folder in QIPAN_BOARD, the program in QIPAN_BINARY; `scripts/browser` sets them.
"""

import functools
import json
import os
import re
import subprocess
import time
import unittest
import urllib.request
from pathlib import Path

from playwright.sync_api import sync_playwright

URL = os.environ["QIPAN_URL"]
BOARD = Path(os.environ["QIPAN_BOARD"])
BINARY = os.environ.get("QIPAN_BINARY", ".build/release/qipan")
CHROMIUM = os.environ.get("QIPAN_CHROMIUM", "/usr/bin/chromium")
PICTURES = Path(os.environ.get("QIPAN_PICTURES", "Tests/Browser/pictures"))
LANGUAGES = {"zh": "zh-CN", "en": "en-GB"}

# Who has signed in once and not chosen a password. Four people carry a case from its report to its end. Who establishes may not dispatch, and who handles may not check.
NEWCOMER = "newcomer"
STAFF = {
    "dispatcher": ("Wang Ping", ["intake", "dispatcher"], []),
    "unit": ("Li Na", ["handling_unit"], ["--unit", "SZ"]),
    "checker": ("Zhao Min", ["grid_worker", "duty_chief"], []),
    "second": ("Sun Lei", ["intake", "dispatcher"], []),
    # Never gets past the page that asks for a password of their own.
    NEWCOMER: ("Hu Jing", ["intake"], []),
}


def passwords():
    """The sign-in names of the board's people and their passwords; the four are opened at the first call."""
    kept = BOARD / "browser.json"
    if not kept.exists():
        found = {}
        for line in (BOARD / "demonstration.txt").read_text().splitlines():
            if line.strip():
                found[line.split()[0]] = line.split()[1]
        for name, (display, roles, more) in STAFF.items():
            command = [BINARY, "account", "add", "--data", str(BOARD), name, "--display-name", display, *more]
            for role in roles:
                command += ["--role", role]
            told = subprocess.run(command, check=True, capture_output=True, text=True, env={**os.environ, "LC_ALL": "C"}).stdout
            found[name] = re.search(r"\b\w{4}(?:-\w{4}){3}\b", told).group()
        kept.write_text(json.dumps(found))
    return json.loads(kept.read_text())


@functools.cache
def grids():
    """The codes of the board's grids, in order."""
    with urllib.request.urlopen(URL + "/board.geojson") as answer:
        return sorted(shape["properties"]["code"] for shape in json.load(answer)["features"])


def grid(index):
    """The code of a grid; every test has its own, so that none sees another's cases."""
    return grids()[index]


class Person:
    """Somebody at a window of their own, whose interactions are counted: clicks, keys that choose, fields that are filled."""

    def __init__(self, browser, language="zh", script=True, width=1280, scheme="light"):
        self.context = browser.new_context(
            viewport={"width": width, "height": 900},
            locale=LANGUAGES[language],
            java_script_enabled=script,
            color_scheme=scheme,
            reduced_motion="reduce",
        )
        self.context.set_default_timeout(15_000)
        self.page = self.context.new_page()
        self.interactions = 0

    def open(self, path):
        answer = self.page.goto(URL + path if path.startswith("/") else path)
        self.status = answer.status if answer else None
        return self

    def sign_in(self, name):
        self.open("/desk/sign-in")
        self.page.fill("#name", name)
        self.page.fill("#password", passwords()[name])
        self.page.click("main button.main")
        self.page.wait_for_url(re.compile(r"/(desk|account/first-password)$"))
        if self.page.url.endswith("/first-password") and name != NEWCOMER:
            self.choose_password(name)
        return self

    def choose_password(self, name):
        """Takes a password of their own in the place of the one that the administrator gave, as everybody must once."""
        own = "own " + passwords()[name]
        self.page.fill("#new_password", own)
        self.page.fill("#again", own)
        self.page.click("main button.main")
        self.page.wait_for_url(re.compile(r"/desk$"))
        (BOARD / "browser.json").write_text(json.dumps({**passwords(), name: own}))

    def click(self, selector):
        self.interactions += 1
        self.page.locator(selector).first.click()

    def fill(self, selector, text):
        self.interactions += 1
        self.page.locator(selector).first.fill(text)

    def choose(self, selector, value):
        self.interactions += 1
        self.page.locator(selector).first.select_option(value)

    def press(self, key):
        self.interactions += 1
        self.page.keyboard.press(key)

    def counted(self):
        """How many interactions there were since the last call."""
        count, self.interactions = self.interactions, 0
        return count

    def act(self, action, **fields):
        """Fills in and sends the form of an action on the page of a case; selects and words alike."""
        form = self.page.locator(f"form#{action}")
        details = form.locator("xpath=ancestor::details")
        if details.count() and details.get_attribute("open") is None:
            self.click(f"details:has(form#{action}) > summary")
        for name, value in fields.items():
            field = f"#{action}-{name}"
            if self.page.locator(field).evaluate("field => field.tagName") == "SELECT":
                if self.page.locator(field).input_value() != value:
                    self.choose(field, value)
            else:
                self.fill(field, value)
        self.click(f"form#{action} button")
        self.page.wait_for_load_state()

    def send_report(self):
        """Sends the report; where something like it is known already, says once more that this is another matter."""
        self.click("main button.main")
        self.page.wait_for_function("location.pathname.startsWith('/r/') || document.querySelector('main ol.similar')")
        if "/r/" not in self.page.url:
            self.click("main button.main")
        self.page.wait_for_url(re.compile("/r/"))

    def text(self):
        return self.page.locator("main").inner_text()

    def picture(self, name):
        PICTURES.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=PICTURES / f"{name}.png", full_page=True)

    def close(self):
        self.context.close()


class BrowserTest(unittest.TestCase):
    """A test with a browser of its own class, and windows that close at the test's end."""

    @classmethod
    def setUpClass(cls):
        cls.driver = sync_playwright().start()
        # Chromium does not run its sandbox as root.
        arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
        cls.browser = cls.driver.chromium.launch(executable_path=CHROMIUM, args=arguments)

    @classmethod
    def tearDownClass(cls):
        cls.browser.close()
        cls.driver.stop()

    def person(self, name=None, **window):
        person = Person(self.browser, **window)
        self.addCleanup(person.close)
        return person.sign_in(name) if name else person

    def report(self, text="路灯不亮，天黑以后看不见台阶", category="street-light", place=0, **window):
        """A resident's report; the page of the slip stays open."""
        resident = self.person(**window)
        resident.open("/report")
        resident.choose("#category", category)
        resident.choose("#grid", grid(place))
        resident.fill("#text", text)
        resident.send_report()
        return resident

    def number(self, resident):
        return resident.page.url.split("/")[4]

    def follow(self, condition, what, seconds=15):
        """Waits until a page has followed the office; looks ten times a second, and fails after some seconds."""
        end = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > end:
                self.fail(what)
            time.sleep(0.1)


def weekly():
    """The address of the newest weekly."""
    with urllib.request.urlopen(URL + "/bulletins") as answer:
        return re.search(r"/bulletins/weekly/\d+-\d+", answer.read().decode()).group(0)


def figure():
    """The address of a figure that is published."""
    with urllib.request.urlopen(URL + "/figures") as answer:
        return re.search(r"/f/\d+", answer.read().decode()).group(0)


def pages(number, secret, find):
    """Every page that there is, by a name: who opens it, and its address.

    `find(name, path, pattern)`: the first thing of that form in the source of a page as that person sees it.
    """
    staff, office, service, chief = "dispatcher", "admin", "service", "chief"
    steward, keeper = "steward", "community"

    def single(kind, name=chief):
        """The newest one of a list."""
        return find(name, f"/{kind}", rf"/{kind}/\d+(?=[\"#?])")

    own = find(steward, "/desk/firms", r"/desk/firms/\d+")
    return {
        "board": (None, "/"),
        "report": (None, "/report"),
        "about": (None, "/about"),
        "street": (None, "/streets/411002001"),
        "grid": (None, f"/grids/{grid(0)}"),
        "public-case": (None, f"/cases/{number}"),
        "slip": (None, f"/r/{number}/{secret}"),
        "missing": (None, "/nothing"),
        "sign-in": (None, "/desk/sign-in"),
        "desk": (staff, "/desk"),
        "open": (staff, "/desk/cases?status=open"),
        "narrowed": (staff, "/desk/cases?status=open&light=green&unit=none"),
        "overdue": (staff, "/desk/cases?status=overdue"),
        "ended": (staff, "/desk/cases?status=closed"),
        "found": (staff, "/desk/cases?q=%E8%B7%AF%E7%81%AF"),
        "map": (staff, "/desk/map?status=open"),
        "map-street": (staff, "/desk/map?status=open&area=411002001"),
        "map-grid": (staff, f"/desk/map?status=open&area={grid(0)}"),
        "case": (staff, f"/desk/cases/{number}?queue=status%3Dopen"),
        "bulk": (staff, f"/desk/bulk?action=register&queue=status%3Dopen&case={number}"),
        "new": (staff, "/desk/new"),
        "messages": (staff, "/desk/messages"),
        "bulletins": (None, "/bulletins"),
        "bulletin": (None, weekly()),
        "bulletin-calendar": (None, "/bulletins/calendar"),
        "bulletin-desk": (staff, "/desk/bulletins"),
        "account": (staff, "/account"),
        "second-factor": (staff, "/account/second-factor"),
        "due": (staff, f"/desk/cases/{number}/due"),
        "slip-due": (None, f"/r/{number}/{secret}/due"),
        "printed": (staff, f"/desk/cases/{number}/print/registration"),
        "hotline": (staff, "/desk/hotline"),
        "office": (office, "/office"),
        "territory": (office, "/office/territory"),
        "border": (office, f"/office/territory/border?grid={grid(0)}"),
        "roster": (office, "/office/roster"),
        "post": (office, f"/office/roster/{grid(0)}"),
        "accounts": (office, "/office/accounts"),
        "new-account": (office, "/office/accounts/new"),
        "templates": (office, "/office/templates"),
        "template": (office, "/office/templates/mail.subject"),
        "rules": (office, "/desk/rules"),
        **{f"rules-{kind}": (office, f"/desk/rules/{kind}") for kind in ["matters", "calendar", "dispatch", "whistle"]},
        "erasures": (office, "/office/erasures"),
        "figures": (None, "/figures"),
        "figure": (None, figure()),
        "trends": (None, "/figures/trends"),
        "claims": (None, "/check"),
        "service": (None, "/service"),
        "firms": (service, "/desk/firms"),
        **{f"firms-{page}": (service, f"/desk/firms/{page}") for page in ["new", "import", "lists", "proposal", "1"]},
        **{f"firm-{page}": (service, f"/desk/firms/1/{page}") for page in ["letter", "gate"]},
        **{f"firm-{page}": (steward, f"{own}/{page}") for page in ["booking", "visit", "problem"]},
        "firm": (None, find(service, "/desk/firms/1/letter", r"/firm/\d+/[\w-]+")),
        "gate": (None, find(service, "/desk/firms/1/gate", r"/gate/\d+/[\w-]+")),
        "visits": (service, "/desk/visits"),
        "visit": (steward, find(steward, "/desk/visits", r"/desk/visits/[0-9A-F-]{36}")),
        "rounds": (service, "/desk/rounds"),
        "round": (service, find(service, "/desk/rounds", r"/desk/rounds/[\w-]+(?=\")")),
        "problems": (service, "/desk/problems"),
        "problem": (service, find(service, "/desk/problems?status=all", r"/desk/problems/[\w-]+(?=\")")),
        "projects": (None, "/projects"),
        "project": (None, "/project/6"),
        "desk-projects": (service, "/desk/projects"),
        "procedures": (None, "/procedures"),
        "policies": (None, "/policies"),
        "policy": (None, "/policies/1"),
        "policy-match": (None, "/policies/match"),
        "desk-policies": ("unit-cg", "/desk/policies"),
        "desk-policy": (service, "/desk/policies/1"),
        "policy-form": (service, "/desk/policies/1/change"),
        "policy-requests": (service, "/desk/policies/requests?status=all"),
        "policy-request": ("unit-cg", find("unit-cg", "/desk/policies", r"/desk/policies/requests/\d+")),
        "policy-ask": (service, "/desk/firms/3/policies/1"),
        "desk-procedures": (service, "/desk/procedures"),
        "desk-procedure": (service, "/desk/procedures/1"),
        "desk-project": (service, "/desk/projects/6"),
        **{work: (chief, f"/{work}") for work in ["activities", "meetings", "pledges", "disputes", "needs", "sweeps"]},
        **{f"one-of-{work}": (chief, single(work)) for work in ["activities", "meetings", "needs", "sweeps"]},
        "forms": (chief, "/forms"),
        "form": (chief, single("forms")),
        "volunteers": (keeper, "/volunteers"),
        "volunteer": (keeper, "/volunteers/1"),
        "certificate": (None, find(keeper, "/volunteers/1", r"/certificates/[\w-]+")),
        "blocked-project": (None, "/project/7"),
        "new-sweep": (chief, "/sweeps/new"),
        "checklists": (chief, "/sweeps/checklists"),
        "new-handout": (chief, "/handouts/new"),
        "first-password": (NEWCOMER, "/account/first-password"),
        "new-activity": (chief, "/activities/new"),
        "new-meeting": (chief, "/meetings/new"),
    }
