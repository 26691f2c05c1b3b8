"""Written dates as times, for every stage that reads what publishers write.

reading  a written date, whole, as a time
words    months in the languages of news, and the names of time zones
"""
