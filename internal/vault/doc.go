// Package vault seals values. It knows bytes, purposes and keys; not what the
// bytes mean nor where they are kept.
//
// A [Vault] seals what is stored: tokens, client secrets. Each value is sealed
// with AES-256-GCM for a purpose, such as "connection/p1/refresh_token", which
// is authenticated but not contained: a value that is copied to another row or
// project does not open there. The text names the key it was sealed with, so
// several keys can be in use while a rotation lasts: the first key seals, all
// keys open, [Vault.Stale] tells what is still to be sealed anew. [AddKey]
// puts a key on top of the file while servers run, and their vaults follow.
//
// [Handles], derived from the same keys, seal short values that are handed out
// and come back, so that nothing need be stored for them.
//
// A key's id is derived from the key, so no configuration can mix them up.
// No secret is ever part of an error.
package vault
