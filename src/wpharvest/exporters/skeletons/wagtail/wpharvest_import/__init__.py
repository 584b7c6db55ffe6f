"""What was on a WordPress site, as pages of this one. Written by wpharvest."""
