// Signed notes (https://c2sp.org/signed-note): a text with signatures below it.
// Keys are Ed25519 (RFC 8032) and written as the specification writes them, so
// that other tools of transparency logs read them.
//
// Thread safety: value types and pure functions.

#ifndef LICET_JOURNAL_NOTE_H_
#define LICET_JOURNAL_NOTE_H_

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "licet/base/error.h"

namespace licet {

struct NoteSignature {
  std::string name;       // of the key
  std::uint32_t key = 0;  // the key's id
  std::string signature;  // of a type that the key knows
};

struct Note {
  std::string text;  // ends with a newline
  std::vector<NoteSignature> signatures;

  // As it is written.
  std::string ToString() const;
};

// Errors: text that is no note, with the line.
Result<Note> ParseNote(std::string_view text);

// "<name>+<id>+<base64>".
class VerifierKey {
 public:
  static Result<VerifierKey> Parse(std::string_view text);

  const std::string& name() const { return name_; }
  std::uint32_t id() const { return id_; }
  std::string ToString() const;
  // Whether the signature is this key's of the text.
  bool Verifies(std::string_view text, std::string_view signature) const;

 private:
  friend class SignerKey;
  std::string name_;
  std::uint32_t id_ = 0;
  std::string public_;  // 32 bytes
};

// "PRIVATE+KEY+<name>+<id>+<base64>".
class SignerKey {
 public:
  using Seed = std::array<std::uint8_t, 32>;

  // Errors: a name that is empty or has blanks, control bytes or '+'.
  static Result<SignerKey> Make(const std::string& name, const Seed& seed);
  static Result<SignerKey> Parse(std::string_view text);

  const std::string& name() const { return verifier_.name_; }
  const VerifierKey& verifier() const { return verifier_; }
  std::string ToString() const;
  NoteSignature Sign(std::string_view text) const;

 private:
  VerifierKey verifier_;
  Seed seed_{};
};

// From the system's source of randomness. Errors: kInternal when it has none.
Result<SignerKey::Seed> NewSeed();

// Errors: a signature of one of the keys that is not of this text; none by any of
// them. Signatures of other keys are ignored.
Status CheckSignatures(const Note& note, std::span<const VerifierKey> keys);

}  // namespace licet

#endif  // LICET_JOURNAL_NOTE_H_
