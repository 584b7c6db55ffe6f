"""Links and media of a tree, found and led to their new place; redirects from each old address."""

from wpharvest.linking.finding import Addresses, without_size
from wpharvest.linking.gathering import Address, gathered
from wpharvest.linking.plan import Plan
from wpharvest.linking.redirects import Redirect, Redirects, aliases, free_redirects, redirects
from wpharvest.linking.rewriting import Relinked, led_to, relative, relink
from wpharvest.linking.servers import SERVERS

__all__ = [
    "SERVERS",
    "Address",
    "Addresses",
    "Plan",
    "Redirect",
    "Redirects",
    "Relinked",
    "aliases",
    "free_redirects",
    "gathered",
    "led_to",
    "redirects",
    "relative",
    "relink",
    "without_size",
]
