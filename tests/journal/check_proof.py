"""A second checker of Licet's proofs, written from the specifications alone.

    check_proof.py PROOF KEY

PROOF is a file that `licet journal prove` or `consistency` wrote, KEY the text
that `keygen` printed. Exit code 0 when the proof holds, 1 when it does not.
Standard library only: Ed25519 is RFC 8032 section 6 in its own words.
"""

import base64
import binascii
import hashlib
import sys

# ---- Ed25519 (RFC 8032 section 5.1) ----

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
SQRT_MINUS_1 = pow(2, (P - 1) // 4, P)


def add(a, b):
    """The sum of two points in extended coordinates (X, Y, Z, T)."""
    x = (a[1] - a[0]) * (b[1] - b[0]) % P
    y = (a[1] + a[0]) * (b[1] + b[0]) % P
    t = 2 * a[3] * b[3] * D % P
    z = 2 * a[2] * b[2] % P
    e, f, g, h = y - x, z - t, z + t, y + x
    return e * f % P, g * h % P, f * g % P, e * h % P


def multiply(scalar, point):
    total = (0, 1, 1, 0)
    while scalar:
        if scalar & 1:
            total = add(total, point)
        point = add(point, point)
        scalar >>= 1
    return total


def same(a, b):
    return (a[0] * b[2] - b[0] * a[2]) % P == 0 and (a[1] * b[2] - b[1] * a[2]) % P == 0


def point_of(data):
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & (2**255 - 1)
    need(y < P, "no point of the curve")
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * SQRT_MINUS_1 % P
    need((x * x - square) % P == 0 and not (x == 0 and sign), "no point of the curve")
    if x & 1 != sign:
        x = P - x
    return x, y, 1, x * y % P


BASE = None  # made below, from its y


def verifies(public, text, signature):
    if len(signature) != 64:
        return False
    s = int.from_bytes(signature[32:], "little")
    if s >= ORDER:
        return False
    digest = hashlib.sha512(signature[:32] + public + text).digest()
    k = int.from_bytes(digest, "little") % ORDER
    right = add(point_of(signature[:32]), multiply(k, point_of(public)))
    return same(multiply(s, BASE), right)


# ---- Notes and checkpoints (c2sp.org/signed-note, c2sp.org/tlog-checkpoint) ----

class Refused(Exception):
    pass


def need(condition, reason):
    if not condition:
        raise Refused(reason)


def unbase64(text):
    try:
        data = base64.b64decode(text, validate=True)
    except binascii.Error:
        raise Refused(f"no base 64: {text!r}") from None
    need(base64.b64encode(data).decode() == text, f"base 64 with another form: {text!r}")
    return data


def count(text):
    need(text.isascii() and text.isdigit() and str(int(text)) == text, f"no count: {text!r}")
    return int(text)


def read_key(text):
    name, key_id, data = text.split("+", 2)
    key = unbase64(data)
    need(len(key) == 33 and key[0] == 1, "the key is not one of Ed25519")
    expected = hashlib.sha256(name.encode() + b"\n" + key).digest()[:4]
    need(bytes.fromhex(key_id) == expected, "the key's id is not its own")
    return name, expected, key[1:]


def open_checkpoint(note, key):
    """(size, root) of a note that the key signed."""
    name, key_id, public = key
    text, _, signatures = note.rpartition("\n\n")
    text += "\n"
    need(signatures.endswith("\n"), "the note does not end with a newline")
    good = 0
    for line in signatures[:-1].split("\n"):
        dash, signer, data = line.split(" ")
        need(dash == "\u2014", "no line of a signature")
        signature = unbase64(data)
        if signer == name and signature[:4] == key_id:
            need(verifies(public, text.encode(), signature[4:]), "the signature is wrong")
            good += 1
    need(good, "the key did not sign this")
    lines = text.split("\n")
    need(len(lines) >= 4 and lines[-1] == "" and all(lines[:-1]), "no checkpoint")
    need(lines[0] == name, "a checkpoint of another journal")
    root = unbase64(lines[2])
    need(len(root) == 32, "no root")
    return count(lines[1]), root


# ---- The tree (RFC 6962 section 2.1), from the definitions of its proofs ----

def leaf(record):
    return hashlib.sha256(b"\0" + record).digest()


def node(left, right):
    return hashlib.sha256(b"\1" + left + right).digest()


def split(size):
    return 1 << (size - 1).bit_length() - 1


def root_by_path(index, size, hashed, path):
    """PATH(m, D[n]) read backwards: consumes the path from its end."""
    if size == 1:
        return hashed
    need(path, "the proof has too few hashes")
    other = path.pop()
    k = split(size)
    if index < k:
        return node(root_by_path(index, k, hashed, path), other)
    return node(other, root_by_path(index - k, size - k, hashed, path))


def roots_by_proof(first, second, first_root, path, whole=True):
    """SUBPROOF(m, D[n], b): the roots of the first and of the second tree."""
    if first == second:
        if whole:
            return first_root, first_root
        need(path, "the proof has too few hashes")
        shared = path.pop()
        return shared, shared
    need(path, "the proof has too few hashes")
    other = path.pop()
    k = split(second)
    if first <= k:
        old, new = roots_by_proof(first, k, first_root, path, whole)
        return old, node(new, other)
    old, new = roots_by_proof(first - k, second - k, first_root, path, False)
    return node(other, old), node(other, new)


# ---- Proofs (c2sp.org/tlog-proof, docs/formats.md) ----

def hashes_of(lines):
    hashes = [unbase64(line) for line in lines]
    need(all(len(data) == 32 for data in hashes), "no hash")
    return hashes


def check_record(text, key):
    head, _, note = text.partition("\n\n")
    lines = head.split("\n")
    need(lines[1].startswith("extra ") and lines[2].startswith("index "), "no record")
    record, index = unbase64(lines[1][6:]), count(lines[2][6:])
    size, root = open_checkpoint(note, key)
    need(index < size, "the record is not in the tree")
    path = hashes_of(lines[3:])
    need(root_by_path(index, size, leaf(record), path) == root, "another root")
    need(not path, "the proof has too many hashes")
    return f"record {index} is one of {size}"


def check_growth(text, key):
    head, _, notes = text.partition("\n\n")
    body, _, rest = notes.partition("\n\n")
    signatures, _, after = rest.partition("\n\n")
    first, first_root = open_checkpoint(body + "\n\n" + signatures + "\n", key)
    second, second_root = open_checkpoint(after, key)
    path = hashes_of(head.split("\n")[1:])
    need(first <= second, "the second tree is smaller")
    if first == 0:
        need(first_root == hashlib.sha256().digest(), "another root of the empty tree")
    else:
        roots = roots_by_proof(first, second, first_root, path)
        need(roots == (first_root, second_root), "another root")
    need(not path, "the proof has too many hashes")
    return f"{second} records begin with the {first}"


def check(text, key):
    if text.startswith("c2sp.org/tlog-proof@v1\n"):
        return check_record(text, key)
    need(text.startswith("licet-journal-growth@v1\n"), "no proof")
    return check_growth(text, key)


BASE = point_of((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    try:
        with open(sys.argv[1], encoding="utf-8", newline="") as file:
            print(check(file.read(), read_key(sys.argv[2])))
    except (Refused, ValueError, IndexError) as reason:
        sys.exit(f"refused: {reason}")


if __name__ == "__main__":
    main()
