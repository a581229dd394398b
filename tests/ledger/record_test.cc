#include "licet/ledger/record.h"

#include <gtest/gtest.h>

#include <set>

#include "licet/ledger/state.h"

namespace licet {
namespace {

Date D(std::string_view text) { return Date::Parse(text).value(); }

Record Sample() {
  PlaceOrder order;
  order.order = "PO-17";
  order.item = "H200";
  order.units = 512;
  order.price = 2'700'000;
  order.purchaser = "\u5b57\u8282\u8df3\u52a8";
  order.regimes = {"us-ear", "cn-import"};
  order.end_use = "a \"quoted\"\n\x01word\\";
  Record record;
  record.at = 1'787'133'600'123;
  record.command = {"order/PO-17", "ann", "as agreed", D("2026-08-19"), order};
  record.outcome.authorisations = {"D1", "CN1"};
  record.outcome.legs = {{"D1/units", 1}, {"D1/value", 2'700'000}};
  return record;
}

std::string Encoded(const Record& record) {
  std::string bytes;
  EncodeRecord(record, &bytes);
  return bytes;
}

// The worked example of docs/formats.md.
TEST(Record, IsCanonicalJson) {
  EXPECT_EQ(Encoded(Sample()),
            "{\"at\":\"2026-08-19T10:00:00.123Z\",\"by\":\"ann\",\"day\":\"2026-08-19\","
            "\"id\":\"order/PO-17\",\"kind\":\"order.place\",\"out\":{\"authorisations\":"
            "[\"D1\",\"CN1\"],\"legs\":[{\"account\":\"D1/units\",\"rate\":1},"
            "{\"account\":\"D1/value\",\"rate\":2700000}]},\"what\":{\"end-use\":"
            "\"a \\\"quoted\\\"\\n\\u0001word\\\\\",\"item\":\"H200\",\"order\":\"PO-17\","
            "\"price\":2700000,\"purchaser\":\"\u5b57\u8282\u8df3\u52a8\",\"regimes\":[\"us-ear\","
            "\"cn-import\"],"
            "\"units\":512},\"why\":\"as agreed\"}");
}

TEST(Record, ReadsWhatItWrites) {
  const std::string bytes = Encoded(Sample());
  const auto record = DecodeRecord(bytes);
  ASSERT_TRUE(record) << record.error().sentence();
  EXPECT_EQ(Encoded(*record), bytes);
  EXPECT_EQ(record->at, 1'787'133'600'123);
  EXPECT_EQ(std::get<PlaceOrder>(record->command.action).end_use, "a \"quoted\"\n\x01word\\");
}

// Nothing of a record stays when another one is read into it.
TEST(Record, ReadsIntoARecordThatWasUsed) {
  Record other = Sample();
  other.command.attached = "{}";
  std::get<PlaceOrder>(other.command.action) = {.order = "PO-18", .units = 1};
  other.outcome = {.proposed = true};
  Record shipment = Sample();
  shipment.command.why.clear();
  shipment.command.action = Ship{.order = "PO-17", .shipment = "S", .units = 2};
  shipment.outcome = {};
  Record used;
  for (const Record& record : {Sample(), other, shipment, Sample(), shipment, other}) {
    const std::string bytes = Encoded(record);
    ASSERT_TRUE(DecodeRecord(bytes, &used));
    EXPECT_EQ(Encoded(used), bytes);
  }
}

// Escapes and other bytes at every place of texts of every length.
TEST(Record, TextsComeBackAsTheyWere) {
  for (std::size_t length = 1; length < 20; ++length) {
    for (std::size_t at = 0; at <= length; ++at) {
      for (const char* odd : {"", "\"", "\\", "\n", "\x1f", "\x7f", "\u5b57"}) {
        Record record = Sample();
        record.command.why = std::string(at, '!') + odd + std::string(length - at, '~');
        const std::string bytes = Encoded(record);
        const auto again = DecodeRecord(bytes);
        ASSERT_TRUE(again) << bytes;
        EXPECT_EQ(again->command.why, record.command.why);
        // The same with a plain loop.
        std::string escaped;
        for (const char c : record.command.why) {
          if (c == '"' || c == '\\') escaped += '\\';
          escaped += c == '\n' ? "\\n" : c == '\x1f' ? "\\u001f" : std::string(1, c);
        }
        EXPECT_NE(bytes.find("\"" + escaped + "\""), std::string::npos) << bytes;
      }
      Record wrong = Sample();
      wrong.command.why = std::string(at, '!') + '\xff' + std::string(length - at, '~');
      EXPECT_FALSE(DecodeRecord(Encoded(wrong))) << "no UTF-8 at " << at;
    }
  }
}

TEST(Record, EveryKindComesBack) {
  std::set<std::string_view> kinds;
  for (const std::string_view kind : ActionKinds()) {
    kinds.insert(kind);
    const std::string bytes =
        "{\"at\":\"2026-08-19T10:00:00.000Z\",\"by\":\"ann\",\"id\":\"x\","
        "\"kind\":\"" +
        std::string(kind) + "\",\"what\":{}}";
    const auto record = DecodeRecord(bytes);
    ASSERT_TRUE(record) << kind;
    EXPECT_EQ(KindOf(record->command.action), kind);
    EXPECT_EQ(Encoded(*record), bytes);
  }
  EXPECT_EQ(kinds.size(), ActionKinds().size());
}

// One byte less, or another byte, is another record or none: never the same one.
TEST(Record, NoOtherBytesAreTheSameRecord) {
  const std::string bytes = Encoded(Sample());
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    for (const std::string& wrong : {bytes.substr(0, i), bytes.substr(0, i) + bytes.substr(i + 1),
                                     bytes.substr(0, i) + " " + bytes.substr(i),
                                     bytes.substr(0, i) + "0" + bytes.substr(i + 1)}) {
      if (wrong == bytes) continue;
      const auto record = DecodeRecord(wrong);
      if (record) {
        EXPECT_EQ(Encoded(*record), wrong) << i;
      }
    }
  }
}

class NotCanonical : public testing::TestWithParam<const char*> {};
TEST_P(NotCanonical, IsRefused) {
  const std::string head =
      "{\"at\":\"2026-08-19T10:00:00.000Z\",\"by\":\"ann\",\"id\":\"x\",\"kind\":\"order.place\",";
  EXPECT_TRUE(DecodeRecord(head + "\"what\":{\"units\":1}}"));
  EXPECT_FALSE(DecodeRecord(head + GetParam())) << GetParam();
}
INSTANTIATE_TEST_SUITE_P(
    Record, NotCanonical,
    testing::Values("\"what\":{\"units\":01}}",                // leading zero
                    "\"what\":{\"units\":1.0}}",               // no whole number
                    "\"what\":{\"units\":-0}}",                //
                    "\"what\":{\"units\":9007199254740992}}",  // beyond 2^53 - 1
                    "\"what\":{\"units\":0}}",                 // a default
                    "\"what\":{\"units\":1,\"item\":\"x\"}}",  // order of keys
                    "\"what\":{\"unit\":1}}",                  // nobody's field
                    "\"what\":{\"item\":\"\\u0041\"}}",        // an escape too many
                    "\"what\":{\"item\":\"\\u000a\"}}",        // has a short escape
                    "\"what\":{\"item\":\"\\u001F\"}}",        // upper-case digits
                    "\"what\":{\"item\":\"\xff\"}}",           // no UTF-8
                    "\"what\":{\"expires\":\"2026-02-30\"}}",  // no day
                    "\"what\":{\"units\":1}} ",                // something after it
                    "\"what\":{\"units\":1}"));

TEST(Record, Instants) {
  EXPECT_EQ(InstantText(0), "1970-01-01T00:00:00.000Z");
  EXPECT_EQ(ParseInstant("2026-08-19T23:59:59.999Z").value(),
            ParseInstant("2026-08-20T00:00:00.000Z").value() - 1);
  for (const char* wrong : {"2026-08-19T24:00:00.000Z", "2026-08-19T10:60:00.000Z",
                            "2026-08-19 10:00:00.000Z", "2026-08-19T10:00:00Z", ""}) {
    EXPECT_FALSE(ParseInstant(wrong)) << wrong;
  }
}

TEST(Record, ActionsAreTheSameByKindAndFields) {
  const Action ship = Ship{.order = "a", .shipment = "b", .units = 1};
  const Action more = Ship{.order = "a", .shipment = "b", .units = 2};
  EXPECT_TRUE(IsSame(ship, ship));
  EXPECT_FALSE(IsSame(ship, more));
  EXPECT_FALSE(IsSame(ApplyFor{}, Observe{}));
}

}  // namespace
}  // namespace licet
