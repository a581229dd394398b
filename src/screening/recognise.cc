// What form a file has, told from its first bytes, members or columns.

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "json_records.h"
#include "licet/base/csv.h"
#include "licet/base/text.h"
#include "list_forms.h"

namespace licet {
namespace {

constexpr std::string_view kForms =
    "known forms are the Consolidated Screening List (CSV, JSON), OFAC's delimited files, the "
    "UN's XML, METI and MOFCOM JSON, FollowTheMoney lines, and CSV with a column name";

std::unexpected<Error> NoForm(const SourceText& source, std::string_view what) {
  return Fail(ErrorCode::kInvalidArgument, fmt::format("{}; {}", what, kForms), source.PlaceAt(0));
}

Result<ListForm> RecogniseXml(const SourceText& source) {
  const std::string_view text = source.text();
  if (text.substr(0, 4096).find("<CONSOLIDATED_LIST") != std::string_view::npos) {
    return ListForm::kUnXml;
  }
  const std::string start = AsciiLower(text.substr(0, 1024));
  if (start.find("<html") != std::string::npos || start.find("<!doctype html") == 0) {
    return NoForm(source,
                  "this is a web page and no list: the server may have answered with an error, "
                  "so fetch the file again");
  }
  return NoForm(source, "this XML is no list that is known here");
}

// The form that the members of a record tell.
Result<ListForm> FormOfRecord(const SourceText& source, const Json& header, const Json& record) {
  const auto has = [&](const char* member) { return record.contains(member); };
  if (header.contains("licet_list")) return ListForm::kStore;
  if (has("schema") && has("properties")) return ListForm::kFollowTheMoney;
  if (has("source") && has("alt_names")) return ListForm::kCslJson;
  if (has("alternateNames")) return ListForm::kCslCamelJson;
  if (has("entity_name")) return ListForm::kRegistryJson;
  if (has("name") && has("aliases") && (header.contains("list_id") || has("federal_register"))) {
    return ListForm::kUsJson;
  }
  return NoForm(source, "the records of this JSON are no entries of a list that is known here");
}

Result<ListForm> RecogniseJson(const SourceText& source) {
  // JSON Lines: the first line is an object by itself. A longer one is a whole
  // file without line ends, which is not worth turning into values for this.
  constexpr std::size_t kLineBytesMax = 4 << 20;
  const JsonSpan first = FindJsonLines(source).front();
  if (first.end - first.begin <= kLineBytesMax) {
    const Json line =
        Json::parse(source.text().substr(first.begin, first.end - first.begin), nullptr, false);
    if (line.is_object() && (line.contains("licet_list") || line.contains("schema"))) {
      return FormOfRecord(source, line, line);
    }
  }
  LICET_ASSIGN_OR_RETURN(const JsonRecords records, FindJsonRecords(source));
  if (!records.found) return NoForm(source, "this JSON holds no \"results\" or \"entities\"");
  if (records.records.empty()) {
    return Fail(ErrorCode::kInvalidArgument,
                "this list has no entry, and an empty list would clear everybody; fetch it again",
                source.PlaceAt(0));
  }
  LICET_ASSIGN_OR_RETURN(const Json record, ParseJsonRecord(source, records.records.front()));
  return FormOfRecord(source, records.header, record);
}

bool IsNumber(std::string_view text) {
  text = Trim(text);
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

// Columns that only the Consolidated Screening List has.
std::size_t CslColumns(const std::vector<CsvField>& header) {
  constexpr std::array<std::string_view, 8> kOwn = {
      "source",     "alt_names",           "entity_number", "federal_register_notice",
      "start_date", "license_requirement", "ids",           "source_list_url"};
  return static_cast<std::size_t>(std::ranges::count_if(header, [&](const CsvField& field) {
    return std::ranges::find(kOwn, field.text) != kOwn.end();
  }));
}

Result<ListForm> RecogniseCsv(const SourceText& source) {
  CsvReader reader(StringSource(std::string(source.text())), source.path());
  std::vector<CsvField> record;
  LICET_ASSIGN_OR_RETURN(const bool found, reader.Next(&record));
  if (!found) return NoForm(source, "this file is empty");
  if (IsNumber(record.front().text)) {
    switch (record.size()) {
      case 12:
        return ListForm::kOfacPrimary;
      case 5:
        return ListForm::kOfacAliases;
      case 6:
        return ListForm::kOfacAddresses;
      case 2:
        return ListForm::kOfacComments;
      default:
        break;
    }
  }
  if (CslColumns(record) >= 3) return ListForm::kCslCsv;
  const bool named =
      std::ranges::any_of(record, [](const CsvField& field) { return field.text == "name"; });
  if (named) return ListForm::kPlainCsv;
  return NoForm(source, fmt::format("this file has no column name (its first line is {})",
                                    Quoted(source.text().substr(0, source.text().find('\n')))));
}

}  // namespace

Result<ListForm> RecogniseForm(const SourceText& source) {
  const std::string_view text = Trim(source.text());
  if (text.empty()) return NoForm(source, "this file is empty");
  if (text.starts_with("<")) return RecogniseXml(source);
  if (text.starts_with("{") || text.starts_with("[")) return RecogniseJson(source);
  return RecogniseCsv(source);
}

}  // namespace licet
