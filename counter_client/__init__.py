"""The counter: the page at which a clerk calls and serves visitors. Speaks only the wire contract."""
