#include <fmt/format.h>

#include <algorithm>

#include "licet/base/csv.h"
#include "licet/base/text.h"
#include "licet/gate/party_screening.h"

namespace licet {

namespace {

const std::vector<std::string>& Fields() {
  static const std::vector<std::string> kFields = {"", "footnote", "licence_requirement",
                                                   "review_policy", "programme"};
  return kFields;
}

// What the entry says in that field; several values are asked about one by one.
std::vector<std::string> TextsOf(const ListEntry& entry, const std::string& field) {
  std::vector<std::string> texts;
  if (field.empty()) texts.emplace_back();
  if (field == "footnote") {
    for (int footnote : entry.footnotes) texts.push_back(std::to_string(footnote));
  }
  if (field == "licence_requirement") texts.push_back(AsciiLower(entry.licence_requirement));
  if (field == "review_policy") texts.push_back(AsciiLower(entry.review_policy));
  if (field == "programme") {
    for (const std::string& programme : entry.programmes) texts.push_back(AsciiLower(programme));
  }
  if (!field.empty()) std::erase(texts, "");
  return texts;
}

// Short codes are compared whole, sentences by what they contain.
bool Says(const std::string& field, const std::string& text,
          const std::vector<std::string>& contains) {
  const bool whole = field == "footnote" || field == "programme";
  return std::all_of(contains.begin(), contains.end(), [&](const std::string& part) {
    return whole ? text == part : text.find(part) != std::string::npos;
  });
}

}  // namespace

Result<ListFlags> ListFlags::Load(Disk& disk, const std::string& path) {
  ListFlags flags;
  LICET_ASSIGN_OR_RETURN(auto source, disk.OpenForReading(path));
  LICET_ASSIGN_OR_RETURN(
      CsvTable table, CsvTable::Open(CsvReader(std::move(source), path),
                                     {"list", "field", "contains", "flag", "relaxes"}, {"means"}));
  while (true) {
    LICET_ASSIGN_OR_RETURN(const bool more, table.Next());
    if (!more) return flags;
    Row row;
    row.list = Trim(table.Get("list"));
    row.field = Trim(table.Get("field"));
    if (std::find(Fields().begin(), Fields().end(), row.field) == Fields().end()) {
      return Fail(ErrorCode::kUnknownName,
                  fmt::format("an entry has no field {}{}", Quoted(row.field),
                              DidYouMean(row.field, Fields())),
                  table.PlaceOf("field"));
    }
    for (std::string_view part : Split(table.Get("contains"), '+')) {
      if (!Trim(part).empty()) row.contains.push_back(AsciiLower(Trim(part)));
    }
    row.flag.flag = AsciiLower(Trim(table.Get("flag")));
    row.flag.relaxes = Trim(table.Get("relaxes")) == "yes";
    flags.rows_.push_back(std::move(row));
  }
}

std::vector<ListFlags::Flag> ListFlags::Of(const ListEntry& entry) const {
  std::vector<Flag> flags;
  for (const std::string& field : Fields()) {
    for (const std::string& text : TextsOf(entry, field)) {
      // The first row that fits decides.
      const auto row = std::find_if(rows_.begin(), rows_.end(), [&](const Row& one) {
        return one.list == entry.list && one.field == field && Says(field, text, one.contains);
      });
      if (row == rows_.end() || row->flag.flag.empty()) continue;
      const bool known = std::any_of(flags.begin(), flags.end(),
                                     [&](const Flag& flag) { return flag.flag == row->flag.flag; });
      if (!known) flags.push_back(row->flag);
    }
  }
  return flags;
}

}  // namespace licet
