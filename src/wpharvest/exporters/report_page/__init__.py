"""The report as one HTML page: pictures of what a snapshot holds, and of what is wrong with it."""

from wpharvest.exporters.report_page.page import report_page
from wpharvest.exporters.report_page.subject import Origin

__all__ = ["Origin", "report_page"]
