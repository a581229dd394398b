#include "licet/journal/note.h"

#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/rand.h>

#include <algorithm>
#include <memory>
#include <optional>

#include "base64.h"
#include "licet/base/sha256.h"
#include "licet/base/text.h"

namespace licet {
namespace {

constexpr std::string_view kDash = "\xE2\x80\x94 ";  // U+2014 and a blank
constexpr std::string_view kPrivate = "PRIVATE+KEY+";
constexpr char kEd25519 = 0x01;
constexpr std::size_t kKeyBytes = 32;
constexpr std::size_t kSignatureBytes = 64;
constexpr std::size_t kIdBytes = 4;
constexpr std::size_t kSignaturesMost = 100;

struct FreeKey {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};
struct FreeContext {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};
using Key = std::unique_ptr<EVP_PKEY, FreeKey>;
using Context = std::unique_ptr<EVP_MD_CTX, FreeContext>;

const unsigned char* Unsigned(std::string_view bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}

std::uint32_t BigEndian(std::string_view four) {
  std::uint32_t number = 0;
  for (const char c : four.substr(0, kIdBytes)) {
    number = number << 8 | static_cast<unsigned char>(c);
  }
  return number;
}

std::string FourBytes(std::uint32_t number) {
  std::string bytes;
  for (int shift = 24; shift >= 0; shift -= 8) bytes += static_cast<char>(number >> shift & 0xFF);
  return bytes;
}

std::uint32_t KeyId(std::string_view name, std::string_view public_key) {
  const Sha256Digest digest = Sha256({name, "\n", {&kEd25519, 1}, public_key});
  return BigEndian({reinterpret_cast<const char*>(digest.data()), digest.size()});
}

// The specification forbids blanks of Unicode; those that a terminal shows as one
// are these and begin with E1, E2 or E3, or are U+0085 and U+00A0.
bool HasBlank(std::string_view name) {
  constexpr std::string_view kBlanks[] = {"\xC2\x85",     "\xC2\xA0",     "\xE1\x9A\x80",
                                          "\xE2\x80\xA8", "\xE2\x80\xA9", "\xE2\x80\xAF",
                                          "\xE2\x81\x9F", "\xE3\x80\x80"};
  if (std::ranges::any_of(kBlanks, [&](auto blank) { return name.contains(blank); })) return true;
  for (std::size_t at = name.find("\xE2\x80"); at != std::string_view::npos;
       at = name.find("\xE2\x80", at + 1)) {
    // U+2000 to U+200A
    if (at + 2 < name.size() && static_cast<unsigned char>(name[at + 2]) <= 0x8A) return true;
  }
  return std::ranges::any_of(name, [](char c) { return static_cast<unsigned char>(c) <= ' '; });
}

Status CheckName(std::string_view name) {
  if (name.empty() || name.contains('+') || HasBlank(name) || FindInvalidUtf8(name)) {
    return Fail(ErrorCode::kInvalidArgument,
                fmt::format("{} cannot name a key: a name is not empty and has no blanks, control "
                            "bytes or '+'; take something like example.com/licences",
                            Quoted(name)));
  }
  return {};
}

// "<name>+<id>+<base64>"
struct KeyText {
  std::string name;
  std::uint32_t id = 0;
  std::string bytes;
};

std::optional<KeyText> SplitKey(std::string_view text) {
  const std::size_t first = text.find('+');
  if (first == std::string_view::npos) return std::nullopt;
  const std::size_t second = text.find('+', first + 1);
  if (second != first + 9) return std::nullopt;
  KeyText key;
  key.name = text.substr(0, first);
  for (const char c : text.substr(first + 1, 8)) {
    const std::size_t digit = std::string_view("0123456789abcdef").find(c);
    if (digit == std::string_view::npos) return std::nullopt;
    key.id = key.id << 4 | static_cast<std::uint32_t>(digit);
  }
  const auto bytes = FromBase64(text.substr(second + 1));
  if (!bytes || bytes->size() != 1 + kKeyBytes || !CheckName(key.name)) return std::nullopt;
  key.bytes = *bytes;
  return key;
}

Status Malformed(int line, std::string_view what) {
  return Fail(ErrorCode::kParse,
              fmt::format("{}; a note is a text, an empty line and signatures", what),
              {"", line, 1});
}

Result<NoteSignature> ParseSignature(std::string_view line, int number) {
  const auto wrong = [number] {
    return std::unexpected(
        Malformed(number, "this is no signature: a dash, the key's name and base 64").error());
  };
  if (!line.starts_with(kDash)) return wrong();
  line.remove_prefix(kDash.size());
  const std::size_t blank = line.find(' ');
  if (blank == std::string_view::npos) return wrong();
  NoteSignature signature;
  signature.name = line.substr(0, blank);
  const auto bytes = FromBase64(line.substr(blank + 1));
  if (!bytes || bytes->size() <= kIdBytes || !CheckName(signature.name)) return wrong();
  signature.key = BigEndian(*bytes);
  signature.signature = bytes->substr(kIdBytes);
  return signature;
}

}  // namespace

// ---- Notes ----

std::string Note::ToString() const {
  std::string all = text + "\n";
  for (const NoteSignature& signature : signatures) {
    all += fmt::format("{}{} {}\n", kDash, signature.name,
                       ToBase64(FourBytes(signature.key) + signature.signature));
  }
  return all;
}

Result<Note> ParseNote(std::string_view text) {
  int line = 1;
  for (const char c : text) {
    if (c == '\n') ++line;
    if (static_cast<unsigned char>(c) < ' ' && c != '\n') {
      return std::unexpected(Malformed(line, "a note has no control bytes").error());
    }
  }
  if (FindInvalidUtf8(text)) {
    return std::unexpected(Malformed(0, "a note is UTF-8, and this is not").error());
  }
  const std::size_t end = text.rfind("\n\n");
  if (end == std::string_view::npos || !text.ends_with('\n') || end + 2 == text.size()) {
    return std::unexpected(Malformed(line, "this is no signed note").error());
  }
  Note note;
  note.text = text.substr(0, end + 1);
  int number = 2 + static_cast<int>(std::ranges::count(note.text, '\n'));
  std::string_view rest = text.substr(end + 2);
  for (; !rest.empty(); ++number) {
    const std::size_t newline = rest.find('\n');
    LICET_ASSIGN_OR_RETURN(NoteSignature signature,
                           ParseSignature(rest.substr(0, newline), number));
    if (note.signatures.size() == kSignaturesMost) {
      return Fail(ErrorCode::kLimit,
                  fmt::format("a note with more than {} signatures is not read", kSignaturesMost),
                  {"", number, 1});
    }
    note.signatures.push_back(std::move(signature));
    rest.remove_prefix(newline + 1);
  }
  return note;
}

Status CheckSignatures(const Note& note, std::span<const VerifierKey> keys) {
  bool signed_by_one = false;
  for (const NoteSignature& signature : note.signatures) {
    for (const VerifierKey& key : keys) {
      if (key.name() != signature.name || key.id() != signature.key) continue;
      if (!key.Verifies(note.text, signature.signature)) {
        return Fail(ErrorCode::kInvalidArgument,
                    fmt::format("the signature of {} is not of this text; it was altered",
                                Quoted(key.name())));
      }
      signed_by_one = true;
    }
  }
  if (signed_by_one) return {};
  std::vector<std::string> names;
  for (const NoteSignature& signature : note.signatures) {
    names.push_back(fmt::format("{}+{:08x}", signature.name, signature.key));
  }
  return Fail(
      ErrorCode::kInvalidArgument,
      fmt::format("none of the given keys signed this, but {}; check the key", Join(names, ", ")));
}

// ---- Keys ----

Result<VerifierKey> VerifierKey::Parse(std::string_view text) {
  if (text.starts_with(kPrivate)) {
    return Fail(ErrorCode::kInvalidArgument,
                "this is a private key, which only signs; give the public one, NAME+ID+BASE64");
  }
  const auto key = SplitKey(text);
  if (!key || key->bytes[0] != kEd25519) {
    return Fail(ErrorCode::kParse,
                fmt::format("{} is no key of a checkpoint; it is written NAME+ID+BASE64, as licet "
                            "journal keygen prints it",
                            Quoted(text)));
  }
  VerifierKey verifier;
  verifier.name_ = key->name;
  verifier.public_ = key->bytes.substr(1);
  verifier.id_ = KeyId(verifier.name_, verifier.public_);
  if (verifier.id_ != key->id) {
    return Fail(ErrorCode::kParse,
                fmt::format("the key {} does not have the id {:08x} that it names but {:08x}; a "
                            "letter of it was lost or changed, copy it again",
                            Quoted(key->name), key->id, verifier.id_));
  }
  return verifier;
}

std::string VerifierKey::ToString() const {
  return fmt::format("{}+{:08x}+{}", name_, id_, ToBase64(kEd25519 + public_));
}

bool VerifierKey::Verifies(std::string_view text, std::string_view signature) const {
  if (signature.size() != kSignatureBytes) return false;
  const Key key(
      EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, Unsigned(public_), public_.size()));
  const Context context(EVP_MD_CTX_new());
  return key && context &&
         EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, key.get()) == 1 &&
         EVP_DigestVerify(context.get(), Unsigned(signature), signature.size(), Unsigned(text),
                          text.size()) == 1;
}

Result<SignerKey> SignerKey::Make(const std::string& name, const Seed& seed) {
  LICET_RETURN_IF_ERROR(CheckName(name));
  const Key key(EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, seed.data(), seed.size()));
  unsigned char bytes[kKeyBytes];
  std::size_t size = sizeof bytes;
  if (!key || EVP_PKEY_get_raw_public_key(key.get(), bytes, &size) != 1) {
    return Fail(ErrorCode::kInternal,
                "OpenSSL knows no Ed25519 here; use OpenSSL's default provider");
  }
  SignerKey signer;
  signer.seed_ = seed;
  signer.verifier_.name_ = name;
  signer.verifier_.public_.assign(reinterpret_cast<const char*>(bytes), size);
  signer.verifier_.id_ = KeyId(name, signer.verifier_.public_);
  return signer;
}

Result<SignerKey> SignerKey::Parse(std::string_view text) {
  const auto key = text.starts_with(kPrivate) ? SplitKey(text.substr(kPrivate.size()))
                                              : std::optional<KeyText>();
  // What is no private key is not shown: it may be one with a slip in it.
  if (!key || key->bytes[0] != kEd25519) {
    return Fail(ErrorCode::kParse,
                "this is no private key; it is written PRIVATE+KEY+NAME+ID+BASE64, and licet "
                "journal keygen makes one");
  }
  Seed seed;
  std::copy_n(key->bytes.begin() + 1, seed.size(), seed.begin());
  LICET_ASSIGN_OR_RETURN(const SignerKey signer, Make(key->name, seed));
  if (signer.verifier_.id_ != key->id) {
    return Fail(ErrorCode::kParse,
                "the private key does not have the id that it names; a letter of it was lost or "
                "changed, copy it again");
  }
  return signer;
}

std::string SignerKey::ToString() const {
  std::string bytes(1, kEd25519);
  bytes.append(seed_.begin(), seed_.end());
  return fmt::format("{}{}+{:08x}+{}", kPrivate, name(), verifier_.id_, ToBase64(bytes));
}

NoteSignature SignerKey::Sign(std::string_view text) const {
  const Key key(
      EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, seed_.data(), seed_.size()));
  const Context context(EVP_MD_CTX_new());
  unsigned char bytes[kSignatureBytes];
  std::size_t size = sizeof bytes;
  const bool done = key && context &&
                    EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key.get()) == 1 &&
                    EVP_DigestSign(context.get(), bytes, &size, Unsigned(text), text.size()) == 1;
  // Make() has used the same key already; what fails here is memory.
  if (!done) std::abort();
  return {name(), verifier_.id_, std::string(reinterpret_cast<const char*>(bytes), size)};
}

Result<SignerKey::Seed> NewSeed() {
  SignerKey::Seed seed;
  if (RAND_bytes(seed.data(), static_cast<int>(seed.size())) != 1) {
    return Fail(ErrorCode::kInternal, "the system gives no random bytes; try again later");
  }
  return seed;
}

}  // namespace licet
