"""Links and media of a tree, found and led to their new place; redirects from each old address."""

from wpharvest.linking.finding import Addresses
from wpharvest.linking.gathering import Address, gathered
from wpharvest.linking.plan import Plan
from wpharvest.linking.redirects import Redirect, Redirects, redirects
from wpharvest.linking.rewriting import Relinked, relink
from wpharvest.linking.servers import SERVERS

__all__ = [
    "SERVERS",
    "Address",
    "Addresses",
    "Plan",
    "Redirect",
    "Redirects",
    "Relinked",
    "gathered",
    "redirects",
    "relink",
]
