// Orders of a part of a file that is in memory as a whole: what OrderReader
// reads, found by one walk over the bytes. Rows that are not plain (doubled
// quotes, line ends inside quotes, any error) are left to OrderReader.
//
// Thread safety: none; one scanner, one thread.

#ifndef LICET_GATE_ORDER_SCAN_H_
#define LICET_GATE_ORDER_SCAN_H_

#include <cstdint>
#include <deque>
#include <string>
#include <vector>

#include "licet/gate/order.h"

namespace licet {

// Whole records from somewhere in the file.
struct OrderPart {
  std::string bytes;
  std::string path;
  std::vector<std::string> header;
  int first_line = 1;
  std::uint64_t begin = 0;  // offsets in the file; a part from 0 starts with the header
  std::uint64_t end = 0;
  int end_line = 1;
  std::uint64_t hash = 0;  // of the file up to `end`
};

class OrderScanner {
 public:
  // The part, whose header has been found right, must outlive the scanner.
  explicit OrderScanner(const OrderPart& part);

  // The next row, whose text lasts as long as the scanner; false at the end.
  // Errors as OrderReader gives them, without those of ParseOrder.
  Result<bool> Next(OrderRecord* record);

 private:
  void SkipBlankLines();
  void SkipRecord();
  bool TakePlain(OrderRecord* record);
  std::size_t NextStop(std::size_t from);
  bool TakeField(std::string_view* text);
  bool TakeRecordEnd();
  Result<bool> TakeOther(OrderRecord* record);

  const OrderPart& part_;
  const std::string_view bytes_;
  std::vector<std::size_t> column_of_;  // by field: position in OrderColumns()
  std::size_t at_ = 0;
  std::size_t line_start_ = 0;
  int line_;
  std::size_t block_ = ~std::size_t{0};  // of 64 bytes, whose stops are known
  std::uint64_t stops_ = 0;
  std::size_t beyond_ascii_to_ = 0;  // the last such block with other bytes than ASCII ends here
  std::deque<std::string> kept_;
};

}  // namespace licet

#endif  // LICET_GATE_ORDER_SCAN_H_
