"""The ways a deposit comes in, each read by its own small reader into one shape."""
