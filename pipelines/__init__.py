"""Options, graphs and the command line: what is run, where, and what it says of itself."""
