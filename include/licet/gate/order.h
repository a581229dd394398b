// Orders: one transaction each, as CSV rows (docs/formats.md).
//
// Thread safety: value types; an OrderReader belongs to one thread.

#ifndef LICET_GATE_ORDER_H_
#define LICET_GATE_ORDER_H_

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "licet/base/csv.h"
#include "licet/base/date.h"
#include "licet/base/decimal.h"
#include "licet/base/error.h"

namespace licet {

struct Order {
  std::string id;
  Date date;
  std::string activity;               // export | reexport | in-country-transfer | import
  std::string item;                   // as written; the catalogue resolves it
  Decimal quantity;                   // whole units, above 0
  std::optional<Decimal> unit_price;  // USD
  std::string exporter;               // party ids; "" unknown
  std::string purchaser;
  std::string consignee;
  std::string end_user;
  std::string origin;  // countries; "" unknown
  std::string destination;
  std::string place_of_use;
  std::string end_use;
  // "site-built=25" -> {"site-built", "25"}; "purchase-order" -> {..., ""}
  std::vector<std::pair<std::string, std::string>> evidence;
  std::optional<Date> known_at;  // judge with what was known that day
  std::string source;            // free text: where the order is recorded
  std::string note;
  Place place;

  // Where a column of this row stands, for errors found later; the row's own
  // place when the order did not come from a file.
  Place PlaceOf(std::string_view column) const;
  std::vector<int> columns;  // by position in OrderColumns()
};

// Where each column stands in OrderColumns() and in the fields of an OrderRecord.
enum OrderColumn : std::size_t {
  kColumnOrder,
  kColumnDate,
  kColumnActivity,
  kColumnItem,
  kColumnQuantity,
  kColumnUnitPrice,
  kColumnExporter,
  kColumnPurchaser,
  kColumnConsignee,
  kColumnEndUser,
  kColumnOrigin,
  kColumnDestination,
  kColumnPlaceOfUse,
  kColumnEndUse,
  kColumnEvidence,
  kColumnKnownAt,  // from here on the optional ones
  kColumnSource,
  kColumnNote,
  kOrderColumns,
};

// Names of the columns: required ones first, then the optional ones.
const std::vector<std::string>& OrderColumns();

// Splits "a;b=c".
std::vector<std::pair<std::string, std::string>> ParseEvidence(std::string_view text);

// A row of a file of orders as text. The views last as long as what they were
// read from.
struct OrderRecord {
  struct Field {
    std::string_view text;  // "" when the column is absent
    int line = 0;           // from 1; an absent one has the id's place
    int column = 0;         // byte column, from 1
  };
  Field fields[kOrderColumns];  // by position in OrderColumns()
  std::string_view file;

  Place PlaceOf(std::size_t at) const {
    return {std::string(file), fields[at].line, fields[at].column};
  }
};

// Errors: no id, bad date, a quantity that is not a whole number from 1 to
// 1,000,000,000, a negative or absurd price. Fills what is there already, so
// that those who parse many orders keep their room.
Status ParseOrder(const OrderRecord& record, Order* order);

// Only what of an order is no text; the same errors.
struct OrderNumbers {
  Date date;
  Decimal quantity;
  std::optional<Decimal> unit_price;
  std::optional<Date> known_at;
};
Result<OrderNumbers> ParseNumbers(const OrderRecord& record);

class OrderReader {
 public:
  static Result<OrderReader> Open(Disk& disk, const std::string& path);
  static Result<OrderReader> OpenSource(std::unique_ptr<ByteSource> source,
                                        const std::string& path);
  // Whole records from the middle of a file with this header.
  static OrderReader Continue(std::unique_ptr<ByteSource> source, const std::string& path,
                              const std::vector<std::string>& header, int first_line);
  // Reads the next order; false at the end. Errors: malformed row, and those of
  // ParseOrder.
  Result<bool> Next(Order* order);
  // The same row as text, which lasts until the next call.
  Result<bool> NextRecord(OrderRecord* record);
  const std::vector<std::string>& header() const { return table_.header(); }

 private:
  explicit OrderReader(CsvTable table);

  CsvTable table_;
  OrderRecord record_;
  std::vector<int> at_;  // where each of OrderColumns() stands, or -1
};

}  // namespace licet

#endif  // LICET_GATE_ORDER_H_
