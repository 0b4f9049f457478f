"""Every page, as it looks and as it is made: width, axe, weight, pictures."""

import gzip
import itertools
import re
import urllib.request

from axe_playwright_python.sync_playwright import Axe

from board import URL, BrowserTest, pages


class PagesTest(BrowserTest):
    def setUp(self):
        resident = self.report()
        self.finders = {}
        self.pages = pages(self.number(resident), resident.page.url.split("/")[5].split("?")[0], self.find)

    def find(self, name, path, pattern):
        """The first thing of a form in the source of a page, as somebody sees it."""
        if name not in self.finders:
            self.finders[name] = self.person(name)
        found = re.search(pattern, self.finders[name].open(path).page.content())
        self.assertIsNotNone(found, f"{path} has no {pattern}")
        return found.group(0)

    def windows(self, **window):
        """A window of a stranger and one of each member of staff whom the pages name."""
        names = {name for name, _ in self.pages.values()}
        return {name: self.person(name, **window) for name in names}

    def each(self, **window):
        people = self.windows(**window)
        for page, (name, path) in self.pages.items():
            person = people[name].open(path)
            # A page that says that there is none would pass every test.
            self.assertEqual(person.status, 404 if page == "missing" else 200, page)
            yield page, person

    def test_nothing_scrolls_sideways(self):
        for width, language in itertools.product([360, 1440], ["zh", "en"]):
            for page, person in self.each(width=width, language=language):
                with self.subTest(page=page, width=width, language=language):
                    over = person.page.evaluate("document.documentElement.scrollWidth - innerWidth")
                    self.assertLessEqual(over, 0, f"{page} is {over} px too wide")

    def test_axe_finds_what_is_wrong(self):
        """A picture without words is found: so a page without faults was really looked at."""
        person = self.person().open("/about")
        person.page.evaluate("document.querySelector('main').append(document.createElement('img'))")
        found = Axe().run(person.page).response["violations"]
        self.assertIn("image-alt", [fault["id"] for fault in found])

    def test_axe_finds_nothing_serious(self):
        axe = Axe()
        for language, scheme in itertools.product(["zh", "en"], ["light", "dark"]):
            for page, person in self.each(language=language, scheme=scheme):
                with self.subTest(page=page, language=language, scheme=scheme):
                    found = axe.run(person.page).response["violations"]
                    bad = [
                        f"{fault['id']}: {node['html'][:160]} {node['failureSummary'][:200]}"
                        for fault in found
                        if fault["impact"] in ("serious", "critical")
                        for node in fault["nodes"][:3]
                    ]
                    self.assertEqual(bad, [])

    def test_pictures(self):
        """Kept to be looked at; that they are all there is all that a machine can say."""
        count = 0
        for width, language, scheme in [(1440, "zh", "light"), (360, "zh", "light"), (1440, "en", "dark"), (360, "en", "light")]:
            for page, person in self.each(width=width, language=language, scheme=scheme):
                person.picture(f"{page}-{width}-{language}-{scheme}")
                count += 1
        self.assertEqual(count, 4 * len(self.pages))


class WeightTest(BrowserTest):
    def test_the_report_page_is_small(self):
        """What a cold first look brings over the wire, in bytes of the answers with their heads."""
        person = self.person(width=360)
        session = person.context.new_cdp_session(person.page)
        session.send("Network.enable")
        received = {}
        session.on("Network.loadingFinished", lambda event: received.update({event["requestId"]: event["encodedDataLength"]}))
        person.page.goto(URL + "/report", wait_until="networkidle")
        total = int(sum(received.values()))
        print(f"\nfirst load of the report page: {total} bytes in {len(received)} answers")
        self.assertGreaterEqual(len(received), 3)
        self.assertLessEqual(total, 100 * 1024)

    def test_the_report_page_is_small_without_gzip(self):
        request = urllib.request.Request(URL + "/report", headers={"Accept-Encoding": "identity"})
        with urllib.request.urlopen(request) as answer:
            page = answer.read()
        self.assertLess(len(gzip.compress(page)), len(page))
        self.assertLessEqual(len(page), 100 * 1024)
