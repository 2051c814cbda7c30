"""What speaks HTTP and Socket.IO: the wire contract, the pages and what they are made of."""
