"""What the address and the options narrow a harvest to, and who asks."""

from __future__ import annotations

from urllib.parse import urlsplit

import msgspec

from wpharvest.config import Harvest
from wpharvest.errors import RestClosedError, UnknownNameError
from wpharvest.model.items import Collection, SiteInfo
from wpharvest.sources.rest import collections
from wpharvest.sources.rest.addresses import Root
from wpharvest.sources.rest.api import Api
from wpharvest.sources.rest.collections import route
from wpharvest.sources.rest.credentials import Doorman, check_host, check_login
from wpharvest.sources.rest.discovery import Place
from wpharvest.sources.rest.readings import root_of


def log_in(api: Api, doorman: Doorman, place: Place) -> None:
    """Make sure that the site knows who asks: it may ignore a password without a word.

    Raises LoginError. (A site whose `/users` is taken away can't be asked.)
    """
    check_host(doorman, place.root)
    try:
        api.one(place.root, "wp/v2/users/me", {"_fields": "id"})
    except RestClosedError as error:
        check_login(error)


def chosen(info: SiteInfo, place: Place, options: Harvest) -> tuple[Collection, ...]:
    """The collections to read: all that the options choose, or the one that the address names."""
    if not place.target.route:
        return collections.asked(info.collections, options.types)
    found = tuple(each for each in info.collections if route(each) == place.target.route)
    if found:
        return found
    namespace, _, kind = place.target.route.rpartition("/")
    return (Collection(kind, kind, "other", namespace=namespace),)


def limited(options: Harvest, place: Place, info: SiteInfo) -> Harvest:
    """The address of a language's collection limits the harvest to that language."""
    if options.languages:
        known = [each.code for each in info.languages]
        for code in options.languages:
            if code not in known:
                raise UnknownNameError("language", code, known)
        return options
    asked = Root(place.asked.url, place.target.query)
    if not place.target.route or asked == place.root:
        return options
    spoken = [each.code for each in info.languages if root_of(each, place.root.url) == asked]
    folder = urlsplit(asked.site).path
    spoken = spoken or [each.code for each in info.languages if each.home == folder != "/"]
    return msgspec.structs.replace(options, languages=tuple(spoken[:1]))
