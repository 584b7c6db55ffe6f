"""`python -m wpharvest` is `wpharvest`."""

from wpharvest.cli import main

main()
