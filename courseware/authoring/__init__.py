"""Every definition that was ever used, by digest, as text: what an old attempt was given in."""
