#include "licet/base/sha256.h"

#include <gtest/gtest.h>

namespace licet {
namespace {

// FIPS 180-4 and the NIST examples for SHA-256.
TEST(Sha256, KnownAnswers) {
  EXPECT_EQ(Sha256Hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(Sha256Hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(Sha256Hex("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  EXPECT_EQ(Sha256Hex(std::string(1'000'000, 'a')),
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

// Where the length no longer fits the last block, another one follows.
TEST(Sha256, EveryLengthAroundABlockIsAnother) {
  std::string last;
  for (std::size_t length = 50; length < 140; ++length) {
    const std::string hex = Sha256Hex(std::string(length, 'x'));
    EXPECT_EQ(hex.size(), 64U);
    EXPECT_NE(hex, last) << length;
    last = hex;
  }
  EXPECT_EQ(Sha256Hex(std::string(55, 'x')),
            "d5e285683cd4efc02d021a5c62014694958901005d6f71e89e0989fac77e4072");
  EXPECT_EQ(Sha256Hex(std::string(64, 'x')),
            "7ce100971f64e7001e8fe5a51973ecdfe1ced42befe7ee8d5fd6219506b5393c");
}

TEST(Sha256, PiecesAreHashedAsOne) {
  const std::string text(200, 'x');
  const Sha256Digest whole = Sha256({text});
  for (std::size_t cut = 0; cut <= text.size(); ++cut) {
    const std::string_view view = text;
    EXPECT_EQ(Sha256({view.substr(0, cut), view.substr(cut)}), whole) << cut;
  }
  EXPECT_EQ(Sha256({}), Sha256({""}));
  EXPECT_EQ(Sha256({"abc"})[0], 0xba);
  EXPECT_NE(Sha256({text, "y"}), whole);
}

}  // namespace
}  // namespace licet
