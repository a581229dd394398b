// Cuts a CSV file into parts of whole records, so that several threads can
// read it. A line end inside quotes ends no record.
//
// Thread safety: none; one reader, one thread at a time.

#ifndef LICET_GATE_CSV_PARTS_H_
#define LICET_GATE_CSV_PARTS_H_

#include <cstdint>
#include <memory>
#include <string>

#include "licet/base/error.h"
#include "licet/base/seams.h"

namespace licet {

struct CsvPart {
  std::string bytes;
  int first_line = 1;
  int end_line = 1;         // where the next part begins
  std::uint64_t begin = 0;  // offset of the first byte in the file
  std::uint64_t end = 0;
};

class CsvParts {
 public:
  // Parts of about `part_bytes`; a record longer than `record_bytes_max` ends
  // the part where it stands, and reading it will say so.
  CsvParts(std::unique_ptr<ByteSource> source, std::size_t part_bytes);

  // False at the end.
  Result<bool> Next(CsvPart* part);

 private:
  Result<bool> Fill();
  // End of the last whole record among the bytes read, or 0.
  std::size_t LastRecordEnd();

  std::unique_ptr<ByteSource> source_;
  const std::size_t part_bytes_;
  std::string rest_;         // read, not yet handed out
  std::size_t scanned_ = 0;  // of rest_
  std::size_t record_end_ = 0;
  bool quoted_ = false;  // whether scanned_ stands inside quotes
  bool ended_ = false;
  std::uint64_t offset_ = 0;  // of rest_[0]
  int line_ = 1;              // of rest_[0]
};

}  // namespace licet

#endif  // LICET_GATE_CSV_PARTS_H_
