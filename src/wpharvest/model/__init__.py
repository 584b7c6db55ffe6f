"""The values that flow through wpharvest: frozen, typed, and JSON by themselves."""
