// A user's own list: a CSV file with a column `name` and, as needed, others.

#include <fmt/format.h>

#include <charconv>
#include <utility>

#include "licet/base/csv.h"
#include "licet/base/text.h"
#include "list_builder.h"
#include "list_forms.h"
#include "list_text.h"
#include "remarks.h"

namespace licet {
namespace {

Status ReadFootnotes(const CsvTable& row, ListEntry* entry) {
  for (const std::string& text : SplitClean(row.Get("footnotes"), ';')) {
    int footnote = 0;
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), footnote);
    if (code != std::errc() || end != text.data() + text.size() || footnote < 1 || footnote > 99) {
      return Fail(
          ErrorCode::kInvalidArgument,
          fmt::format("footnotes has {}; write numbers joined by ;, such as 1;5", Quoted(text)),
          row.PlaceOf("footnotes"));
    }
    entry->footnotes.push_back(footnote);
  }
  return {};
}

Status ReadType(const CsvTable& row, ListEntry* entry) {
  const std::string& text = row.Get("type");
  entry->type = EntryTypeOf(text);
  if (entry->type != EntryType::kUnknown || Trim(text).empty() || Trim(text) == "unknown") {
    return {};
  }
  return Fail(ErrorCode::kInvalidArgument,
              fmt::format("type is {}; write person, organisation, vessel or aircraft, or leave "
                          "it empty",
                          Quoted(text)),
              row.PlaceOf("type"));
}

// A user's own dates are checked: a slip must not keep an entry off its list.
Status ReadDates(const CsvTable& row, ListEntry* entry) {
  struct Field {
    const char* column;
    std::optional<Date>* day;
  };
  for (const Field& field : {Field{"listed", &entry->listed}, Field{"removed", &entry->removed}}) {
    const std::string_view text = Trim(row.Get(field.column));
    if (text.empty()) continue;
    auto day = Date::Parse(text);
    if (!day) return std::unexpected(day.error().At(row.PlaceOf(field.column)));
    *field.day = *day;
  }
  if (entry->listed && entry->removed && *entry->removed < *entry->listed) {
    return Fail(ErrorCode::kInvalidArgument,
                fmt::format("removed is {}, before listed {}; correct one",
                            entry->removed->ToString(), entry->listed->ToString()),
                row.PlaceOf("removed"));
  }
  return {};
}

Status ReadRow(ListBuilder* builder, const CsvTable& row) {
  const std::string_view list = Trim(row.Get("list"));
  builder->Choose(list.empty() ? "own-list" : list);
  ListEntry entry;
  entry.place = row.PlaceOf("name");
  if (Trim(row.Get("name")).empty()) {
    return Fail(ErrorCode::kInvalidArgument, "name is empty; fill it in or remove the row",
                entry.place);
  }
  entry.id = row.Get("id");
  LICET_RETURN_IF_ERROR(ReadType(row, &entry));
  LICET_RETURN_IF_ERROR(builder->AddName(&entry, row.Get("name"), ListedName::Kind::kName));
  for (const std::string& alias : SplitClean(row.Get("aliases"), ';')) {
    LICET_RETURN_IF_ERROR(builder->AddName(&entry, alias, ListedName::Kind::kAlias));
  }
  for (const std::string& country : SplitClean(row.Get("country"), ';')) {
    builder->AddCountry(&entry, country);
  }
  builder->AddAddresses(&entry, row.Get("addresses"), "");
  LICET_RETURN_IF_ERROR(ReadDates(row, &entry));
  builder->SetLicenceRequirement(&entry, row.Get("licence_requirement"));
  if (!Trim(row.Get("footnotes")).empty()) {
    entry.footnotes.clear();
    LICET_RETURN_IF_ERROR(ReadFootnotes(row, &entry));
  }
  entry.review_policy = CleanLine(row.Get("review_policy"));
  entry.citation = CleanLine(row.Get("citation"));
  builder->AddProgrammes(&entry, row.Get("programmes"), ';');
  entry.remarks = CleanLine(row.Get("remarks"));
  entry.url = CleanLine(row.Get("url"));
  return builder->Add(std::move(entry));
}

}  // namespace

Result<Lists> ReadPlainCsv(const SourceText& source, const CountryNames& countries) {
  CsvReader reader(StringSource(std::string(source.text())), source.path());
  LICET_ASSIGN_OR_RETURN(
      CsvTable table,
      CsvTable::Open(
          std::move(reader), {"name"},
          {"id", "aliases", "country", "type", "list", "addresses", "citation", "listed", "removed",
           "footnotes", "licence_requirement", "review_policy", "programmes", "remarks", "url"}));
  ListBuilder builder(countries, source.path());
  while (true) {
    LICET_ASSIGN_OR_RETURN(const bool more, table.Next());
    if (!more) return builder.Take();
    LICET_RETURN_IF_ERROR(ReadRow(&builder, table));
  }
}

}  // namespace licet
