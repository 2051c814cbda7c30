"""The hall display and the counter board: pages that know the wire contract only."""
