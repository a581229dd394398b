#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "licet/base/csv.h"
#include "licet/base/text.h"
#include "licet/parties/party.h"

namespace licet {
namespace {

bool IsCode(std::string_view text) {
  return text.size() == 2 && std::ranges::all_of(text, [](char c) { return c >= 'A' && c <= 'Z'; });
}

}  // namespace

Result<std::vector<Country>> LoadCountries(Disk& disk, const std::string& path) {
  LICET_ASSIGN_OR_RETURN(auto source, disk.OpenForReading(path));
  LICET_ASSIGN_OR_RETURN(CsvTable table,
                         CsvTable::Open(CsvReader(std::move(source), path), {"code", "name"}, {}));
  std::vector<Country> countries;
  std::set<std::string> seen;
  while (true) {
    LICET_ASSIGN_OR_RETURN(const bool more, table.Next());
    if (!more) return countries;
    Country country{.code = std::string(Trim(table.Get("code"))),
                    .name = std::string(Trim(table.Get("name")))};
    if (!IsCode(country.code)) {
      return Fail(
          ErrorCode::kInvalidArgument,
          fmt::format("code is {}; write two capital letters such as CN", Quoted(country.code)),
          table.PlaceOf("code"));
    }
    if (!seen.insert(country.code).second) {
      return Fail(ErrorCode::kDuplicate,
                  fmt::format("code {} is there twice; remove one", Quoted(country.code)),
                  table.PlaceOf("code"));
    }
    countries.push_back(std::move(country));
  }
}

}  // namespace licet
