#include "json_records.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "licet/base/text.h"

namespace licet {
namespace {

constexpr int kDepthMax = 64;
constexpr std::size_t kRecordBytesMax = 16 << 20;

bool IsBlank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

// Finds where values begin and end; what is inside is checked when parsed.
class Cutter {
 public:
  explicit Cutter(const SourceText& source) : source_(source), text_(source.text()) {}

  Result<JsonRecords> Run() {
    SkipBlanks();
    JsonRecords result;
    if (At('[')) {
      result.found = true;
      LICET_RETURN_IF_ERROR(CutArray(&result.records));
    } else if (At('{')) {
      LICET_RETURN_IF_ERROR(CutObject(&result));
    } else {
      return Bad("is no JSON object or array");
    }
    SkipBlanks();
    if (at_ < text_.size()) return Bad("has something after its end");
    return result;
  }

 private:
  bool At(char c) const { return at_ < text_.size() && text_[at_] == c; }
  void SkipBlanks() {
    while (at_ < text_.size() && IsBlank(text_[at_])) ++at_;
  }
  std::unexpected<Error> Bad(std::string_view what) const {
    return Fail(ErrorCode::kParse,
                fmt::format("this JSON file {}; it is damaged or cut off, fetch it again", what),
                source_.PlaceAt(std::min(at_, text_.size())));
  }

  Status SkipString() {
    for (++at_; at_ < text_.size(); ++at_) {
      if (text_[at_] == '\\') {
        ++at_;
      } else if (text_[at_] == '"') {
        ++at_;
        return {};
      }
    }
    return Bad("ends inside a string");
  }

  Status SkipValue() {
    int depth = 0;
    do {
      SkipBlanks();
      if (at_ >= text_.size()) return Bad("ends inside a value");
      const char c = text_[at_];
      if (c == '"') {
        LICET_RETURN_IF_ERROR(SkipString());
      } else if (c == '{' || c == '[') {
        if (++depth > kDepthMax) return Bad("is nested too deeply");
        ++at_;
      } else if (c == '}' || c == ']') {
        if (depth == 0) return Bad("has a bracket too many");
        --depth;
        ++at_;
      } else if (depth > 0 && (c == ',' || c == ':')) {
        ++at_;
      } else {
        const std::size_t begin = at_;
        while (at_ < text_.size() && !IsBlank(text_[at_]) &&
               std::string_view(",:]}[{\"").find(text_[at_]) == std::string_view::npos) {
          ++at_;
        }
        if (at_ == begin) return Bad("lacks a value");
      }
    } while (depth > 0);
    return {};
  }

  Status CutArray(std::vector<JsonSpan>* records) {
    ++at_;
    SkipBlanks();
    if (At(']')) {
      ++at_;
      return {};
    }
    while (true) {
      SkipBlanks();
      const std::size_t begin = at_;
      LICET_RETURN_IF_ERROR(SkipValue());
      records->push_back({begin, at_});
      SkipBlanks();
      if (At(']')) break;
      if (!At(',')) return Bad("ends inside its records");
      ++at_;
    }
    ++at_;
    return {};
  }

  Status CutMember(JsonRecords* result) {
    SkipBlanks();
    if (!At('"')) return Bad("lacks the name of a member");
    const std::size_t key_begin = at_;
    LICET_RETURN_IF_ERROR(SkipString());
    const std::string_view key = text_.substr(key_begin + 1, at_ - key_begin - 2);
    SkipBlanks();
    if (!At(':')) return Bad("lacks a ':'");
    ++at_;
    SkipBlanks();
    if (At('[') && (key == "results" || key == "entities") && !result->found) {
      result->found = true;
      return CutArray(&result->records);
    }
    const std::size_t begin = at_;
    LICET_RETURN_IF_ERROR(SkipValue());
    const Json value = Json::parse(text_.substr(begin, at_ - begin), nullptr, false);
    if (value.is_discarded()) return Bad("has a value that is no JSON");
    result->header[std::string(key)] = value;
    return {};
  }

  Status CutObject(JsonRecords* result) {
    ++at_;
    SkipBlanks();
    if (At('}')) {
      ++at_;
      return {};
    }
    while (true) {
      LICET_RETURN_IF_ERROR(CutMember(result));
      SkipBlanks();
      if (At('}')) break;
      if (!At(',')) return Bad("ends inside its members");
      ++at_;
    }
    ++at_;
    return {};
  }

  const SourceText& source_;
  std::string_view text_;
  std::size_t at_ = 0;
};

std::string TextOf(const Json& value) {
  if (value.is_string()) return value.get<std::string>();
  if (value.is_number_integer()) return value.dump();
  return "";
}

}  // namespace

Result<JsonRecords> FindJsonRecords(const SourceText& source) { return Cutter(source).Run(); }

std::vector<JsonSpan> FindJsonLines(const SourceText& source) {
  const std::string_view text = source.text();
  std::vector<JsonSpan> lines;
  for (std::size_t begin = 0; begin < text.size();) {
    std::size_t end = text.find('\n', begin);
    if (end == std::string_view::npos) end = text.size();
    if (!Trim(text.substr(begin, end - begin)).empty()) lines.push_back({begin, end});
    begin = end + 1;
  }
  return lines;
}

Result<Json> ParseJsonRecord(const SourceText& source, const JsonSpan& span) {
  const std::string_view text = source.text().substr(span.begin, span.end - span.begin);
  if (text.size() > kRecordBytesMax) {
    return Fail(ErrorCode::kLimit,
                fmt::format("a record is {} bytes long and {} is the limit; the file is damaged "
                            "or is no list",
                            text.size(), kRecordBytesMax),
                source.PlaceAt(span.begin));
  }
  try {
    Json value = Json::parse(text);
    if (value.is_object()) return value;
    return Fail(ErrorCode::kParse, "this record is no JSON object; the file is no list",
                source.PlaceAt(span.begin));
  } catch (const Json::parse_error& error) {
    const std::size_t byte = error.byte > 0 ? error.byte - 1 : 0;
    return Fail(ErrorCode::kParse,
                "this record is no JSON; the file is damaged or cut off, fetch it again",
                source.PlaceAt(span.begin + std::min(byte, text.size())));
  }
}

std::string JsonText(const Json& object, const char* member) {
  const auto found = object.find(member);
  return found == object.end() ? "" : TextOf(*found);
}

std::vector<std::string> JsonTexts(const Json& object, const char* member) {
  std::vector<std::string> texts;
  const auto found = object.find(member);
  if (found == object.end()) return texts;
  if (!found->is_array()) {
    if (std::string text = TextOf(*found); !text.empty()) texts.push_back(std::move(text));
    return texts;
  }
  for (const Json& value : *found) {
    if (std::string text = TextOf(value); !text.empty()) texts.push_back(std::move(text));
  }
  return texts;
}

}  // namespace licet
