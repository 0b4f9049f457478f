"""Sets one HTML file as a PDF: press.py PAGE.html PAGE.pdf. Fetches nothing, and is bounded in time and memory."""

import inspect
import resource
import sys

resource.setrlimit(resource.RLIMIT_CPU, (90, 90))
resource.setrlimit(resource.RLIMIT_AS, (1536 << 20, 1536 << 20))

from weasyprint import HTML  # noqa: E402


def refuse(url, *arguments, **options):
    raise ValueError("nothing is fetched")


# Tagged for screen readers; later versions than Debian 12's have another name for it.
options = {"variant", "pdf_variant"} & set(inspect.signature(HTML.write_pdf).parameters)
with open(sys.argv[1], encoding="utf-8") as page:
    HTML(string=page.read(), url_fetcher=refuse).write_pdf(sys.argv[2], **{name: "pdf/ua-1" for name in options})
