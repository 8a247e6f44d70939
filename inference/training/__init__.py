"""Training: sets on disk become weights. Nothing else imports it."""
