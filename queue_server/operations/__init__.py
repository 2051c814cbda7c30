"""Use cases in the field's words: `(work, …) -> answer`. They change the store, never commit."""
