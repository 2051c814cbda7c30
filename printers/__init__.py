"""Paper: a slip's layout, its ESC/POS bytes, the way to the printer, a printer to rehearse with.

Nothing here knows the server: the agent is a client of the wire contract like any other.
"""
