"""The whole life of a case by four people in four windows, with JavaScript, without it, and with the keyboard alone."""

from board import BrowserTest

LIFE = [
    ("dispatcher", "register", {}),
    ("checker", "establish", {"note": "情况属实"}),
    ("dispatcher", "dispatch", {"unit": "SZ", "opinion": "请今天看一下"}),
    ("unit", "acknowledge", {}),
    ("unit", "begin_handling", {"contact": "not_possible"}),
    ("unit", "feed_back", {"result": "solved", "text": "换了灯泡"}),
    ("dispatcher", "ask_check", {}),
    ("checker", "check", {"solved": "no", "note": "还是不亮"}),
    ("dispatcher", "send_back", {"opinion": "请再修一次"}),
    ("unit", "acknowledge", {}),
    ("unit", "begin_handling", {"contact": "not_possible"}),
    ("unit", "feed_back", {"result": "solved", "text": "换了线路"}),
    ("dispatcher", "ask_check", {}),
    ("checker", "check", {"solved": "yes"}),
    ("checker", "close", {"reply": "已修好，谢谢"}),
]


class LifeTest(BrowserTest):
    def live(self, script):
        resident = self.report(script=script)
        number = self.number(resident)
        people = {name: self.person(name, script=script) for name in ["dispatcher", "unit", "checker"]}
        for who, action, fields in LIFE:
            person = people[who].open(f"/desk/cases/{number}")
            self.assertEqual(person.page.locator(f"form#{action}").count(), 1, f"{who} is offered {action}")
            person.act(action, **fields)
            self.assertEqual(person.page.locator(".notice[role=status]").count(), 1, f"{who} is told that {action} was done")
        resident.page.reload()
        self.assertIn("已修好，谢谢", resident.text())
        self.assertNotIn("请再修一次", resident.text())
        resident.act("rate", stars="5")
        people["dispatcher"].open(f"/desk/cases/{number}")
        self.assertIn("换了线路", people["dispatcher"].text())

    def test_with_javascript(self):
        self.live(script=True)

    def test_without_javascript(self):
        self.live(script=False)


class KeyboardTest(BrowserTest):
    """Tab, Enter, letters and arrows only; what has the focus can be seen at every step."""

    def tab_to(self, person, selector, most=160):
        for _ in range(most):
            person.page.keyboard.press("Tab")
            seen = person.page.evaluate(
                """selector => {
                    const here = document.activeElement;
                    if (!here || here === document.body) return null;
                    const style = getComputedStyle(here);
                    const inner = here.querySelector(":scope > path");
                    const ring = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
                    const drawn = inner !== null && parseFloat(getComputedStyle(inner).strokeWidth) >= 3;
                    return { is: here.matches(selector), seen: ring || drawn, name: here.outerHTML.slice(0, 90) };
                }""",
                selector,
            )
            if seen is None:
                continue
            self.assertTrue(seen["seen"], f"the focus can be seen on {seen['name']}")
            if seen["is"]:
                return
        self.fail(f"Tab never came to {selector}")

    def test_a_life_by_keys(self):
        resident = self.person()
        resident.open("/report")
        self.tab_to(resident, "#category")
        resident.page.keyboard.press("ArrowDown")
        self.tab_to(resident, "#grid")
        resident.page.keyboard.press("ArrowDown")
        self.tab_to(resident, "#text")
        resident.page.keyboard.type("路灯坏了")
        self.tab_to(resident, "main button.main")
        resident.page.keyboard.press("Enter")
        resident.page.wait_for_url("**/r/**")
        number = self.number(resident)
        people = {name: self.person(name) for name in ["dispatcher", "unit", "checker"]}
        for who, action, fields in LIFE[:7] + LIFE[13:]:
            person = people[who].open(f"/desk/cases/{number}")
            if action == "dispatch":
                # The first matter of the list is not this unit's by the dispatch catalogue.
                fields = {**fields, "departure": "这一段由市政养护"}
            if person.page.locator(f"details:has(form#{action})").count():
                self.tab_to(person, f"details:has(form#{action}) > summary")
                person.page.keyboard.press("Enter")
            for name, value in fields.items():
                self.tab_to(person, f"#{action}-{name}")
                field = person.page.locator(f"#{action}-{name}")
                if field.evaluate("field => field.tagName") == "SELECT":
                    options = field.evaluate("field => [...field.options].map((option) => option.value)")
                    person.page.keyboard.press("Home")
                    for _ in range(options.index(value)):
                        person.page.keyboard.press("ArrowDown")
                    self.assertEqual(field.input_value(), value)
                else:
                    person.page.keyboard.type(value)
            self.tab_to(person, f"form#{action} button")
            person.page.keyboard.press("Enter")
            person.page.wait_for_selector(".notice[role=status]")
        resident.page.reload()
        self.assertIn("已修好，谢谢", resident.text())
