#include "licet/base/csv.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <climits>
#include <cstdint>
#include <optional>
#include <span>

#include "licet/base/text.h"

namespace licet {
namespace {

constexpr std::size_t kBufferBytes = 65536;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

// Bytes that end a run of plain text.
constexpr std::array<bool, 256> Stops(std::string_view bytes) {
  std::array<bool, 256> stops{};
  for (const char c : bytes) stops[static_cast<unsigned char>(c)] = true;
  return stops;
}
constexpr std::array<bool, 256> kUnquotedStops = Stops({",\"\r\n\0", 5});
constexpr std::array<bool, 256> kQuotedStops = Stops({"\"\n\0", 3});

// Appends without the doubling of std::string, whose copy while growing would
// hold three times the text.
void AppendWithin(std::string* text, std::string_view more, std::size_t limit) {
  const std::size_t needed = text->size() + more.size();
  if (needed > text->capacity()) {
    std::string bigger;
    bigger.reserve(std::max(needed, std::min(2 * text->capacity(), limit)));
    bigger.append(*text);
    text->swap(bigger);
  }
  text->append(more);
}

int Saturated(std::uint64_t count) {
  return static_cast<int>(std::min<std::uint64_t>(count, INT_MAX));
}

}  // namespace

struct CsvReader::State {
  // What follows a field.
  enum class After { kSeparator, kRecordEnd, kError };

  State(std::unique_ptr<ByteSource> bytes, std::string file, CsvLimits bounds, int first_line)
      : source(std::move(bytes)),
        name(std::move(file)),
        limits(bounds),
        buffer(std::make_unique<char[]>(kBufferBytes)),
        started(first_line > 1),  // a byte order mark stands only at the start
        line(static_cast<std::uint64_t>(first_line)) {}

  bool ReadMore();
  bool HasByte() { return pos < end || ReadMore(); }
  bool SkipByteOrderMark();
  bool SkipBlankLines();

  Place Here() const { return {name, Saturated(line), Column()}; }
  int Column() const { return Saturated(offset() - line_start + 1); }
  std::uint64_t offset() const { return buffer_offset + pos; }
  After Refuse(ErrorCode code, std::string sentence, Place place);
  After EndOfInput() const { return error ? After::kError : After::kRecordEnd; }

  void StartField(CsvField* field);
  bool Take(std::size_t length, CsvField* field);
  bool TakeRun(const std::array<bool, 256>& stops, CsvField* field);
  After TakeLineEnd();
  After ReadUnquoted(CsvField* field);
  After ReadQuoted(CsvField* field);
  After ReadAfterQuote(CsvField* field);
  After ReadField(CsvField* field);
  After CheckText(const CsvField& field, bool quoted, After after);
  bool ReadRecord(std::vector<CsvField>* record);

  std::unique_ptr<ByteSource> source;
  std::string name;
  CsvLimits limits;
  std::unique_ptr<char[]> buffer;
  std::size_t pos = 0;              // next byte in the buffer
  std::size_t end = 0;              // bytes in the buffer
  std::uint64_t buffer_offset = 0;  // of buffer[0] in the input
  bool source_ended = false;
  bool started = false;
  std::uint64_t line = 1;
  std::uint64_t line_start = 0;  // offset of the line's first byte
  std::size_t record_bytes = 0;  // raw bytes of the record so far
  unsigned field_bits = 0;       // every plain byte of the field or-ed
  std::optional<Error> error;    // the first one; it stays
};

// Refills an empty buffer. False at the end of the input or on an error.
bool CsvReader::State::ReadMore() {
  if (error || source_ended) return false;
  buffer_offset += end;
  pos = end = 0;
  Result<std::size_t> count = source->Read({buffer.get(), kBufferBytes});
  if (!count) {
    error = std::move(count).error().At(Here());
    return false;
  }
  end = *count;
  source_ended = end == 0;
  return end > 0;
}

// False on an error.
bool CsvReader::State::SkipByteOrderMark() {
  started = true;
  while (end < kByteOrderMark.size()) {  // a source may give one byte at a time
    Result<std::size_t> count = source->Read({buffer.get() + end, kBufferBytes - end});
    if (!count) {
      error = std::move(count).error().At(Here());
      return false;
    }
    if (*count == 0) {
      source_ended = true;
      break;
    }
    end += *count;
  }
  if (std::string_view(buffer.get(), end).starts_with(kByteOrderMark)) {
    pos = line_start = kByteOrderMark.size();  // editors do not count it as a column
  }
  return true;
}

CsvReader::State::After CsvReader::State::Refuse(ErrorCode code, std::string sentence,
                                                 Place place) {
  if (!error) error.emplace(code, std::move(sentence), std::move(place));
  return After::kError;
}

void CsvReader::State::StartField(CsvField* field) {
  field->line = Saturated(line);
  field->column = Column();
  // Keeping every field's largest capacity could add up to fields_max times
  // record_bytes_max; with this bound it adds up to record_bytes_max.
  const std::size_t keep = limits.record_bytes_max / std::max<std::size_t>(limits.fields_max, 1);
  if (field->text.capacity() > std::max<std::size_t>(keep, 64)) std::string().swap(field->text);
  field->text.clear();
  field_bits = 0;
}

// Counts `length` bytes of the buffer towards the record and steps over them.
bool CsvReader::State::Take(std::size_t length, CsvField* field) {
  if (length > limits.record_bytes_max - record_bytes) {
    Refuse(ErrorCode::kLimit,
           fmt::format("this field makes the record longer than {} bytes; look for a quote that "
                       "is never closed or a missing line end, or split the record",
                       limits.record_bytes_max),
           {name, field->line, field->column});
    return false;
  }
  record_bytes += length;
  pos += length;
  return true;
}

// Appends the plain bytes up to the next stop in the buffer.
bool CsvReader::State::TakeRun(const std::array<bool, 256>& stops, CsvField* field) {
  std::size_t stop = pos;
  unsigned bits = field_bits;
  for (; stop < end; ++stop) {
    const auto byte = static_cast<unsigned char>(buffer[stop]);
    if (stops[byte]) break;
    bits |= byte;
  }
  field_bits = bits;
  const std::string_view run(buffer.get() + pos, stop - pos);
  if (!Take(run.size(), field)) return false;
  AppendWithin(&field->text, run, limits.record_bytes_max);
  return true;
}

// REQUIRES: the next byte is LF or CR.
CsvReader::State::After CsvReader::State::TakeLineEnd() {
  if (buffer[pos] == '\r') {
    Place place = Here();
    ++pos;
    if (!HasByte() || buffer[pos] != '\n') {
      return Refuse(ErrorCode::kParse,
                    "a carriage return is not followed by a line feed; save the file with LF or "
                    "CRLF line ends",
                    std::move(place));
    }
  }
  ++pos;
  ++line;
  line_start = offset();
  return After::kRecordEnd;
}

CsvReader::State::After CsvReader::State::ReadUnquoted(CsvField* field) {
  while (HasByte()) {
    if (!TakeRun(kUnquotedStops, field)) return After::kError;
    if (pos == end) continue;
    switch (buffer[pos]) {
      case ',':
        return Take(1, field) ? After::kSeparator : After::kError;
      case '"':
        return Refuse(ErrorCode::kParse,
                      "a quote stands inside an unquoted field; put the whole field in quotes and "
                      "double the quotes within",
                      Here());
      case '\0':
        return Refuse(ErrorCode::kParse, "a NUL byte; save the file as UTF-8 text", Here());
      default:
        return TakeLineEnd();
    }
  }
  return EndOfInput();
}

CsvReader::State::After CsvReader::State::ReadAfterQuote(CsvField* field) {
  if (!HasByte()) return EndOfInput();
  switch (buffer[pos]) {
    case ',':
      return Take(1, field) ? After::kSeparator : After::kError;
    case '\r':
    case '\n':
      return TakeLineEnd();
    case '\0':
      return Refuse(ErrorCode::kParse, "a NUL byte; save the file as UTF-8 text", Here());
    default:
      return Refuse(ErrorCode::kParse,
                    "text follows a closing quote; put a comma or a line end after the quote, or "
                    "double a quote that belongs to the text",
                    Here());
  }
}

// REQUIRES: the next byte is the opening quote.
CsvReader::State::After CsvReader::State::ReadQuoted(CsvField* field) {
  if (!Take(1, field)) return After::kError;
  while (HasByte()) {
    if (!TakeRun(kQuotedStops, field)) return After::kError;
    if (pos == end) continue;
    const char stop = buffer[pos];
    if (stop == '\0') {
      return Refuse(ErrorCode::kParse, "a NUL byte; save the file as UTF-8 text", Here());
    }
    if (!Take(1, field)) return After::kError;
    if (stop == '\n') {
      ++line;
      line_start = offset();
    } else if (!HasByte() || buffer[pos] != '"') {
      return ReadAfterQuote(field);
    } else if (!Take(1, field)) {
      return After::kError;
    }
    AppendWithin(&field->text, {&stop, 1}, limits.record_bytes_max);
  }
  if (error) return After::kError;
  return Refuse(ErrorCode::kParse, "this quote is never closed; add the closing quote",
                {name, field->line, field->column});
}

// Once a field is whole, so that a character cut by the buffer's end is no
// special case; the place is found by walking the text again.
CsvReader::State::After CsvReader::State::CheckText(const CsvField& field, bool quoted,
                                                    After after) {
  const bool ascii = (field_bits & 0x80u) == 0;
  if (ascii || after == After::kError) return after;
  const std::optional<std::size_t> bad = FindInvalidUtf8(field.text);
  if (!bad) return after;
  auto bad_line = static_cast<std::uint64_t>(field.line);
  auto column = static_cast<std::uint64_t>(field.column) + (quoted ? 1 : 0);
  for (const char c : std::string_view(field.text).substr(0, *bad)) {
    if (c == '\n') {
      ++bad_line;
      column = 1;
    } else {
      column += c == '"' ? 2 : 1;  // quotes are doubled in the file
    }
  }
  return Refuse(ErrorCode::kParse,
                fmt::format("the byte 0x{:02x} is not UTF-8 text; save the file as UTF-8",
                            static_cast<unsigned char>(field.text[*bad])),
                {name, Saturated(bad_line), Saturated(column)});
}

CsvReader::State::After CsvReader::State::ReadField(CsvField* field) {
  StartField(field);
  if (!HasByte()) return EndOfInput();
  const bool quoted = buffer[pos] == '"';
  return CheckText(*field, quoted, quoted ? ReadQuoted(field) : ReadUnquoted(field));
}

// False at the end of the input or on an error.
bool CsvReader::State::SkipBlankLines() {
  while (HasByte()) {
    if (buffer[pos] != '\n' && buffer[pos] != '\r') return true;
    if (TakeLineEnd() == After::kError) return false;
  }
  return false;
}

// False at the end of the input or on an error.
bool CsvReader::State::ReadRecord(std::vector<CsvField>* record) {
  if (!started && !SkipByteOrderMark()) return false;
  if (!SkipBlankLines()) return false;
  record_bytes = 0;
  std::size_t count = 0;
  After after = After::kSeparator;
  while (after == After::kSeparator) {
    if (count == limits.fields_max) {
      Refuse(ErrorCode::kLimit,
             fmt::format("a record may have at most {} fields; remove the fields from here on",
                         limits.fields_max),
             Here());
      return false;
    }
    if (count == record->size()) record->emplace_back();
    after = ReadField(&(*record)[count]);
    ++count;
  }
  record->resize(count);
  return after == After::kRecordEnd;
}

CsvReader::CsvReader(std::unique_ptr<ByteSource> source, std::string name, CsvLimits limits,
                     int first_line)
    : state_(std::make_unique<State>(std::move(source), std::move(name), limits, first_line)) {}
CsvReader::~CsvReader() = default;
CsvReader::CsvReader(CsvReader&&) noexcept = default;

Result<bool> CsvReader::Next(std::vector<CsvField>* record) {
  const bool found = !state_->error && state_->ReadRecord(record);
  if (!found) record->clear();
  if (state_->error) return std::unexpected(*state_->error);
  return found;
}

const std::string& CsvReader::name() const { return state_->name; }

namespace {

bool Holds(const std::vector<std::string>& names, std::string_view name) {
  return std::ranges::find(names, name) != names.end();
}

Status CheckKnown(const CsvField& field, const std::vector<std::string>& known,
                  const std::string& file) {
  if (Holds(known, field.text)) return {};
  const std::string hint = DidYouMean(field.text, known);
  return Fail(ErrorCode::kUnknownName,
              fmt::format("unknown column {}{}", Quoted(field.text),
                          hint.empty() ? "; remove it, or use one of " + Join(known, ",") : hint),
              {file, field.line, field.column});
}

Status CheckComplete(const std::vector<std::string>& header,
                     const std::vector<std::string>& required, Place place) {
  std::vector<std::string> missing;
  for (const std::string& name : required) {
    if (!Holds(header, name)) missing.push_back(name);
  }
  if (missing.empty()) return {};
  return Fail(ErrorCode::kInvalidArgument,
              fmt::format("the first record must name the columns, and {} {} missing; add {}",
                          Join(missing, ","), missing.size() == 1 ? "is" : "are",
                          missing.size() == 1 ? "it" : "them"),
              std::move(place));
}

}  // namespace

Result<CsvTable> CsvTable::Open(CsvReader reader, const std::vector<std::string>& required,
                                const std::vector<std::string>& optional, bool allow_unknown) {
  CsvTable table(std::move(reader));
  const std::string& file = table.reader_.name();
  std::vector<CsvField> names;
  LICET_ASSIGN_OR_RETURN(const bool found, table.reader_.Next(&names));
  if (!found) {
    return Fail(ErrorCode::kParse,
                fmt::format("the file is empty; its first line must name the columns {}",
                            Join(required, ",")),
                {file, 1, 1});
  }
  std::vector<std::string> known = required;
  known.insert(known.end(), optional.begin(), optional.end());
  for (const CsvField& field : names) {
    if (Holds(table.header_, field.text)) {
      return Fail(
          ErrorCode::kDuplicate,
          fmt::format("the column {} is named twice; remove or rename one", Quoted(field.text)),
          {file, field.line, field.column});
    }
    if (!allow_unknown) {
      LICET_RETURN_IF_ERROR(CheckKnown(field, known, file));
    }
    table.header_.push_back(field.text);
  }
  LICET_RETURN_IF_ERROR(
      CheckComplete(table.header_, required, {file, names[0].line, names[0].column}));
  return table;
}

CsvTable CsvTable::Continue(CsvReader reader, std::vector<std::string> header) {
  CsvTable table(std::move(reader));
  table.header_ = std::move(header);
  return table;
}

Result<bool> CsvTable::Next() {
  LICET_ASSIGN_OR_RETURN(const bool found, reader_.Next(&record_));
  if (!found || record_.size() == header_.size()) return found;
  const std::size_t count = record_.size();
  const CsvField& field = count > header_.size() ? record_[header_.size()] : record_[0];
  Place place{reader_.name(), field.line, field.column};
  record_.clear();
  return Fail(ErrorCode::kParse,
              fmt::format("this record has {} fields, but the first line names {} columns; give "
                          "each column one field, and quote fields that hold a comma",
                          count, header_.size()),
              std::move(place));
}

int CsvTable::IndexOf(std::string_view column) const {
  const auto found = std::ranges::find(header_, column);
  return found == header_.end() ? -1 : static_cast<int>(found - header_.begin());
}

const std::string& CsvTable::Get(std::string_view column) const {
  static const std::string kEmpty;
  const int index = IndexOf(column);
  if (index < 0 || record_.empty()) return kEmpty;
  return record_[static_cast<std::size_t>(index)].text;
}

bool CsvTable::Has(std::string_view column) const { return IndexOf(column) >= 0; }

Place CsvTable::PlaceOf(std::string_view column) const {
  if (record_.empty()) return {reader_.name(), 0, 0};
  const int index = std::max(IndexOf(column), 0);
  const CsvField& field = record_[static_cast<std::size_t>(index)];
  return {reader_.name(), field.line, field.column};
}

namespace {
constexpr std::array<bool, 256> kQuotable = Stops({",\"\r\n", 4});

bool NeedsQuotes(std::string_view text) {
  bool needs = false;
  for (const char c : text) needs |= kQuotable[static_cast<unsigned char>(c)];
  // A leading byte order mark would be taken for the file's own.
  return needs || text.starts_with(kByteOrderMark);
}
}  // namespace

void CsvWriter::AppendField(std::string_view text, std::string* out) {
  if (!NeedsQuotes(text)) {
    *out += text;
    return;
  }
  *out += '"';
  for (const char c : text) {
    if (c == '"') *out += '"';
    *out += c;
  }
  *out += '"';
}

void CsvWriter::Write(const std::vector<std::string>& record) {
  assert(!record.empty());  // no text stands for a record without fields
  if (record.size() == 1 && record[0].empty()) *out_ += "\"\"";  // not a blank line
  for (std::size_t i = 0; i < record.size(); ++i) {
    if (i > 0) *out_ += ',';
    AppendField(record[i], out_);
  }
  *out_ += '\n';
}

}  // namespace licet
