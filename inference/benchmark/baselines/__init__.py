"""The paper's rivals as matchers under our protocol. Frozen: a baseline that moves measures nothing."""
