"""The stages of the flow, one a module or folder, in the order of an article's life:

    sources   drops, and feeds that were polled and landed, become raw documents
    clean     a raw document becomes an article: its text, title, authors, dates, and the signature that finds copies
    classify  language, genre, topics
    events    sentences become coded mentions
    write     rows become parts of the log, and parts a commit
    publish   committed parts become the tables that readers see

Below them lie `outcomes` and `stage` (what stages share), `lake` (the files of a lake), `dates` (how dates are
written) and `encodings` (which one a text is in).
A stage imports no other stage.
"""
