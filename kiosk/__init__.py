"""The kiosk: its page (`web/`), a client of the server's wire contract like any other."""
