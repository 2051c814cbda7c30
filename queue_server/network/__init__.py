"""What a connection says of who is at its other end: addresses, proxies, languages."""
