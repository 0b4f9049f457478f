"""What somebody writes down on the way: visits, where there is a network and where there is none, and a sweep's elements."""

import time

from board import BrowserTest, grids

IS_KEPT = "form => caches.match(form, { ignoreVary: true }).then(Boolean)"


class OfflineVisitTest(BrowserTest):
    def steward(self):
        steward = self.person("steward").open("/desk/visits")
        steward.page.wait_for_function("navigator.serviceWorker.ready.then(() => Boolean(navigator.serviceWorker.controller))")
        return steward

    def test_is_kept_on_the_phone_and_sent_once(self):
        steward = self.steward()
        steward.open("/desk/visits")
        form = steward.page.locator("a[data-form]").first.get_attribute("href")
        recorded = lambda: steward.page.locator("a[href^='/desk/visits/']").count()
        before = recorded()
        # The form was fetched while there was a network.
        self.follow(lambda: steward.page.evaluate(IS_KEPT, form), "the form is kept")

        steward.context.set_offline(True)
        steward.counted()
        steward.click(f"a[href='{form}']")
        steward.page.wait_for_selector("#visit-form")
        steward.click("input[name=outcome][value=visited]")
        steward.click("input[name=minutes][value='30']")
        steward.click("input[name=need][value=labour]")
        steward.fill("#remark", f"离线记的 {time.time()}")
        steward.click("main button.main")
        steward.page.wait_for_selector("#visit-kept:not([hidden])")
        self.assertLessEqual(steward.counted(), 8)
        steward.open("/desk/visits")
        steward.page.wait_for_selector("#kept-visits li")
        self.assertEqual(steward.page.locator("#kept-visits li").count(), 1)

        steward.context.set_offline(False)
        steward.open("/desk/visits")
        self.follow(lambda: steward.page.locator("#kept-visits").is_hidden(), "it is sent")
        steward.open("/desk/visits")
        self.assertEqual(recorded(), before + 1)
        self.assertEqual(steward.page.evaluate("localStorage.getItem('visits')"), "[]")

    def test_what_is_refused_stays_with_its_reason_and_whoever_signs_out_leaves_no_pages(self):
        steward = self.steward()
        steward.open("/desk/visits")
        form = steward.page.locator("a[data-form]").first.get_attribute("href")
        self.follow(lambda: steward.page.evaluate(IS_KEPT, form), "the form is kept")
        steward.context.set_offline(True)
        steward.click(f"a[href='{form}']")
        steward.page.wait_for_selector("#visit-form")
        steward.click("input[name=outcome][value=visited]")
        # How long it took is missing, and the browser does not know that it is asked for.
        steward.click("main button.main")
        steward.page.wait_for_selector("#visit-kept:not([hidden])")
        steward.context.set_offline(False)
        steward.open("/desk/visits")
        steward.page.wait_for_selector("#kept-visits li a")
        steward.click("#kept-visits li a")
        steward.page.wait_for_selector("#visit-form")
        self.assertTrue(steward.page.locator("input[name=outcome][value=visited]").is_checked())
        steward.click("input[name=minutes][value='15']")
        steward.click("main button.main")
        steward.page.wait_for_url("**/desk/visits/**")
        self.assertEqual(steward.page.evaluate("localStorage.getItem('visits')"), "[]")

        steward.click("header form button")
        steward.page.wait_for_load_state()
        self.follow(lambda: not steward.page.evaluate("caches.has('visits-1')"), "no page is kept")


class OnTheWayTest(BrowserTest):
    """A visit takes eight interactions at most, an element of a sweep three, also where something is found."""

    def test_a_visit(self):
        steward = self.person("steward", width=360).open("/desk/visits")
        steward.counted()
        steward.click("a[data-form]")
        steward.page.wait_for_selector("#visit-form")
        steward.click("input[name=outcome][value=visited]")
        steward.click("input[name=minutes][value='15']")
        steward.click("input[name=need][value=labour]")
        steward.fill("#remark", f"当面记的 {time.time()}")
        steward.click("main button.main")
        steward.page.wait_for_url("**/desk/visits/**")
        taken = steward.counted()
        print(f"\na visit: {taken} interactions")
        self.assertLessEqual(taken, 8)

    def test_elements_of_a_sweep(self):
        worker = self.person(f"w{grids()[0]}", width=360)
        for number, name in [(1, "nothing found"), (2, "something found")]:
            worker.open(f"/sweeps/1/{number}")
            worker.counted()
            if number == 1:
                worker.click("main button.main")
            else:
                worker.click("main details summary")
                worker.click("main details input[type=checkbox]")
                worker.click("main details button")
            worker.page.wait_for_url("**done=1*")
            taken = worker.counted()
            print(f"\nan element of a sweep, {name}: {taken} interactions")
            self.assertLessEqual(taken, 3)
