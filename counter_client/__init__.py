"""The counter: the page where a clerk calls and serves. Speaks only the wire contract."""
