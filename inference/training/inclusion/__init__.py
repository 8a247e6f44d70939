"""How the paper's two networks are trained (sections 5.2, 5.3 and 6.1)."""
