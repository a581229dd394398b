// RFC 4180 CSV, streaming in both directions.
//
// Reading accepts LF and CRLF, quoted fields with newlines and doubled quotes,
// and a leading UTF-8 byte order mark; it checks that all text is UTF-8 and
// refuses NUL bytes, a quote in the middle of an unquoted field, text after a
// closing quote and a quote never closed. Blank lines are skipped. Memory is
// bounded by CsvLimits whatever the input.
//
// Thread safety: none; one reader or writer, one thread.

#ifndef LICET_BASE_CSV_H_
#define LICET_BASE_CSV_H_

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "licet/base/error.h"
#include "licet/base/seams.h"

namespace licet {

struct CsvField {
  std::string text;
  int line = 0;    // where the field starts, from 1
  int column = 0;  // byte column, from 1
};

struct CsvLimits {
  std::size_t record_bytes_max = 1 << 20;
  std::size_t fields_max = 1024;
};

class CsvReader {
 public:
  // `name` is the file name that errors show.
  // A source that is the middle of a file starts at `first_line`.
  CsvReader(std::unique_ptr<ByteSource> source, std::string name, CsvLimits limits = {},
            int first_line = 1);
  ~CsvReader();
  CsvReader(CsvReader&&) noexcept;

  // Reads one record into *record (reused). False at the end. After an error
  // every further call returns that error.
  Result<bool> Next(std::vector<CsvField>* record);
  const std::string& name() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// A CSV file whose first record names its columns.
class CsvTable {
 public:
  // Every name in `required` must be there; names in neither list are an error
  // with a did-you-mean, unless `allow_unknown`. Duplicate names are an error.
  // An empty file is an error.
  static Result<CsvTable> Open(CsvReader reader, const std::vector<std::string>& required,
                               const std::vector<std::string>& optional,
                               bool allow_unknown = false);
  // Goes on in the middle of a file whose header is known.
  static CsvTable Continue(CsvReader reader, std::vector<std::string> header);

  // False at the end. A record with another number of fields than the header
  // is an error.
  Result<bool> Next();
  // The current record's field; the empty string for an absent optional column.
  // REQUIRES: `column` was in required or optional.
  const std::string& Get(std::string_view column) const;
  bool Has(std::string_view column) const;
  // Position in a record, or -1; for those who read many records.
  int IndexOf(std::string_view column) const;
  const CsvField& At(int index) const { return record_[static_cast<std::size_t>(index)]; }
  // Place of that field (or of the record when the column is absent).
  Place PlaceOf(std::string_view column) const;
  const std::vector<std::string>& header() const { return header_; }
  const std::string& name() const { return reader_.name(); }

 private:
  explicit CsvTable(CsvReader reader) : reader_(std::move(reader)) {}

  CsvReader reader_;
  std::vector<std::string> header_;
  std::vector<CsvField> record_;
};

// Writes records with LF line ends, quoting only where RFC 4180 needs it.
class CsvWriter {
 public:
  explicit CsvWriter(std::string* out) : out_(out) {}
  void Write(const std::vector<std::string>& record);
  // One field as it stands in a record of several.
  static void AppendField(std::string_view text, std::string* out);

 private:
  std::string* out_;
};

}  // namespace licet

#endif  // LICET_BASE_CSV_H_
