"""Answers each line of standard input, a request as JSON, with a line of JSON.

`{"get": "/about/"}`: status, where it leads, and the page; `{"pages": true}`: what the database holds of each
page; `{"stream": […]}`: the HTML of a body.
"""

import json
import os
import sys

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "settings"
django.setup()

from django.test import Client  # noqa: E402  # after setup
from wagtail.blocks import StreamBlock  # noqa: E402
from wpharvest_import.blocks import BODY  # noqa: E402
from wpharvest_import.models import ImportedPage  # noqa: E402

client = Client(headers={"host": "localhost"}, raise_request_exception=False)
body = StreamBlock(BODY)


def get(address: str) -> dict:
    answer = client.get(address)
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    text = content.decode("utf-8", "replace") if "html" in answer.headers.get("Content-Type", "") else ""
    return {"status": answer.status_code, "location": answer.headers.get("Location", ""), "text": text}


def pages(_: bool) -> list:
    return [
        {
            "key": page.key,
            "url": page.url,
            "title": page.title,
            "live": page.live,
            "date": page.date and page.date.isoformat(),
            "first_published": page.first_published_at and page.first_published_at.isoformat(),
            "owner": page.owner.get_full_name() if page.owner else "",
            "terms": [each.term.key for each in page.page_terms.all()],
            "locale": page.locale.language_code,
            "translations": {each.locale.language_code: each.key for each in page.get_translations()},
            "picture": page.picture.file.url if page.picture else "",
            "picture_alt": page.picture_alt,
            "blocks": [block.block_type for block in page.body],
        }
        for page in ImportedPage.objects.all()
    ]


def stream(blocks: list) -> str:
    return "".join(str(child.render()) for child in body.to_python(blocks))


ANSWERS = {"get": get, "pages": pages, "stream": stream}
for line in sys.stdin:
    ((name, value),) = json.loads(line).items()
    sys.stdout.write(json.dumps(ANSWERS[name](value)) + "\n")
    sys.stdout.flush()
