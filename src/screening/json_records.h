// A JSON file that is an array of records, or an object with one, cut into its
// records, each with its place. One record at a time is turned into values, so
// memory stays near the file's own size.

#ifndef LICET_SCREENING_JSON_RECORDS_H_
#define LICET_SCREENING_JSON_RECORDS_H_

#include <cstddef>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "licet/base/error.h"
#include "source_text.h"

namespace licet {

using Json = nlohmann::json;

struct JsonSpan {
  std::size_t begin = 0;  // offsets in the text
  std::size_t end = 0;
};

struct JsonRecords {
  Json header = Json::object();   // the other members of the object
  std::vector<JsonSpan> records;  // empty when there is no array of records
  bool found = false;             // that array
};

// Finds the records in "results", "entities" or the array that is the file.
Result<JsonRecords> FindJsonRecords(const SourceText& source);

// One object of JSON Lines a line; blank lines are none.
std::vector<JsonSpan> FindJsonLines(const SourceText& source);

// The value there; anything but an object is an error.
Result<Json> ParseJsonRecord(const SourceText& source, const JsonSpan& span);

// Each record in turn: `read` takes the record and its place.
template <typename Read>
Status ForEachRecord(const SourceText& source, const std::vector<JsonSpan>& spans, Read read) {
  for (const JsonSpan& span : spans) {
    LICET_ASSIGN_OR_RETURN(const Json record, ParseJsonRecord(source, span));
    LICET_RETURN_IF_ERROR(read(record, source.PlaceAt(span.begin)));
  }
  return {};
}

// A member as text: strings as they are, numbers as written, "" for null, absent
// or anything else.
std::string JsonText(const Json& object, const char* member);
// The texts of an array member, or the one text of a string.
std::vector<std::string> JsonTexts(const Json& object, const char* member);

}  // namespace licet

#endif  // LICET_SCREENING_JSON_RECORDS_H_
