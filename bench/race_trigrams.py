"""Asks PostgreSQL's pg_trgm what screening_bench asked Licet, in the same run.

    race_trigrams.py FOLDER

FOLDER holds names.tsv (entry, name), queries.tsv (entry, a name of it with a slip) and
own.json, how Licet did: ranking whatever its score (as trigrams are asked here), and
with the cut at which it shows entries. Where labelled.tsv is there (screening_quality_bench
writes it: how many Licet found, then the right entries and a name a line), it is asked too. A server of its own, without TCP, is made below FOLDER and
removed again. Prints JSON lines (docs/building.md). Standard library only.
"""

import json
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time

BINARIES = "/usr/lib/postgresql/15/bin"
TOP = 10
DROP = "SET client_min_messages = warning;\nDROP INDEX IF EXISTS found;"
# Names looked at for the ten best entries, which have two or three names each.
NEAREST = 40

# Both ways of asking: everything over the usual threshold of similarity, sorted; and
# the nearest ones one after another, which only GiST can do.
WAYS = {
    "gin": ("CREATE INDEX found ON names USING gin (name gin_trgm_ops)",
            f"""SELECT $1, entry FROM names WHERE name % $2
                GROUP BY entry ORDER BY min(name <-> $2) LIMIT {TOP}"""),
    "gist": ("CREATE INDEX found ON names USING gist (name gist_trgm_ops (siglen = 64))",
             f"""SELECT $1, entry FROM (SELECT entry, name <-> $2 AS far FROM names
                   ORDER BY name <-> $2 LIMIT {NEAREST}) AS near
                 GROUP BY entry ORDER BY min(far) LIMIT {TOP}"""),
}


class Server:
    """A PostgreSQL of our own; it refuses to run as root, so there it is another's."""

    def __init__(self, folder):
        self.user = pwd.getpwnam("postgres").pw_name if os.geteuid() == 0 else None
        self.data = os.path.join(folder, "data")
        shutil.rmtree(self.data, ignore_errors=True)
        os.mkdir(self.data, 0o700)
        # The path of a socket may not be long, and that of the build may be.
        self.socket = tempfile.mkdtemp(prefix="licet-race-")
        if self.user:
            for path in (self.data, self.socket):
                shutil.chown(path, self.user)
        self.process = None

    def __enter__(self):
        self.as_user([f"{BINARIES}/initdb", "-D", self.data, "-A", "trust", "-E", "UTF8",
                      "--locale=C.UTF-8", "-U", "race"])
        with open(os.path.join(os.path.dirname(self.data), "server.log"), "wb") as log:
            self.process = subprocess.Popen(
                [f"{BINARIES}/postgres", "-D", self.data, "-k", self.socket,
                 "-c", "listen_addresses=", "-c", "shared_buffers=256MB", "-c", "jit=off",
                 "-c", "fsync=off", "-c", "work_mem=64MB"],
                user=self.user, cwd="/", stdout=log, stderr=log)
        for _ in range(300):
            if subprocess.run([f"{BINARIES}/pg_isready", "-q", "-h", self.socket],
                              check=False).returncode == 0:
                return self
            if self.process.poll() is not None:
                break
            time.sleep(0.1)
        self.__exit__()
        sys.exit("race_trigrams.py: PostgreSQL does not start; server.log says why")

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)  # ends its clients too
            self.process.wait(60)
        shutil.rmtree(self.data, ignore_errors=True)
        shutil.rmtree(self.socket, ignore_errors=True)

    def as_user(self, command):
        done = subprocess.run(command, user=self.user, cwd="/", check=False,
                              stdout=subprocess.DEVNULL)
        if done.returncode:
            shutil.rmtree(self.data, ignore_errors=True)
            shutil.rmtree(self.socket, ignore_errors=True)
            sys.exit("race_trigrams.py: no server can be made; PostgreSQL says above why")

    def psql(self, script):
        done = subprocess.run(
            [f"{BINARIES}/psql", "-X", "-q", "-A", "-t", "-F", "\t", "-v", "ON_ERROR_STOP=1",
             "-h", self.socket, "-U", "race", "postgres"],
            input=script.encode(), stdout=subprocess.PIPE, check=True)
        return done.stdout.decode().splitlines()


def read_rows(path):
    with open(path, encoding="utf-8") as file:
        return [line.rstrip("\n").split("\t") for line in file]


def quoted(text):
    return "'" + text.replace("'", "''") + "'"


def load(server, names):
    lines = "".join(f"{entry}\t{name}\n" for entry, name in names)
    server.psql("CREATE EXTENSION pg_trgm;\nCREATE TABLE names (entry integer, name text);\n"
                f"COPY names FROM STDIN;\n{lines}\\.\nVACUUM ANALYZE names;\n")


def race(server, way, queries):
    """Seconds for all queries, and how many found their entry; the second round counts."""
    index, ask = WAYS[way]
    asked = "".join(f"EXECUTE ask({number}, {quoted(text)});\n"
                    for number, (_, text) in enumerate(queries))
    clock = "SELECT 'clock', extract(epoch FROM clock_timestamp());\n"
    lines = server.psql(f"{DROP}\n{index};\nVACUUM ANALYZE names;\n"
                        "SET plan_cache_mode = force_generic_plan;\nSET enable_seqscan = off;\n"
                        f"PREPARE ask(integer, text) AS {ask};\n{asked}{clock}{asked}{clock}")
    start = next(i for i, line in enumerate(lines) if line.startswith("clock"))
    begin, end = (float(line.split("\t")[1]) for line in (lines[start], lines[-1]))
    found = {tuple(line.split("\t")) for line in lines[start + 1:-1]}
    right = sum(any((str(number), entry) in found for entry in entries.split(","))
                for number, (entries, _) in enumerate(queries))
    return end - begin, right


def show(**line):
    print(json.dumps(line, separators=(",", ":")), flush=True)


def compare(name, value, unit, n, peer, peer_value):
    """Ours beside the peer's; asked for is not to stand behind."""
    show(name=f"screening/race/{name}", value=round(value, 4), unit=unit, n=n,
         target=round(peer_value, 4), ok=value >= peer_value, peer=peer,
         peer_value=round(peer_value, 4),
         ratio=round(value / peer_value, 3) if peer_value else None)


def main():
    if len(sys.argv) != 2:
        sys.exit("usage: race_trigrams.py FOLDER")
    folder = os.path.abspath(sys.argv[1])
    if not os.path.exists(f"{BINARIES}/postgres"):
        show(name="screening/race/rate", value=None, unit="names/s", n=0,
             peer="pg_trgm", skipped=f"no PostgreSQL in {BINARIES}")
        return
    queries = read_rows(os.path.join(folder, "queries.tsv"))
    with open(os.path.join(folder, "own.json"), encoding="utf-8") as file:
        own = json.load(file)
    path = os.path.join(folder, "labelled.tsv")
    labelled = read_rows(path) if os.path.exists(path) else []
    with Server(folder) as server:
        load(server, read_rows(os.path.join(folder, "names.tsv")))
        for way in WAYS:
            seconds, right = race(server, way, queries)
            peer = f"PostgreSQL 15 pg_trgm, {way}"
            n = len(queries)
            for asked, did in own.items():
                compare(f"{way}/{asked}/rate", n / did["seconds"], "names/s", n, peer, n / seconds)
                compare(f"{way}/{asked}/recall", did["right"] / n, "share", n, peer, right / n)
            if labelled:
                n = len(labelled) - 1
                _, right = race(server, way, labelled[1:])
                compare(f"{way}/labelled/recall", int(labelled[0][0]) / n, "share", n, peer,
                        right / n)


if __name__ == "__main__":
    main()
