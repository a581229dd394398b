// What filings need of what the ledger holds: the blocks of a licence application
// (BIS-748P, 15 CFR 748 Supp. 1), the fields of export information (EEI, 15 CFR 30.6)
// with the licence code, and the destination control statement (15 CFR 758.6). What the
// ledger does not hold is named as open, never guessed.
//
// Thread safety: value types and pure functions.

#ifndef LICET_LEDGER_FILINGS_H_
#define LICET_LEDGER_FILINGS_H_

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "licet/base/csv.h"
#include "licet/base/date.h"
#include "licet/base/error.h"
#include "licet/journal/store.h"
#include "licet/ledger/record.h"

namespace licet {

struct Authorisation;
struct Shipment;
struct State;

enum class FieldStatus : std::uint8_t { kFilled, kOpen, kUnverified };
template <>
struct NamesOf<FieldStatus> {
  static constexpr std::array<std::string_view, 3> kNames = {"filled", "open", "unverified"};
};

struct FilingField {
  std::string block = {};  // of the form, "22(a)"; "" in EEI, which has none
  std::string field = {};  // a name that stays: "purchaser"
  std::string means = {};
  std::string value = {};
  FieldStatus status = FieldStatus::kOpen;
  std::string note = {};  // what the field needs, with the rule
};

// Values that the ledger does not hold or that stand for those it holds, by field:
// {"eccn", "3A090.a"}. FilingFieldNames has the names.
using FilingValues = std::map<std::string, std::string, std::less<>>;
const std::vector<std::string>& FilingFieldNames();

// A party as forms want it. The ledger knows ids; who they are stands elsewhere.
struct FilingParty {
  std::string name = {};
  std::string address = {};  // "" not on file
  std::string country = {};  // ISO 3166-1 alpha-2; "" not on file
};
using FilingParties = std::map<std::string, FilingParty, std::less<>>;  // by id

// The blocks of an application; those of an exception notice are fewer (748 Supp. 2).
// Parties are written by their names, and by their ids where `parties` has none.
std::vector<FilingField> ApplicationFields(const Authorisation& authorisation,
                                           const FilingValues& values,
                                           const FilingParties& parties = {});

// One line of data/licence-codes.csv, of the codes that AES takes.
struct LicenceCode {
  std::string code = {};  // "" when no public list has it
  std::string type = {};  // of the authorisation; "none" when none is required
  std::string exception = {};
  Date from = kNoDay;
  Date to = kOpenDay;  // the first day on which it is no longer taken
  bool verified = false;
  std::string what = {};
  std::string cite = {};
  std::string url = {};
};
// Columns code,type,exception,from,to,status,what,cite,url.
Result<std::vector<LicenceCode>> ReadLicenceCodes(CsvTable table);

// The code for an authorisation, or for none (nullptr), on a day; nullptr when the table
// has none for it.
const LicenceCode* CodeFor(const std::vector<LicenceCode>& codes,
                           const Authorisation* authorisation, Date day);

// `us` is the authorisation of the exporting side that serves the order; nullptr: none.
std::vector<FilingField> ShipmentFields(const PlaceOrder& order, const Shipment& shipment,
                                        const Authorisation* us,
                                        const std::vector<LicenceCode>& codes,
                                        const FilingValues& values,
                                        const FilingParties& parties = {});

// 15 CFR 758.1(g)(5): ".z" is the first text of the description of a .z item.
std::string CommodityDescription(std::string_view eccn, std::string_view description);
// 15 CFR 758.6(a)(2): whether the invoice shows the ECCN beside the statement.
bool ShowsEccn(std::string_view eccn);
// 15 CFR 758.6(a)(1); "" for what needs none.
std::string_view DestinationControlStatement(std::string_view eccn);

// The record of an order's placing, whose action is a PlaceOrder: the state keeps less of
// it. Reads the whole journal.
// Errors: those of the store; an order that is not on file.
Result<Record> RecordOfOrder(JournalStore& store, const State& state, std::string_view order);

}  // namespace licet

#endif  // LICET_LEDGER_FILINGS_H_
