// Files of orders in parts: whole records, the file's order, errors where they
// stand, going on where a run stopped.

#include "licet/gate/bulk.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "gate/csv_parts.h"

namespace licet {
namespace {

std::string Header() {
  std::string text;
  const auto& columns = OrderColumns();
  for (std::size_t i = 0; i < 15; ++i) text += (i == 0 ? "" : ",") + columns[i];
  return text + "\n";
}
std::string Row(int i, const std::string& evidence = "") {
  return "O" + std::to_string(i) + ",2024-01-0" + std::to_string(1 + i % 9) +
         ",export,H20,1,,a,b,b,b,US,CN,CN,other,\"" + evidence + "\"\n";
}

// Parts of any size put together again are the file, and cut at line ends
// outside quotes only.
TEST(CsvParts, AreWholeRecordsOfTheFile) {
  std::string text = Header();
  for (int i = 0; i < 300; ++i) text += Row(i, i % 3 == 0 ? "a \"\"quoted\"\"\nline;b" : "x");
  for (std::size_t size : {1, 50, 1000, 1 << 20}) {
    CsvParts parts(StringSource(text), size);
    CsvPart part;
    std::string joined;
    int line = 1;
    while (parts.Next(&part).value()) {
      EXPECT_EQ(part.begin, joined.size());
      EXPECT_EQ(part.first_line, line);
      EXPECT_EQ(part.bytes.back(), '\n');
      EXPECT_EQ(std::count(part.bytes.begin(), part.bytes.end(), '"') % 2, 0);
      joined += part.bytes;
      line += static_cast<int>(std::count(part.bytes.begin(), part.bytes.end(), '\n'));
      EXPECT_EQ(part.end, joined.size());
    }
    EXPECT_EQ(joined, text) << size;
  }
}

TEST(CsvParts, AFileWithoutALastLineEndIsWhole) {
  CsvParts parts(StringSource("a,b\n1,2"), 1);
  CsvPart part;
  ASSERT_TRUE(parts.Next(&part).value());
  EXPECT_EQ(part.bytes, "a,b\n");
  ASSERT_TRUE(parts.Next(&part).value());
  EXPECT_EQ(part.bytes, "1,2");
  EXPECT_EQ(part.first_line, 2);
  EXPECT_FALSE(parts.Next(&part).value());
}

TEST(CsvParts, AQuoteNeverClosedDoesNotCollectTheFile) {
  CsvParts parts(StringSource("a,b\n\"" + std::string(8 << 20, 'x')), 1 << 16);
  CsvPart part;
  std::size_t largest = 0;
  while (parts.Next(&part).value()) largest = std::max(largest, part.bytes.size());
  EXPECT_LT(largest, std::size_t{4} << 20);
}

// Hands on the ids of its part.
struct Ids : PartOutcome {
  std::vector<std::string> seen;
};
class IdWorker : public PartWorker {
 public:
  Result<std::unique_ptr<PartOutcome>> Run(const OrderPart& part) override {
    auto out = std::make_unique<Ids>();
    out->end = part.end;
    out->end_line = part.end_line;
    out->hash = part.hash;
    OrderScanner scanner(part);
    OrderRecord record;
    while (true) {
      LICET_ASSIGN_OR_RETURN(const bool more, scanner.Next(&record));
      if (!more) return out;
      Order order;
      LICET_RETURN_IF_ERROR(ParseOrder(record, &order));
      out->seen.push_back(order.id + "@" + std::to_string(order.place.line));
    }
  }
};
Result<std::unique_ptr<PartWorker>> MakeIdWorker() { return std::make_unique<IdWorker>(); }

// The scanner reads what OrderReader reads, whatever the rows look like.
TEST(OrderScanner, ReadsAsTheReaderDoes) {
  const std::string rows[] = {Row(1),
                              Row(2, "a \"\"quoted\"\" b"),
                              Row(3, "two\nlines"),
                              "\n\r\n" + Row(4),
                              "O5,2024-01-01,export,\"A, B\",1,,a,b,b,b,US,CN,CN,other,x\r\n",
                              "O6,2024-01-01,export,Caf\xC3\xA9,1,,a,b,b,b,US,CN,CN,other,\n",
                              "O7,2024-01-01,export,\xFF,1,,a,b,b,b,US,CN,CN,other,\n",
                              "O8,2024-01-01\n",
                              "O9,2024-01-01,ex\"port,H20,1,,a,b,b,b,US,CN,CN,other,\n",
                              "O10,2024-01-01,export,H20,1,,a,b,b,b,US,CN,CN,other,\"open\n",
                              "O11,2024-01-01,export,H20,1,,a,b,b,b,US,CN,CN,other,x\ry\n",
                              "O12,2024-01-01,export,H20,1,,a,b,b,b,US,CN,CN,other,end"};
  for (const std::string& second : rows) {
    for (const std::string& third : rows) {
      OrderPart part;
      part.bytes = Header() + Row(0) + second + third;
      part.path = "orders.csv";
      part.header.assign(OrderColumns().begin(), OrderColumns().begin() + 15);
      OrderScanner scanner(part);
      auto reader = OrderReader::OpenSource(StringSource(part.bytes), part.path);
      ASSERT_TRUE(reader);
      OrderRecord a;
      OrderRecord b;
      while (true) {
        const Result<bool> mine = scanner.Next(&a);
        const Result<bool> wanted = reader->NextRecord(&b);
        ASSERT_EQ(mine.has_value(), wanted.has_value()) << part.bytes;
        if (!mine) {
          EXPECT_EQ(mine.error().ToString(), wanted.error().ToString());
          break;
        }
        ASSERT_EQ(*mine, *wanted) << part.bytes;
        if (!*mine) break;
        for (std::size_t i = 0; i < kOrderColumns; ++i) {
          EXPECT_EQ(a.fields[i].text, b.fields[i].text) << part.bytes;
          EXPECT_EQ(a.fields[i].line, b.fields[i].line) << part.bytes;
          EXPECT_EQ(a.fields[i].column, b.fields[i].column) << part.bytes;
        }
      }
    }
  }
}

class BulkTest : public ::testing::Test {
 protected:
  std::string LongFile(int rows) {
    std::string text = Header();
    for (int i = 0; i < rows; ++i) text += Row(i, std::string(200, 'e'));
    return text;
  }
  // In many parts.
  Status Run(BulkOptions options, std::vector<std::string>* seen,
             std::vector<Ids>* parts = nullptr) {
    options.part_bytes = 1 << 20;
    return RunBulk(disk_, options, MakeIdWorker, [&](PartOutcome& outcome) -> Status {
      auto& ids = static_cast<Ids&>(outcome);
      seen->insert(seen->end(), ids.seen.begin(), ids.seen.end());
      if (parts != nullptr) parts->push_back(ids);
      return {};
    });
  }
  static BulkOptions Options(int workers) {
    BulkOptions options;
    options.orders = "orders.csv";
    options.workers = workers;
    return options;
  }
  MemoryDisk disk_;
};

TEST_F(BulkTest, KeepsTheOrderOfTheFileWhateverTheThreads) {
  constexpr int kRows = 20'000;
  ASSERT_TRUE(disk_.WriteAtomically("orders.csv", LongFile(kRows)));
  for (int workers : {1, 2, 5}) {
    std::vector<std::string> seen;
    std::vector<Ids> parts;
    ASSERT_TRUE(Run(Options(workers), &seen, &parts));
    EXPECT_GE(parts.size(), 3U);
    ASSERT_EQ(seen.size(), std::size_t{kRows});
    for (int i = 0; i < kRows; ++i) {
      ASSERT_EQ(seen[static_cast<std::size_t>(i)],
                "O" + std::to_string(i) + "@" + std::to_string(i + 2));
    }
  }
}

TEST_F(BulkTest, TheFirstErrorOfTheFileEndsIt) {
  std::string text = LongFile(20'000);
  text += "bad,2024-13-01,export,H20,1,,a,b,b,b,US,CN,CN,other,\n";
  text += "worse\n";
  ASSERT_TRUE(disk_.WriteAtomically("orders.csv", text));
  std::vector<std::string> seen;
  const Status status = Run(Options(2), &seen);
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().place().line, 20'002);
  EXPECT_NE(status.error().ToString().find("2024-13-01"), std::string::npos);
}

TEST_F(BulkTest, GoesOnWhereAPartEnded) {
  ASSERT_TRUE(disk_.WriteAtomically("orders.csv", LongFile(20'000)));
  std::vector<std::string> whole;
  std::vector<Ids> parts;
  ASSERT_TRUE(Run(Options(2), &whole, &parts));
  std::vector<std::string> rest;
  BulkOptions from = Options(2);
  from.begin = parts[0].end;
  from.first_line = parts[0].end_line;
  from.hash = parts[0].hash;
  ASSERT_TRUE(Run(from, &rest));
  std::vector<std::string> joined = parts[0].seen;
  joined.insert(joined.end(), rest.begin(), rest.end());
  EXPECT_EQ(joined, whole);
  // What was judged must still be what it was.
  std::string changed = LongFile(20'000);
  changed[Header().size() + 20] = 'X';
  ASSERT_TRUE(disk_.WriteAtomically("orders.csv", changed));
  const Status status = Run(from, &rest);
  ASSERT_FALSE(status);
  EXPECT_NE(status.error().sentence().find("changed"), std::string::npos);
  ASSERT_TRUE(disk_.WriteAtomically("orders.csv", Header()));
  EXPECT_FALSE(Run(from, &rest));
}

TEST_F(BulkTest, AWorkerThatCannotBeMadeAndASinkThatRefusesEndIt) {
  ASSERT_TRUE(disk_.WriteAtomically("orders.csv", LongFile(20'000)));
  const auto broken = []() -> Result<std::unique_ptr<PartWorker>> {
    return Fail(ErrorCode::kIo, "no law");
  };
  const auto sink = [](PartOutcome&) -> Status { return Fail(ErrorCode::kIo, "disk full"); };
  EXPECT_EQ(RunBulk(disk_, {"orders.csv", 3}, broken, sink).error().sentence(), "no law");
  EXPECT_EQ(RunBulk(disk_, {"orders.csv", 3}, MakeIdWorker, sink).error().sentence(), "disk full");
}

TEST(IdWindow, FindsEachIdAgain) {
  IdWindow window;
  for (int i = 0; i < 50'000; ++i) EXPECT_TRUE(window.Add(HashOfId(std::to_string(i))));
  for (int i = 0; i < 50'000; i += 777) EXPECT_FALSE(window.Add(HashOfId(std::to_string(i))));
  EXPECT_FALSE(window.started_anew());
}

}  // namespace
}  // namespace licet
