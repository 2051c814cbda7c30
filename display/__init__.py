"""The hall display and the counter board: pages that speak the server's wire contract and import nothing of it."""
