// Reads any bytes as CSV. Whatever is accepted must come back the same after
// writing it, and must not depend on how the bytes arrive.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <span>

#include "licet/base/csv.h"
#include "licet/base/text.h"

namespace {

using licet::CsvField;
using licet::CsvReader;
using Records = std::vector<std::vector<CsvField>>;

constexpr licet::CsvLimits kLimits{.record_bytes_max = 4096, .fields_max = 64};
// A record that fits the first limits may grow by quotes when it is written.
constexpr licet::CsvLimits kWideLimits{.record_bytes_max = 1 << 16, .fields_max = 64};

void Check(bool good) {
  if (!good) std::abort();
}

class SlowSource : public licet::ByteSource {
 public:
  SlowSource(std::string content, std::size_t step) : content_(std::move(content)), step_(step) {}

  licet::Result<std::size_t> Read(std::span<char> buffer) override {
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

struct Outcome {
  Records records;
  std::string error;
};

Outcome ReadWhole(CsvReader reader) {
  Outcome outcome;
  std::vector<CsvField> record;
  while (true) {
    const licet::Result<bool> found = reader.Next(&record);
    if (!found) {
      outcome.error = found.error().ToString();
      Check(found.error().place().line >= 1 && found.error().place().column >= 1);
    }
    if (!found || !*found) return outcome;
    Check(!record.empty());
    for (const CsvField& field : record) {
      Check(field.line >= 1 && field.column >= 1 && !licet::FindInvalidUtf8(field.text));
    }
    outcome.records.push_back(record);
  }
}

void CheckSame(const Records& a, const Records& b, bool places) {
  Check(a.size() == b.size());
  for (std::size_t i = 0; i < a.size(); ++i) {
    Check(a[i].size() == b[i].size());
    for (std::size_t j = 0; j < a[i].size(); ++j) {
      Check(a[i][j].text == b[i][j].text);
      if (places) Check(a[i][j].line == b[i][j].line && a[i][j].column == b[i][j].column);
    }
  }
}

void CheckRoundTrip(const Records& records) {
  std::string text;
  licet::CsvWriter writer(&text);
  for (const std::vector<CsvField>& record : records) {
    std::vector<std::string> fields;
    for (const CsvField& field : record) fields.push_back(field.text);
    writer.Write(fields);
  }
  const Outcome again = ReadWhole(CsvReader(licet::StringSource(text), "again", kWideLimits));
  Check(again.error.empty());
  CheckSame(records, again.records, false);
}

void ReadTable(const std::string& text) {
  licet::Result<licet::CsvTable> table = licet::CsvTable::Open(
      CsvReader(licet::StringSource(text), "fuzz", kLimits), {"item"}, {"quantity"}, true);
  if (!table) return;
  while (true) {
    const licet::Result<bool> found = table->Next();
    if (!found || !*found) return;
    Check(table->Has("item") && table->PlaceOf("item").line >= 1);
    Check(table->Has("quantity") || table->Get("quantity").empty());
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  const Outcome whole = ReadWhole(CsvReader(licet::StringSource(text), "fuzz", kLimits));
  const std::size_t step = 1 + size % 7;
  const Outcome slow =
      ReadWhole(CsvReader(std::make_unique<SlowSource>(text, step), "fuzz", kLimits));
  Check(whole.error == slow.error);
  CheckSame(whole.records, slow.records, true);
  CheckRoundTrip(whole.records);
  ReadTable(text);
  return 0;
}
