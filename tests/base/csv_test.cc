#include "licet/base/csv.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <span>

#include "licet/base/seams.h"

namespace licet {
namespace {

using Record = std::vector<std::string>;
using Records = std::vector<Record>;

// Gives at most `step` bytes a call.
class SlowSource : public ByteSource {
 public:
  SlowSource(std::string content, std::size_t step) : content_(std::move(content)), step_(step) {}

  Result<std::size_t> Read(std::span<char> buffer) override {
    const std::size_t count = std::min({step_, buffer.size(), content_.size() - at_});
    std::copy_n(content_.data() + at_, count, buffer.data());
    at_ += count;
    return count;
  }

 private:
  std::string content_;
  std::size_t step_;
  std::size_t at_ = 0;
};

// Gives `content`, then an error.
class BrokenSource : public ByteSource {
 public:
  explicit BrokenSource(std::string content) : good_(StringSource(std::move(content))) {}

  Result<std::size_t> Read(std::span<char> buffer) override {
    Result<std::size_t> count = good_->Read(buffer);
    if (*count == 0) return Fail(ErrorCode::kIo, "the disk is gone");
    return count;
  }

 private:
  std::unique_ptr<ByteSource> good_;
};

struct Outcome {
  std::vector<std::vector<CsvField>> records;
  std::string error;  // "" when there is none
};

Outcome ReadWhole(CsvReader reader) {
  Outcome outcome;
  std::vector<CsvField> record;
  while (true) {
    const Result<bool> found = reader.Next(&record);
    if (!found) outcome.error = found.error().ToString();
    if (!found || !*found) return outcome;
    outcome.records.push_back(record);
  }
}

Outcome ReadText(std::string text, CsvLimits limits = {}) {
  return ReadWhole(CsvReader(StringSource(std::move(text)), "f.csv", limits));
}

Records Texts(const Outcome& outcome) {
  Records records;
  for (const auto& fields : outcome.records) {
    Record& record = records.emplace_back();
    for (const CsvField& field : fields) record.push_back(field.text);
  }
  return records;
}

Records Good(std::string text) {
  const Outcome outcome = ReadText(std::move(text));
  EXPECT_EQ(outcome.error, "");
  return Texts(outcome);
}

TEST(CsvReaderTest, ReadsPlainRecords) {
  EXPECT_EQ(Good(""), Records{});
  EXPECT_EQ(Good("a,b\nc,d\n"), (Records{{"a", "b"}, {"c", "d"}}));
  EXPECT_EQ(Good("a,b\nc,d"), (Records{{"a", "b"}, {"c", "d"}}));
  EXPECT_EQ(Good("a,b\r\nc,d\r\n"), (Records{{"a", "b"}, {"c", "d"}}));
  EXPECT_EQ(Good(",\n"), (Records{{"", ""}}));
  EXPECT_EQ(Good("a,"), (Records{{"a", ""}}));
  EXPECT_EQ(Good(" a , b \n"), (Records{{" a ", " b "}}));
}

TEST(CsvReaderTest, ReadsQuotedFields) {
  EXPECT_EQ(Good("\"a,b\",c\n"), (Records{{"a,b", "c"}}));
  EXPECT_EQ(Good("\"say \"\"yes\"\"\"\n"), (Records{{"say \"yes\""}}));
  EXPECT_EQ(Good("\"a\nb\",\"c\r\nd\"\n"), (Records{{"a\nb", "c\r\nd"}}));
  EXPECT_EQ(Good("\"\",\"\"\n"), (Records{{"", ""}}));
  EXPECT_EQ(Good("\"\"\"\"\n"), (Records{{"\""}}));
  EXPECT_EQ(Good("\"a\"\r\n\"b\""), (Records{{"a"}, {"b"}}));
  EXPECT_EQ(Good("\"a\rb\"\n"), (Records{{"a\rb"}}));
}

TEST(CsvReaderTest, SkipsBlankLinesButNotBlankFields) {
  EXPECT_EQ(Good("\n\r\na\n\n\nb\n\n"), (Records{{"a"}, {"b"}}));
  EXPECT_EQ(Good("\"\"\n"), (Records{{""}}));
  EXPECT_EQ(Good("\n\n\n"), Records{});
}

TEST(CsvReaderTest, SkipsOneByteOrderMark) {
  EXPECT_EQ(Good("\xEF\xBB\xBF"
                 "a,b\n"),
            (Records{{"a", "b"}}));
  EXPECT_EQ(Good("\xEF\xBB\xBF"), Records{});
  EXPECT_EQ(Good("\xEF\xBB\xBF\"a\"\n"), (Records{{"a"}}));
  EXPECT_EQ(Good("\xEF\xBB\xBF\xEF\xBB\xBF"
                 "a\n"),
            (Records{{"\xEF\xBB\xBF"
                      "a"}}));
  EXPECT_EQ(Good("a\n\xEF\xBB\xBF"
                 "b\n"),
            (Records{{"a"},
                     {"\xEF\xBB\xBF"
                      "b"}}));
  EXPECT_EQ(ReadText("\xEF\xBB\xBF"
                     "a,b\n")
                .records[0][1]
                .column,
            3);  // the mark has no column
}

TEST(CsvReaderTest, PlacesFieldsInPhysicalLines) {
  const Outcome outcome = ReadText("ab,c\n\n\"x\ny\r\nz\",\"q\"\"q\",end\r\nlast\n");
  ASSERT_EQ(outcome.records.size(), 3u);
  const auto place = [&outcome](std::size_t record, std::size_t field) {
    const CsvField& f = outcome.records[record][field];
    return std::pair(f.line, f.column);
  };
  EXPECT_EQ(place(0, 0), std::pair(1, 1));
  EXPECT_EQ(place(0, 1), std::pair(1, 4));
  EXPECT_EQ(place(1, 0), std::pair(3, 1));
  EXPECT_EQ(place(1, 1), std::pair(5, 4));  // after two line ends within quotes
  EXPECT_EQ(place(1, 2), std::pair(5, 11));
  EXPECT_EQ(place(2, 0), std::pair(6, 1));
}

TEST(CsvReaderTest, ColumnsCountBytes) {
  EXPECT_EQ(ReadText("\xE5\x8D\x8E,b\n").records[0][1].column, 5);
}

struct BadInput {
  std::string text;
  std::string error;  // how the message starts
};

const std::vector<BadInput>& BadInputs() {
  static const std::vector<BadInput> inputs = {
      {"a,b\nc,d\"e\n", "f.csv:2:4: a quote stands inside an unquoted field"},
      {"a, \"b\"\n", "f.csv:1:4: a quote stands inside an unquoted field"},
      {"a\n\"b\"c\n", "f.csv:2:4: text follows a closing quote"},
      {"\"a\nb\" ,c\n", "f.csv:2:3: text follows a closing quote"},
      {"a,b\nc,\"d\ne\nf", "f.csv:2:3: this quote is never closed"},
      {"a,\"", "f.csv:1:3: this quote is never closed"},
      {"\"a\"\"", "f.csv:1:1: this quote is never closed"},
      {"a\rb\n", "f.csv:1:2: a carriage return is not followed by a line feed"},
      {"a\n\rb\n", "f.csv:2:1: a carriage return is not followed by a line feed"},
      {"a\r", "f.csv:1:2: a carriage return is not followed by a line feed"},
      {"\"a\"\rb\n", "f.csv:1:4: a carriage return is not followed by a line feed"},
      {std::string("a\nb,c\0d\n", 8), "f.csv:2:4: a NUL byte"},
      {std::string("a\n\"b\nc\0d\"\n", 10), "f.csv:3:2: a NUL byte"},
      {std::string("\"a\"\0\n", 5), "f.csv:1:4: a NUL byte"},
      {std::string("\0", 1), "f.csv:1:1: a NUL byte"},
      {"a,b\xFF"
       "c\n",
       "f.csv:1:4: the byte 0xff is not UTF-8 text"},
      {"a,\xE5\x8D\n", "f.csv:1:3: the byte 0xe5 is not UTF-8 text"},
      {"a,\"b\"\"\xFF\"\n", "f.csv:1:7: the byte 0xff is not UTF-8 text"},
      {"a,\"b\nc\"\"d\xC0\"\n", "f.csv:2:5: the byte 0xc0 is not UTF-8 text"},
      {"\xEF\xBB\n", "f.csv:1:1: the byte 0xef is not UTF-8 text"},
  };
  return inputs;
}

TEST(CsvReaderTest, EveryErrorHasItsPlace) {
  for (const BadInput& input : BadInputs()) {
    const Outcome outcome = ReadText(input.text);
    EXPECT_TRUE(outcome.error.starts_with(input.error)) << outcome.error << "\nnot " << input.error;
    EXPECT_NE(outcome.error.find(';'), std::string::npos) << "says what to do: " << outcome.error;
  }
}

TEST(CsvReaderTest, AnErrorStays) {
  CsvReader reader(StringSource("a\nb\"\nc\n"), "f.csv");
  std::vector<CsvField> record;
  ASSERT_TRUE(reader.Next(&record).value());
  for (int i = 0; i < 3; ++i) {
    const Result<bool> found = reader.Next(&record);
    ASSERT_FALSE(found);
    EXPECT_EQ(found.error().code(), ErrorCode::kParse);
    EXPECT_EQ(found.error().place().line, 2);
    EXPECT_TRUE(record.empty());
  }
}

TEST(CsvReaderTest, TheEndStays) {
  CsvReader reader(StringSource("a\n"), "f.csv");
  std::vector<CsvField> record;
  EXPECT_TRUE(reader.Next(&record).value());
  EXPECT_FALSE(reader.Next(&record).value());
  EXPECT_FALSE(reader.Next(&record).value());
  EXPECT_TRUE(record.empty());
  EXPECT_EQ(reader.name(), "f.csv");
}

TEST(CsvReaderTest, PassesOnWhatTheSourceSays) {
  for (const std::string text : {"", "a", "a,b\nc,d", "\"a", "\"a\"", "a\r"}) {
    const Outcome outcome = ReadWhole(CsvReader(std::make_unique<BrokenSource>(text), "f.csv"));
    EXPECT_TRUE(outcome.error.ends_with("the disk is gone")) << text << ": " << outcome.error;
    EXPECT_TRUE(outcome.error.starts_with("f.csv:")) << outcome.error;
  }
}

TEST(CsvReaderTest, ChunkSizesDoNotMatter) {
  std::vector<std::string> inputs = {"",
                                     "\n",
                                     "a,b\r\nc,d\r\n",
                                     "\xEF\xBB\xBF"
                                     "a,\"b\r\nc\"\"d\",\xE5\x8D\x8E\r\n\r\nx,,\n",
                                     "\xEF\xBB",
                                     "\xEF\xBB\xBF",
                                     "\"\"\"a\"\"\",\"\"\n\"\""};
  for (const BadInput& input : BadInputs()) inputs.push_back(input.text);
  // One that is longer than the reader's buffer, with every kind of field on
  // its border.
  std::string longer;
  while (longer.size() < 200'000) longer += "plain,\"quo,\"\"ted\r\n\",\xE4\xB8\xBA\r\n";
  inputs.push_back(longer);
  for (const std::string& text : inputs) {
    const Outcome expected = ReadText(text);
    for (std::size_t step = 1; step <= 7; ++step) {
      const Outcome outcome =
          ReadWhole(CsvReader(std::make_unique<SlowSource>(text, step), "f.csv"));
      ASSERT_EQ(outcome.error, expected.error) << step;
      ASSERT_EQ(Texts(outcome), Texts(expected)) << step;
      for (std::size_t i = 0; i < expected.records.size(); ++i) {
        for (std::size_t j = 0; j < expected.records[i].size(); ++j) {
          ASSERT_EQ(outcome.records[i][j].line, expected.records[i][j].line);
          ASSERT_EQ(outcome.records[i][j].column, expected.records[i][j].column);
        }
      }
    }
  }
}

TEST(CsvLimitsTest, RecordBytes) {
  const CsvLimits limits{.record_bytes_max = 10, .fields_max = 100};
  EXPECT_EQ(ReadText("0123456789\n0123456789\r\n", limits).error, "");
  EXPECT_EQ(ReadText("01234,6789\n", limits).error, "");
  EXPECT_EQ(ReadText("\"01234567\"\n", limits).error, "");  // the quotes count
  const std::string sentence = "this field makes the record longer than 10 bytes";
  for (const auto& [text, place] : {std::pair{"a\n01234567890\n", "f.csv:2:1: "},
                                    {"a\n01234,67890\n", "f.csv:2:7: "},
                                    {"a\n\"012345678\"\n", "f.csv:2:1: "},
                                    {"a\n\"0\n23\n5\n789\"\n", "f.csv:2:1: "},
                                    {"a\n,,,,,,,,,,,\n", "f.csv:2:11: "},
                                    {"a\n\"01234567\",\n", "f.csv:2:1: "}}) {
    const std::string error = ReadText(text, limits).error;
    EXPECT_TRUE(error.starts_with(place + sentence)) << error;
    for (std::size_t step = 1; step <= 7; ++step) {
      EXPECT_EQ(
          ReadWhole(CsvReader(std::make_unique<SlowSource>(text, step), "f.csv", limits)).error,
          error);
    }
  }
}

TEST(CsvLimitsTest, Fields) {
  const CsvLimits limits{.record_bytes_max = 100, .fields_max = 3};
  EXPECT_EQ(Texts(ReadText("a,b,c\n", limits)), (Records{{"a", "b", "c"}}));
  const Outcome outcome = ReadText("a,b,c\nd,e,f,g\n", limits);
  EXPECT_EQ(outcome.records.size(), 1u);
  EXPECT_TRUE(outcome.error.starts_with("f.csv:2:7: a record may have at most 3 fields"))
      << outcome.error;
}

Result<CsvTable> OpenText(std::string text, bool allow_unknown = false) {
  return CsvTable::Open(CsvReader(StringSource(std::move(text)), "t.csv"), {"item", "quantity"},
                        {"note", "price"}, allow_unknown);
}

TEST(CsvTableTest, ReadsByColumn) {
  CsvTable table = OpenText("quantity,note,item\n5,hello,H20\n7,,\"A\n800\"\n").value();
  EXPECT_EQ(table.header(), (Record{"quantity", "note", "item"}));
  EXPECT_EQ(table.Get("item"), "");  // before the first record
  EXPECT_EQ(table.PlaceOf("item").file, "t.csv");
  ASSERT_TRUE(table.Next().value());
  EXPECT_EQ(table.Get("item"), "H20");
  EXPECT_EQ(table.Get("quantity"), "5");
  EXPECT_EQ(table.Get("note"), "hello");
  EXPECT_EQ(table.Get("price"), "");
  EXPECT_TRUE(table.Has("note"));
  EXPECT_FALSE(table.Has("price"));
  EXPECT_EQ(table.PlaceOf("item").line, 2);
  EXPECT_EQ(table.PlaceOf("item").column, 9);
  EXPECT_EQ(table.PlaceOf("price").line, 2);
  EXPECT_EQ(table.PlaceOf("price").column, 1);
  ASSERT_TRUE(table.Next().value());
  EXPECT_EQ(table.Get("item"), "A\n800");
  EXPECT_EQ(table.Get("note"), "");
  EXPECT_FALSE(table.Next().value());
  EXPECT_EQ(table.Get("item"), "");
}

std::string OpenError(std::string text, bool allow_unknown = false) {
  const Result<CsvTable> table = OpenText(std::move(text), allow_unknown);
  return table ? "" : table.error().ToString();
}

TEST(CsvTableTest, RefusesBadHeaders) {
  EXPECT_TRUE(OpenError("").starts_with("t.csv:1:1: the file is empty"));
  EXPECT_TRUE(OpenError("\n\n").starts_with("t.csv:1:1: the file is empty"));
  EXPECT_EQ(OpenError("item,quantty\n"),
            "t.csv:1:6: unknown column 'quantty'; did you mean 'quantity'?");
  EXPECT_EQ(OpenError("item,quantity,zzz\n"),
            "t.csv:1:15: unknown column 'zzz'; remove it, or use one of item,quantity,note,price");
  EXPECT_EQ(OpenError("item,quantity,item\n"),
            "t.csv:1:15: the column 'item' is named twice; remove or rename one");
  EXPECT_EQ(OpenError("\nnote,item\n"),
            "t.csv:2:1: the first record must name the columns, and quantity is missing; add it");
  EXPECT_EQ(OpenError("note\n"),
            "t.csv:1:1: the first record must name the columns, and item,quantity are missing; "
            "add them");
  EXPECT_TRUE(OpenError("item,\"quantity\n").starts_with("t.csv:1:6: this quote"));
}

TEST(CsvTableTest, MayIgnoreUnknownColumns) {
  EXPECT_EQ(OpenError("item,zzz,quantity\n", true), "");
  EXPECT_NE(OpenError("item,zzz,quantity,zzz\n", true), "");  // which of the two?
  EXPECT_NE(OpenError("item,zzz\n", true), "");
}

TEST(CsvTableTest, ErrorsCarryTheirCodes) {
  EXPECT_EQ(OpenText("").error().code(), ErrorCode::kParse);
  EXPECT_EQ(OpenText("item,quantity,x\n").error().code(), ErrorCode::kUnknownName);
  EXPECT_EQ(OpenText("item,item\n").error().code(), ErrorCode::kDuplicate);
  EXPECT_EQ(OpenText("item\n").error().code(), ErrorCode::kInvalidArgument);
}

TEST(CsvTableTest, RefusesRecordsOfAnotherLength) {
  CsvTable shorter = OpenText("item,quantity\nH20,5\nH20\n").value();
  EXPECT_TRUE(shorter.Next().value());
  const std::string error = shorter.Next().error().ToString();
  EXPECT_TRUE(error.starts_with("t.csv:3:1: this record has 1 fields")) << error;
  EXPECT_EQ(shorter.Get("item"), "");
  CsvTable longer = OpenText("item,quantity\nH20,5,1,2\n").value();
  EXPECT_TRUE(longer.Next().error().ToString().starts_with("t.csv:2:7: this record has 4 fields"));
}

std::string Written(const Records& records) {
  std::string out;
  CsvWriter writer(&out);
  for (const Record& record : records) writer.Write(record);
  return out;
}

TEST(CsvWriterTest, QuotesOnlyWhereNeeded) {
  EXPECT_EQ(Written({{"a", " b ", "", "c"}}), "a, b ,,c\n");
  EXPECT_EQ(Written({{"a,b", "c\"d", "e\nf", "g\rh"}}), "\"a,b\",\"c\"\"d\",\"e\nf\",\"g\rh\"\n");
  EXPECT_EQ(Written({{""}, {"", ""}}), "\"\"\n,\n");
}

TEST(CsvWriterTest, WhatItWritesReadsBack) {
  const std::string alphabet = "a,\"\r\n ";
  SeededRandom random(4);
  for (int round = 0; round < 3000; ++round) {
    Records records;
    for (std::uint64_t rows = 1 + random.Next() % 4; rows > 0; --rows) {
      Record& record = records.emplace_back();
      for (std::uint64_t fields = 1 + random.Next() % 3; fields > 0; --fields) {
        std::string& text = record.emplace_back();
        if (random.Next() % 8 == 0) text = "\xEF\xBB\xBF";
        for (std::uint64_t length = random.Next() % 5; length > 0; --length) {
          text += alphabet[random.Next() % alphabet.size()];
        }
      }
    }
    ASSERT_EQ(Good(Written(records)), records) << Written(records);
  }
}

}  // namespace
}  // namespace licet
