"""The files of a lake: whole files in, whole files out, and the commits among them."""
