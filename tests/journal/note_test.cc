#include "licet/journal/note.h"

#include <gtest/gtest.h>

#include "licet/journal/checkpoint.h"
#include "licet/journal/tiles.h"

namespace licet {
namespace {

// The example of the documentation of golang.org/x/mod/sumdb/note, where the form
// comes from.
constexpr char kPrivate[] =
    "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
constexpr char kPublic[] = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
constexpr char kText[] =
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n";
constexpr char kSignature[] =
    "\xE2\x80\x94 PeterNeumann "
    "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM="
    "\n";

std::string Example() { return std::string(kText) + "\n" + kSignature; }

std::vector<VerifierKey> Keys(const std::string& text) { return {*VerifierKey::Parse(text)}; }

SignerKey AnyKey(const std::string& name, std::uint8_t first = 1) {
  SignerKey::Seed seed{};
  seed[0] = first;
  return *SignerKey::Make(name, seed);
}

TEST(Note, TheExampleIsSignedAlike) {
  const auto key = SignerKey::Parse(kPrivate);
  ASSERT_TRUE(key) << key.error().ToString();
  EXPECT_EQ(key->ToString(), kPrivate);
  EXPECT_EQ(key->verifier().ToString(), kPublic);
  Note note{kText, {key->Sign(kText)}};
  EXPECT_EQ(note.ToString(), Example());
}

TEST(Note, TheExampleIsRead) {
  const auto note = ParseNote(Example());
  ASSERT_TRUE(note) << note.error().ToString();
  EXPECT_EQ(note->text, kText);
  ASSERT_EQ(note->signatures.size(), 1U);
  EXPECT_EQ(note->signatures[0].name, "PeterNeumann");
  EXPECT_EQ(note->signatures[0].key, 0xc74f20a3U);
  EXPECT_EQ(note->ToString(), Example());
  EXPECT_TRUE(CheckSignatures(*note, Keys(kPublic)));
}

// RFC 8032 section 7.1, tests 1 to 3.
TEST(Note, Ed25519AsTheStandardSays) {
  const auto bytes = [](std::string_view hex) {
    const auto digit = [](char c) { return c <= '9' ? c - '0' : c - 'a' + 10; };
    std::string out;
    for (std::size_t i = 0; i < hex.size(); i += 2) {
      out += static_cast<char>(digit(hex[i]) * 16 + digit(hex[i + 1]));
    }
    return out;
  };
  const std::vector<std::array<std::string_view, 3>> tests = {
      {"9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60", "",
       "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf"
       "9"
       "b46bd25bf5f0595bbe24655141438e7a100b"},
      {"4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb", "72",
       "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f"
       "1"
       "1d8c387b2eaeb4302aeeb00d291612bb0c00"},
      {"c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7", "af82",
       "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984"
       "d"
       "c6594a7c15e9716ed28dc027beceea1ec40a"}};
  for (const auto& [secret, message, signature] : tests) {
    SignerKey::Seed seed;
    const std::string raw = bytes(secret);
    std::copy(raw.begin(), raw.end(), seed.begin());
    const auto key = SignerKey::Make("rfc8032", seed);
    ASSERT_TRUE(key);
    EXPECT_EQ(key->Sign(bytes(message)).signature, bytes(signature));
    EXPECT_TRUE(key->verifier().Verifies(bytes(message), bytes(signature)));
    EXPECT_FALSE(key->verifier().Verifies(bytes(message) + "x", bytes(signature)));
  }
}

TEST(Note, EveryChangedByteIsNoticed) {
  const std::string example = Example();
  const auto keys = Keys(kPublic);
  for (std::size_t i = 0; i < example.size(); ++i) {
    std::string changed = example;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    const auto note = ParseNote(changed);
    EXPECT_FALSE(note && CheckSignatures(*note, keys)) << i;
  }
  for (std::size_t length = 0; length < example.size(); ++length) {
    const auto note = ParseNote(example.substr(0, length));
    EXPECT_FALSE(note && CheckSignatures(*note, keys)) << length;
  }
}

TEST(Note, OthersMaySignToo) {
  const SignerKey witness = AnyKey("witness.example");
  auto note = ParseNote(Example());
  note->signatures.push_back(witness.Sign(note->text));
  const auto both = ParseNote(note->ToString());
  ASSERT_TRUE(both);
  ASSERT_EQ(both->signatures.size(), 2U);
  EXPECT_TRUE(CheckSignatures(*both, Keys(kPublic)));
  EXPECT_TRUE(CheckSignatures(*both, std::vector{witness.verifier()}));
  EXPECT_EQ(both->ToString(), note->ToString());
  // A key that did not sign is refused, also one of the same name.
  EXPECT_FALSE(CheckSignatures(*both, std::vector{AnyKey("witness.example", 2).verifier()}));
  EXPECT_FALSE(CheckSignatures(*both, std::vector<VerifierKey>{}));
}

TEST(Note, ABadSignatureOfAKnownKeySpoilsAGoodOne) {
  const SignerKey one = AnyKey("one");
  const SignerKey two = AnyKey("two");
  Note note{"text\n", {one.Sign("text\n"), two.Sign("another\n")}};
  EXPECT_TRUE(CheckSignatures(note, std::vector{one.verifier()}));
  const auto both = CheckSignatures(note, std::vector{one.verifier(), two.verifier()});
  ASSERT_FALSE(both);
  EXPECT_NE(both.error().sentence().find("two"), std::string::npos);
}

TEST(Note, ReadsNothingElse) {
  const std::string good = Example();
  const std::string signature = kSignature;
  const std::vector<std::string> bad = {
      "",
      "\n",
      "text\n",
      "text\n\n",
      "\n\n" + signature.substr(1),
      std::string(kText) + "\nno dash\n",
      std::string(kText) + "\n- PeterNeumann x08go/ZJ\n",
      good + "\n",
      good + "more\n",
      good.substr(0, good.size() - 1),
      "a\tb\n\n" + signature,
      "a\r\n\n" + signature,
      "\xFF\n\n" + signature,
      "text\n\n\xE2\x80\x94 two words x08go/ZJkuBS\n",
      "text\n\n\xE2\x80\x94 name x08go/ZJ\n\xE2\x80\x94 short AAAA\n",
      "text\n\n\xE2\x80\x94 name x08go/ZJkuBS===\n",
      "text\n\n\xE2\x80\x94  x08go/ZJkuBS\n"};
  for (const std::string& text : bad) {
    const auto note = ParseNote(text);
    EXPECT_FALSE(note) << text;
    if (!note) {
      EXPECT_EQ(note.error().code(), ErrorCode::kParse);
    }
  }
  EXPECT_EQ(ParseNote(std::string(kText) + "\nno dash\n").error().place().line, 4);
  std::string many = "text\n\n";
  for (int i = 0; i < 101; ++i) many += "\xE2\x80\x94 name AAAAAAAA\n";
  EXPECT_EQ(ParseNote(many).error().code(), ErrorCode::kLimit);
}

TEST(Note, KeysAreReadStrictly) {
  const std::string key = kPublic;
  EXPECT_TRUE(VerifierKey::Parse(key));
  for (std::size_t i = 0; i < key.size(); ++i) {
    std::string changed = key;
    changed[i] = changed[i] == 'A' ? 'B' : 'A';
    if (changed != key) {
      EXPECT_FALSE(VerifierKey::Parse(changed)) << i;
    }
  }
  EXPECT_FALSE(VerifierKey::Parse(""));
  EXPECT_FALSE(VerifierKey::Parse(key.substr(0, key.size() - 1)));
  EXPECT_FALSE(SignerKey::Parse(kPublic));
  const auto confused = VerifierKey::Parse(kPrivate);
  ASSERT_FALSE(confused);
  // What is secret does not go into a log.
  EXPECT_EQ(confused.error().sentence().find("AYEKFALV"), std::string::npos);
  std::string slip = kPrivate;
  slip[slip.size() - 3] = 'A';
  ASSERT_FALSE(SignerKey::Parse(slip));
  EXPECT_EQ(SignerKey::Parse(slip).error().sentence().find("AYEKFALV"), std::string::npos);
}

TEST(Note, NamesHaveNoBlanks) {
  for (const std::string name : {"", "two words", "a+b", "line\n", "tab\t",
                                 "no\xC2\xA0"
                                 "break",
                                 "\xE3\x80\x80", "\xFF",
                                 "thin\xE2\x80\x89"
                                 "blank"}) {
    EXPECT_FALSE(SignerKey::Make(name, {})) << name;
  }
  EXPECT_TRUE(SignerKey::Make("example.com/licences", {}));
  EXPECT_TRUE(SignerKey::Make("\xE8\xAE\xB8\xE5\x8F\xAF", {}));
}

TEST(Note, SeedsDiffer) { EXPECT_NE(*NewSeed(), *NewSeed()); }

// ---- Checkpoints ----

// The example of https://c2sp.org/tlog-checkpoint.
constexpr char kCheckpoint[] =
    "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";

TEST(Checkpoint, TheExampleIsRead) {
  const auto checkpoint = ParseCheckpoint(kCheckpoint);
  ASSERT_TRUE(checkpoint) << checkpoint.error().ToString();
  EXPECT_EQ(checkpoint->origin, "example.com/behind-the-sofa");
  EXPECT_EQ(checkpoint->size, 20852163U);
  EXPECT_EQ(HashText(checkpoint->root), "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=");
  EXPECT_EQ(checkpoint->ToText(), kCheckpoint);
  const auto more = ParseCheckpoint(std::string(kCheckpoint) + "extension 1\nand 2\n");
  ASSERT_TRUE(more);
  EXPECT_EQ(more->extensions, (std::vector<std::string>{"extension 1", "and 2"}));
}

TEST(Checkpoint, ReadsNothingElse) {
  const std::string root = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";
  EXPECT_TRUE(ParseCheckpoint("o\n0\n" + root));
  const std::vector<std::pair<std::string, int>> bad = {
      {"", 1},
      {"o\n0\n", 1},
      {"o\n0\n" + root.substr(0, 44), 1},
      {"\n0\n" + root, 1},
      {"o\n00\n" + root, 2},
      {"o\n-1\n" + root, 2},
      {"o\n+1\n" + root, 2},
      {"o\n1 \n" + root, 2},
      {"o\n9223372036854775808\n" + root, 2},
      {"o\n18446744073709551616\n" + root, 2},
      {"o\n0\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2J=\n", 3},
      {"o\n0\nAAAA\n", 3},
      {"o\n0\n" + root + "\n", 4}};
  for (const auto& [text, line] : bad) {
    const auto checkpoint = ParseCheckpoint(text);
    ASSERT_FALSE(checkpoint) << text;
    EXPECT_EQ(checkpoint.error().place().line, line) << text;
  }
}

TEST(Checkpoint, IsSignedByTheKeyOfItsOrigin) {
  const SignerKey key = AnyKey("example.com/log");
  Checkpoint checkpoint;
  checkpoint.size = 7;
  checkpoint.root = LeafHash("root");
  const std::string note = SignCheckpoint(checkpoint, key);
  const auto opened = OpenCheckpoint(note, key.verifier());
  ASSERT_TRUE(opened) << opened.error().ToString();
  EXPECT_EQ(opened->origin, "example.com/log");
  EXPECT_EQ(opened->size, 7U);
  EXPECT_FALSE(OpenCheckpoint(note, AnyKey("example.com/log", 2).verifier()));
  // Another journal's key, even if it signs this one's text.
  const SignerKey other = AnyKey("example.com/other");
  Note both = *ParseNote(note);
  both.signatures.push_back(other.Sign(both.text));
  const auto wrong = OpenCheckpoint(both.ToString(), other.verifier());
  ASSERT_FALSE(wrong);
  EXPECT_NE(wrong.error().sentence().find("example.com/other"), std::string::npos);
  EXPECT_TRUE(OpenCheckpoint(both.ToString(), key.verifier()));
}

// ---- Files of tiles ----

// The example of https://c2sp.org/tlog-tiles.
TEST(TileFiles, AreNamedAsTheSpecificationSays) {
  EXPECT_EQ(TilePath(0, 1234067, 256), "tile/0/x001/x234/067");
  EXPECT_EQ(TilePath(0, 0, 256), "tile/0/000");
  EXPECT_EQ(TilePath(1, 999, 8), "tile/1/999.p/8");
  EXPECT_EQ(TilePath(0, 1000, 1), "tile/0/x001/000.p/1");
  EXPECT_EQ(BundlePath(1234067, 255), "tile/entries/x001/x234/067.p/255");
}

TEST(TileFiles, BundlesComeBack) {
  const std::vector<std::string> records = {"", "a", std::string(300, 'x'),
                                            std::string(kMaxRecordBytes, '\0')};
  std::string bundle;
  for (const std::string& record : records) AppendToBundle(record, &bundle);
  EXPECT_EQ(bundle.substr(0, 7), std::string("\0\0\0\1a\1\x2C", 7));
  EXPECT_EQ(*ParseBundle(bundle), records);
  EXPECT_FALSE(ParseBundle(bundle.substr(0, bundle.size() - 1)));
  EXPECT_FALSE(ParseBundle(std::string(1, '\0')));
  EXPECT_TRUE(ParseBundle("")->empty());
}

}  // namespace
}  // namespace licet
