// Reads any bytes as a book of orders in both ways: row by row from a stream,
// and in parts by the scanner. Both must see the same rows and end with the same
// error. The first rows are judged in a block and one by one: the same decisions,
// to the byte. Run from the root of the repository.

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <string>
#include <vector>

#include "licet/gate/batch.h"
#include "licet/gate/bulk.h"
#include "licet/gate/json.h"
#include "licet/gate/judge.h"

namespace {

using licet::Engine;
using licet::Error;
using licet::OrderRecord;
using licet::Result;

constexpr std::size_t kJudgedMax = 6;

void Check(bool good, const char* what, const std::string& text) {
  if (good) return;
  std::fprintf(stderr, "%s: %s\n", what, text.c_str());
  std::abort();
}

std::string TextOf(const OrderRecord& record) {
  std::string text;
  for (const OrderRecord::Field& field : record.fields) {
    text += std::to_string(field.line) + ":" + std::to_string(field.column) + " " +
            std::string(field.text) + "\n";
  }
  return text;
}

struct Rows {
  std::vector<std::string> rows;
  std::optional<Error> error;
};

struct Outcome : licet::PartOutcome {
  std::vector<std::string> rows;
};

class Worker : public licet::PartWorker {
 public:
  Result<std::unique_ptr<licet::PartOutcome>> Run(const licet::OrderPart& part) override {
    auto out = std::make_unique<Outcome>();
    licet::OrderScanner scanner(part);
    OrderRecord record;
    while (true) {
      LICET_ASSIGN_OR_RETURN(const bool more, scanner.Next(&record));
      if (!more) return out;
      out->rows.push_back(TextOf(record));
    }
  }
};

Rows ReadStream(licet::Disk& disk) {
  Rows read;
  auto reader = licet::OrderReader::Open(disk, "/book.csv");
  if (!reader) return {{}, reader.error()};
  OrderRecord record;
  while (true) {
    const Result<bool> more = reader->NextRecord(&record);
    if (!more) read.error = more.error();
    if (!more || !*more) return read;
    read.rows.push_back(TextOf(record));
  }
}

Rows ReadParts(licet::Disk& disk, std::size_t part_bytes) {
  Rows read;
  licet::BulkOptions options;
  options.orders = "/book.csv";
  options.workers = 1;
  options.part_bytes = part_bytes;
  const licet::Status status = licet::RunBulk(
      disk, options, [] { return std::make_unique<Worker>(); },
      [&read](licet::PartOutcome& part) -> licet::Status {
        for (std::string& row : static_cast<Outcome&>(part).rows) {
          read.rows.push_back(std::move(row));
        }
        return {};
      });
  if (!status) read.error = status.error();
  return read;
}

void CheckRows(const Rows& stream, const Rows& parts) {
  Check(stream.error.has_value() == parts.error.has_value(), "only one ends with an error",
        stream.error ? stream.error->ToString() : parts.error ? parts.error->ToString() : "");
  if (stream.error) {
    Check(stream.error->ToString() == parts.error->ToString(), "another error",
          stream.error->ToString() + " / " + parts.error->ToString());
  }
  // Rows of a part that ends with an error are not handed on.
  Check(stream.error ? parts.rows.size() <= stream.rows.size()
                     : parts.rows.size() == stream.rows.size(),
        "another number of rows", std::to_string(parts.rows.size()));
  for (std::size_t i = 0; i < parts.rows.size(); ++i) {
    Check(parts.rows[i] == stream.rows[i], "another row", stream.rows[i] + parts.rows[i]);
  }
}

void JudgeBoth(Engine& engine, licet::Disk& disk) {
  auto reader = licet::OrderReader::Open(disk, "/book.csv");
  if (!reader) return;
  licet::BatchJudge judge(engine, {});
  std::vector<licet::Order> orders;
  licet::Order order;
  while (orders.size() < kJudgedMax) {
    const Result<bool> more = reader->Next(&order);
    if (!more || !*more) break;
    *judge.Next() = order;
    const licet::Status taken = judge.Take();
    const auto single = Judge(engine, order, {});
    Check(taken.has_value() == single.has_value(), "only one is refused", order.id);
    if (!taken) {
      Check(taken.error().ToString() == single.error().ToString(), "another refusal",
            taken.error().ToString());
      continue;
    }
    orders.push_back(order);
  }
  judge.Run();
  for (std::size_t i = 0; i < orders.size(); ++i) {
    std::string json;
    judge.AppendJson(i, &json);
    Check(json == DecisionJson(engine, *Judge(engine, orders[i], {})), "another decision", json);
  }
}

Engine LoadReal() {
  const auto disk = licet::RealDisk();
  Result<Engine> engine =
      Engine::Load(*disk, {".", "", "data/orders/parties.csv", "data/orders/owners.csv"});
  Check(engine.has_value(), "start it from the root of the repository",
        engine ? "" : engine.error().ToString());
  return std::move(*engine);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static Engine real = LoadReal();
  licet::MemoryDisk disk;
  const std::string text(reinterpret_cast<const char*>(data), size);
  Check(disk.WriteAtomically("/book.csv", text).has_value(), "cannot write", "/book.csv");
  const Rows stream = ReadStream(disk);
  for (const std::size_t part_bytes : {std::size_t{64}, std::size_t{1} << 20}) {
    CheckRows(stream, ReadParts(disk, part_bytes));
  }
  if (!stream.error) JudgeBoth(real, disk);
  return 0;
}
