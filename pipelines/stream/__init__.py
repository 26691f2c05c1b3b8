"""`newsbeam stream`: the pipeline that never ends.

options   its flags
graph     its graph: the live source, the same Core
running   what goes on beside it: windows told, tables published, signals heard
command   all of it
"""
