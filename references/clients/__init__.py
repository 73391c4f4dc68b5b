"""One thin class per outside service: identifier → what it says about that work, or a named error of `config.kit.http`.

Each has the same names inside: `fetch(kind, value)` gives the answer as it came, `read(raw)` understands it, and
`entry(kind, value)` does both and sees to it that the answer is about the work that was asked for. A new service is a
module with a class that has these three and a `source`.
"""
