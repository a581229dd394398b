#include "licet/screening/gzip.h"

#include <gtest/gtest.h>
#include <zlib.h>

#include <algorithm>

namespace licet {
namespace {

std::string Gzipped(std::string text) {
  z_stream stream{};
  EXPECT_EQ(deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
  std::string out(compressBound(text.size()) + 64, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(text.data());
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  EXPECT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

// Gives `step` bytes at a time, as a network may.
class SlowSource : public ByteSource {
 public:
  SlowSource(std::string content, std::size_t step) : content_(std::move(content)), step_(step) {}
  Result<std::size_t> Read(std::span<char> buffer) override {
    const std::size_t count = std::min({step_, buffer.size(), content_.size() - at_});
    content_.copy(buffer.data(), count, at_);
    at_ += count;
    return count;
  }

 private:
  std::string content_;
  std::size_t step_;
  std::size_t at_ = 0;
};

Result<std::string> All(std::string content, std::uint64_t limit = 1 << 20, std::size_t step = 7,
                        std::size_t room = 5) {
  const auto source =
      InflatingSource(std::make_unique<SlowSource>(std::move(content), step), "list.gz", limit);
  std::string all;
  std::vector<char> buffer(room);
  while (true) {
    LICET_ASSIGN_OR_RETURN(const std::size_t count, source->Read(buffer));
    if (count == 0) return all;
    all.append(buffer.data(), count);
  }
}

std::string LongText() {
  std::string text;
  for (int i = 0; i < 5000; ++i) text += "entry " + std::to_string(i * 7919) + "\n";
  return text;
}

TEST(Gzip, InflatesWhateverTheChunks) {
  const std::string text = LongText();
  for (const std::size_t step : {1U, 2U, 1000U}) {
    EXPECT_EQ(All(Gzipped(text), 1 << 20, step, 77), text) << step;
  }
}

TEST(Gzip, LeavesOtherBytesAlone) {
  for (const std::string text : {"", "a", "\x1f", "\x1f!", "name\nHuawei\n"}) {
    EXPECT_EQ(All(text), text);
  }
}

TEST(Gzip, ReadsMembersOneAfterTheOtherAndZerosAtTheEnd) {
  EXPECT_EQ(All(Gzipped("one ") + Gzipped("") + Gzipped("two") + std::string(100, '\0')),
            "one two");
}

TEST(Gzip, RefusesWhatIsCutOff) {
  const std::string packed = Gzipped(LongText());
  for (const std::size_t keep : {2UL, 9UL, 12UL, packed.size() / 2, packed.size() - 1}) {
    const auto all = All(packed.substr(0, keep));
    ASSERT_FALSE(all) << keep;
    EXPECT_EQ(all.error().ToString(),
              "list.gz: this gzip file is damaged: it is cut off; fetch it again");
  }
}

TEST(Gzip, RefusesChangedBytesAndWhatFollowsTheEnd) {
  std::string packed = Gzipped(LongText());
  packed[packed.size() - 6] = static_cast<char>(packed[packed.size() - 6] ^ 1);  // the checksum
  EXPECT_FALSE(All(packed));
  const auto all = All(Gzipped("text") + "more");
  ASSERT_FALSE(all);
  EXPECT_NE(all.error().sentence().find("something follows"), std::string::npos);
}

TEST(Gzip, HoldsItsLimitForSmallFilesThatGrow) {
  const std::string bomb = Gzipped(std::string(1 << 20, 'a'));
  EXPECT_LT(bomb.size(), 5000U);
  const auto all = All(bomb, 100'000, 100, 4096);
  ASSERT_FALSE(all);
  EXPECT_EQ(all.error().code(), ErrorCode::kLimit);
  EXPECT_TRUE(All(bomb, 1 << 20, 100, 4096));
  EXPECT_FALSE(All("plain text", 9));
}

}  // namespace
}  // namespace licet
