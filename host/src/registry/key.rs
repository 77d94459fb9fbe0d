//! ECDSA keys on the curve P-256, in PEM, as cosign and openssl make them. Certificates and other curves are not read.

use std::path::Path;

use ring::rand::SystemRandom;
use ring::signature::{
    ECDSA_P256_SHA256_ASN1, ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair as _, UnparsedPublicKey,
};
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{PrivatePkcs8KeyDer, SubjectPublicKeyInfoDer};

use super::digest::Digest;
use super::error::RegistryError;
use super::file::read;

/// The largest file of a key that is read, in bytes.
const KEY_BYTES: usize = 64 << 10;
/// What stands before the point in the DER of each P-256 public key: its algorithm, its curve, the lengths (RFC 5480).
const P256_PREFIX: [u8; 26] = [
    0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x08, 0x2a, 0x86, 0x48, 0xce,
    0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00,
];
/// An uncompressed point: 4, then two coordinates of 32 bytes.
const POINT_BYTES: usize = 65;

/// A key that signatures are checked by.
pub struct PublicKey(Vec<u8>);

impl PublicKey {
    /// Reads a public key in PEM.
    ///
    /// # Errors
    /// The file cannot be read, or holds no P-256 public key.
    pub fn read(path: &Path) -> Result<PublicKey, RegistryError> {
        let pem = read(path, KEY_BYTES)?;
        PublicKey::parse(&pem).map_err(|detail| RegistryError::Key { path: path.to_owned(), detail: detail.to_owned() })
    }

    fn parse(pem: &[u8]) -> Result<PublicKey, &'static str> {
        let der = SubjectPublicKeyInfoDer::from_pem_slice(pem).map_err(|_| "there is no `PUBLIC KEY` in PEM in it")?;
        match der.strip_prefix(&P256_PREFIX) {
            Some(point) if point.len() == POINT_BYTES => Ok(PublicKey(point.to_vec())),
            _ => Err("it is not on the curve P-256, or its point is compressed"),
        }
    }

    /// What tells it from other keys: SHA-256 of its point, in lower-case hexadecimal.
    pub(super) fn fingerprint(&self) -> String {
        Digest::of(&self.0).hex()
    }

    /// Whether a signature, ASN.1 over SHA-256, is this key's over these bytes.
    pub(super) fn verifies(&self, bytes: &[u8], signature: &[u8]) -> bool {
        UnparsedPublicKey::new(&ECDSA_P256_SHA256_ASN1, &self.0).verify(bytes, signature).is_ok()
    }
}

/// A key that signs.
pub struct SigningKey {
    pair: EcdsaKeyPair,
    random: SystemRandom,
}

impl SigningKey {
    /// Reads an unencrypted private key in PEM (PKCS#8).
    ///
    /// # Errors
    /// The file cannot be read, or holds no such key.
    pub fn read(path: &Path) -> Result<SigningKey, RegistryError> {
        let pem = read(path, KEY_BYTES)?;
        SigningKey::parse(&pem)
            .map_err(|detail| RegistryError::Key { path: path.to_owned(), detail: detail.to_owned() })
    }

    fn parse(pem: &[u8]) -> Result<SigningKey, &'static str> {
        let has = |words: &str| pem.windows(words.len()).any(|part| part == words.as_bytes());
        let der = PrivatePkcs8KeyDer::from_pem_slice(pem).map_err(|_| {
            if has("BEGIN ENCRYPTED") {
                "its key is encrypted; a key of cosign's own signs with `cosign sign`"
            } else if has("BEGIN EC PRIVATE KEY") {
                "its key is not in PKCS#8; `openssl pkcs8 -topk8 -nocrypt` converts it"
            } else {
                "there is no `PRIVATE KEY` in PEM in it"
            }
        })?;
        let random = SystemRandom::new();
        let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, der.secret_pkcs8_der(), &random);
        Ok(SigningKey { pair: pair.map_err(|_| "it is not on the curve P-256, or lacks its public half")?, random })
    }

    /// The other half.
    pub(super) fn public(&self) -> PublicKey {
        PublicKey(self.pair.public_key().as_ref().to_vec())
    }

    /// The signature over these bytes.
    pub(super) fn sign(&self, bytes: &[u8]) -> Option<Vec<u8>> {
        self.pair.sign(&self.random, bytes).ok().map(|signature| signature.as_ref().to_vec())
    }
}
