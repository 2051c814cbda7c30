"""What works a counter: its page, keypads, a terminal, and the client that scripts use too.

Speaks only the wire contract.
"""
