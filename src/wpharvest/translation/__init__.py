import msgspec


class Pairing(msgspec.Struct):
    families: tuple = ()
    notices: tuple = ()


def pair(documents):
    return Pairing()
