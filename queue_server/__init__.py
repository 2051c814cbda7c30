"""The central server of Okienko: rules, store, dispatch loop and wire contract."""
