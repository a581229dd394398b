// Reads any bytes as a list, whatever form they look like. What is accepted has
// entries with names and ids of their own, is UTF-8, and comes back the same
// from the store.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <set>
#include <string>
#include <utility>

#include "licet/base/seams.h"
#include "licet/base/text.h"
#include "licet/screening/list_delta.h"
#include "licet/screening/list_reader.h"
#include "licet/screening/list_store.h"

namespace {

void Check(bool good) {
  if (!good) std::abort();
}

const licet::CountryNames& Countries() {
  static const licet::CountryNames kCountries = [] {
    licet::MemoryDisk disk;
    Check(
        disk.WriteAtomically("c.csv", "code,name\nCN,China\nRU,Russian Federation\n").has_value());
    Check(disk.WriteAtomically("n.csv", "name,code\nRussia,RU\nnone,-\n").has_value());
    auto countries = licet::CountryNames::Load(disk, "c.csv", "n.csv");
    Check(countries.has_value());
    return std::move(*countries);
  }();
  return kCountries;
}

void CheckList(const licet::RestrictedList& list) {
  Check(!list.id.empty() && !list.entries.empty());
  std::set<std::string> ids;
  for (const licet::ListEntry& entry : list.entries) {
    Check(entry.list == list.id && !entry.names.empty() && !entry.names.front().text.empty());
    Check(ids.insert(entry.id).second);
    Check(entry.place.line >= 1);
  }
  const std::string text = licet::StoredText(list);
  Check(!licet::FindInvalidUtf8(text));
  licet::MemoryDisk disk;
  Check(disk.WriteAtomically("l/list.jsonl", text).has_value());
  const auto again = licet::LoadLists(disk, "l", Countries());
  Check(again.has_value() && again->size() == 1);
  Check(licet::StoredText(again->front()) == text);
  Check(licet::DeltaOf({list}, *again).empty());
}

}  // namespace

// An OFAC set is several files: a line of '%' begins the next one.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  licet::MemoryDisk disk;
  std::vector<std::string> paths;
  for (std::size_t begin = 0; begin <= bytes.size() && paths.size() < 4;) {
    std::size_t end = bytes.find("\n%\n", begin);
    if (end == std::string::npos) end = bytes.size();
    paths.push_back("file" + std::to_string(paths.size()));
    Check(disk.WriteAtomically(paths.back(), bytes.substr(begin, end - begin + 1)).has_value());
    begin = end + 3;
  }
  const auto lists = licet::ReadLists(disk, paths, Countries());
  if (!lists) {
    Check(!lists.error().sentence().empty() && !lists.error().place().file.empty());
    return 0;
  }
  for (const licet::RestrictedList& list : *lists) CheckList(list);
  return 0;
}
