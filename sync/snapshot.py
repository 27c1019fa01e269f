"""Files of a feed that travel beside the exchanges: their manifest, its signature, and the seal that lets them cache.

A snapshot is a feed as one moment saw it, in slices; a segment is a stretch of a feed. Both are ciphertext under a key
per feed and epoch, which an exchange gives to entitled devices only; so a relay or a cache may hold them.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
from typing import Annotated

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from pydantic import ConfigDict, Field, ValidationError

from sync.protocol import Count, Message
from sync.record import Instant, Sha256

SLICE_BYTES = 8 << 20
"""Plain size of a slice; one row that is larger makes a larger slice."""
MAX_SLICE_BYTES = 64 << 20
"""Plain size beyond which a device does not even begin to decompress."""
FILES_IN_ONE = 64
"""Hashes that one address may name; their files come as one body, one after the other."""
VECTOR, COLUMNS = "_vector", "_columns"
"""Tables of a slice beside those of its kinds: (feed, seq, epoch, dig, schema, number), and (kind, name, form)."""
_NONCE = 12


class BadManifest(ValueError):
    """A manifest that is not HQ's, or not as it was signed."""


class Slice(Message):
    sha256: Sha256
    """Of the bytes that travel."""
    bytes: Count
    plain: Count
    """Size of the SQLite database in it."""


class Manifest(Message):
    """What a feed's snapshot consists of, and the place in the feed from which to read on."""

    f: Count
    v: Count
    """Number among the manifests of this feed and epoch; an older one than was seen is refused."""
    epoch: Count
    seq: Count
    dig: int
    rows: Count
    schema_: int = Field(alias="schema")
    """Version of HQ's schema when the rows were written down."""
    made_at: Instant
    expires_at: Instant
    slices: tuple[Slice, ...]

    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True)

    @property
    def order(self) -> tuple[int, int]:
        return self.epoch, self.v


class SignedManifest(Message):
    body: str
    """The manifest as JSON: the very bytes that are signed."""
    sig: Annotated[str, Field(max_length=200)]
    """Base64."""


class ManifestsReply(Message):
    manifests: tuple[SignedManifest, ...]


def sign(key: Ed25519PrivateKey, manifest: Manifest) -> SignedManifest:
    """Sign a manifest; only the builder of snapshots holds the key."""
    body = json.dumps(manifest.model_dump(mode="json", by_alias=True), separators=(",", ":")).encode()
    return SignedManifest(body=body.decode(), sig=base64.b64encode(key.sign(_signed(body))).decode())


def opened(key: Ed25519PublicKey, signed: SignedManifest) -> Manifest:
    """The manifest, once its signature is right. Raises BadManifest."""
    try:
        key.verify(base64.b64decode(signed.sig, validate=True), _signed(signed.body.encode()))
        return Manifest.model_validate(json.loads(signed.body))
    except (InvalidSignature, ValidationError, ValueError) as exc:
        raise BadManifest(type(exc).__name__) from exc


def _signed(body: bytes) -> bytes:
    return b"field-inspector/snapshot/1\n" + body  # nothing else that this key may sign begins so


def feed_key(secret: bytes, feed: int, epoch: int) -> bytes:
    """The key of a feed's files in an epoch, from HQ's own secret."""
    info = f"feed/{feed}/{epoch}".encode()
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=info).derive(secret)


def seal(key: bytes, plain: bytes) -> bytes:
    """AES-256-GCM under a fresh nonce, which stands before it."""
    nonce = secrets.token_bytes(_NONCE)
    return nonce + AESGCM(key).encrypt(nonce, plain, None)


def unseal(key: bytes, sealed: bytes) -> bytes:
    """Raises BadManifest: the bytes are not those that were sealed, or the key is another's."""
    try:
        return AESGCM(key).decrypt(sealed[:_NONCE], sealed[_NONCE:], None)
    except (InvalidTag, ValueError) as exc:
        raise BadManifest("not sealed under this key") from exc


def names(hashes: list[str]) -> str:
    """The last part of the address of these files, and their entity tag."""
    return "+".join(hashes)


def entity_tag(hashes: list[str]) -> str:
    """What `If-Range` names: a changed file starts again under its own hash and never mixes."""
    return '"' + (hashes[0] if len(hashes) == 1 else hashlib.sha256(names(hashes).encode()).hexdigest()) + '"'
