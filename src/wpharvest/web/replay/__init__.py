"""A snapshot served as the WordPress it came from: REST API, HTML heads, sitemaps and media files.

The rules are WordPress core's (6.1 was read): `wp-includes/rest-api/class-wp-rest-server.php`, `rest-api.php`
and `rest-api/endpoints/class-wp-rest-*-controller.php`; each module names the files that its rules are from.
"""

from wpharvest.web.replay.application import application
from wpharvest.web.replay.versions import Versions

__all__ = ["Versions", "application"]
