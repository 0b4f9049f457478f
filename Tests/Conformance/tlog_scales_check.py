#!/usr/bin/env python3
"""Lets an outside reader (PyPI tlog-scales) check a log: checkpoint, tiles, entries and a .tlog-proof.

    tlog_scales_check.py LOG VKEY [PROOF [WITNESS …]]

LOG is the address of the log (http://127.0.0.1:8311/log) or a folder with its files, VKEY the verifier key, PROOF a
.tlog-proof file that carries its entry in the line "extra". WITNESS is the verifier key of a witness that must have
cosigned the checkpoint and the one in the proof. Exit status 1, with the reason, if anything is wrong.

Hashing, proofs, notes and paths are those of tlog-scales; this file only says what to compare.
"""

import base64
import sys
from pathlib import Path

from tlog_scales import backend, tiles, tlog
from tlog_scales.reader import TilesReader
from tlog_scales.signing import Vkey
from tlog_scales.utils import sha256

# Proofs are tried for that many entries, evenly spread; hashes and entries are all compared.
PROOFS = 200


class Wrong(Exception):
    """What is wrong, in words."""


def main() -> None:
    if len(sys.argv) < 3:
        raise Wrong("use: tlog_scales_check.py LOG VKEY [PROOF [WITNESS …]]")
    location, vkey_text = sys.argv[1:3]
    if not location.startswith(("http://", "https://")):
        location = str(Path(location).resolve())
    reader = TilesReader(backend.make_backend(location))
    vkey = Vkey.from_string(vkey_text.strip())
    if Vkey(vkey.name, None, vkey.sig_type, vkey.pubkey).key_id != vkey.key_id:
        raise Wrong("the identifier of the key does not belong to it")

    witnesses = [Vkey.from_string(text) for text in sys.argv[4:]]
    checkpoint = reader.get_checkpoint()
    verify_signature(checkpoint, vkey, "the checkpoint")
    verify_cosignatures(checkpoint, witnesses, "the checkpoint")
    check_text(reader, checkpoint)
    check_tiles(reader, checkpoint)
    check_proofs(reader, checkpoint)
    print(f"tlog-scales: {checkpoint.origin}, {checkpoint.size} entries: signature, tiles, entries and proofs agree")
    if len(sys.argv) > 3:
        check_proof_file(Path(sys.argv[3]), vkey, witnesses)


def verify_signature(checkpoint: tlog.Checkpoint, vkey: Vkey, what: str) -> None:
    if checkpoint.origin != vkey.name:
        raise Wrong(f"{what} is of {checkpoint.origin}, the key of {vkey.name}")
    try:
        checkpoint.verify(vkey)
    except Exception as error:
        raise Wrong(f"the signature of {what} does not hold: {type(error).__name__} {error}") from error


def verify_cosignatures(checkpoint: tlog.Checkpoint, witnesses: list[Vkey], what: str) -> None:
    for witness in witnesses:
        if witness.sig_type != 4:
            raise Wrong(f"the key of {witness.name} is not that of a witness")
        try:
            checkpoint.verify(witness)
        except Exception as error:
            reason = f"{type(error).__name__} {error}"
            raise Wrong(f"{what} has no right cosignature by {witness.name}: {reason}") from error
    if witnesses:
        print(f"tlog-scales: {what} of {checkpoint.size} is cosigned by {', '.join(key.name for key in witnesses)}")


def check_text(reader: TilesReader, checkpoint: tlog.Checkpoint) -> None:
    """The parser of tlog-scales is lenient; what it writes back must be what was served."""
    if checkpoint.serialize().encode() != reader.backend.get("checkpoint"):
        raise Wrong("the checkpoint is not in its one canonical form")


def tile_files(size: int, level: int) -> list[tuple[int, int]]:
    """Index and width of every tile of a level."""
    full, partial = tiles.level_tiles(size, level)
    return [(index, 256) for index in range(full)] + ([(full, partial)] if partial else [])


def check_tiles(reader: TilesReader, checkpoint: tlog.Checkpoint) -> None:
    """Every entry against its leaf, every hash against the level below, the top against the signed root."""
    size = checkpoint.size
    below: list[bytes] = []
    for index, width in tile_files(size, -1):
        bundle = reader._get_tile(-1, index, width % 256)
        hashes = reader._get_tile(0, index, width % 256)
        if bundle is None or hashes is None:
            raise Wrong(f"the log does not serve the tile {index} of width {width}")
        if bundle.length != width or hashes.length != width:
            raise Wrong(f"tile {index} holds {bundle.length} entries and {hashes.length} hashes instead of {width}")
        for position, entry in enumerate(bundle.entries):
            if tiles.leaf_hash(entry) != hashes[position]:
                raise Wrong(f"entry {256 * index + position} is not the one that its tile was made for")
        below.append(root(hashes.entries))
    level = 1
    full = below[: size // 256]
    while full:
        above: list[bytes] = []
        for index, width in tile_files(size, level):
            hashes = reader._get_tile(level, index, width % 256)
            expected = full[256 * index : 256 * index + width]
            if hashes is None or hashes.entries != expected:
                raise Wrong(f"tile {index} of level {level} does not hold the hashes of the tiles below it")
            if width == 256:
                above.append(root(expected))
        full = above
        level += 1
    if root(below) != checkpoint.root_hash or reader.calculate_root_hash() != checkpoint.root_hash:
        raise Wrong("the tiles do not lead to the signed root")


def root(hashes: list[bytes]) -> bytes:
    """The root over neighbouring subtrees; tlog-scales reads one from files only."""
    if not hashes:
        return sha256(b"")
    if len(hashes) == 1:
        return hashes[0]
    split = tiles.next_split(len(hashes))
    return sha256(b"\x01" + root(hashes[:split]) + root(hashes[split:]))


def check_proofs(reader: TilesReader, checkpoint: tlog.Checkpoint) -> None:
    size = checkpoint.size
    picks = sorted({i * size // PROOFS for i in range(PROOFS)} | {size - 1}) if size else []
    for index in picks:
        proof = reader.get_inclusion_proof(index, size)
        proof.check(tiles.leaf_hash(reader.get_entry(index)), checkpoint.root_hash)
    for old in sorted({1, size // 2, size - 1, size} & set(range(1, size + 1))):
        proof = reader.get_consistency_proof(old, size)
        proof.check(reader.mth(0, old), checkpoint.root_hash)


def check_proof_file(file: Path, vkey: Vkey, witnesses: list[Vkey]) -> None:
    head, separator, note = file.read_text(encoding="utf-8").partition("\n\n")
    lines = head.split("\n")
    if not separator or lines[0] != "c2sp.org/tlog-proof@v1":
        raise Wrong(f"{file} is no tlog-proof")
    if len(lines) < 3 or not lines[1].startswith("extra ") or not lines[2].startswith("index "):
        raise Wrong(f"{file} lacks its line extra or its line index")
    entry = base64.b64decode(lines[1].removeprefix("extra "), validate=True)
    index = int(lines[2].removeprefix("index "))
    hashes = [base64.b64decode(line, validate=True) for line in lines[3:]]
    checkpoint = tlog.Checkpoint.from_text(note)
    verify_signature(checkpoint, vkey, "the checkpoint in the proof")
    verify_cosignatures(checkpoint, witnesses, "the checkpoint in the proof")
    tlog.InclusionProof(index, checkpoint.size, hashes).check(tiles.leaf_hash(entry), checkpoint.root_hash)
    print(f"tlog-scales: {file.name} proves entry {index} of {checkpoint.size}: {entry.decode()}")


if __name__ == "__main__":
    try:
        main()
    except Exception as error:
        reason = str(error) if isinstance(error, Wrong) else f"{type(error).__name__}: {error}"
        print(f"tlog-scales: {reason}", file=sys.stderr)
        sys.exit(1)
