"""The sheet of one action: what a committee member reads to understand an amount."""
