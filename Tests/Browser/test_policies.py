"""Policies that a firm matches in its own browser: nothing is sent, nothing is kept."""

import json
import urllib.request
from pathlib import Path

from board import URL, BrowserTest

VECTORS = Path(__file__).parent.parent / "Vectors" / "policies.json"


class PolicyMatchTest(BrowserTest):
    def titles(self, person, result):
        return person.page.locator(f"#policy-results [data-result={result}] li a").all_text_contents()

    def lists(self, person):
        return [title for result in ("yes", "unknown", "no") for title in self.titles(person, result)]

    def test_is_worked_out_here_and_sends_nothing(self):
        with urllib.request.urlopen(URL + "/policies.json") as answer:
            policies = json.load(answer)["policies"]
        self.assertGreaterEqual(len(policies), 4)
        firm = self.person().open("/policies/match")
        page = firm.page
        page.wait_for_selector("#policy-match:not([hidden])")
        self.assertTrue(page.locator("#policy-checklists").is_hidden())
        # Nothing is said yet: every policy may fit, and says what is missing.
        self.assertEqual(sorted(self.titles(firm, "unknown")), sorted(policy["title"] for policy in policies))
        page.wait_for_load_state("networkidle")

        sent = []
        page.on("request", lambda request: sent.append(request.url))
        for field in page.locator("#policy-match [data-ask]").all():
            key = field.get_attribute("data-ask")
            if key in ("status", "industry"):
                field.locator("input[type=checkbox]").first.check()
            elif key == "kind":
                field.locator("select").select_option("enterprise")
            elif field.locator("select").count():
                field.locator("select").select_option("no" if "失信" in key else "yes")
            else:
                field.locator("input").fill("2" if key == "age" else "250")
        page.keyboard.press("Enter")
        # All is said: each is in one of two lists, and those that do not fit say why.
        self.assertEqual(self.titles(firm, "unknown"), [])
        self.assertEqual(sorted(self.lists(firm)), sorted(policy["title"] for policy in policies))
        self.assertIn("新办企业场地租金补贴（虚构）", self.titles(firm, "no") + self.titles(firm, "yes"))
        for line in page.locator("#policy-results [data-result=no] li .small").all_text_contents():
            self.assertRegex(line, "^不满足：.")
        self.assertEqual(sent, [])
        self.assertEqual(page.evaluate("[localStorage.length, sessionStorage.length, document.cookie]"), [0, 0, ""])

        # "None of these" and one of them exclude each other.
        boxes = page.locator("#policy-match [data-ask=status] input[type=checkbox]")
        boxes.last.check()
        self.assertFalse(boxes.first.is_checked())
        page.click("#policy-match button[type=reset]")
        self.follow(lambda: len(self.titles(firm, "unknown")) == len(policies), "all may fit again")
        self.assertEqual(sent, [])
        # Whoever comes back finds nothing filled in.
        firm.open("/policies")
        firm.open("/policies/match")
        page.wait_for_selector("#policy-match:not([hidden])")
        self.assertEqual(len(self.titles(firm, "unknown")), len(policies))

    def test_without_javascript_lines_are_ticked(self):
        firm = self.person(script=False).open("/policies/match")
        page = firm.page
        self.assertTrue(page.locator("#policy-match").is_hidden())
        sent = []
        page.on("request", lambda request: sent.append(request.url))
        policy = page.locator(".policy").first
        said = policy.locator(".all")
        self.assertTrue(said.is_hidden())
        for box in policy.locator("input[type=checkbox]").all():
            box.check()
        self.assertTrue(said.is_visible())
        self.assertTrue(page.locator(".policy").nth(1).locator(".all").is_hidden())
        self.assertEqual(sent, [])

    def test_decides_as_the_server_does(self):
        vectors = json.loads(VECTORS.read_text())
        firm = self.person().open("/policies/match")
        judge = "({ conditions, answers }) => { const { result, conditions: each } = policyMatch.judge(conditions, answers); return { result, each }; }"
        for vector in vectors:
            with self.subTest(vector["name"]):
                judged = firm.page.evaluate(judge, {"conditions": vector["conditions"], "answers": vector["answers"]})
                self.assertEqual(judged, {"result": vector["result"], "each": vector["each"]})
