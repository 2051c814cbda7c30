"""Staff: accounts, what each may do where, and who is signed in."""
